//! A new business: DOKU is asked at once what it wants, since its answer is the checklist.

use crate::{error::Result, services::Services, store::businesses};
use app::{
    error::AppError,
    viewer::{Role, Viewer},
};
use domain::{
    forms::NewBusiness,
    ids::{BusinessId, RequestId},
    requirement,
};

/// Businesses of one account that were never submitted.
const MOST_UNFINISHED: usize = 20;

impl Services {
    pub async fn start_business(&self, viewer: &Viewer, new: &NewBusiness) -> Result<BusinessId> {
        if viewer.role != Role::Merchant {
            return Err(AppError::Forbidden.into());
        }
        let mut db = self.store.read().await?;
        let unfinished = businesses::of_owner(&mut db, viewer.account).await?;
        drop(db);
        if unfinished.iter().filter(|business| business.submitted_at.is_none()).count() >= MOST_UNFINISHED {
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
        let id = BusinessId::new(self.id()?);
        let (_, wrapped) = self.vault.new_key(id)?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let row = businesses::New {
            id,
            owner: viewer.account,
            search: &viewer.email,
            business_type: &query.business_type,
            legal_entity: &query.legal_entity,
            business_line: &query.business_line,
            nationality: &query.nationality,
            data_key: &wrapped,
            checklist: &checklist,
            now,
        };
        businesses::insert(&mut tx, &row).await?;
        let row = super::mine(&mut tx, viewer, id).await?;
        super::Case::load(&mut tx, &self.vault, row).await?.refresh(&mut tx, now).await?;
        tx.commit().await?;
        Ok(id)
    }
}
