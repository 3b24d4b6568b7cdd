//! What pages about mail show.

use crate::texts::Lang;
use domain::{Millis, ids::MailId};

/// How somebody wants to be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// `None`: never chosen; the page's own language stands for it.
    pub lang: Option<Lang>,
    /// More than what must be told.
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
