use super::{Conn, Result};
use crate::outbox::breaker::Breaker;
use domain::Millis;
use uuid::Uuid;

/// `None`: the last call to this host was answered.
pub async fn get(db: &mut Conn, host: &str) -> Result<Option<Breaker>> {
    fetch_optional!(db, "select failures, call, open_until, since from breakers where host = " {host}).await
}

/// As `get`, held until the transaction ends.
pub async fn lock(db: &mut Conn, host: &str) -> Result<Option<Breaker>> {
    fetch_optional!(db, "select failures, call, open_until, since from breakers
        where host = " {host} [pg " for update"])
    .await
}

/// A row to lock, so that two who fail first at the same moment are counted as two.
pub async fn touch(db: &mut Conn, host: &str) -> Result<()> {
    let nobody = Uuid::nil();
    execute!(db, "insert into breakers (host, failures, call, open_until) values (" {host} ", 0, " {nobody} ", 0)
        on conflict (host) do nothing")
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
