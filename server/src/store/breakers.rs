use super::{Conn, Result};
use crate::outbox::breaker::Breaker;
use domain::Millis;
use uuid::Uuid;

/// `None`: the last call to this host was answered.
pub async fn get(db: &mut Conn, host: &str) -> Result<Option<Breaker>> {
    fetch_optional!(db, "select failures, call, open_until, since from breakers where host = $1", host).await
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
    upsert!(db, breakers from b { failures, call, open_until, since } where { host }).await.map(drop)
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
