use super::{Conn, Result};
use domain::{Millis, ids::AccountId};

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Preferences {
    /// `id` or `en`; `None` when never chosen.
    pub language: Option<String>,
    /// True for news by mail beyond what must be sent.
    pub news: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { language: None, news: true }
    }
}

pub async fn of(db: &mut Conn, account: AccountId) -> Result<Preferences> {
    let found: Option<Preferences> =
        fetch_optional!(db, "select language, news from preferences where account_id = " {account}).await?;
    Ok(found.unwrap_or_default())
}

pub async fn set(db: &mut Conn, account: AccountId, chosen: &Preferences, now: Millis) -> Result<()> {
    upsert!(db, preferences {
        language: chosen.language.as_deref(), news: chosen.news, changed_at: now
    } where { account_id: account })
    .await
}

pub async fn set_language(db: &mut Conn, account: AccountId, language: &str, now: Millis) -> Result<()> {
    upsert!(db, preferences { language, changed_at: now } where { account_id: account }).await
}

/// Returns false when there is no such account.
pub async fn no_more_news(db: &mut Conn, account: AccountId, now: Millis) -> Result<bool> {
    execute!(db, "insert into preferences (account_id, news, changed_at) select id, false, " {now}
        " from accounts where id = " {account} " on conflict (account_id) do update
        set news = false, changed_at = excluded.changed_at")
    .await
}
