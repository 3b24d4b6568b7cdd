//! Asks for the page again whenever the stream opens or speaks, and puts its `#live` in place of the old one.

use super::browser::{announce, attribute, document, fetch, find, later, listen, set, window};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, DomParser, Element, EventSource, HtmlElement, HtmlInputElement, HtmlTextAreaElement, SupportedType,
};

const TRY_AGAIN_MS: i32 = 10_000;

thread_local! {
    static STREAM: RefCell<Option<EventSource>> = const { RefCell::new(None) };
    /// `#live` as the server last drew it: the same again changes nothing.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
    static ASKING: Cell<bool> = const { Cell::new(false) };
    static ASK_AGAIN: Cell<bool> = const { Cell::new(false) };
}

pub fn start() {
    let Some(live) = live(&document()) else { return };
    SHOWN.set(live.inner_html());
    open();
    listen(&document(), "visibilitychange", |_| if document().hidden() { close() } else { open() });
    listen(&window(), "pagehide", |_| close());
    listen(&window(), "pageshow", |_| open());
}

fn live(document: &Document) -> Option<Element> {
    document.get_element_by_id("live")
}

/// Opening asks for the page too, so nothing that was missed needs a replay.
fn open() {
    if STREAM.with_borrow(Option::is_some) {
        return;
    }
    let Some(live) = live(&document()) else { return };
    let Ok(stream) = EventSource::new(&attribute(&live, "data-live")) else { return };
    listen(&stream, "open", |_| refresh());
    listen(&stream, "changed", |_| refresh());
    listen(&stream, "error", |_| {
        // The browser reconnects by itself unless it was refused.
        if STREAM.with_borrow(|stream| stream.as_ref().is_some_and(|s| s.ready_state() == EventSource::CLOSED)) {
            close();
            refresh();
            later(TRY_AGAIN_MS, || {
                if !document().hidden() {
                    open()
                }
            });
        }
    });
    STREAM.set(Some(stream));
}

fn close() {
    if let Some(stream) = STREAM.take() {
        stream.close();
    }
}

/// One question at a time; what is asked meanwhile is asked once more afterwards.
fn refresh() {
    if ASKING.replace(true) {
        ASK_AGAIN.set(true);
        return;
    }
    spawn_local(async {
        // Offline or refused: the stream will open again and ask again.
        let _ = ask().await;
        ASKING.set(false);
        if ASK_AGAIN.replace(false) {
            refresh();
        }
    });
}

async fn ask() -> Result<(), JsValue> {
    let address = window().location().href()?;
    let answer = fetch(&address, "text/html", None).await?;
    let text = JsFuture::from(answer.text()?).await?.as_string().unwrap_or_default();
    let page = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
    match live(&page) {
        Some(fresh) => show(&fresh, &page.title()),
        // Signed out, or no longer ours: the page itself says so best.
        None if answer.status() < 500 => window().location().reload()?,
        None => {}
    }
    Ok(())
}

fn show(fresh: &Element, title: &str) {
    let (Some(old), html) = (live(&document()), fresh.inner_html()) else { return };
    if SHOWN.with_borrow(|shown| *shown == html) {
        return;
    }
    if is_being_typed_in(&old) {
        announce(&attribute(&old, "data-busy"));
        return;
    }
    let focus = document().active_element().and_then(|element| element.get_attribute("href"));
    let unfolded = find(&old, "details[open]").is_some();
    let rows = rows(&old);
    old.set_inner_html(&html);
    SHOWN.set(html);
    document().set_title(title);
    mark_changes(&old, &rows);
    if let Some(details) = find(&old, "details").filter(|_| unfolded) {
        set(&details, "open", "");
    }
    focus_again(&old, focus);
    let news = attribute(fresh, "data-announce");
    if news != attribute(&old, "data-announce") {
        set(&old, "data-announce", &news);
        announce(&news);
    }
}

/// Nothing typed is ever replaced: neither a field that has the focus nor one that differs from what was sent.
fn is_being_typed_in(live: &Element) -> bool {
    let fields = each(live, "input:not([type=hidden]), textarea");
    let active = document().active_element();
    fields.iter().any(|field| {
        let edited = match (field.dyn_ref::<HtmlInputElement>(), field.dyn_ref::<HtmlTextAreaElement>()) {
            (Some(input), _) => input.value() != input.default_value(),
            (_, Some(area)) => area.default_value().is_ok_and(|sent| area.value() != sent),
            (None, None) => false,
        };
        edited || active.as_ref() == Some(field)
    })
}

fn each(within: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

fn rows(live: &Element) -> Vec<(String, String)> {
    each(live, ".tasks__row").iter().map(|row| (row.id(), row.text_content().unwrap_or_default())).collect()
}

/// The style lets a changed row light up once.
fn mark_changes(live: &Element, before: &[(String, String)]) {
    for row in each(live, ".tasks__row") {
        let now = (row.id(), row.text_content().unwrap_or_default());
        if !before.contains(&now) {
            set(&row, "data-changed", "");
        }
    }
}

fn focus_again(live: &Element, href: Option<String>) {
    let same = href.and_then(|href| each(live, "a[href]").into_iter().find(|link| attribute(link, "href") == href));
    if let Some(link) = same {
        let _ = link.focus();
    }
}
