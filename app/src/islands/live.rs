//! Fetches the page again whenever the stream opens or has news, and puts its `#live` in place of the old one.

use super::browser::{announce, attribute, document, fetch, find, later, listen, mark_streaming, set, window};
use js_sys::{Date, Math};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, DomParser, Element, EventSource, HtmlElement, HtmlInputElement, HtmlTextAreaElement, SupportedType,
};

/// The longest silence. The server sends a beat every 15 s; after three missing ones the connection is dead: the laptop
/// slept, or the network changed.
const SILENT_MS: f64 = 45_000.0;
const LOOK_MS: i32 = 15_000;
/// Pauses between attempts: doubled, and shortened at random, so that not everybody comes at once after a restart.
const FIRST_PAUSE_MS: f64 = 1_000.0;
const LONGEST_PAUSE_MS: f64 = 30_000.0;
const ASK_AGAIN_MS: i32 = 5_000;

thread_local! {
    static STREAM: RefCell<Option<EventSource>> = const { RefCell::new(None) };
    /// The time of the last event, by the browser's clock.
    static HEARD: Cell<f64> = const { Cell::new(0.0) };
    static FAILURES: Cell<i32> = const { Cell::new(0) };
    /// The timer of the next attempt. There is one: a tab that is shown again and again must not gather them.
    static NEXT: Cell<i32> = const { Cell::new(0) };
    /// `#live` as the server last drew it: the same HTML again changes nothing.
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
    listen(&window(), "online", |_| reopen());
    check_later();
}

fn live(document: &Document) -> Option<Element> {
    document.get_element_by_id("live")
}

/// Opens the stream. Opening fetches the page too, so nothing that was missed needs a replay.
fn open() {
    if document().hidden() || STREAM.with_borrow(Option::is_some) {
        return;
    }
    let Some(live) = live(&document()) else { return };
    let Ok(stream) = EventSource::new(&attribute(&live, "data-live")) else { return };
    mark_alive();
    listen(&stream, "open", |_| {
        mark_alive();
        mark_streaming(true);
        refresh();
    });
    listen(&stream, "changed", |_| {
        mark_alive();
        refresh();
    });
    listen(&stream, "beat", |_| {
        mark_alive();
        FAILURES.set(0);
    });
    listen(&stream, "error", |_| lost());
    STREAM.set(Some(stream));
}

fn close() {
    mark_streaming(false);
    if let Some(stream) = STREAM.take() {
        stream.close();
    }
}

fn reopen() {
    close();
    FAILURES.set(0);
    open();
}

fn mark_alive() {
    HEARD.set(Date::now());
}

/// Opens the stream again later, since browsers differ in this and none spreads its attempts. A refusal, also one of
/// too many tabs, closes the stream for good, so the page is fetched too.
fn lost() {
    let refused = STREAM.with_borrow(|stream| stream.as_ref().is_some_and(|s| s.ready_state() == EventSource::CLOSED));
    close();
    if refused {
        refresh();
    }
    let failures = FAILURES.replace(FAILURES.get() + 1);
    let pause = (FIRST_PAUSE_MS * f64::from(failures).exp2()).min(LONGEST_PAUSE_MS);
    window().clear_timeout_with_handle(NEXT.get());
    NEXT.set(later((pause * (0.5 + Math::random() / 2.0)) as i32, open));
}

/// Checks regularly. Timers sleep with the laptop and fire when it wakes.
fn check_later() {
    later(LOOK_MS, || {
        if Date::now() - HEARD.get() > SILENT_MS && STREAM.with_borrow(Option::is_some) {
            reopen();
        }
        check_later();
    });
}

/// Fetches the page, once at a time; a call meanwhile makes it fetch once more afterwards.
fn refresh() {
    if ASKING.replace(true) {
        ASK_AGAIN.set(true);
        return;
    }
    spawn_local(async {
        // Offline or refused: while the stream is open nothing else would try again.
        if !matches!(ask().await, Ok(true)) && STREAM.with_borrow(Option::is_some) {
            later(ASK_AGAIN_MS, refresh);
        }
        ASKING.set(false);
        if ASK_AGAIN.replace(false) {
            refresh();
        }
    });
}

/// Returns false when the server is in trouble.
async fn ask() -> Result<bool, JsValue> {
    let address = window().location().href()?;
    let answer = fetch(&address, "text/html", None).await?;
    let text = JsFuture::from(answer.text()?).await?.as_string().unwrap_or_default();
    let page = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
    match live(&page) {
        Some(fresh) => show(&fresh, &page.title()),
        // The viewer signed out, or lost the page: a reload shows that best.
        None if answer.status() < 500 => window().location().reload()?,
        None => return Ok(false),
    }
    Ok(true)
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

/// Returns true while somebody types: a field has the focus, or differs from what was sent. It is never replaced then.
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

/// Marks changed rows; the style lights them up once.
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
