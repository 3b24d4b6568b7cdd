//! Depths of queues for `/metrics`: each query uses an index of what waits, however much is done.

use super::{Conn, Result};
use domain::Millis;

/// Returns lane, status and number of the calls that wait, for their time or for a person.
pub async fn outbox(db: &mut Conn) -> Result<Vec<(String, String, i64)>> {
    fetch_all!(
        db,
        "select lane, status, count(*) from outbox where status = 'waiting' group by lane, status
        union all select lane, status, count(*) from outbox where status = 'needs_person' group by lane, status"
    )
    .await
}

/// Returns how many callbacks are acknowledged and not yet projected, and the time of the oldest.
pub async fn inbox(db: &mut Conn) -> Result<(i64, Option<Millis>)> {
    fetch_one!(db, "select count(*), min(received_at) from callbacks where status = 'new'").await
}

/// Counts flagged callbacks without a business, kept for a person and a replay: nobody could read them.
pub async fn put_aside(db: &mut Conn) -> Result<i64> {
    value!(db, "select count(*) from callbacks where status = 'flagged' and business_id is null").await
}

pub async fn orphans(db: &mut Conn) -> Result<i64> {
    value!(db, "select count(*) from callbacks where status = 'orphan'").await
}
