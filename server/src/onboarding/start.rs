//! A new business: DOKU is asked at once what it wants, since its answer is the checklist.

use crate::{
    error::Result,
    services::Services,
    store::{
        Conn,
        businesses::{self, Business},
    },
    vault::Key,
};
use app::{
    error::AppError,
    viewer::{Role, Viewer},
};
use domain::{
    Millis,
    forms::NewBusiness,
    ids::{BusinessId, RequestId},
    requirement,
};
use serde_json::Value;

/// Businesses of one account that were neither submitted nor withdrawn, and those withdrawn within a day: each asked DOKU
/// and may hold files.
const MOST_UNFINISHED: usize = 20;

impl Services {
    pub async fn start_business(&self, viewer: &Viewer, new: &NewBusiness) -> Result<BusinessId> {
        let checklist = self.ask_checklist(viewer, new).await?;
        let (id, _, wrapped) = self.new_business_key()?;
        let mut tx = self.store.begin().await?;
        self.insert_business(&mut tx, viewer, new, &checklist, (id, &wrapped)).await?;
        let row = super::mine(&mut tx, viewer, id).await?;
        super::Case::load(&mut tx, &self.vault, row).await?.refresh(&mut tx, self.now()).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// What DOKU wants of such a business, if this viewer may begin one.
    pub(super) async fn ask_checklist(&self, viewer: &Viewer, new: &NewBusiness) -> Result<Value> {
        if viewer.role != Role::Merchant {
            return Err(AppError::Forbidden.into());
        }
        let mut db = self.store.read().await?;
        let unfinished = businesses::of_owner(&mut db, viewer.account).await?;
        drop(db);
        let now = self.now();
        let is_open = |business: &&Business| match business.withdrawn_at {
            Some(at) => now.since(at) < Millis::DAY,
            None => business.submitted_at.is_none(),
        };
        if unfinished.iter().filter(is_open).count() >= MOST_UNFINISHED {
            return Err(AppError::TooMany.into());
        }
        let query = doku::Query {
            business_type: new.business_type.to_string(),
            legal_entity: new.legal_entity.to_string(),
            business_line: new.business_line.clone(),
            nationality: new.nationality.clone(),
        };
        let checklist = self.doku.check_requirements(&query, &RequestId::new(self.id()?.to_string())).await?;
        if requirement::walk(&checklist).is_empty() {
            return Err(AppError::DokuUnavailable.into());
        }
        Ok(checklist)
    }

    /// An id, its key, and the key as the database keeps it.
    pub(super) fn new_business_key(&self) -> Result<(BusinessId, Key, Vec<u8>)> {
        let id = BusinessId::new(self.id()?);
        let (key, wrapped) = self.vault.new_key(id)?;
        Ok((id, key, wrapped))
    }

    pub(super) async fn insert_business(
        &self,
        tx: &mut Conn,
        viewer: &Viewer,
        new: &NewBusiness,
        checklist: &Value,
        (id, wrapped): (BusinessId, &[u8]),
    ) -> Result<()> {
        let row = businesses::New {
            id,
            owner: viewer.account,
            search: &viewer.email,
            business_type: new.business_type.as_str(),
            legal_entity: new.legal_entity.as_str(),
            business_line: &new.business_line,
            nationality: &new.nationality,
            data_key: wrapped,
            checklist,
            now: self.now(),
        };
        businesses::insert(tx, &row).await?;
        crate::notify::begun(tx, id, row.now).await
    }
}
