use super::{Conn, Result, flags};
use crate::outbox::breaker::Breaker;
use domain::Millis;
use uuid::Uuid;

/// `None`: the last call to this host was answered.
pub async fn get(db: &mut Conn, host: &str) -> Result<Option<Breaker>> {
    fetch_optional!(db, "select failures, call, open_until, since from breakers where host = $1", host).await
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
    let row: Row = fetch_one!(
        db,
        "select (select set_at from flags where name = $1) as refused, failures, call, open_until, since
        from (select 1) always left join breakers on host = $2",
        flags::DOKU_STOPPED,
        host
    )
    .await?;
    let breaker = (row.failures, row.call, row.open_until, row.since);
    let (Some(failures), Some(call), Some(open_until), Some(since)) = breaker else { return Ok((row.refused, None)) };
    Ok((row.refused, Some(Breaker { failures, call, open_until, since })))
}

/// As `get`, held until the transaction ends.
pub async fn lock(db: &mut Conn, host: &str) -> Result<Option<Breaker>> {
    fetch_optional!(
        db,
        "select failures, call, open_until, since from breakers where host = $1" [pg " for update"] "",
        host
    )
    .await
}

/// A row to lock, so that two who fail first at the same moment are counted as two.
pub async fn touch(db: &mut Conn, host: &str) -> Result<()> {
    let nobody = Uuid::nil();
    execute!(
        db,
        "insert into breakers (host, failures, call, open_until) values ($1, 0, $2, 0) on conflict (host) do nothing",
        host,
        nobody
    )
    .await
    .map(drop)
}

pub async fn put(db: &mut Conn, host: &str, b: &Breaker) -> Result<()> {
    execute!(
        db,
        "insert into breakers (host, failures, call, open_until, since) values ($1, $2, $3, $4, $5)
        on conflict (host) do update set failures = excluded.failures, call = excluded.call,
        open_until = excluded.open_until, since = excluded.since",
        host,
        b.failures,
        b.call,
        b.open_until,
        b.since
    )
    .await
    .map(drop)
}

/// The one that was to try alone did not: another may, at once.
pub async fn free(db: &mut Conn, host: &str, call: Uuid, now: Millis) -> Result<()> {
    execute!(
        db,
        "update breakers set open_until = $3 where host = $1 and call = $2 and open_until > $3",
        host,
        call,
        now
    )
    .await
    .map(drop)
}

pub async fn remove(db: &mut Conn, host: &str) -> Result<()> {
    execute!(db, "delete from breakers where host = $1", host).await.map(drop)
}
