//! Outbound webhooks: endpoints, events, and one delivery for each pair.

use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, DeliveryId, EndpointId, EventId},
};
use uuid::Uuid;

#[derive(Clone, sqlx::FromRow)]
pub struct Endpoint {
    pub id: EndpointId,
    pub url: String,
    /// Sealed.
    pub secret: Vec<u8>,
    pub failing_since: Option<Millis>,
    pub off_since: Option<Millis>,
    pub off_why: Option<OffWhy>,
    pub created_at: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum OffWhy {
    ByHand,
    /// Nothing but failures for five days, or it said itself that it wants no more.
    Failing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Status {
    Waiting,
    Delivered,
    /// All attempts are spent.
    Failed,
    /// The endpoint was off.
    Skipped,
}

/// `false`: we have this address already.
pub async fn insert_endpoint(db: &mut Conn, e: &Endpoint) -> Result<bool> {
    let added = execute!(
        db,
        "insert into endpoints (id, url, secret, created_at) values ($1, $2, $3, $4) on conflict (url) do nothing",
        e.id,
        &e.url,
        &e.secret,
        e.created_at
    )
    .await?;
    Ok(added == 1)
}

pub async fn endpoints(db: &mut Conn) -> Result<Vec<Endpoint>> {
    fetch_all!(db, "select * from endpoints order by created_at, id").await
}

/// Those that are told of events, each with whether it is on: one that was switched off since it failed is told afterwards
/// of what it missed, by hand.
pub async fn listening(db: &mut Conn) -> Result<Vec<(EndpointId, bool)>> {
    let found: Vec<(EndpointId, Option<Millis>)> = fetch_all!(
        db,
        "select id, off_since from endpoints where off_since is null or off_why = 'failing' order by created_at, id"
    )
    .await?;
    Ok(found.into_iter().map(|(id, off)| (id, off.is_none())).collect())
}

pub async fn remove_endpoint(db: &mut Conn, id: EndpointId) -> Result<bool> {
    Ok(execute!(db, "delete from endpoints where id = $1", id).await? == 1)
}

pub async fn switch_on(db: &mut Conn, id: EndpointId) -> Result<bool> {
    let done =
        execute!(db, "update endpoints set off_since = null, off_why = null, failing_since = null where id = $1", id)
            .await?;
    Ok(done == 1)
}

pub async fn switch_off(db: &mut Conn, id: EndpointId, why: OffWhy, now: Millis) -> Result<bool> {
    let done = execute!(
        db,
        "update endpoints set off_since = coalesce(off_since, $3), off_why = coalesce(off_why, $2) where id = $1",
        id,
        why,
        now
    )
    .await?;
    Ok(done == 1)
}

/// `true`: until now it failed.
pub async fn works(db: &mut Conn, id: EndpointId) -> Result<bool> {
    let failed =
        execute!(db, "update endpoints set failing_since = null where id = $1 and failing_since is not null", id)
            .await?;
    Ok(failed == 1)
}

/// Since when it fails, this failure included.
pub async fn fails(db: &mut Conn, id: EndpointId, now: Millis) -> Result<Option<Millis>> {
    let since: Option<(Millis,)> = fetch_optional!(
        db,
        "update endpoints set failing_since = coalesce(failing_since, $2) where id = $1 returning failing_since",
        id,
        now
    )
    .await?;
    Ok(since.map(|(at,)| at))
}

pub async fn insert_event(db: &mut Conn, id: EventId, business: BusinessId, body: &[u8], now: Millis) -> Result<()> {
    execute!(db, "insert into events (id, business_id, body, at) values ($1, $2, $3, $4)", id, business, body, now)
        .await
        .map(drop)
}

pub async fn insert_delivery(
    db: &mut Conn,
    id: DeliveryId,
    endpoint: EndpointId,
    event: EventId,
    status: Status,
    now: Millis,
) -> Result<()> {
    execute!(
        db,
        "insert into deliveries (id, endpoint_id, event_id, status, created_at) values ($1, $2, $3, $4, $5)",
        id,
        endpoint,
        event,
        status,
        now
    )
    .await
    .map(drop)
}

/// Old ones, with their deliveries.
pub async fn purge(db: &mut Conn, before: Millis) -> Result<u64> {
    execute!(db, "delete from events where at < $1", before).await
}

/// All that one attempt needs.
#[derive(Clone, sqlx::FromRow)]
pub struct Parcel {
    pub endpoint_id: EndpointId,
    pub event_id: EventId,
    pub url: String,
    /// Sealed.
    pub secret: Vec<u8>,
    pub failing_since: Option<Millis>,
    pub off_since: Option<Millis>,
    pub body: Vec<u8>,
    pub status: Status,
}

pub async fn parcel(db: &mut Conn, id: DeliveryId) -> Result<Option<Parcel>> {
    fetch_optional!(
        db,
        "select endpoints.id as endpoint_id, events.id as event_id, url, secret, failing_since, off_since, body, deliveries.status
        from deliveries join endpoints on endpoints.id = endpoint_id join events on events.id = event_id where deliveries.id = $1",
        id
    )
    .await
}

pub async fn tried(db: &mut Conn, id: DeliveryId, status: Status, answer: &str, now: Millis) -> Result<()> {
    execute!(
        db,
        "update deliveries set status = $2, answer = $3, tried_at = $4, attempts = attempts + 1 where id = $1",
        id,
        status,
        answer,
        now
    )
    .await
    .map(drop)
}

pub async fn skip(db: &mut Conn, id: DeliveryId) -> Result<()> {
    execute!(db, "update deliveries set status = 'skipped' where id = $1 and status = 'waiting'", id).await.map(drop)
}

/// By hand, once more. `None`: it is under way already, or there is no such delivery.
pub async fn resend(db: &mut Conn, id: DeliveryId) -> Result<Option<BusinessId>> {
    let done =
        execute!(db, "update deliveries set status = 'waiting' where id = $1 and status <> 'waiting'", id).await?;
    if done == 0 {
        return Ok(None);
    }
    let found: Option<(BusinessId,)> = fetch_optional!(
        db,
        "select events.business_id from events join deliveries on deliveries.event_id = events.id where deliveries.id = $1",
        id
    )
    .await?;
    Ok(found.map(|(business,)| business))
}

/// One row of the list for admins.
#[derive(Clone, sqlx::FromRow)]
pub struct Row {
    pub id: DeliveryId,
    pub business_id: BusinessId,
    pub name: String,
    pub url: String,
    pub body: Vec<u8>,
    pub status: Status,
    pub attempts: i64,
    pub answer: Option<String>,
    pub tried_at: Option<Millis>,
    pub created_at: Millis,
}

/// Newest first, from behind `before`.
pub async fn page(db: &mut Conn, before: Option<(Millis, DeliveryId)>, limit: i64) -> Result<Vec<Row>> {
    let (at, id) = before.unwrap_or((Millis(i64::MAX), DeliveryId::new(Uuid::max())));
    fetch_all!(
        db,
        "select deliveries.id, events.business_id, businesses.name, url, body, deliveries.status, attempts, answer, tried_at, deliveries.created_at
        from deliveries join endpoints on endpoints.id = endpoint_id join events on events.id = event_id
            join businesses on businesses.id = events.business_id
        where (deliveries.created_at, deliveries.id) < ($1, $2)
        order by deliveries.created_at desc, deliveries.id desc limit $3",
        at,
        id,
        limit
    )
    .await
}
