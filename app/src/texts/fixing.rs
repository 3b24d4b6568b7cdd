//! What is said about corrections and locks.

use super::{Texts, fill};
use crate::{onboarding::api::Lock, texts::shape::Meaning};
use domain::reason::Reason;

pub const fn meaning(t: &Texts, reason: Reason) -> &Meaning {
    let r = &t.reasons;
    match reason {
        Reason::Blurred => &r.blurred,
        Reason::Cropped => &r.cropped,
        Reason::Expired => &r.expired,
        Reason::WrongType => &r.wrong_type,
        Reason::NameMismatch => &r.name_mismatch,
        Reason::NumberMismatch => &r.number_mismatch,
        Reason::Unreadable => &r.unreadable,
        Reason::MissingPage => &r.missing_page,
        Reason::Screenshot => &r.screenshot,
        Reason::AddressMismatch => &r.address_mismatch,
        Reason::BankNameMismatch => &r.bank_name_mismatch,
        Reason::SiteUnreachable => &r.site_unreachable,
        Reason::ProhibitedBusiness => &r.prohibited_business,
        Reason::Other => &r.other,
    }
}

/// Our explanation beneath DOKU's words.
pub fn explanation(t: &Texts, reason: Reason, partner: &str) -> String {
    fill(meaning(t, reason).text, &[("partner", partner)])
}

/// Why something cannot be changed now.
pub fn locked(t: &Texts, lock: Lock, partner: &str) -> String {
    let f = &t.fixes;
    let sentence = match lock {
        Lock::Accepted => f.locked_accepted,
        Lock::InReview => f.locked_in_review,
        Lock::Sending => f.locked_sending,
        Lock::WithPartner => f.locked_with_partner,
        Lock::Closed => f.locked_closed,
    };
    fill(sentence, &[("partner", partner)])
}

/// `2 dari 3 diperbaiki`.
pub fn fixed(t: &Texts, ready: usize, all: usize) -> String {
    fill(t.fixes.bar, &[("ready", &ready.to_string()), ("all", &all.to_string())])
}

/// `Perbaiki 3 hal`.
pub fn to_fix(t: &Texts, items: usize) -> String {
    let sentence = if items == 1 { t.fixes.do_fix_one } else { t.fixes.do_fix };
    fill(sentence, &[("n", &items.to_string())])
}

/// `3 perbaikan dikirim`.
pub fn fixes_sent(t: &Texts, items: usize) -> String {
    let sentence = if items == 1 { t.fixes.sent_one } else { t.fixes.sent };
    fill(sentence, &[("items", &items.to_string())])
}
