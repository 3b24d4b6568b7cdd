//! Callbacks that were badly signed or signed another way: kept for diagnosis, never projected.

use super::{Conn, Result};
use domain::{Millis, ids::FactId};

/// Inserts a badly signed one: the first 4 KiB, for diagnosis.
pub async fn insert(db: &mut Conn, id: FactId, now: Millis, reason: &str, head: &[u8]) -> Result<()> {
    insert!(db, refused_callbacks { id, received_at: now, reason, head }).await
}

/// The reason for a callback that is signed the SNAP way.
pub const SNAP: &str = "snap";

/// Returns how many SNAP-signed ones are kept, and the time of the last; `None` without any.
pub async fn snap_signed(db: &mut Conn) -> Result<Option<(i64, Millis)>> {
    fetch_optional!(db, "select count(*), max(received_at) from refused_callbacks where reason = " {SNAP}
        " having count(*) > 0")
    .await
}

pub async fn count(db: &mut Conn) -> Result<i64> {
    value!(db, "select count(*) from refused_callbacks").await
}

pub async fn purge(db: &mut Conn, before: Millis, keep: i64) -> Result<u64> {
    let old: u64 = execute!(db, "delete from refused_callbacks where received_at < " {before}).await?;
    let over: u64 = execute!(db, "delete from refused_callbacks where id in (select id from refused_callbacks order by received_at desc, id desc limit 10000000 offset $1)", keep).await?;
    Ok(old + over)
}
