//! One letter.

use serde::{Deserialize, Serialize};

/// As it is sent, and kept.
#[derive(Clone, Serialize, Deserialize)]
pub struct Letter {
    pub to: String,
    pub lang: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Address for `List-Unsubscribe`; none where a person cannot do without.
    pub unsubscribe: Option<String>,
}
