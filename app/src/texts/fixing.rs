//! What is said about corrections and locks.

use super::{Texts, fill};
use crate::onboarding::data::{Lock, Note, NoteFrom};
use domain::{
    forms::Task,
    reason::{Reason, is_about_nik},
};

/// One reason: a word for lists, and what to do.
#[derive(Clone, Copy)]
pub struct Meaning {
    pub word: &'static str,
    pub text: &'static str,
}

pub const fn meaning(t: &Texts, reason: Reason) -> Meaning {
    let r = &t.reasons;
    let (word, text) = match reason {
        Reason::Blurred => (r.blurred, r.blurred_text),
        Reason::Cropped => (r.cropped, r.cropped_text),
        Reason::Expired => (r.expired, r.expired_text),
        Reason::WrongType => (r.wrong_type, r.wrong_type_text),
        Reason::NameMismatch => (r.name_mismatch, r.name_mismatch_text),
        Reason::NumberMismatch => (r.number_mismatch, r.number_mismatch_text),
        Reason::Unreadable => (r.unreadable, r.unreadable_text),
        Reason::MissingPage => (r.missing_page, r.missing_page_text),
        Reason::Screenshot => (r.screenshot, r.screenshot_text),
        Reason::AddressMismatch => (r.address_mismatch, r.address_mismatch_text),
        Reason::BankNameMismatch => (r.bank_name_mismatch, r.bank_name_mismatch_text),
        Reason::SiteUnreachable => (r.site_unreachable, r.site_unreachable_text),
        Reason::ProhibitedBusiness => (r.prohibited_business, r.prohibited_business_text),
        Reason::Other => (r.other, r.other_text),
    };
    Meaning { word, text }
}

/// Our explanation beneath a note of DOKU's, on pages and in mail; the partner's own words need none. `of`: the form or the files
/// that it is about.
pub fn explanation(t: &Texts, note: &Note, of: Option<Task>, partner: &str) -> Option<String> {
    let sentence = match (note.from, &note.text, note.reason.unwrap_or(Reason::Other)) {
        (NoteFrom::Partner, ..) => return None,
        (NoteFrom::Doku, None, _) => t.reasons.none,
        (NoteFrom::Doku, Some(_), Reason::MissingPage) if of == Some(Task::Bank) => t.reasons.missing_page_bank,
        (NoteFrom::Doku, Some(text), Reason::NameMismatch) if is_about_nik(text, None) => t.reasons.nik,
        (NoteFrom::Doku, Some(_), reason) => meaning(t, reason).text,
    };
    Some(fill(sentence, &[("partner", partner)]))
}

/// Why something cannot be changed now.
pub fn locked(t: &Texts, lock: Lock, partner: &str) -> String {
    let f = &t.fixes;
    let sentence = match lock {
        Lock::Accepted => f.locked_accepted,
        Lock::InReview => f.locked_in_review,
        Lock::Sending => f.locked_sending,
        Lock::WithPartner => f.locked_with_partner,
        Lock::Stuck => f.locked_stuck,
        Lock::Refused => f.locked_refused,
        Lock::Suspended => f.locked_suspended,
        Lock::Declined => f.locked_declined,
        Lock::Withdrawn => f.locked_withdrawn,
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
