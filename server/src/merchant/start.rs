//! Starts a new business. DOKU is asked at once what it wants, since its answer is the checklist.

use crate::{
    account::rights::merchants_only,
    error::{Result, ensure},
    once::{Made, Once},
    outbox::gate::{self, Pass},
    projection::refresh,
    services::Services,
    store::{
        Conn, accounts,
        businesses::{self, Business},
        requirements,
    },
    vault::Key,
};
use app::{error::AppError, viewer::Viewer};
use doku::Class;
use domain::{
    Millis,
    forms::NewBusiness,
    ids::{BusinessId, RequestId},
    requirement,
};
use serde_json::Value;

/// The most businesses of one account that were neither submitted nor withdrawn, or withdrawn within a day: each asked
/// DOKU and may hold files.
const MOST_UNFINISHED: i64 = 20;

/// The answer to what DOKU wants of a business.
pub(super) struct Checklist {
    pub answer: Value,
    /// The time of a stored answer, used because DOKU did not answer now.
    pub kept_at: Option<Millis>,
}

impl Services {
    /// Starts a business. A second post of the same form returns what the first made.
    pub async fn start_business(&self, viewer: &Viewer, new: &NewBusiness, key: &Once) -> Result<BusinessId> {
        let mut db = self.store.read().await?;
        if let Some(before) = self.started_before(&mut db, viewer, key).await? {
            return Ok(before);
        }
        drop(db);
        let checklist = match self.ask_checklist(viewer, new).await {
            Ok(checklist) => checklist,
            // The first post may have come through meanwhile, and used up what this account may begin.
            Err(error) => {
                return self.started_before(&mut self.store.read().await?, viewer, key).await?.ok_or(error);
            }
        };
        let (id, _, wrapped) = self.new_business_key()?;
        let mut tx = self.store.begin().await?;
        accounts::lock(&mut tx, viewer.account).await?;
        if let Some(before) = self.started_before(&mut tx, viewer, key).await? {
            return Ok(before);
        }
        self.made_now(&mut tx, viewer.account, key, Made::Row(&id.to_string())).await?;
        self.insert_business(&mut tx, viewer, new, &checklist, (id, &wrapped)).await?;
        refresh(self, &mut tx, id).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn started_before(&self, db: &mut Conn, viewer: &Viewer, key: &Once) -> Result<Option<BusinessId>> {
        Ok(self.made_before(db, viewer.account, key).await?.and_then(|id| id.parse().ok()))
    }

    /// Asks DOKU what it wants of such a business, if this viewer may begin one. With DOKU down it is the last list we
    /// have.
    pub(super) async fn ask_checklist(&self, viewer: &Viewer, new: &NewBusiness) -> Result<Checklist> {
        merchants_only(viewer)?;
        let mut db = self.store.read().await?;
        self.may_begin(&mut db, viewer).await?;
        let question = question(new);
        let kept = requirements::get(&mut db, &question).await?;
        let is_down = gate::pass(self, &mut db).await? == Pass::Nobody;
        drop(db);
        let kept = kept.map(|kept| Checklist { answer: kept.answer.0, kept_at: Some(kept.read_at) });
        if is_down && let Some(kept) = kept {
            return Ok(kept);
        }
        let answer = match self.doku.check_requirements(new, &self.new_id::<RequestId>()?).await {
            Ok(answer) if !requirement::walk(&answer).is_empty() => answer,
            Ok(_) => return kept.ok_or_else(|| AppError::NothingAsked.into()),
            Err(error) if error.class() == Class::Final => return Err(error.into()),
            Err(error) => {
                tracing::warn!(
                    error = %crate::telemetry::causes(&error),
                    "DOKU does not say what it wants of a business"
                );
                return kept.ok_or_else(|| error.into());
            }
        };
        self.store.write(async |tx| requirements::put(tx, &question, &answer, self.now()).await).await?;
        Ok(Checklist { answer, kept_at: None })
    }

    async fn may_begin(&self, db: &mut Conn, viewer: &Viewer) -> Result<()> {
        let unfinished = businesses::unfinished(db, viewer.account, self.now().plus(-Millis::DAY)).await?;
        Ok(ensure(unfinished < MOST_UNFINISHED, AppError::TooManyBusinesses)?)
    }

    /// Returns an id, its key, and the key as the database keeps it.
    pub(super) fn new_business_key(&self) -> Result<(BusinessId, Key, Vec<u8>)> {
        let id = self.new_id::<BusinessId>()?;
        let (key, wrapped) = self.vault.new_key(id)?;
        Ok((id, key, wrapped))
    }

    /// Inserts the row. The caller holds the account's lock, so many that begin at once are each counted.
    pub(super) async fn insert_business(
        &self,
        tx: &mut Conn,
        viewer: &Viewer,
        new: &NewBusiness,
        checklist: &Checklist,
        (id, wrapped): (BusinessId, &[u8]),
    ) -> Result<()> {
        self.may_begin(tx, viewer).await?;
        let row = businesses::New {
            id,
            owner: viewer.account,
            search: &viewer.email,
            business_type: new.business_type.as_str(),
            legal_entity: new.legal_entity.as_str(),
            business_line: &new.business_line,
            nationality: &new.nationality,
            data_key: wrapped,
            checklist: &checklist.answer,
            checklist_at: checklist.kept_at,
            now: self.now(),
        };
        businesses::insert(tx, &row).await?;
        crate::mail::remind::begun(tx, id, row.now).await
    }
}

/// Returns the question that was asked when this business was begun.
pub fn new_like(business: &Business) -> NewBusiness {
    NewBusiness {
        business_type: business.business_type.as_str().into(),
        legal_entity: business.legal_entity.as_str().into(),
        business_line: business.business_line.clone(),
        nationality: business.nationality.clone(),
    }
}

/// Returns the key under which an answer is stored.
pub fn question(new: &NewBusiness) -> String {
    format!("{}/{}/{}/{}", new.business_type, new.legal_entity, new.business_line, new.nationality)
}
