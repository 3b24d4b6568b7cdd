//! What the fields of a page were typed upon, as marks that only we can make: they tell nothing of a number. docs/adr/049.

use super::Case;
use crate::vault::Place;
use app::{fields::posted, site};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    application::Page,
    forms::{Clash, DocumentsForm, Filled, Marks, Upon},
    mask, text,
};

/// Of a mark: nobody finds another value with the same.
const BYTES: usize = 16;

/// A form as it was posted.
pub struct Typed {
    pub page: Page,
    pub form: Filled,
    pub upon: Upon,
    /// By field, what the same page saved before, as far as it was not told whether that arrived.
    pub tried: Vec<(String, String)>,
}

/// Upon the first page of its kind.
impl From<Filled> for Typed {
    fn from(form: Filled) -> Self {
        Self { page: form.task().into(), form, upon: Upon::new(), tried: Vec::new() }
    }
}

/// Nothing of a form was kept.
pub struct Clashing {
    pub clashes: Vec<site::Clash>,
    /// Fields that stand on its page as they were drawn.
    pub untouched: Vec<String>,
}

impl Case {
    /// The marks of a form, also of fields beside files into which nothing was typed yet.
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
        let mark = self.key.mark(&Place::Draft(page), format!("{field}/{value}").as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(&mark[..BYTES])
    }

    /// What was typed, with what others changed since its page was drawn. Where nothing was saved yet, there is nobody else.
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

    /// Both values, as people may read them. Who keeps what they typed typed it upon what is saved by now; who keeps what is saved typed nothing.
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
