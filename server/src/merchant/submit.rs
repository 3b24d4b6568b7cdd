//! Submits an application: what the merchant saw on the check page is frozen, and the next actor takes over.

use crate::{
    account::rights::mine_locked,
    config::ReviewMode,
    error::{Result, ensure},
    onboarding::{case::Case, pages, registration},
    services::Services,
    store::{
        businesses, outbox,
        submissions::{self, Submission},
    },
    vault::Place,
};
use app::{error::AppError, viewer::Viewer};
use domain::{
    ids::{BusinessId, FactId},
    kyb::{Progress, State},
};

impl Services {
    /// Submits what the check page showed, by its mark; what was changed since is to be seen first.
    pub async fn submit(&self, viewer: &Viewer, business: BusinessId, shown: &str) -> Result<State> {
        let mut tx = self.store.begin().await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        // The time is read under the lock: a file that came while we waited belongs to what is submitted, by its time
        // too.
        let now = self.now();
        let mut case = Case::load(&mut tx, &self.vault, row).await?;
        if !case.is_editable() {
            return Ok(case.business.state);
        }
        // A draft that was withdrawn meanwhile is not sent, even if an old page still asks for it.
        ensure(case.business.withdrawn_at.or(case.business.declined_at).is_none(), AppError::OutOfDate)?;
        ensure(case.business.consented_at.is_some(), AppError::NoConsent)?;
        ensure(case.returned.is_empty(), AppError::NotReady)?;
        let body =
            registration::build(&case, &self.callback_url(), self.settings.area).map_err(|_| AppError::NotReady)?;
        ensure(pages::check(self, &case)?.shown == shown, AppError::ChangedSince)?;
        let revision = case.business.revision + 1;
        let id = self.new_id::<FactId>()?;
        let sealed = case.key.seal_json(&Place::Submission(id), &body)?;
        if !submissions::insert(
            &mut tx,
            &Submission { id, business_id: business, revision, body: sealed, submitted_at: now },
        )
        .await?
        {
            return Err(AppError::OutOfDate.into());
        }
        self.keep_receipt(&mut tx, viewer, &case, revision, None, now).await?;
        let progress = match self.settings.review {
            // DOKU may have what was sent before, so a person decides whether this goes out too.
            _ if outbox::may_be_at_doku(&mut tx, business).await? => Progress::PartnerCheck,
            ReviewMode::BeforeSubmit => Progress::PartnerCheck,
            ReviewMode::Automatic => Progress::Sending,
        };
        businesses::set_submitted(&mut tx, business, revision, progress, now).await?;
        outbox::raise_uploads(&mut tx, business).await?;
        if progress == Progress::Sending {
            outbox::enqueue(&mut tx, business, outbox::Kind::Register, id.uuid(), now).await?;
        }
        case.set_progress(progress);
        case.business.submitted_at = Some(now);
        let state = case.refresh(&mut tx, now).await?;
        tx.commit().await?;
        self.wake.outbox.notify_one();
        self.live.changed(business);
        Ok(state)
    }
}
