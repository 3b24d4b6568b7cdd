//! DOKU's deadlines for a business, counted from the facts alone: replaying them gives the same times.

use super::case::Case;
use crate::{
    error::Result,
    store::{Conn, businesses::Business, clocks, facets, flags},
};
use app::onboarding::data::{FacetRow, ProductRow};
use domain::{
    Millis,
    kyb::{self, ACTIVATION_MILLIS, BANK_MILLIS, Days, Deadline, FacetKey, Facets, State, Verdict},
    method,
};
use std::collections::BTreeMap;

/// Deadlines that run at the same time.
pub struct Running {
    pub whole: Option<Deadline>,
    /// The deadline of a bank account, if it falls due before that of the whole.
    pub bank: Option<Deadline>,
}

/// Returns the deadlines. Verification counts from the newest 2xx (from the bank account's own if only that is left),
/// minus the time that a refusal stood. Afterwards the earliest activation of a waiting product counts. None runs while
/// there is something to fix or nobody waits.
pub async fn running(db: &mut Conn, business: &Business, state: State, facets: &Facets) -> Result<Running> {
    let whole = match state {
        State::InVerification => {
            let (pauses, days) = (kyb::pauses(&clocks::turns(db, business.id).await?), days(db).await?);
            let whole = kyb::verification(facets, business.sent_at, days, &pauses);
            let is_earlier = |bank: &Deadline| whole.is_none_or(|whole| bank.due < whole.due);
            return Ok(Running { whole, bank: kyb::bank(facets, days, &pauses).filter(is_earlier) });
        }
        State::Verified => {
            let waiting = facets.iter().filter(|(key, facet)| !key.is_kyb() && facet.verdict == Verdict::Pending);
            let told = waiting.map(|(key, facet)| (key.to_string(), facet.sent_at)).collect();
            activation(db, business, told).await?.into_values().min_by_key(|promise| promise.due)
        }
        State::Draft | State::Ready | State::PartnerCheck | State::Sending | State::ActionNeeded => None,
        State::Active | State::Suspended | State::Declined | State::Withdrawn => None,
    };
    Ok(Running { whole, bank: None })
}

/// Returns the deadline of each waiting product by name. `waiting` holds when DOKU first mentioned each.
pub async fn activation(
    db: &mut Conn,
    business: &Business,
    waiting: Vec<(String, Option<Millis>)>,
) -> Result<BTreeMap<String, Deadline>> {
    let Some(verified) = business.verified_at.filter(|_| !waiting.is_empty()) else { return Ok(BTreeMap::new()) };
    let days = days(db).await?;
    let promise = |told| Deadline::counted(kyb::activation_from(verified, told), ACTIVATION_MILLIS, days, &[]);
    Ok(waiting.into_iter().map(|(name, told)| (name, promise(told))).collect())
}

/// Returns the deadline of each waiting bank account by name, counted from when DOKU took it and paused like the
/// whole's.
pub async fn banks(db: &mut Conn, business: &Business, rows: &[facets::Row]) -> Result<BTreeMap<String, Deadline>> {
    let is_bank = |row: &&facets::Row| matches!(row.facet.parse(), Ok(FacetKey::Bank(_)));
    let waiting: Vec<_> = rows.iter().filter(|row| row.verdict == Verdict::Pending).filter(is_bank).collect();
    if waiting.is_empty() || business.state != State::InVerification {
        return Ok(BTreeMap::new());
    }
    let pauses = kyb::pauses(&clocks::turns(db, business.id).await?);
    let days = days(db).await?;
    let promise = |from| Deadline::counted(from, BANK_MILLIS, days, &pauses);
    Ok(waiting.into_iter().filter_map(|row| Some((row.facet.clone(), promise(row.sent_at?)))).collect())
}

/// Reads the setting from the database, so that all instances on it count alike: an instance with jobs writes it there
/// at its start.
async fn days(db: &mut Conn) -> Result<Days> {
    let working = flags::get(db, flags::WORKING_DAYS).await?.is_some();
    Ok(if working { Days::Working } else { Days::Calendar })
}

impl Business {
    /// Returns the deadline as it was counted when something last changed.
    pub fn deadline(&self) -> Option<Deadline> {
        Some(Deadline { from: self.clock_from?, amber: self.amber_at?, due: self.due_at? })
    }

    /// Returns the stored deadline of a bank account, if it falls due before `deadline`.
    pub fn bank_deadline(&self) -> Option<Deadline> {
        Some(Deadline { from: self.bank_from?, amber: self.bank_amber_at?, due: self.bank_due_at? })
    }
}

impl Case {
    /// Returns the products in the order of their codes, each with its own deadline. A product that this type of
    /// account never gets is left out while it waits.
    pub fn products(&self) -> Vec<ProductRow> {
        let of = self.business.business_type.as_str().into();
        let waits = |row: &FacetRow| matches!(row.verdict, Verdict::Pending | Verdict::NotSent);
        let products = self.facets.iter().filter_map(|row| match &row.key {
            FacetKey::Product(_, code) if waits(row) && !method::is_offered(&of, code) => None,
            FacetKey::Product(_, code) => Some((code, row)),
            _ => None,
        });
        let verified = self.business.verified_at.is_some();
        let promise = |key: &FacetKey| self.activation.get(&key.to_string()).copied();
        let row = |(code, row): (&String, &FacetRow)| ProductRow {
            code: code.clone(),
            // DOKU reports them as pending from the start, and turns to them once verification is done.
            verdict: if row.verdict == Verdict::Pending && !verified { Verdict::NotSent } else { row.verdict },
            note: row.note.clone(),
            at: row.at.filter(|_| row.verdict != Verdict::Pending),
            deadline: promise(&row.key).filter(|_| self.business.state == State::Verified),
        };
        products.map(row).collect()
    }
}
