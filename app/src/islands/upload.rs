//! Sends a file as soon as it is chosen, and shows how far it has come. Without this the form posts itself.

use super::browser::{announce, attribute, document, find, listen, nearest, set, window};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{
    DomParser, Event, File, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, ProgressEvent, SupportedType,
    XmlHttpRequest,
};

thread_local! {
    /// One listener serves all forms.
    static STARTED: Cell<bool> = const { Cell::new(false) };
}

pub fn start() {
    if STARTED.replace(true) {
        return;
    }
    for (name, handle) in [("change", chose as fn(&Event, &HtmlFormElement)), ("submit", submitted)] {
        listen(&document(), name, move |event| {
            if let Some(form) = nearest(&event, "form[data-upload]").and_then(|form| form.dyn_into().ok()) {
                handle(&event, &form);
            }
        });
    }
}

fn chose(_: &Event, form: &HtmlFormElement) {
    let (objection, file) = (objection(form, false), chosen(form));
    complain(form, &objection);
    if let Some(line) = find(form, "[data-upload-name]") {
        line.set_hidden(file.is_none());
        line.set_text_content(file.as_ref().map(File::name).as_deref());
    }
    if file.is_some() && objection.is_empty() && !form.has_attribute("data-busy") && send(form).is_none() {
        set(form, "data-retry", "");
    }
}

fn chosen(form: &HtmlElement) -> Option<File> {
    find(form, "input[type=file]")?.dyn_into::<HtmlInputElement>().ok()?.files()?.item(0)
}

/// Returns the error of the chosen file before anything is sent; empty when there is none.
fn objection(form: &HtmlElement, needed: bool) -> String {
    let most = find(form, "input[type=file]").and_then(|input| attribute(&input, "data-max-bytes").parse().ok());
    let most = most.unwrap_or(f64::INFINITY);
    match chosen(form) {
        Some(file) if file.size() > most => attribute(form, "data-too-big"),
        None if needed => attribute(form, "data-missing"),
        _ => String::new(),
    }
}

/// Shows the sentence at its field; an empty one removes it.
fn complain(form: &HtmlElement, sentence: &str) {
    let (Some(line), Some(input)) = (find(form, "[data-upload-error]"), find(form, "input[type=file]")) else { return };
    line.set_hidden(sentence.is_empty());
    if let Some(text) = find(&line, "span") {
        text.set_text_content(Some(sentence));
    }
    if sentence.is_empty() {
        let _ = input.remove_attribute("aria-invalid");
    } else {
        set(&input, "aria-invalid", "true");
        set(&input, "aria-describedby", &format!("{0}-hint {0}-error", input.id()));
    }
}

fn submitted(event: &Event, form: &HtmlFormElement) {
    let objection = objection(form, true);
    complain(form, &objection);
    if !objection.is_empty() || form.has_attribute("data-busy") {
        event.prevent_default();
        if let Some(input) = find(form, "input[type=file]") {
            let _ = input.focus();
        }
        return;
    }
    // The form posts itself when the script cannot send.
    if send(form).is_some() {
        event.prevent_default();
    }
}

fn send(form: &HtmlFormElement) -> Option<()> {
    let request = XmlHttpRequest::new().ok()?;
    request.open("POST", &attribute(form, "action")).ok()?;
    request.set_request_header("Accept", "text/html").ok()?;
    let body = FormData::new_with_form(form).ok()?;
    let shown = form.clone();
    let upload = request.upload().ok()?;
    listen(&upload, "progress", move |event| {
        if let Some(event) = event.dyn_ref::<ProgressEvent>().filter(|event| event.total() > 0.0) {
            progress(&shown, event.loaded() * 100.0 / event.total());
        }
    });
    let (done, failed) = (form.clone(), form.clone());
    let answered = request.clone();
    listen(&request, "load", move |_| finished(&done, &answered));
    for name in ["error", "abort", "timeout"] {
        let form = failed.clone();
        listen(&request, name, move |_| stop(&form, "data-failed"));
    }
    request.send_with_opt_form_data(Some(&body)).ok()?;
    busy(form, true);
    progress(form, 0.0);
    Some(())
}

fn progress(form: &HtmlElement, percent: f64) {
    let percent = format!("{percent:.0}");
    if let Some(bar) = find(form, "progress") {
        set(&bar, "value", &percent);
    }
    if let Some(status) = find(form, "[data-upload-status]") {
        status.set_text_content(Some(&format!("{} {percent} %", attribute(form, "data-uploading"))));
    }
}

fn busy(form: &HtmlElement, busy: bool) {
    let _ = form.toggle_attribute_with_force("data-busy", busy);
    if let Some(box_) = find(form, "[data-upload-progress]") {
        box_.set_hidden(!busy);
    }
    if let Some(button) = find(form, "button") {
        set(&button, "aria-disabled", if busy { "true" } else { "false" });
    }
}

/// Ends a failed upload. The file stays chosen, and the button tries again.
fn stop(form: &HtmlElement, why: &str) {
    busy(form, false);
    set(form, "data-retry", "");
    complain(form, &attribute(form, why));
    announce(&attribute(form, why));
}

/// Shows the answer: this section drawn anew, or the page with the reason.
fn finished(form: &HtmlElement, request: &XmlHttpRequest) {
    match request.status() {
        Ok(413) => return stop(form, "data-too-big"),
        Ok(status) if status >= 500 || status == 0 => return stop(form, "data-failed"),
        _ => {}
    }
    if redraw(form, request).is_none() {
        let _ = window().location().assign(&request.response_url());
    }
}

/// Redraws the section without loading the page, so that other uploads go on and text stays.
fn redraw(form: &HtmlElement, request: &XmlHttpRequest) -> Option<()> {
    let text = request.response_text().ok()??;
    let page = DomParser::new().ok()?.parse_from_string(&text, SupportedType::TextHtml).ok()?;
    let section = form.closest("section[id]").ok()??;
    let fresh = page.get_element_by_id(&section.id())?;
    let uploaded = attribute(form, "data-uploaded");
    let focused = document().active_element().is_some_and(|at| section.contains(Some(&at)));
    section.set_inner_html(&fresh.inner_html());
    for part in ["#error-summary", ".resubmission"] {
        let (old, new) = (document().query_selector(part).ok()?, page.query_selector(part).ok()?);
        match (old, new) {
            (Some(old), Some(new)) => old.set_outer_html(&new.outer_html()),
            (Some(old), None) => old.remove(),
            (None, _) => {}
        }
    }
    if focused && let Some(input) = find(&section, "input[type=file]") {
        let _ = input.focus();
    }
    let refused = find(&section, "[data-upload-error]:not([hidden])").and_then(|line| line.text_content());
    announce(&refused.unwrap_or(uploaded));
    Some(())
}
