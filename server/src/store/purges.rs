//! Businesses that lose their files and answers. Columns of `businesses`.

use super::{Conn, Result};
use domain::{Millis, ids::BusinessId};

pub async fn set_due(db: &mut Conn, id: BusinessId, at: Millis) -> Result<()> {
    update!(db, businesses { purge_at: at } where { id }).await
}

/// Sets the date of businesses that were withdrawn before there was one: their time begins now.
pub async fn set_missing(db: &mut Conn, purge_at: Millis) -> Result<u64> {
    execute!(db, "update businesses set purge_at = " {purge_at} " where state = 'withdrawn'
        and withdrawn_at is not null and submitted_at is null and purge_at is null and purged_at is null")
    .await
}

/// Returns due businesses by id, after one.
pub async fn due(db: &mut Conn, now: Millis, after: BusinessId, limit: i64) -> Result<Vec<BusinessId>> {
    values!(db, "select id from businesses where purge_at is not null and purge_at <= " {now} " and id > " {after}
        " order by id limit " {limit})
    .await
}

/// Removes the name too; `search` is what is left to find it by.
pub async fn set_done(db: &mut Conn, id: BusinessId, search: &str, now: Millis) -> Result<()> {
    execute!(db, "update businesses
        set purge_at = null, purged_at = " {now} ", name = '', search = " {search} ", updated_at = " {now}
        " where id = " {id})
    .await
}
