//! The switches of `/sim`, which change at run time and outlive a restart. Source: CONTRACT §12.2, DESIGN.md §6.

use doku::SignPrefix;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::chaos::Chaos;
use crate::shapes::Shape;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    /// Every partner call is answered 503.
    pub outage: bool,
    /// The sandbox takes only what DOKU documents or shows.
    pub strict: bool,
    /// No callback leaves; what was due is lost.
    pub drop_all: bool,
    pub callback_shape: Shape,
    /// Get Business Data answers `{"business": {…}}` instead of the bare object.
    pub wrap_get_response: bool,
    /// The part of its path that a call must sign; the other is a lenient reading.
    pub sign_prefix: SignPrefix,
    pub error_envelope: Envelope,
    pub duplicate_policy: DuplicatePolicy,
    /// The number of partner calls that are answered 429 from now on.
    pub busy_calls: u32,
    /// The value of `Retry-After` beside a 429; 0 leaves the header out.
    pub retry_after_seconds: u32,
    /// The number of registrations or updates that are answered 500 after the work is done.
    pub fail_after_work: u32,
    /// The number of registrations or updates that are done and then not answered for 90 s.
    pub timeout: u32,
    /// The minutes by which the gate's clock, and `Date`, is ahead of ours.
    pub skew_minutes: i32,
    /// The lifetime of tokens, whatever a call asks for; 0 keeps the requested one.
    pub token_seconds: u32,
    /// The registrations (row numbers) whose callbacks are all lost.
    pub muted: Vec<i64>,
    pub chaos: Chaos,
}

/// The spelling of errors about content. Source: CONTRACT §9.6, shapes 2 to 5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Envelope {
    #[default]
    Message,
    ErrorMessages,
    ResponseCode,
    Snap,
}

/// The answer to the same NIK or NIB twice. Source: CONTRACT §5.7.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DuplicatePolicy {
    #[default]
    Accept,
    Conflict,
}

impl Switches {
    /// Returns a copy with the named switches changed. The error is a sentence about what is wrong with them.
    pub fn with(&self, changes: &Value) -> Result<Self, String> {
        let changes = changes.as_object().ok_or("an object of switches is wanted")?;
        let mut value = serde_json::to_value(self).map_err(|problem| problem.to_string())?;
        for (name, wanted) in changes {
            value[name] = wanted.clone();
        }
        let changed: Self = serde_json::from_value(value).map_err(|problem| problem.to_string())?;
        changed.chaos.check()?;
        Ok(changed)
    }

    pub fn is_muted(&self, business: i64) -> bool {
        self.drop_all || self.muted.contains(&business)
    }

    pub fn mute(&mut self, business: i64, on: bool) {
        self.muted.retain(|muted| *muted != business);
        if on {
            self.muted.push(business);
        }
    }
}

/// Takes one call off the number that was asked for. Returns `false` when none is left.
pub const fn take(left: &mut u32) -> bool {
    let any = *left > 0;
    *left = left.saturating_sub(1);
    any
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_named_changes() {
        let before = Switches { outage: true, ..Switches::default() };
        let after = before.with(&json!({"callback_shape": "mixed", "chaos": {"seed": 7, "drop": 20}})).unwrap();
        assert_eq!((after.outage, after.callback_shape, after.chaos.drop), (true, Shape::Mixed, 20));
    }

    #[test]
    fn what_is_no_switch_is_refused() {
        for wrong in [
            json!({"colour": "blue"}),
            json!({"callback_shape": "d"}),
            json!({"chaos": {"drop": 101}}),
            json!({"outage": "perhaps"}),
            json!([]),
        ] {
            assert!(Switches::default().with(&wrong).is_err(), "{wrong}");
        }
    }
}
