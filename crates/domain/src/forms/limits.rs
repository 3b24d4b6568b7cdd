//! The limits of typed values. Each number names its source: "DOKU" is the table of its Business Registration API
//! (CONTRACT §5.1), which states no minimum anywhere. The other limits are ours, with the reason.

use super::errors::FieldError;
use std::ops::RangeInclusive;

/// Checks the number of characters.
pub(super) fn length(clean: &str, min: usize, max: usize) -> Result<(), FieldError> {
    match clean.chars().count() {
        got if got > max => Err(FieldError::TooLong { max, got }),
        got if got < min => Err(FieldError::TooShort { min }),
        _ => Ok(()),
    }
}

/// The fewest characters of a value that is not empty. DOKU states no minimum, so `Li` is a name.
pub const SHORTEST: usize = 1;
/// The most characters of a name. DOKU: `brands[].name` and `contacts[].name` are string(255). DOKU states no length
/// for `business.name` and `banks[].account_name`, so they get the same.
pub const NAME: usize = 255;
/// The most characters of a description. DOKU: `business.description` and `brands[].description` are string(1023).
pub const DESCRIPTION: usize = 1_023;
/// The most characters of a street. DOKU: `addresses[].name` is string(255).
pub const STREET: usize = 255;
/// The most characters of village, district and city each. We chose it: DOKU's `addresses[].area` is string(255), and
/// three of these fit it beside a postal code, a province and the four separators (a test says so).
pub const AREA_PART: usize = 55;
/// The digits of a postal code. Source: Pos Indonesia; it is the first part of DOKU's `area` (CONTRACT §5.3).
pub const POSTAL_CODE: usize = 5;
/// The most bytes of an e-mail address. Source: RFC 5321, 4.5.3.1.3, a path of 256 less its brackets. DOKU states no
/// length.
pub const EMAIL: usize = 254;
/// The most bytes before the `@`. Source: RFC 5321, 4.5.3.1.1.
pub const EMAIL_NAME: usize = 64;
/// The most bytes of one part of a domain. Source: RFC 1035, 2.3.4.
pub const DOMAIN_LABEL: usize = 63;
/// The number of digits after the calling code. DOKU: `phone_number` is int(13), and takes 5 at least (CONTRACT §5.2,
/// R3).
pub const PHONE_DIGITS: RangeInclusive<usize> = 5..=13;
/// The most digits of a calling code. DOKU: `calling_code` is int(2). Its lite call has int(3); the shorter one is sure
/// to be taken.
pub const CALLING_CODE_DIGITS: usize = 2;
/// The number of digits of an account. We chose it (CONTRACT §10): usual lengths differ by bank and are hints only.
pub const ACCOUNT_NUMBER: RangeInclusive<usize> = 6..=20;
/// The most characters of a web address. We chose as many as DOKU's other texts have; it states no length of
/// `social_media[].accounts`.
pub const LINK: usize = 255;
/// The fewest characters of a password. Source: NIST SP 800-63B, 3.1.1.2: at least 8 with a second factor, 15 without
/// one. Our number lies between, since guesses are limited.
pub const SHORTEST_PASSWORD: usize = 10;
/// The most characters of a password. We chose it, since hashing needs a bound; NIST SP 800-63B asks for at least 64.
pub const PASSWORD: usize = 128;
