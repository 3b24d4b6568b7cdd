//! The positions of the panel's lists, kept in its address.

use serde::Deserialize;

/// The row before which each list of the page begins.
#[derive(Clone, Copy, Default, Deserialize)]
pub struct Place {
    pub before: Option<i64>,
    pub requests_before: Option<i64>,
}

impl Place {
    pub fn address(self) -> String {
        let part = |name: &str, row: Option<i64>| row.map(|row| format!("{name}={row}"));
        let parts = [part("before", self.before), part("requests_before", self.requests_before)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "/sim".to_owned() } else { format!("/sim?{}", parts.join("&")) }
    }
}
