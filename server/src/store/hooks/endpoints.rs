//! Addresses at which the partner's systems receive events.

use crate::store::{Conn, Result};
use domain::{Millis, ids::EndpointId, outbox::Answer};
use sqlx::types::Text;

#[derive(Clone, sqlx::FromRow)]
pub struct Endpoint {
    pub id: EndpointId,
    pub url: String,
    /// The newest secret, sealed.
    pub secret: Vec<u8>,
    /// The secret before it, which signs too until `old_until`.
    pub old_secret: Option<Vec<u8>>,
    pub old_until: Option<Millis>,
    pub failing_since: Option<Millis>,
    pub off_since: Option<Millis>,
    pub off_why: Option<OffWhy>,
    /// The time of the last test event.
    pub tested_at: Option<Millis>,
    pub test_answer: Option<Text<Answer>>,
    pub created_at: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum OffWhy {
    ByHand,
    /// It only failed for five days.
    Failing,
    /// It answered 410: it wants no more.
    Gone,
}

/// Returns false when we have this address already.
pub async fn insert_endpoint(db: &mut Conn, id: EndpointId, url: &str, secret: &[u8], now: Millis) -> Result<bool> {
    insert!(db, endpoints { id, url, secret, created_at: now }, "on conflict (url) do nothing").await
}

pub async fn endpoints(db: &mut Conn) -> Result<Vec<Endpoint>> {
    fetch_all!(db, "select * from endpoints order by created_at, id").await
}

pub async fn endpoint(db: &mut Conn, id: EndpointId) -> Result<Option<Endpoint>> {
    fetch_optional!(db, "select * from endpoints where id = " {id}).await
}

/// Locks an endpoint until the transaction ends: one transaction at a time moves its calls, so no two wait for each
/// other.
pub async fn lock_endpoint(db: &mut Conn, id: EndpointId) -> Result<()> {
    let _: Option<(EndpointId,)> =
        fetch_optional!(db, "select id from endpoints where id = " {id} [pg " for no key update"]).await?;
    Ok(())
}

/// Returns the endpoints that get events, each with whether it is on. One that was switched off since it failed gets
/// the missed events afterwards, by hand.
pub async fn listening(db: &mut Conn) -> Result<Vec<(EndpointId, bool)>> {
    fetch_all!(
        db,
        "select id, off_since is null from endpoints
        where off_since is null or off_why = 'failing' order by created_at, id"
    )
    .await
}

pub async fn remove_endpoint(db: &mut Conn, id: EndpointId) -> Result<bool> {
    execute!(db, "delete from endpoints where id = " {id}).await
}

/// Returns false when two secrets sign already.
pub async fn renew_secret(db: &mut Conn, id: EndpointId, secret: &[u8], now: Millis, until: Millis) -> Result<bool> {
    execute!(db, "update endpoints set old_secret = secret, old_until = " {until} ", secret = " {secret}
        " where id = " {id} " and (old_until is null or old_until <= " {now} ")")
    .await
}

pub async fn end_old_secret(db: &mut Conn, id: EndpointId) -> Result<bool> {
    update!(db, endpoints { old_secret: None::<&[u8]>, old_until: None::<Millis> } where { id }).await
}

/// Removes secrets whose time is over.
pub async fn purge_old_secrets(db: &mut Conn, now: Millis) -> Result<u64> {
    execute!(db, "update endpoints set old_secret = null, old_until = null where old_until <= " {now}).await
}

pub async fn tested(db: &mut Conn, id: EndpointId, answer: Answer, now: Millis) -> Result<()> {
    update!(db, endpoints { tested_at: now, test_answer: Text(answer) } where { id }).await
}

pub async fn switch_on(db: &mut Conn, id: EndpointId) -> Result<bool> {
    update!(db, endpoints {
        off_since: None::<Millis>, off_why: None::<OffWhy>, failing_since: None::<Millis>
    } where { id })
    .await
}

pub async fn switch_off(db: &mut Conn, id: EndpointId, why: OffWhy, now: Millis) -> Result<bool> {
    execute!(db, "update endpoints
        set off_since = coalesce(off_since, " {now} "), off_why = coalesce(off_why, " {why} ")
        where id = " {id})
    .await
}

/// Returns true when it failed until now.
pub async fn works(db: &mut Conn, id: EndpointId) -> Result<bool> {
    update!(db, endpoints { failing_since: None::<Millis> } where { id }, "failing_since is not null").await
}

/// Returns the time since which it fails, this failure included.
pub async fn fails(db: &mut Conn, id: EndpointId, now: Millis) -> Result<Option<Millis>> {
    value_optional!(db, "update endpoints set failing_since = coalesce(failing_since, " {now} ") where id = " {id}
        " returning failing_since")
    .await
}
