//! The end of an application: what may end it, and what becomes of its files and answers. docs/adr/012.

use super::case::Case;
use crate::{
    error::Result,
    services::Services,
    store::{businesses::Business, outbox::Problem},
    vault::Place,
};
use app::onboarding::data::{Ending, Papers};
use domain::kyb::{Progress, State};

/// Tells whether the merchant may withdraw: before DOKU has it, and while something is to be fixed. A verified
/// merchant, who may take payments, asks the partner instead; and while DOKU may have a call that we gave up, the
/// partner asks DOKU first.
pub fn may_withdraw(business: &Business) -> bool {
    let may_be_at_doku = business.trouble.as_deref() == Some(&Problem::GivenUp);
    let on_its_way = may_be_at_doku || matches!(business.progress, Progress::Sending);
    match business.state {
        State::Draft | State::Ready | State::PartnerCheck => !on_its_way,
        State::ActionNeeded => !on_its_way && business.verified_at.is_none(),
        State::Sending | State::InVerification | State::Verified | State::Active => false,
        State::Suspended | State::Declined | State::Withdrawn => false,
    }
}

pub const fn may_start_again(business: &Business) -> bool {
    matches!(business.state, State::Withdrawn) && business.continued_as.is_none() && business.purged_at.is_none()
}

/// Returns the partner's reason for declining, which the merchant reads.
pub fn reason(case: &Case) -> Result<Option<String>> {
    case.key.open_text(&Place::Decline, case.business.decline_reason.as_deref())
}

/// Tells what becomes of files and answers, both before and after a withdrawal.
fn papers(services: &Services, business: &Business) -> Papers {
    match (business.purged_at, business.purge_at) {
        (Some(at), _) => Papers::Purged(at),
        (None, Some(at)) => Papers::Until(at),
        (None, None) if business.submitted_at.is_none() && may_withdraw(business) => {
            Papers::Until(services.kept_until(services.now()))
        }
        (None, None) => Papers::Kept,
    }
}

pub fn ending(services: &Services, case: &Case) -> Result<Ending> {
    Ok(Ending {
        papers: papers(services, &case.business),
        at_doku: case.documents.values().any(|file| file.doku_file_id.is_some()),
        may_withdraw: may_withdraw(&case.business),
        may_start_again: may_start_again(&case.business),
        continued_as: case.business.continued_as,
        reason: reason(case)?,
    })
}
