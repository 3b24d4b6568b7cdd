//! Sentences about corrections and locks.

use super::{Texts, fill, meaning, merchant::lock_sentence};
use crate::onboarding::data::{Lock, Note, NoteFrom};
use domain::{
    application::Page,
    reason::{Reason, is_about_nik},
};

/// Returns our explanation below a note of DOKU's, on pages and in mail; the partner's own words need none. `of` is the
/// page that it is about.
pub fn explanation(t: &Texts, note: &Note, of: Option<Page>, partner: &str) -> Option<String> {
    let sentence = match (note.from, &note.text, note.reason.unwrap_or(Reason::Other)) {
        (NoteFrom::Partner, ..) => return None,
        (NoteFrom::Doku, None, _) => t.reasons.none,
        (NoteFrom::Doku, Some(_), Reason::MissingPage) if matches!(of, Some(Page::Bank(_))) => {
            t.reasons.missing_page_bank
        }
        (NoteFrom::Doku, Some(text), Reason::NameMismatch) if is_about_nik(text, None) => t.reasons.nik,
        (NoteFrom::Doku, Some(_), reason) => meaning(t, &reason).text,
    };
    Some(fill(sentence, &[("partner", partner)]))
}

/// Returns why something cannot be changed now.
pub fn locked(t: &Texts, lock: Lock, partner: &str) -> String {
    fill(lock_sentence(t, lock), &[("partner", partner)])
}

/// Returns `2 dari 3 diperbaiki`.
pub fn fixed(t: &Texts, ready: usize, all: usize) -> String {
    fill(t.fixes.bar, &[("ready", &ready.to_string()), ("all", &all.to_string())])
}

/// Returns `Perbaiki 3 hal`.
pub fn to_fix(t: &Texts, items: usize) -> String {
    let sentence = if items == 1 { t.fixes.do_fix_one } else { t.fixes.do_fix };
    fill(sentence, &[("n", &items.to_string())])
}

/// Returns `3 perbaikan dikirim`.
pub fn fixes_sent(t: &Texts, items: usize) -> String {
    let sentence = if items == 1 { t.fixes.sent_one } else { t.fixes.sent };
    fill(sentence, &[("items", &items.to_string())])
}
