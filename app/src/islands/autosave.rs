//! Posts a form to its own action while it is being filled in. No errors are shown meanwhile.

use super::browser::{attribute, document, fetch, find, later, listen, nearest, set, window};
use js_sys::{Array, Reflect};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, FormData, HtmlFormElement, UrlSearchParams};

const PAUSE_MS: i32 = 600;
const FIRST_RETRY_MS: i32 = 2_000;
const LONGEST_RETRY_MS: i32 = 60_000;
/// The form is locked: no further save is taken.
const LOCKED: u16 = 409;
/// Somebody else changed the same field meanwhile; the form's own button leads to the choice between both values.
const CLASHED: u16 = 412;
/// The most saves that are remembered while they have no answer.
const MOST_TRIED: usize = 8;
const SIGNED_OUT: u16 = 401;

thread_local! {
    /// The form with unsaved text. A page has one form that saves itself.
    static UNSAVED: RefCell<Option<HtmlFormElement>> = const { RefCell::new(None) };
    /// Another form, held back until the text is saved: the language switch, sign-out.
    static LEAVING: RefCell<Option<HtmlFormElement>> = const { RefCell::new(None) };
    /// Saves without an answer: the server may have them, and must not take them for somebody else's change.
    static TRIED: RefCell<Vec<UrlSearchParams>> = const { RefCell::new(Vec::new()) };
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
    // The form's button and `post` ask for the fields.
    listen(&document(), "formdata", |event| {
        if nearest(&event, "form[data-autosave]").is_some() {
            let _ = add_tried(&event);
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
        // Text typed before the next page comes is based on these fields.
        let _ = try_fields(&form);
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
        if kept || matches!(answer, Ok(LOCKED | CLASHED)) {
            RETRY_MS.set(FIRST_RETRY_MS);
        } else {
            UNSAVED.set(Some(form.clone()));
            save_in(RETRY_MS.get());
            RETRY_MS.set((RETRY_MS.get() * 2).min(LONGEST_RETRY_MS));
        }
        let more = UNSAVED.with_borrow(Option::is_some);
        match LEAVING.take() {
            Some(leaving) if kept && more => {
                LEAVING.set(Some(leaving));
                save();
            }
            // Nobody leaves before the choice: the form comes back with both values.
            Some(_) if matches!(answer, Ok(CLASHED)) => drop(form.submit()),
            // Nobody leaves without a network: only this page has the text.
            Some(leaving) if answer.is_ok() => drop(leaving.submit()),
            None if kept && more => save_in(PAUSE_MS),
            Some(_) | None => {}
        }
    });
}

/// Posts the fields as the form itself would, without its button.
async fn post(form: &HtmlFormElement) -> Result<u16, JsValue> {
    let body = try_fields(form)?;
    let answer = fetch(&attribute(form, "action"), "application/json", Some(body.clone().into())).await?;
    let marks = if answer.ok() { JsFuture::from(answer.text()?).await?.as_string() } else { None };
    TRIED.with_borrow_mut(|tried| match tried.iter().position(|other| *other == body) {
        // This save has replaced the earlier ones.
        Some(at) if marks.is_some() => drop(tried.drain(..=at)),
        Some(at) => drop(tried.remove(at)),
        None => {}
    });
    if let Some(marks) = marks {
        set_upon(form, &marks)?;
    }
    Ok(answer.status())
}

/// Returns the fields as they are sent now, and remembers them.
fn try_fields(form: &HtmlFormElement) -> Result<UrlSearchParams, JsValue> {
    let fields = FormData::new_with_form(form)?;
    let body = UrlSearchParams::new_with_str_sequence_sequence(&fields)?;
    TRIED.with_borrow_mut(|tried| {
        tried.push(body.clone());
        let oldest = tried.len().saturating_sub(MOST_TRIED);
        tried.drain(..oldest);
    });
    Ok(body)
}

/// Updates the hidden marks, on which the next save is based.
fn set_upon(form: &HtmlFormElement, marks: &str) -> Result<(), JsValue> {
    for (name, mark) in pairs(&UrlSearchParams::new_with_str(marks)?.into())? {
        if let Some(field) = find(form, &format!("[name=\"{name}\"]")) {
            set(&field, "value", &mark);
        }
    }
    Ok(())
}

/// Adds to each field what earlier saves sent for it.
fn add_tried(event: &Event) -> Result<(), JsValue> {
    let fields: FormData = Reflect::get(event, &"formData".into())?.dyn_into()?;
    TRIED.with_borrow(|tried| {
        for (name, value) in tried.iter().map(|body| pairs(body)).collect::<Result<Vec<_>, _>>()?.concat() {
            let field = name.strip_prefix("form[").filter(|_| fields.get(&name).as_string().as_ref() != Some(&value));
            if let Some(field) = field {
                fields.append_with_str(&format!("tried[{field}"), &value)?;
            }
        }
        Ok(())
    })
}

/// Returns name and value of each field.
fn pairs(fields: &JsValue) -> Result<Vec<(String, String)>, JsValue> {
    let text = |pair: &Array, at| pair.get(at).as_string().unwrap_or_default();
    let pair = |pair: Result<JsValue, JsValue>| {
        let pair: Array = pair?.dyn_into()?;
        Ok((text(&pair, 0), text(&pair, 1)))
    };
    js_sys::try_iter(fields)?.into_iter().flatten().map(pair).collect()
}

/// Shows one of the outcomes. `None` is no answer.
fn show_outcome(form: &HtmlFormElement, answer: Option<u16>) {
    let (saved, sentence) = match answer {
        Some(200..300) => ("yes", "data-saved"),
        Some(LOCKED) => ("no", "data-locked"),
        Some(CLASHED) => ("no", "data-clashed"),
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
