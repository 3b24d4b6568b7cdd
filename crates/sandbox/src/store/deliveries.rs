//! Callbacks on their way, with every attempt.

use domain::Millis;

use super::Conn;
use super::businesses::Business;
use super::entities::Entity;

#[derive(Clone, Default, sqlx::FromRow, serde::Serialize)]
pub struct Delivery {
    pub id: i64,
    #[serde(skip)]
    pub business: i64,
    #[serde(rename = "type")]
    pub kind: String,
    pub request_id: String,
    pub url: String,
    pub body: String,
    /// True when it is signed with a wrong key on purpose.
    pub forged: bool,
    /// True when it is signed the SNAP way on purpose.
    pub snap: bool,
    pub state: String,
    pub due_at: Option<i64>,
    pub first_tried_at: Option<i64>,
    #[serde(skip)]
    pub attempts: i64,
}

impl Delivery {
    /// Builds a delivery that has no id and no body yet.
    pub fn new(business: &Business, entity: &Entity, url: &str, due_at: Millis) -> Self {
        Self {
            business: business.id,
            kind: entity.kind.clone(),
            url: url.to_owned(),
            state: "waiting".to_owned(),
            due_at: Some(due_at.0),
            ..Self::default()
        }
    }
}

#[derive(sqlx::FromRow, serde::Serialize)]
pub struct Attempt {
    #[serde(skip)]
    pub delivery: i64,
    pub at: i64,
    pub status: Option<i64>,
    pub problem: Option<String>,
}

/// Inserts a delivery; ignores its `id`, `first_tried_at` and `attempts`.
pub async fn insert(db: &mut Conn, delivery: &Delivery) -> sqlx::Result<u64> {
    let Delivery { business, kind, request_id, url, body, forged, snap, state, due_at, .. } = delivery;
    execute!(
        db,
        "insert into deliveries (business, kind, request_id, url, body, forged, snap, state, due_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [business, kind, request_id, url, body, forged, snap, state, due_at]
    )
}

pub async fn due(db: &mut Conn, now: Millis, limit: i64) -> sqlx::Result<Vec<Delivery>> {
    all!(
        db,
        "select * from deliveries where state = 'waiting' and due_at <= $1 order by due_at, id limit $2",
        [now.0, limit]
    )
}

/// Lists deliveries, newest first.
pub async fn list(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Delivery>> {
    all!(db, "select * from deliveries order by id desc limit $1", [limit])
}

/// Lists the attempts of `first_delivery` and all later deliveries, in their order.
pub async fn attempts(db: &mut Conn, first_delivery: i64) -> sqlx::Result<Vec<Attempt>> {
    all!(db, "select delivery, at, status, problem from attempts where delivery >= $1 order by id", [first_delivery])
}

pub async fn count_of(db: &mut Conn, business: i64) -> sqlx::Result<i64> {
    scalar!(db, "select count(*) from deliveries where business = $1 and not forged and not snap", [business])
}

/// Lists all deliveries of one business, newest first.
pub async fn of(db: &mut Conn, business: i64) -> sqlx::Result<Vec<Delivery>> {
    all!(db, "select * from deliveries where business = $1 order by id desc", [business])
}

pub async fn by_id(db: &mut Conn, id: i64) -> sqlx::Result<Option<Delivery>> {
    optional!(db, "select * from deliveries where id = $1", [id])
}

/// Marks a waiting delivery as lost. Returns 0 when it does not wait.
pub async fn drop(db: &mut Conn, id: i64) -> sqlx::Result<u64> {
    execute!(db, "update deliveries set state = 'lost', due_at = null where id = $1 and state = 'waiting'", [id])
}

/// Counts forged deliveries, and those of them that somebody took.
pub async fn count_forged(db: &mut Conn) -> sqlx::Result<(i64, i64)> {
    one!(db, "select count(*), coalesce(sum(state = 'delivered'), 0) from deliveries where forged")
}

/// Records an attempt. `next` is the time of the next try; `None` leaves the delivery in `state` for good.
pub async fn tried(
    db: &mut Conn,
    delivery: &Delivery,
    attempt: &Attempt,
    state: &str,
    next: Option<i64>,
) -> sqlx::Result<u64> {
    execute!(
        db,
        "insert into attempts (delivery, at, status, problem) values ($1, $2, $3, $4)",
        [delivery.id, attempt.at, attempt.status, &attempt.problem]
    )?;
    execute!(
        db,
        "update deliveries set state = $2, due_at = $3, attempts = attempts + 1,
         first_tried_at = coalesce(first_tried_at, $4) where id = $1",
        [delivery.id, state, next, attempt.at]
    )
}

/// Sends a delivery again. Returns 0 when there is none, or when its address must not be called.
pub async fn resend(db: &mut Conn, id: i64, at: Millis) -> sqlx::Result<u64> {
    execute!(
        db,
        "update deliveries set state = 'waiting', due_at = $2 where id = $1 and state <> 'undeliverable'",
        [id, at.0]
    )
}

pub async fn count_by_state(db: &mut Conn) -> sqlx::Result<Vec<(String, i64)>> {
    all!(db, "select state, count(*) from deliveries group by state order by state")
}
