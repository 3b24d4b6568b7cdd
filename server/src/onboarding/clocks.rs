//! Which promise of DOKU's runs for a business, counted from the facts alone: replaying them gives the same times.

use super::case::Case;
use crate::{
    error::Result,
    store::{Conn, businesses::Business, clocks, flags},
};
use app::onboarding::api::ServiceRow;
use domain::kyb::{self, ACTIVATION_MILLIS, Days, Deadline, FacetKey, Facets, KYB_MILLIS, State, Verdict};

/// Verification from the newest 2xx of what waits for a verdict, without the time that a refusal stood; then activation of
/// services. With something to fix, and where nobody waits for DOKU, none runs.
pub async fn running(db: &mut Conn, business: &Business, state: State, facets: &Facets) -> Result<Option<Deadline>> {
    match state {
        State::InVerification => {
            let pauses = kyb::pauses(&clocks::turns(db, business.id).await?);
            let from = kyb::verification_from(facets).or(business.sent_at);
            let days = days(db).await?;
            Ok(from.map(|from| Deadline::counted(from, KYB_MILLIS, days, &pauses)))
        }
        State::Verified => {
            let days = days(db).await?;
            Ok(business.verified_at.map(|from| Deadline::counted(from, ACTIVATION_MILLIS, days, &[])))
        }
        State::Draft | State::Ready | State::PartnerCheck | State::Sending | State::ActionNeeded => Ok(None),
        State::Active | State::Suspended | State::Declined | State::Withdrawn => Ok(None),
    }
}

/// All instances on one database count alike: each start writes its setting there.
async fn days(db: &mut Conn) -> Result<Days> {
    let working = flags::get(db, flags::WORKING_DAYS).await?.is_some();
    Ok(if working { Days::Working } else { Days::Calendar })
}

impl Business {
    /// As it was counted when something last changed.
    pub fn deadline(&self) -> Option<Deadline> {
        Some(Deadline { from: self.clock_from?, amber: self.amber_at?, due: self.due_at? })
    }
}

impl Case {
    /// Services in the order of their codes. Each has DOKU's promise from the end of verification on, and one that waits is
    /// late by its own clock.
    pub fn services(&self) -> Vec<ServiceRow> {
        let services = self.facets.iter().filter_map(|row| match &row.key {
            FacetKey::Product(code) => Some((code, row)),
            _ => None,
        });
        let promise = self.business.deadline().filter(|_| self.business.state == State::Verified);
        let verified = self.business.verified_at.is_some();
        let row = |(code, row): (&String, &app::onboarding::api::FacetRow)| ServiceRow {
            code: code.clone(),
            // DOKU reports them as pending from the start, and turns to them once verification is done.
            verdict: if row.verdict == Verdict::Pending && !verified { Verdict::NotSent } else { row.verdict },
            note: row.note.clone(),
            at: row.at.filter(|_| row.verdict != Verdict::Pending),
            deadline: promise.filter(|_| row.verdict == Verdict::Pending),
        };
        services.map(row).collect()
    }
}
