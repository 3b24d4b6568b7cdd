//! Small pieces of HTML: a form that posts, and the same order as `curl`.

use askama::Template;
use domain::Millis;
use serde_json::Value;

use crate::panel::place::Place;

pub fn drawn(page: &impl Template) -> String {
    page.render().expect("writing to a String cannot fail")
}

/// One button: the same order at `/sim` and at `/sim/api`.
pub struct Order {
    /// The path below `/sim` and `/sim/api`, such as `/registrations/BSN-…/resend`.
    pub path: String,
    pub label: &'static str,
    /// The text by which a screen reader tells it from the same button elsewhere.
    pub about: String,
    pub body: Value,
}

impl Order {
    fn fields(&self) -> Vec<(&str, String)> {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.body.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), text(value))).collect()
    }
}

/// The buttons, then all of them as `curl`.
#[derive(Template)]
#[template(path = "orders.html")]
pub struct Orders {
    orders: Vec<Order>,
    curl: Curl,
}

impl Orders {
    pub fn new(host: &str, orders: Vec<Order>) -> Self {
        let commands = orders.iter().map(|order| (order.label, command(host, &order.path, &order.body)));
        Self { curl: Curl { commands: commands.collect() }, orders }
    }
}

#[derive(Template)]
#[template(path = "curl.html")]
pub struct Curl {
    commands: Vec<(&'static str, String)>,
}

impl Curl {
    pub fn new(label: &'static str, command: String) -> Self {
        Self { commands: vec![(label, command)] }
    }
}

/// Returns the `curl` command, quoted for a POSIX shell.
pub fn command(host: &str, path: &str, body: &Value) -> String {
    let body = body.to_string().replace('\'', r"'\''");
    format!("curl -X POST http://{host}/sim/api{path} -H 'Content-Type: application/json' -d '{body}'")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_leaves_its_quotes() {
        let order = |about: &str, body: Value| Order {
            path: "/clock/advance".to_owned(),
            label: "Skip",
            about: about.to_owned(),
            body,
        };
        let html = drawn(&Orders::new("127.0.0.1:3100", vec![order("<b a=\"'\">&", json!({"note": "<\"&>"}))]));
        assert!(html.contains("aria-label=\"Skip: &#60;b a=&#34;&#39;&#34;&#62;&#38;\""), "{html}");
        assert!(html.contains("name=\"note\" value=\"&#60;&#34;&#38;&#62;\""), "{html}");
        let command = command("127.0.0.1:3100", "/clock/advance", &json!({"note": "it's"}));
        assert!(command.ends_with(r#"-d '{"note":"it'\''s"}'"#), "{command}");
    }
}

/// Links to the rest of a list, and back to its beginning.
#[derive(Template)]
#[template(path = "pages.html")]
pub struct Pages {
    links: Vec<(String, &'static str)>,
    anchor: &'static str,
}

impl Pages {
    pub fn new(older: Option<Place>, newest: Option<Place>, anchor: &'static str) -> Self {
        let links = [newest.map(|place| (place.address(), "Newest")), older.map(|place| (place.address(), "Older"))];
        Self { links: links.into_iter().flatten().collect(), anchor }
    }
}

/// Returns a time such as `22 Nov 2026, 10:00:05 WIB`, since people read WIB.
pub fn readable(at: &i64) -> String {
    let wib = chrono::DateTime::from_timestamp_millis(at.saturating_add(7 * Millis::HOUR)).unwrap_or_default();
    wib.format("%d %b %Y, %H:%M:%S WIB").to_string()
}
