//! Outbound webhooks: endpoints, events, and one delivery for each pair.

mod endpoints;

pub use endpoints::*;

use super::{Conn, Result};
use domain::{
    Cursor, Millis,
    ids::{BusinessId, DeliveryId, EndpointId, EventId},
    outbox::{Answer, Delivery},
};
use sqlx::types::{Json, Text};
use uuid::Uuid;

/// Returns the next number. The row stays locked until the transaction ends, so other transactions wait.
pub async fn next_sequence(db: &mut Conn, business: BusinessId) -> Result<i64> {
    value!(db, "insert into notices (business_id, last_event) values (" {business} ", 1)
        on conflict (business_id) do update set last_event = notices.last_event + 1 returning last_event")
    .await
}

/// Returns false when the partner's systems got these fixes already.
pub async fn tell_fixes(db: &mut Conn, business: BusinessId, marks: &[String]) -> Result<bool> {
    insert!(db, notices {
        business_id: business, fixes_told: Json(marks)
    },
        "on conflict (business_id) do update set fixes_told = excluded.fixes_told where notices.fixes_told <> excluded.fixes_told").await
}

pub async fn insert_event(
    db: &mut Conn,
    id: EventId,
    business: BusinessId,
    sequence: i64,
    body: &[u8],
    now: Millis,
) -> Result<()> {
    insert!(db, events { id, business_id: business, sequence, body, at: now }).await
}

pub async fn insert_delivery(
    db: &mut Conn,
    id: DeliveryId,
    endpoint: EndpointId,
    event: EventId,
    status: Delivery,
    now: Millis,
) -> Result<()> {
    insert!(db, deliveries { id, endpoint_id: endpoint, event_id: event, status, created_at: now }).await
}

/// The data of one attempt.
#[derive(Clone, sqlx::FromRow)]
pub struct Parcel {
    #[sqlx(flatten)]
    pub endpoint: Endpoint,
    pub event_id: EventId,
    pub body: Vec<u8>,
    pub status: Delivery,
}

pub async fn parcel(db: &mut Conn, id: DeliveryId) -> Result<Option<Parcel>> {
    fetch_optional!(db, "select endpoints.*, events.id as event_id, body, deliveries.status from deliveries
        join endpoints on endpoints.id = endpoint_id join events on events.id = event_id
        where deliveries.id = " {id})
    .await
}

pub async fn tried(db: &mut Conn, id: DeliveryId, status: Delivery, answer: Answer, now: Millis) -> Result<()> {
    execute!(db, "update deliveries
        set status = " {status} ", answer = " {Text(answer)} ", tried_at = " {now} ", attempts = attempts + 1
        where id = " {id})
    .await
}

pub async fn skip(db: &mut Conn, id: DeliveryId) -> Result<()> {
    update!(db, deliveries { status: Delivery::Skipped } where { id }, "status = 'waiting'").await
}

/// Sends a delivery once more by hand. Returns `None` when it is under way already, or there is none.
pub async fn resend(db: &mut Conn, id: DeliveryId) -> Result<Option<BusinessId>> {
    let is_waiting_now: bool =
        update!(db, deliveries { status: Delivery::Waiting } where { id }, "status <> 'waiting'").await?;
    if !is_waiting_now {
        return Ok(None);
    }
    value_optional!(db, "select events.business_id from events join deliveries on deliveries.event_id = events.id
        where deliveries.id = " {id})
    .await
}

/// One row of the list for admins.
#[derive(Clone, sqlx::FromRow)]
pub struct Row {
    pub id: DeliveryId,
    pub business_id: BusinessId,
    pub name: String,
    pub url: String,
    pub body: Vec<u8>,
    pub status: Delivery,
    pub attempts: i64,
    pub answer: Option<Text<Answer>>,
    pub tried_at: Option<Millis>,
    pub created_at: Millis,
}

/// Returns deliveries, newest first, after `before`.
pub async fn page(db: &mut Conn, before: Option<Cursor<DeliveryId>>, limit: i64) -> Result<Vec<Row>> {
    let last = Cursor { at: Millis(i64::MAX), id: DeliveryId::new(Uuid::max()) };
    let Cursor { at, id } = before.unwrap_or(last);
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
