//! Where the partner's systems listen.

use crate::store::{Conn, Result};
use domain::{Millis, ids::EndpointId, outbox::Answer};
use sqlx::types::Text;

#[derive(Clone, sqlx::FromRow)]
pub struct Endpoint {
    pub id: EndpointId,
    pub url: String,
    /// Sealed.
    pub secret: Vec<u8>,
    /// The one before it, which signs too until then.
    pub old_secret: Option<Vec<u8>>,
    pub old_until: Option<Millis>,
    pub failing_since: Option<Millis>,
    pub off_since: Option<Millis>,
    pub off_why: Option<OffWhy>,
    /// Of the last test event.
    pub tested_at: Option<Millis>,
    pub test_answer: Option<Text<Answer>>,
    pub created_at: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum OffWhy {
    ByHand,
    /// Nothing but failures for five days.
    Failing,
    /// It said itself that it wants no more: 410.
    Gone,
}

/// `false`: we have this address already.
pub async fn insert_endpoint(db: &mut Conn, id: EndpointId, url: &str, secret: &[u8], now: Millis) -> Result<bool> {
    insert!(db, endpoints { id, url, secret, created_at: now }, "on conflict (url) do nothing").await
}

pub async fn endpoints(db: &mut Conn) -> Result<Vec<Endpoint>> {
    fetch_all!(db, "select * from endpoints order by created_at, id").await
}

pub async fn endpoint(db: &mut Conn, id: EndpointId) -> Result<Option<Endpoint>> {
    fetch_optional!(db, "select * from endpoints where id = " {id}).await
}

/// Held until the transaction ends: the calls that wait for one endpoint are moved by one at a time, so that no two wait for
/// each other's.
pub async fn lock_endpoint(db: &mut Conn, id: EndpointId) -> Result<()> {
    let _: Option<(EndpointId,)> =
        fetch_optional!(db, "select id from endpoints where id = " {id} [pg " for no key update"]).await?;
    Ok(())
}

/// Those that are told of events, each with whether it is on: one that was switched off since it failed is told afterwards
/// of what it missed, by hand.
pub async fn listening(db: &mut Conn) -> Result<Vec<(EndpointId, bool)>> {
    let found: Vec<(EndpointId, Option<Millis>)> = fetch_all!(
        db,
        "select id, off_since from endpoints
        where off_since is null or off_why = 'failing' order by created_at, id"
    )
    .await?;
    Ok(found.into_iter().map(|(id, off)| (id, off.is_none())).collect())
}

pub async fn remove_endpoint(db: &mut Conn, id: EndpointId) -> Result<bool> {
    execute!(db, "delete from endpoints where id = " {id}).await
}

/// `false`: two sign already.
pub async fn renew_secret(db: &mut Conn, id: EndpointId, secret: &[u8], now: Millis, until: Millis) -> Result<bool> {
    execute!(db, "update endpoints set old_secret = secret, old_until = " {until} ", secret = " {secret}
        " where id = " {id} " and (old_until is null or old_until <= " {now} ")")
    .await
}

pub async fn end_old_secret(db: &mut Conn, id: EndpointId) -> Result<bool> {
    update!(db, endpoints { old_secret: None::<&[u8]>, old_until: None::<Millis> } where { id }).await
}

/// Those whose time is over.
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

/// `true`: until now it failed.
pub async fn works(db: &mut Conn, id: EndpointId) -> Result<bool> {
    update!(db, endpoints { failing_since: None::<Millis> } where { id }, "failing_since is not null").await
}

/// Since when it fails, this failure included.
pub async fn fails(db: &mut Conn, id: EndpointId, now: Millis) -> Result<Option<Millis>> {
    value_optional!(db, "update endpoints set failing_since = coalesce(failing_since, " {now} ") where id = " {id}
        " returning failing_since")
    .await
}
