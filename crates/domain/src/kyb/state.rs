use super::{FacetKey, Facets, Verdict};
use serde::{Deserialize, Serialize};

crate::words! {
    /// The state of a business: derived, never set.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
    #[serde(rename_all = "snake_case")]
    pub enum State {
        Draft = "draft",
        Ready = "ready",
        PartnerCheck = "partner_check",
        Sending = "sending",
        InVerification = "in_verification",
        ActionNeeded = "action_needed",
        Verified = "verified",
        Active = "active",
        Suspended = "suspended",
        Declined = "declined",
        Withdrawn = "withdrawn",
    }
}

/// A state as people are told it. Active alone says nothing of payments, which come with the products, one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    In(State),
    /// The business is active, and no product is on.
    WithoutProduct,
}

/// The party that acts next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Actor {
    Merchant,
    Partner,
    Us,
    Doku,
    PartnerAndDoku,
    Nobody,
}

impl State {
    /// Returns how often to read the business back, in case a callback never came. A business that needs action may
    /// still move in other parts, and an ended one may still be revived.
    pub const fn watch(self) -> Watch {
        match self {
            Self::InVerification | Self::Verified | Self::ActionNeeded => Watch::Closely,
            Self::Sending | Self::Suspended | Self::Declined => Watch::Loosely,
            Self::Active => Watch::Rarely,
            Self::Draft | Self::Ready | Self::PartnerCheck | Self::Withdrawn => Watch::Never,
        }
    }

    /// Returns the state as people are told it. `services_on` is the number of products that are on.
    pub const fn standing(self, services_on: usize) -> Standing {
        match self {
            Self::Active if services_on == 0 => Standing::WithoutProduct,
            state => Standing::In(state),
        }
    }

    pub const fn actor(self) -> Actor {
        match self {
            Self::Draft | Self::Ready | Self::ActionNeeded => Actor::Merchant,
            Self::PartnerCheck => Actor::Partner,
            Self::Sending => Actor::Us,
            Self::InVerification | Self::Verified => Actor::Doku,
            Self::Suspended => Actor::PartnerAndDoku,
            Self::Active | Self::Declined | Self::Withdrawn => Actor::Nobody,
        }
    }
}

impl Standing {
    pub const fn actor(self) -> Actor {
        match self {
            Self::In(state) => state.actor(),
            Self::WithoutProduct => Actor::PartnerAndDoku,
        }
    }
}

/// The frequency at which a business that DOKU has is read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Watch {
    Closely,
    Loosely,
    Rarely,
    Never,
}

/// The progress of our own steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// The merchant is editing; `sent_back` tells whether the partner returned something.
    Editing,
    /// The merchant has submitted, and the partner has not decided yet.
    PartnerCheck,
    /// The partner has decided; DOKU has not taken it yet, or we do not know.
    Sending,
    /// DOKU has given ids.
    Registered,
}

/// The inputs of the state besides the facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workflow {
    pub progress: Progress,
    /// True when every task is done and every form parses.
    pub complete: bool,
    /// The number of items that the partner returned and the merchant has not touched since.
    pub sent_back: usize,
    pub withdrawn: bool,
    pub declined: bool,
}

/// Derives the state; the first match wins. Source: DESIGN.md §3. The partner declines, or DOKU does in words that
/// leave nothing to mend (docs/adr/012).
pub fn derive(facets: &Facets, workflow: &Workflow) -> State {
    let any = |verdict: Verdict| facets.iter().any(|(key, facet)| key.is_kyb() && facet.verdict == verdict);
    let accepted = |key: FacetKey| facets.get(&key).is_some_and(|facet| facet.verdict == Verdict::Accepted);
    if workflow.withdrawn {
        return State::Withdrawn;
    }
    if workflow.declined || facets.iter().any(|(key, facet)| key.is_kyb() && facet.declined) {
        return State::Declined;
    }
    if any(Verdict::Suspended) {
        return State::Suspended;
    }
    // Rejected parts are on their way again while fixes are being sent: docs/adr/013.
    if any(Verdict::Rejected) && workflow.progress != Progress::Sending || workflow.sent_back > 0 {
        return State::ActionNeeded;
    }
    match workflow.progress {
        Progress::Sending => State::Sending,
        Progress::PartnerCheck => State::PartnerCheck,
        Progress::Editing if workflow.complete => State::Ready,
        Progress::Editing => State::Draft,
        Progress::Registered => {
            let done = [FacetKey::Business, FacetKey::BRAND, FacetKey::OPERATIONAL].into_iter().all(accepted);
            let activating = facets.iter().any(|(key, facet)| !key.is_kyb() && facet.verdict == Verdict::Pending);
            match (any(Verdict::Pending) || !done, activating) {
                (true, _) => State::InVerification,
                (false, true) => State::Verified,
                (false, false) => State::Active,
            }
        }
    }
}
