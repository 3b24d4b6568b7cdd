//! `/sim/api` of a sandbox: its state, and orders.

use serde_json::Value;

pub struct Panel {
    pub url: String,
    http: reqwest::Client,
}

impl Panel {
    pub fn of(url: String) -> Self {
        Self { url, http: reqwest::Client::new() }
    }

    /// Returns `None` when nobody answers.
    pub async fn ask(&self, what: &str) -> Option<Value> {
        self.http.get(format!("{}/sim/api/{what}", self.url)).send().await.ok()?.json().await.ok()
    }

    pub async fn order(&self, what: &str, order: Value) -> Value {
        let answer = self.http.post(format!("{}/sim/api/{what}", self.url)).json(&order).send().await.unwrap();
        assert!(answer.status().is_success(), "{what}: {}", answer.status());
        answer.json().await.unwrap()
    }
}
