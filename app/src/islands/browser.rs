//! The few calls to the browser that the islands share. Listeners stay for as long as the page does.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, Event, EventTarget, Headers, HtmlElement, RequestInit, Response, Window};

/// Marks the page while its stream is open, so that the style shows that it changes by itself.
pub fn mark_streaming(is_open: bool) {
    let Some(html) = document().document_element() else { return };
    let _ = html.toggle_attribute_with_force("data-streaming", is_open);
}

/// Marks the page as hydrated: browser tests wait for it, and the style hides what only pages without scripts need.
pub fn mark_hydrated() {
    if let Some(html) = document().document_element() {
        set(&html, "data-hydrated", "");
    }
}

pub fn window() -> Window {
    web_sys::window().expect("islands run in a window")
}

pub fn document() -> Document {
    window().document().expect("a window has a document")
}

pub fn listen(target: &EventTarget, name: &str, heard: impl FnMut(Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(heard).into_js_value();
    let _ = target.add_event_listener_with_callback(name, heard.unchecked_ref::<Function>());
}

/// Runs `then` after so many milliseconds. The number cancels it.
pub fn later(after_ms: i32, then: impl FnOnce() + 'static) -> i32 {
    let then = Closure::once_into_js(then);
    window().set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), after_ms).unwrap_or_default()
}

/// Returns the nearest matching ancestor of an event's target, itself included.
pub fn nearest(event: &Event, selector: &str) -> Option<HtmlElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(selector).ok()??.dyn_into().ok()
}

pub fn find(within: &Element, selector: &str) -> Option<HtmlElement> {
    within.query_selector(selector).ok()??.dyn_into().ok()
}

pub fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Announces a sentence in the status region that every page has.
pub fn announce(sentence: &str) {
    if let Some(region) = document().get_element_by_id("announce") {
        region.set_text_content(Some(sentence));
    }
}

/// Fetches from the same origin, with cookies; `keepalive` lets the request outlive the page.
pub async fn fetch(url: &str, accept: &str, post: Option<JsValue>) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", accept)?;
    let init = RequestInit::new();
    init.set_headers(&headers);
    if let Some(body) = post {
        init.set_method("POST");
        init.set_body(&body);
        Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)?;
    } else {
        Reflect::set(&init, &"cache".into(), &"no-store".into())?;
    }
    JsFuture::from(window().fetch_with_str_and_init(url, &init)).await?.dyn_into()
}
