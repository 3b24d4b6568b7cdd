//! Marks of the saved values that a page was typed upon. They are keyed, so they reveal no number. docs/adr/049.

use super::Case;
use crate::vault::Place;
use app::{fields::posted, site};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    application::Page,
    forms::{Clash, DocumentsForm, Filled, Marks, Upon},
    mask, text,
};

/// The length of a mark, long enough that nobody finds another value with the same one.
const BYTES: usize = 16;

/// A form as it was posted.
pub struct Typed {
    pub page: Page,
    pub form: Filled,
    pub upon: Upon,
    /// Fields and values that the same page posted before without learning whether they arrived.
    pub tried: Vec<(String, String)>,
}

/// Takes the form as typed on the first page of its kind.
impl From<Filled> for Typed {
    fn from(form: Filled) -> Self {
        Self { page: form.task().into(), form, upon: Upon::new(), tried: Vec::new() }
    }
}

/// The fields that clash; nothing of the form was kept.
pub struct Clashing {
    pub clashes: Vec<site::Clash>,
    /// The fields that still have the value with which the page was drawn.
    pub untouched: Vec<String>,
}

impl Case {
    /// Returns the marks of a form, including empty fields beside files.
    pub fn marks(&self, page: Page, form: &Filled) -> Marks {
        let mut form = form.clone();
        if let Filled::Documents(numbers) = &mut form {
            let asked = self.checklist.iter().flat_map(|file| file.forms.iter().map(|form| (&file.slot, &form.code)));
            for (slot, code) in asked {
                numbers.values.entry(DocumentsForm::key(slot, code)).or_default();
            }
        }
        form.marks(|field, value| self.mark(page, field, value))
    }

    fn mark(&self, page: Page, field: &str, value: &str) -> String {
        self.mark_of(&Place::Draft(page), format!("{field}/{value}").as_bytes())
    }

    /// Returns a mark for a hidden field of a page.
    pub fn mark_of(&self, place: &Place<'_>, shown: &[u8]) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(&self.key.mark(place, shown)[..BYTES])
    }

    /// Merges what was typed with what others changed since the page was drawn. Without a saved draft nothing can
    /// clash.
    pub fn merged(&self, typed: Typed) -> Result<Filled, Clashing> {
        let Typed { page, form, mut upon, tried } = typed;
        let Some(draft) = self.drafts.get(&page).filter(|_| !upon.is_empty()) else { return Ok(form) };
        for (field, value) in tried {
            let mark = self.mark(page, &field, &text::lines(&value));
            upon.entry(field).or_default().push(mark);
        }
        let typed = self.marks(page, &form);
        form.laid_over(&upon, &draft.form, |field, value| self.mark(page, field, value)).map_err(|clashes| {
            let untouched =
                typed.into_iter().filter(|(field, mark)| upon.get(field).is_some_and(|upon| upon.contains(mark)));
            Clashing {
                clashes: clashes.into_iter().map(|clash| self.shown(page, clash)).collect(),
                untouched: untouched.map(|(field, _)| field).collect(),
            }
        })
    }

    /// Returns both values, masked where they must be, with the marks to post for keeping the one or the other.
    fn shown(&self, page: Page, clash: Clash) -> site::Clash {
        let Clash { field, mine, theirs } = clash;
        let mark = |value: &str| self.mark(page, &field, &text::lines(value));
        let is_masked = Filled::is_masked(page.task(), &field);
        let show = |value: &str| if is_masked { mask::last_four(value) } else { value.to_owned() };
        site::Clash {
            name: posted(page, "form", &field),
            mine: show(&mine),
            saved: show(&theirs),
            upon: posted(page, "upon", &field),
            upon_saved: mark(&theirs),
            upon_mine: mark(&mine),
        }
    }
}
