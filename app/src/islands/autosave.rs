//! Posts a form to its own action while it is being filled in. What was typed is never judged on the way.

use super::browser::{attribute, document, fetch, find, later, listen, nearest, set, window};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, FormData, HtmlFormElement, UrlSearchParams};

const PAUSE_MS: i32 = 600;
const FIRST_RETRY_MS: i32 = 2_000;
const LONGEST_RETRY_MS: i32 = 60_000;
/// Nothing of it is taken any more, however often it is sent.
const LOCKED: u16 = 409;
const SIGNED_OUT: u16 = 401;

thread_local! {
    /// The form with words that are not kept yet. A page has one form that saves itself.
    static UNSAVED: RefCell<Option<HtmlFormElement>> = const { RefCell::new(None) };
    /// Another form, held back until what was typed is kept: the language switch, sign-out.
    static LEAVING: RefCell<Option<HtmlFormElement>> = const { RefCell::new(None) };
    static TIMER: Cell<i32> = const { Cell::new(0) };
    static SENDING: Cell<bool> = const { Cell::new(false) };
    static RETRY_MS: Cell<i32> = const { Cell::new(FIRST_RETRY_MS) };
    static STARTED: Cell<bool> = const { Cell::new(false) };
}

pub fn start() {
    if STARTED.replace(true) {
        return;
    }
    listen(&document(), "input", |event| {
        if let Some(form) = nearest(&event, "form[data-autosave]").and_then(|form| form.dyn_into().ok()) {
            UNSAVED.set(Some(form));
            save_in(PAUSE_MS);
        }
    });
    listen(&document(), "submit", |event| {
        if let Some(form) = nearest(&event, "form:not([data-upload])").and_then(|form| form.dyn_into().ok()) {
            submitted(&event, form);
        }
    });
    listen(&document(), "visibilitychange", |_| {
        if document().hidden() {
            save()
        }
    });
    listen(&window(), "pagehide", |_| save());
}

fn submitted(event: &Event, form: HtmlFormElement) {
    if form.has_attribute("data-autosave") {
        // A click on its own button saves by itself.
        window().clear_timeout_with_handle(TIMER.get());
        UNSAVED.set(None);
    } else if SENDING.get() || UNSAVED.with_borrow(Option::is_some) {
        event.prevent_default();
        LEAVING.set(Some(form));
        save_in(0);
    }
}

fn save_in(ms: i32) {
    window().clear_timeout_with_handle(TIMER.get());
    TIMER.set(later(ms, || {
        if !SENDING.get() {
            save()
        }
    }));
}

fn save() {
    let Some(form) = UNSAVED.take() else { return };
    window().clear_timeout_with_handle(TIMER.get());
    SENDING.set(true);
    spawn_local(async move {
        let answer = post(&form).await;
        SENDING.set(false);
        let kept = matches!(answer, Ok(200..300));
        show_outcome(&form, answer.as_ref().ok().copied());
        if kept || matches!(answer, Ok(LOCKED)) {
            RETRY_MS.set(FIRST_RETRY_MS);
        } else {
            UNSAVED.set(Some(form));
            save_in(RETRY_MS.get());
            RETRY_MS.set((RETRY_MS.get() * 2).min(LONGEST_RETRY_MS));
        }
        let more = UNSAVED.with_borrow(Option::is_some);
        match LEAVING.take() {
            Some(leaving) if kept && more => {
                LEAVING.set(Some(leaving));
                save();
            }
            // Without a network nobody leaves: what was typed stands on this page only.
            Some(leaving) if answer.is_ok() => drop(leaving.submit()),
            None if kept && more => save_in(PAUSE_MS),
            Some(_) | None => {}
        }
    });
}

/// The fields as the form itself would post them, without its button.
async fn post(form: &HtmlFormElement) -> Result<u16, JsValue> {
    let fields = FormData::new_with_form(form)?;
    let body = UrlSearchParams::new_with_str_sequence_sequence(&fields)?;
    Ok(fetch(&attribute(form, "action"), "application/json", Some(body.into())).await?.status())
}

/// One of these is true at a time. `None`: no answer.
fn show_outcome(form: &HtmlFormElement, answer: Option<u16>) {
    let (saved, sentence) = match answer {
        Some(200..300) => ("yes", "data-saved"),
        Some(LOCKED) => ("no", "data-locked"),
        Some(SIGNED_OUT) => ("no", "data-ended"),
        Some(_) | None => ("no", "data-failed"),
    };
    if let Some(status) = find(form, "[data-autosave-status]") {
        set(&status, "data-saved", saved);
        status.set_text_content(Some(&attribute(form, sentence)));
    }
    let kept = document().document_element().and_then(|page| find(&page, "[data-kept]"));
    if let Some(kept) = kept.filter(|_| saved == "yes") {
        kept.set_hidden(true);
    }
}
