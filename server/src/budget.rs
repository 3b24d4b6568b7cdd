//! Limits on how much one business and one account may store, and on how often they may replace it.

use crate::{
    error::{Stop, stop_if},
    store::documents::Used,
};
use app::error::AppError;
use serde::Deserialize;

/// The settings `SERAMBI_BUDGET__…`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Budget {
    /// The most for files that are kept, replaced ones included; a megabyte is 10⁶ bytes.
    pub business_megabytes: u32,
    /// The most over all businesses of an account, withdrawn ones included.
    pub account_megabytes: u32,
    /// The most replacements in 24 hours.
    pub business_replacements: u32,
    pub account_replacements: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { business_megabytes: 200, account_megabytes: 1_000, business_replacements: 30, account_replacements: 100 }
    }
}

/// The bytes that may still be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub business: i64,
    pub account: i64,
}

impl Budget {
    pub fn check(&self) -> Result<(), Stop> {
        stop_if(
            self.business_megabytes < 15 || self.account_megabytes < self.business_megabytes,
            "SERAMBI_BUDGET__BUSINESS_MEGABYTES must be 15 or more, since one file may have as many, and SERAMBI_BUDGET__ACCOUNT_MEGABYTES not less than that.",
        )?;
        stop_if(
            self.business_replacements == 0 || self.account_replacements < self.business_replacements,
            "SERAMBI_BUDGET__BUSINESS_REPLACEMENTS must be 1 or more, and SERAMBI_BUDGET__ACCOUNT_REPLACEMENTS not less than that.",
        )?;
        Ok(())
    }

    pub fn left(&self, used: &Used) -> Left {
        Left {
            business: bytes(self.business_megabytes) - used.business_bytes,
            account: bytes(self.account_megabytes) - used.account_bytes,
        }
    }

    pub fn may_replace(&self, used: &Used) -> Result<(), AppError> {
        let is_over = used.business_replaced >= i64::from(self.business_replacements)
            || used.account_replaced >= i64::from(self.account_replacements);
        if is_over { Err(AppError::ReplacedOften) } else { Ok(()) }
    }
}

impl Left {
    /// Subtracts what is under way, or adds what is removed.
    pub fn changed_by(self, business: i64, account: i64) -> Self {
        Self { business: self.business + business, account: self.account + account }
    }

    pub fn least(self) -> u64 {
        u64::try_from(self.business.min(self.account)).unwrap_or_default()
    }

    pub fn takes(self, bytes: u64) -> Result<(), AppError> {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        if bytes > self.business {
            Err(AppError::BusinessFull)
        } else if bytes > self.account {
            Err(AppError::AccountFull)
        } else {
            Ok(())
        }
    }
}

fn bytes(megabytes: u32) -> i64 {
    i64::from(megabytes) * 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_taken_to_the_last_byte() {
        let used = Used { business_bytes: 199_999_990, account_bytes: 999_999_995, ..Used::default() };
        let left = Budget::default().left(&used);
        assert_eq!((left.business, left.account, left.least()), (10, 5, 5));
        assert_eq!(left.takes(5), Ok(()));
        assert_eq!(left.takes(6), Err(AppError::AccountFull));
        assert_eq!(left.takes(11), Err(AppError::BusinessFull));
        let over = left.changed_by(-20, -20);
        assert_eq!((over.least(), over.takes(1)), (0, Err(AppError::BusinessFull)));
    }

    #[test]
    fn the_last_replacement_of_a_day_is_the_thirtieth_of_a_business_or_the_hundredth_of_an_account() {
        let replaced = |business_replaced, account_replaced| {
            Budget::default().may_replace(&Used { business_replaced, account_replaced, ..Used::default() })
        };
        assert_eq!(replaced(29, 99), Ok(()));
        assert_eq!(replaced(30, 30), Err(AppError::ReplacedOften));
        assert_eq!(replaced(0, 100), Err(AppError::ReplacedOften));
    }

    #[test]
    fn a_budget_in_which_nothing_can_be_done_stops_the_start() {
        assert!(Budget::default().check().is_ok());
        for wrong in [
            Budget { business_megabytes: 14, ..Budget::default() },
            Budget { account_megabytes: 199, ..Budget::default() },
            Budget { business_replacements: 0, ..Budget::default() },
            Budget { account_replacements: 29, ..Budget::default() },
        ] {
            assert!(wrong.check().is_err(), "{wrong:?}");
        }
    }
}
