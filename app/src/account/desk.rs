//! The data of pages about mail.

use crate::texts::Lang;
use domain::{Millis, ids::MailId};

/// A person's choices about mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// `None` when never chosen; the page's own language is used then.
    pub lang: Option<Lang>,
    /// True for news beyond what must be sent.
    pub news: bool,
}

#[derive(Clone)]
pub struct MailRow {
    pub id: MailId,
    pub to: String,
    pub subject: String,
    pub sent_at: Millis,
}

#[derive(Clone)]
pub struct MailPage {
    pub row: MailRow,
    pub text: String,
}
