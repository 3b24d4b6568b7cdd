use serde::{Deserialize, Serialize};

/// A letter as it is sent, and kept.
#[derive(Clone, Serialize, Deserialize)]
pub struct Letter {
    pub to: String,
    pub lang: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The address for `List-Unsubscribe`; `None` for letters that a person cannot do without.
    pub unsubscribe: Option<String>,
}
