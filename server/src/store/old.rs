//! Rows that are only kept for a while.

use super::{Conn, Result};
use domain::Millis;

/// A table, the columns that tell its rows apart, and the column with their time.
pub struct Old(&'static str, &'static str, &'static str);

pub const ATTEMPTS: Old = Old("attempts", "subject", "since");
pub const EVENTS: Old = Old("events", "id", "at");
pub const EXCHANGES: Old = Old("exchanges", "id", "at");
pub const FAMILIAR: Old = Old("familiar", "(account_id, mark)", "seen_at");
pub const KEPT_POSTS: Old = Old("kept_posts", "id", "kept_at");
pub const MAILS: Old = Old("mails", "id", "sent_at");
pub const SESSIONS: Old = Old("sessions", "id", "expires_at");

impl Old {
    /// Deletes at most `most` rows from before this time, and returns how many.
    pub async fn purge(&self, db: &mut Conn, before: Millis, most: i64) -> Result<u64> {
        let Self(table, key, time) = self;
        let columns = key.trim_matches(['(', ')']);
        compose!(execute, db, |q| {
            q.push(format!("delete from {table} where {key} in (select {columns} from {table} where {time} < "));
            q.push_bind(before).push(format!(" order by {time} limit ")).push_bind(most).push(")");
        })
        .await
    }
}
