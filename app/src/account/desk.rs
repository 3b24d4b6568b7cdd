//! All that pages about mail may ask of the server: `trait Desk`, and what it answers with.

use crate::{onboarding::api::Result, texts::Lang, viewer::Viewer};
use async_trait::async_trait;
use domain::{Millis, ids::MailId};

#[async_trait]
pub trait Desk: Send + Sync {
    /// A merchant's own; partners get no mail: `AppError::Forbidden`.
    async fn preferences(&self, viewer: Viewer) -> Result<Chosen>;
    /// In sandbox mode everybody's, newest first; else there is no such page.
    async fn mailbox(&self) -> Result<Vec<MailRow>>;
    async fn mail(&self, id: MailId) -> Result<MailPage>;
}

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
