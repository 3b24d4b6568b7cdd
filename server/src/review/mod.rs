//! The partner's use cases: `impl Review for Services`.

pub mod decide;
pub mod decline;
pub mod evidence;
mod masked;
mod mended;
mod newer;
mod notes;
pub mod pdf;
mod queue;
pub mod secrets;
mod troubles;
mod unreachable;

use crate::{
    config::ReviewMode,
    error::Result,
    onboarding::{case::Case, endings, history, pages, receipts},
    services::Services,
    store::{
        Conn,
        audit::{self, People},
        businesses::{self, Business},
        outbox,
    },
};
use app::{
    error::AppError,
    onboarding::api::{self, Heading, ReceiptPage},
    review::{
        api::{CasePage, Decided, Decision, Evidence, Hidden, NoteRow, QueuePage, Review, Tab},
        calls::{Bulk, ExchangesPage, TroublesPage},
    },
    viewer::{Role, Viewer},
};
use async_trait::async_trait;
use domain::{
    ids::{BusinessId, CallId, NoteId},
    kyb::State,
    reason::Reason,
    text,
};

#[async_trait]
impl Review for Services {
    async fn queue(
        &self,
        viewer: Viewer,
        tab: Tab,
        search: Option<String>,
        after: Option<String>,
    ) -> api::Result<QueuePage> {
        Ok(self.queue_page(&viewer, tab, search, after).await?)
    }

    async fn case(&self, viewer: Viewer, business: BusinessId) -> api::Result<CasePage> {
        Ok(self.case_page(&viewer, business).await?)
    }

    async fn evidence(&self, viewer: Viewer, business: BusinessId) -> api::Result<Evidence> {
        Ok(self.evidence_of(&viewer, business).await?)
    }

    async fn mark_evidence_sent(&self, viewer: Viewer, business: BusinessId) -> api::Result<()> {
        Ok(self.evidence_was_sent(&viewer, business).await?)
    }

    async fn receipt(&self, viewer: Viewer, business: BusinessId, revision: i64) -> api::Result<ReceiptPage> {
        Ok(self.receipt_for_partner(&viewer, business, revision).await?)
    }

    async fn troubles(&self, viewer: Viewer, after: Option<String>) -> api::Result<TroublesPage> {
        Ok(self.troubles_page(&viewer, after).await?)
    }

    async fn retry_call(&self, viewer: Viewer, call: CallId) -> api::Result<()> {
        Ok(self.retry_trouble(&viewer, call).await?)
    }

    async fn give_up_call(&self, viewer: Viewer, call: CallId, reason: String) -> api::Result<()> {
        Ok(self.give_up_trouble(&viewer, call, reason).await?)
    }

    async fn send_call_anew(&self, viewer: Viewer, call: CallId, reason: String) -> api::Result<()> {
        Ok(self.send_anew(&viewer, call, reason).await?)
    }

    async fn take_back(&self, viewer: Viewer, business: BusinessId, reason: String) -> api::Result<()> {
        Ok(self.take_back_call(&viewer, business, reason).await?)
    }

    async fn adopt_call(&self, viewer: Viewer, call: CallId, id: String, reason: String) -> api::Result<()> {
        Ok(self.adopt(&viewer, call, &id, reason).await?)
    }

    async fn mend_part(&self, viewer: Viewer, business: BusinessId, facet: String, reason: String) -> api::Result<()> {
        Ok(self.part_mended(&viewer, business, &facet, &reason).await?)
    }

    async fn mend_update(&self, viewer: Viewer, call: CallId, reason: String) -> api::Result<()> {
        Ok(self.update_mended(&viewer, call, &reason).await?)
    }

    async fn deal_with_calls(&self, viewer: Viewer, calls: Vec<CallId>, bulk: Bulk, reason: String) -> api::Result<()> {
        Ok(self.deal_with(&viewer, calls, bulk, reason).await?)
    }

    async fn exchanges(
        &self,
        viewer: Viewer,
        request_id: Option<String>,
        after: Option<String>,
    ) -> api::Result<ExchangesPage> {
        Ok(self.exchanges_page(&viewer, request_id, after).await?)
    }

    async fn notes(&self, viewer: Viewer) -> api::Result<Vec<NoteRow>> {
        Ok(self.notes_page(&viewer).await?)
    }

    async fn map_note(&self, viewer: Viewer, note: NoteId, reason: Option<Reason>) -> api::Result<()> {
        Ok(self.map_one_note(&viewer, note, reason).await?)
    }

