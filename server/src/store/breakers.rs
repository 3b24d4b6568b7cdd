use super::{Conn, Result, flags};
use crate::outbox::breaker::Breaker;
use domain::Millis;
use uuid::Uuid;

/// `None`: the last call to this host was answered.
pub async fn get(db: &mut Conn, host: &str) -> Result<Option<Breaker>> {
    fetch_optional!(db, "select failures, call, open_until, since from breakers where host = " {host}).await
}

/// As `get`, and since when our credential is refused.
pub async fn with_refusal(db: &mut Conn, host: &str) -> Result<(Option<Millis>, Option<Breaker>)> {
    #[derive(sqlx::FromRow)]
    struct Row {
        refused: Option<Millis>,
        failures: Option<i64>,
        call: Option<Uuid>,
        open_until: Option<Millis>,
        since: Option<Millis>,
    }
    let row: Row = fetch_one!(db, "select (select set_at from flags
        where name = " {flags::DOKU_STOPPED} ") as refused, failures, call, open_until, since from (select 1) always
        left join breakers on host = " {host})
    .await?;
    let breaker = (row.failures, row.call, row.open_until, row.since);
    let (Some(failures), Some(call), Some(open_until), Some(since)) = breaker else { return Ok((row.refused, None)) };
    Ok((row.refused, Some(Breaker { failures, call, open_until, since })))
}

/// As `get`, held until the transaction ends.
pub async fn lock(db: &mut Conn, host: &str) -> Result<Option<Breaker>> {
    fetch_optional!(db, "select failures, call, open_until, since from breakers
        where host = " {host} [pg " for update"])
    .await
}

/// A row to lock, so that two who fail first at the same moment are counted as two.
pub async fn touch(db: &mut Conn, host: &str) -> Result<()> {
    insert!(db, breakers { host, failures: 0_i64, call: Uuid::nil(), open_until: Millis(0) }, "on conflict do nothing")
        .await
}

pub async fn put(db: &mut Conn, host: &str, b: &Breaker) -> Result<()> {
    upsert!(db, breakers from b { failures, call, open_until, since } where { host }).await
}

/// The one that was to try alone did not: another may, at once.
pub async fn free(db: &mut Conn, host: &str, call: Uuid, now: Millis) -> Result<()> {
    execute!(db, "update breakers set open_until = " {now} " where host = " {host} " and call = " {call}
        " and open_until > " {now})
    .await
}

pub async fn remove(db: &mut Conn, host: &str) -> Result<()> {
    execute!(db, "delete from breakers where host = " {host}).await
}
