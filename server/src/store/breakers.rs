use super::{Conn, Result, flags};
use crate::breaker::Breaker;
use domain::Millis;
use uuid::Uuid;

/// Returns `None` when the last call to this host was answered.
pub async fn get(db: &mut Conn, host: &str) -> Result<Option<Breaker>> {
    fetch_optional!(db, "select failures, call, open_until, since from breakers where host = " {host}).await
}

/// The obstacles for calls to a host, as a row of any statement brings them.
#[derive(sqlx::FromRow)]
pub struct Standing {
    /// The time since which our credential is refused.
    pub refused_at: Option<Millis>,
    breaker_failures: Option<i64>,
    breaker_call: Option<Uuid>,
    breaker_open_until: Option<Millis>,
    breaker_since: Option<Millis>,
}

impl Standing {
    pub fn breaker(&self) -> Option<Breaker> {
        Some(Breaker {
            failures: self.breaker_failures?,
            call: self.breaker_call?,
            open_until: self.breaker_open_until?,
            since: self.breaker_since?,
        })
    }
}

pub async fn standing(db: &mut Conn, host: &str) -> Result<Standing> {
    fetch_one!(db, "select (select set_at from flags where name = " {flags::DOKU_STOPPED} ") as refused_at,
            k.failures as breaker_failures, k.call as breaker_call, k.open_until as breaker_open_until,
            k.since as breaker_since
        from (select 1) always left join breakers k on k.host = " {host})
    .await
}

/// Returns the breaker of a host, locked until the transaction ends.
pub async fn lock(db: &mut Conn, host: &str) -> Result<Option<Breaker>> {
    fetch_optional!(db, "select failures, call, open_until, since from breakers
        where host = " {host} [pg " for update"])
    .await
}

/// Adds a row to lock, so that two calls that fail first at the same moment are counted as two.
pub async fn touch(db: &mut Conn, host: &str) -> Result<()> {
    insert!(db, breakers { host, failures: 0_i64, call: Uuid::nil(), open_until: Millis(0) }, "on conflict do nothing")
        .await
}

pub async fn put(db: &mut Conn, host: &str, b: &Breaker) -> Result<()> {
    upsert!(db, breakers from b { failures, call, open_until, since } where { host }).await
}

/// Lets another call try at once, when the one that was to try alone did not.
pub async fn free(db: &mut Conn, host: &str, call: Uuid, now: Millis) -> Result<()> {
    execute!(db, "update breakers set open_until = " {now} " where host = " {host} " and call = " {call}
        " and open_until > " {now})
    .await
}

pub async fn remove(db: &mut Conn, host: &str) -> Result<()> {
    execute!(db, "delete from breakers where host = " {host}).await
}