    async fn revealable(&self, viewer: Viewer, business: BusinessId, what: Hidden) -> api::Result<Heading> {
        Ok(self.reveal_heading(&viewer, business, &what).await?)
    }
}

fn decided(people: &People) -> Option<Decided> {
    let what = match people.action.as_deref()? {
        audit::APPROVE => Decision::Approved,
        audit::SEND_BACK => Decision::SentBack,
        audit::DECLINE => Decision::Declined,
        _ => return None,
    };
    Some(Decided { what, who: people.who.clone()?, at: people.at? })
}

/// Characters of a reason.
pub const REASON: usize = 1_000;

/// A reason as it is kept.
fn clean(typed: &str) -> String {
    text::lines(typed).chars().take(REASON).collect()
}

/// Nothing at all is `NoReason`.
fn reason_of(typed: &str) -> Result<String> {
    let reason = clean(typed);
    if reason.is_empty() { Err(AppError::NoReason.into()) } else { Ok(reason) }
}

pub fn partner_only(viewer: &Viewer) -> Result<()> {
    if viewer.role.is_partner() { Ok(()) } else { Err(AppError::Forbidden.into()) }
}

/// Whichever business somebody of the partner asks for; `onboarding::mine` is the merchant's.
pub async fn any(db: &mut Conn, viewer: &Viewer, business: BusinessId) -> Result<Business> {
    partner_only(viewer)?;
    businesses::by_id(db, business).await?.ok_or_else(|| AppError::NotFound.into())
}

impl Services {
    pub async fn receipt_for_partner(
        &self,
        viewer: &Viewer,
        business: BusinessId,
        revision: i64,
    ) -> Result<ReceiptPage> {
        let mut db = self.store.read().await?;
        let row = any(&mut db, viewer, business).await?;
        self.receipt_page(&mut db, &row, Some(revision)).await
    }

    async fn case_page(&self, viewer: &Viewer, business: BusinessId) -> Result<CasePage> {
        let mut db = self.store.read().await?;
        let row = any(&mut db, viewer, business).await?;
        let mut history = history::for_partner(&mut db, &self.vault, &row).await?;
        let receipts = receipts::list(&mut db, row.id).await?;
        let people = audit::people_of(&mut db, row.id, row.owner_id).await?.ok_or(AppError::NotFound)?;
        let mut case = Case::load(&mut db, &self.vault, row).await?;
        let internal = decline::internal(&case);
        let reads_internal = viewer.role == Role::Admin;
        if !reads_internal {
            case = case.for_merchants();
            history.iter_mut().for_each(history::for_reviewers);
        }
        let mut pointed = self.pointed(&mut db, &case).await?;
        pointed.iter_mut().for_each(masked::pointed);
        masked::case(&mut case);
        history.iter_mut().for_each(masked::event);
        let sent_back =
            case.returned.iter().filter_map(|(item, note)| Some((item.clone(), note.text.clone()?))).collect();
        let partner_reviews = self.settings.review == ReviewMode::BeforeSubmit;
        let decided = decided(&people);
        let is_sending = case.business.state == State::Sending;
        Ok(CasePage {
            now: self.now(),
            to_fix: case.to_fix(),
            heading: case.heading(),
            reference: case.business.reference.as_ref().map(|reference| reference.as_str().to_owned()),
            email: people.owner,
            business_line: case.business.business_line.clone(),
            slots: pages::slots(&case, pages::last_four)?,
            sections: pages::sections(&case, pages::last_four, self.settings.area),
            facets: case.facets.clone(),
            pointed,
            internal,
            reads_internal,
            revision: case.business.revision,
            declinable: decline::may_decline(viewer, &case.business),
            declined: endings::reason(&case)?,
            decided,
            deadline: case.business.deadline(),
            services: case.services(),
            has_shared_key: viewer.role == Role::Admin && case.business.shared_key.is_some(),
            registered: case.business.sent_at.is_some(),
            // Without reviews too: what was given up waits here.
            decidable: case.business.state == State::PartnerCheck,
            mendable: mended::mendable(&case),
            failed_update: if is_sending { outbox::failed_update(&mut db, business).await? } else { None },
            returnable: is_sending && outbox::has_unsent(&mut db, business).await?,
            may_be_at_doku: case.business.trouble.as_deref() == Some(outbox::GIVEN_UP),
            partner_reviews,
            sent_back,
            history,
            receipts,
            trouble: case.business.trouble.clone(),
        })
    }
}
