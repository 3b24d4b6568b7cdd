//! Posts a form to its own action while it is being filled in. What was typed is never judged on the way.

use super::browser::{attribute, document, fetch, find, later, listen, nearest, set, window};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

const PAUSE_MS: i32 = 600;
const FIRST_RETRY_MS: i32 = 2_000;
const LONGEST_RETRY_MS: i32 = 60_000;

thread_local! {
    /// The form with words that are not kept yet. A page has one form that saves itself.
    static UNSAVED: RefCell<Option<HtmlFormElement>> = const { RefCell::new(None) };
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
    // A click on the button saves by itself.
    listen(&document(), "submit", |event| {
        if nearest(&event, "form[data-autosave]").is_some() {
            window().clear_timeout_with_handle(TIMER.get());
            UNSAVED.set(None);
        }
    });
    listen(&document(), "visibilitychange", |_| {
        if document().hidden() {
            save()
        }
    });
    listen(&window(), "pagehide", |_| save());
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
        let kept = post(&form).await.unwrap_or(false);
        SENDING.set(false);
        tell(&form, kept);
        if kept {
            RETRY_MS.set(FIRST_RETRY_MS);
            if UNSAVED.with_borrow(Option::is_some) {
                save_in(PAUSE_MS);
            }
        } else {
            UNSAVED.set(Some(form));
            save_in(RETRY_MS.get());
            RETRY_MS.set((RETRY_MS.get() * 2).min(LONGEST_RETRY_MS));
        }
    });
}

/// The fields as the form itself would post them, without its button.
async fn post(form: &HtmlFormElement) -> Result<bool, JsValue> {
    let fields = FormData::new_with_form(form)?;
    let body = UrlSearchParams::new_with_str_sequence_sequence(&fields)?;
    Ok(fetch(&attribute(form, "action"), "application/json", Some(body.into())).await?.ok())
}

fn tell(form: &HtmlFormElement, kept: bool) {
    if let Some(status) = find(form, "[data-autosave-status]") {
        set(&status, "data-saved", if kept { "yes" } else { "no" });
        status.set_text_content(Some(&attribute(form, if kept { "data-saved" } else { "data-failed" })));
    }
}
