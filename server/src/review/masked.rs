//! DOKU's notes as the partner reads them: a number in them is the merchant's, and only its end is shown. The merchant
//! reads them as DOKU wrote them.

use crate::onboarding::case::Case;
use app::onboarding::data::{Happening, HistoryEvent, NoteFrom, Pointed};
use domain::mask;

pub fn case(case: &mut Case) {
    for row in &mut case.facets {
        row.note = row.note.as_deref().map(mask::ends);
    }
    for note in case.returned.values_mut().filter(|note| note.from == NoteFrom::Doku) {
        note.text = note.text.as_deref().map(mask::ends);
    }
}

pub fn pointed(at: &mut Pointed) {
    at.note = at.note.as_deref().map(mask::ends);
}

pub fn event(event: &mut HistoryEvent) {
    if let Happening::Verdict { note, .. } = &mut event.what {
        *note = note.as_deref().map(mask::ends);
    }
}
