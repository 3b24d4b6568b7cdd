//! The partner's use cases.

pub mod decide;
pub mod decline;
pub mod evidence;
mod masked;
mod mended;
mod newer;
mod notes;
pub mod pdf;
mod queue;
mod rotation;
pub mod secrets;
pub mod settings;
mod troubles;
pub mod words;

use crate::{
    account::rights::any,
    config::ReviewMode,
    error::Result,
    onboarding::{case::Case, endings, history, pages, receipts},
    services::Services,
    store::{
        audit::{self, Action, People},
        documents,
        outbox::{self, Problem},
    },
};
use app::{
    error::AppError,
    review::data::{CasePage, Decided, Decision},
    viewer::{Role, Viewer},
};
use domain::{ids::BusinessId, kyb::State, mask};

fn decided(people: &People) -> Option<Decided> {
    let what = match people.action? {
        Action::Approve => Decision::Approved,
        Action::SendBack => Decision::SentBack,
        Action::Decline => Decision::Declined,
        _ => return None,
    };
    Some(Decided { what, who: people.who.clone()?, at: people.at? })
}

impl Services {
    pub async fn case(&self, viewer: &Viewer, business: BusinessId) -> Result<CasePage> {
        let mut db = self.store.read().await?;
        let row = any(&mut db, viewer, business).await?;
        let receipts = receipts::list(&mut db, row.id).await?;
        let submitted = documents::submitted(&mut db, row.id).await?;
        let people = audit::people_of(&mut db, row.id, row.owner_id).await?.ok_or(AppError::NotFound)?;
        let mut case = Case::load(&mut db, &self.vault, row).await?;
        let mut history = history::for_partner(&mut db, &case).await?;
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
        let unsubmitted = case.documents.iter().filter(|(_, file)| !submitted.contains(&file.id));
        let is_sending = case.business.state == State::Sending;
        Ok(CasePage {
            now: self.now(),
            to_fix: case.to_fix(),
            heading: case.heading(),
            reference: case.business.reference.as_ref().map(|reference| reference.as_str().to_owned()),
            email: people.owner,
            business_line: case.business.business_line.clone(),
            slots: pages::slots(&case, mask::last_four)?,
            unsubmitted: unsubmitted.map(|(slot, _)| slot.clone()).collect(),
            sections: pages::sections(&case, mask::last_four, self.settings.area),
            facets: case.facets.clone(),
            pointed,
            internal,
            reads_internal,
            revision: case.business.revision,
            declinable: decline::may_decline(viewer, &case.business),
            declined: endings::reason(&case)?,
            decided,
            deadline: case.business.deadline(),
            products: case.products(),
            has_shared_key: viewer.role == Role::Admin && case.brand().is_some_and(|brand| brand.shared_key.is_some()),
            registered: case.business.sent_at.is_some(),
            // This holds without reviews too: calls that were given up wait here.
            decidable: case.business.state == State::PartnerCheck,
            mendable: mended::mendable(&case),
            failed_update: if is_sending { outbox::failed_update(&mut db, business).await? } else { None },
            returnable: is_sending && outbox::has_unsent(&mut db, business).await?,
            may_be_at_doku: case.business.trouble.as_deref() == Some(&Problem::GivenUp),
            partner_reviews,
            sent_back,
            history,
            receipts,
            trouble: case.business.trouble.as_deref().copied(),
        })
    }
}
