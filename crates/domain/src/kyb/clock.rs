use crate::Millis;

/// What DOKU promises for a verdict: 2×24 hours. Source: DOKU, Partner API.
pub const KYB_MILLIS: i64 = 48 * Millis::HOUR;
/// What DOKU promises for a service: 5×24 hours. Source: DOKU, Partner API, BRAND_PRODUCT.
pub const ACTIVATION_MILLIS: i64 = 120 * Millis::HOUR;

/// A promise: when it began and when it falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Deadline {
    pub from: Millis,
    pub due: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Pace {
    InTime,
    /// Three quarters are gone.
    Amber,
    Late,
}

impl Deadline {
    pub const fn verification(sent_at: Millis) -> Self {
        Self { from: sent_at, due: sent_at.plus(KYB_MILLIS) }
    }

    pub const fn activation(verified_at: Millis) -> Self {
        Self { from: verified_at, due: verified_at.plus(ACTIVATION_MILLIS) }
    }

    pub const fn pace(self, now: Millis) -> Pace {
        let gone = now.since(self.from);
        let whole = self.due.since(self.from);
        if gone >= whole {
            Pace::Late
        } else if gone.saturating_mul(4) >= whole.saturating_mul(3) {
            Pace::Amber
        } else {
            Pace::InTime
        }
    }
}
