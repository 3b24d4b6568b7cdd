//! News between instances on one PostgreSQL. SQLite means one process, which needs none of this.

use super::{Conn, Result};
use domain::{Millis, ids::BusinessId};
use sqlx::postgres::PgListener;

const CHANNEL: &str = "serambi_live";

/// Sends a text to every listening instance. PostgreSQL takes at most 8,000 bytes.
pub async fn notify(db: &mut Conn, news: &str) -> Result<()> {
    execute!(db, "select pg_notify(" {CHANNEL} ", " {news} ")").await
}

pub struct Listener(PgListener);

impl Listener {
    /// Opens a connection of its own. Behind a pooler that hands connections out by transaction no news arrive.
    pub async fn open(url: &str) -> Result<Self> {
        let mut listener = PgListener::connect(url).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(Self(listener))
    }

    /// Returns `None` when the connection is lost, and with it the news sent meanwhile.
    pub async fn next(&mut self) -> Result<Option<String>> {
        Ok(self.0.try_recv().await?.map(|news| news.payload().to_owned()))
    }
}

/// Returns changes since then, the oldest first.
pub async fn changed_since(db: &mut Conn, since: Millis, limit: i64) -> Result<Vec<(BusinessId, Millis)>> {
    fetch_all!(db, "select id, updated_at from businesses where updated_at > " {since}
        " order by updated_at, id limit " {limit})
    .await
}
