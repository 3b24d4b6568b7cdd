//! Parts mended in DOKU's dashboard, since no update of ours can mend them. A person gives a reason, and it counts once
//! DOKU, asked just then, no longer rejects the part. docs/adr/024.

use super::words::reason_of;
use crate::{
    account::rights::{any, partner_only},
    error::{Result, ensure},
    onboarding::{case::Case, correction::Correction},
    outbox::{gate, refused},
    poll,
    services::Services,
    store::{
        Conn,
        audit::Action,
        brands,
        businesses::{self, Business},
        decisions,
        mended::{self, Mended},
        outbox::{self, Call, Kind, Status},
        updates,
    },
    vault::Place,
};
use app::{error::AppError, viewer::Viewer};
use domain::{
    ids::{BusinessId, CallId, FactId, RequestId},
    kyb::{FacetKey, Progress, State, Verdict},
};

const ACTION: Action = Action::MendedAtDoku;

/// Returns the rejected facets of a case that waits for nobody but the merchant and DOKU, whether a page of ours
/// corrects them or not.
pub fn mendable(case: &Case) -> Vec<FacetKey> {
    let b = &case.business;
    if b.progress != Progress::Registered || b.state != State::ActionNeeded {
        return Vec::new();
    }
    let rejected = case.facets.iter().filter(|row| row.key.is_kyb() && row.verdict == Verdict::Rejected);
    rejected.map(|row| row.key.clone()).collect()
}

/// Returns true for an update that failed before: one that is under way for the first time may well arrive.
fn has_failed(call: &Call) -> bool {
    let is_open = matches!(call.status, Status::Waiting | Status::NeedsPerson);
    call.kind == Kind::Update && is_open && call.problem.is_some()
}

impl Services {
    /// Records that one part of an application was mended.
    pub async fn mend_part(&self, viewer: &Viewer, business: BusinessId, facet: &str, reason: &str) -> Result<()> {
        partner_only(viewer)?;
        let mut db = self.store.read().await?;
        let row = any(&mut db, viewer, business).await?;
        let case = Case::load(&mut db, &self.vault, row).await?;
        drop(db);
        let (facet, reason) = (facet.parse::<FacetKey>().map_err(|_| AppError::NotReady)?, reason_of(reason)?);
        ensure(mendable(&case).contains(&facet), AppError::OutOfDate)?;
        self.ask_doku(&case.business).await?;
        let mut tx = self.store.begin().await?;
        let row = businesses::lock(&mut tx, business).await?.ok_or(AppError::NotFound)?;
        let case = Case::load(&mut tx, &self.vault, row).await?;
        self.keep_mended(&mut tx, viewer, &case, &[facet], &reason).await?;
        self.audit(&mut tx, viewer, Some(business), ACTION).await?;
        self.commit_change(tx, business).await
    }

    /// Records that all parts of an update were mended. The update must have failed once; it is not repeated then, and
    /// needs no person any more.
    pub async fn mend_update(&self, viewer: &Viewer, call: CallId, reason: &str) -> Result<()> {
        partner_only(viewer)?;
        let reason = reason_of(reason)?;
        let mut db = self.store.read().await?;
        let asked = outbox::by_id(&mut db, call).await?;
        let asked = asked.filter(has_failed).ok_or(AppError::OutOfDate)?;
        let business = businesses::by_id(&mut db, asked.business_id).await?.ok_or(AppError::OutOfDate)?;
        drop(db);
        self.ask_doku(&business).await?;
        let now = self.now();
        let (mut tx, row, call) = self.decide_about_update(call).await?;
        let update = updates::by_id(&mut tx, row.id, call.about()).await?.ok_or(AppError::OutOfDate)?;
        let sealed = self.seal_reason(&row, &call, &reason)?;
        let case = Case::load(&mut tx, &self.vault, row).await?;
        let kept: Correction = case.key.open_json(&Place::Update(update.id), &update.body)?;
        let facets: Vec<FacetKey> = kept.parts.into_iter().map(|part| part.facet).collect();
        self.keep_mended(&mut tx, viewer, &case, &facets, &reason).await?;
        outbox::replace(&mut tx, call.id, &sealed, now).await?;
        refused::give_back(self, &mut tx, &call).await?;
        self.decided(tx, viewer, &call, ACTION).await
    }

    /// Reads DOKU's answer at once, as a fact like every read-back.
    async fn ask_doku(&self, business: &Business) -> Result<()> {
        let mut db = self.store.read().await?;
        let brand = brands::first(&mut db, business).await?.ok_or(AppError::OutOfDate)?;
        drop(db);
        let (asked_at, request_id) = (self.now(), self.new_id::<RequestId>()?);
        let read = self.doku.get_business(brand.doku_id.as_str(), &request_id).await;
        if read.is_err() {
            gate::answer(self, business.owner_id.uuid(), &read).await?;
        }
        poll::keep(self, &brand, asked_at, read?).await
    }

    /// Records all facets, or none while DOKU still rejects one of them.
    async fn keep_mended(
        &self,
        tx: &mut Conn,
        viewer: &Viewer,
        case: &Case,
        facets: &[FacetKey],
        reason: &str,
    ) -> Result<()> {
        let is_rejected =
            |facet: &FacetKey| case.facets.iter().any(|row| row.key == *facet && row.verdict == Verdict::Rejected);
        ensure(!facets.iter().any(is_rejected), AppError::StillRejected)?;
        let now = self.now();
        for facet in facets {
            let id = self.new_id::<FactId>()?;
            let mended = Mended {
                id,
                business_id: case.business.id,
                facet: facet.to_string(),
                revision: case.revision_of(facet),
                account_id: viewer.account,
                reason: case.key.seal(&Place::Mended(id), reason.as_bytes())?,
                mended_at: now,
            };
            mended::insert(tx, &mended).await?;
            for item in case.items_of(facet) {
                decisions::close(tx, case.business.id, &item.key(), now).await?;
            }
        }
        Ok(())
    }
}
