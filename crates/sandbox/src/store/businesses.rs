//! One row per registration.

use serde_json::Value;
use sqlx::types::Json;

use super::Conn;

#[derive(Clone, sqlx::FromRow)]
pub struct Business {
    pub id: i64,
    pub request_id: String,
    pub business_id: String,
    pub brand_id: String,
    pub callback_url: Option<String>,
    /// The `business` object of the registration, with ids, merged with later updates.
    pub document: Json<Value>,
    pub shared_key: String,
    pub created_at: i64,
}

/// Inserts a business, ignoring its `id`. Returns the row's id.
pub async fn insert(db: &mut Conn, business: &Business) -> sqlx::Result<i64> {
    let Business { request_id, business_id, brand_id, callback_url, document, shared_key, created_at, .. } = business;
    scalar!(
        db,
        "insert into businesses (request_id, business_id, brand_id, callback_url, document, shared_key, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
        [request_id, business_id, brand_id, callback_url, document, shared_key, created_at]
    )
}

pub async fn update(db: &mut Conn, id: i64, document: &Value, callback_url: Option<&str>) -> sqlx::Result<u64> {
    execute!(
        db,
        "update businesses set document = $2, callback_url = $3 where id = $1",
        [id, Json(document), callback_url]
    )
}

/// Finds a business by its row's number, its `BSN-…` or `BRN-…`, or the Request-Id of its registration.
pub async fn find_any(db: &mut Conn, reference: &str) -> sqlx::Result<Option<Business>> {
    optional!(
        db,
        "select * from businesses
         where business_id = $1 or brand_id = $1 or request_id = $1 or cast(id as text) = $1
         order by id desc limit 1",
        [reference]
    )
}

/// Finds a business by its `BSN-…` or `BRN-…`.
pub async fn find(db: &mut Conn, doku_id: &str) -> sqlx::Result<Option<Business>> {
    optional!(db, "select * from businesses where business_id = $1 or brand_id = $1", [doku_id])
}

pub async fn by_id(db: &mut Conn, id: i64) -> sqlx::Result<Option<Business>> {
    optional!(db, "select * from businesses where id = $1", [id])
}

/// Lists businesses, newest first, from those before `before` if it is given.
pub async fn list(db: &mut Conn, before: Option<i64>, limit: i64) -> sqlx::Result<Vec<Business>> {
    all!(
        db,
        "select * from businesses where id < coalesce($1, 9223372036854775807) order by id desc limit $2",
        [before, limit]
    )
}

pub async fn count(db: &mut Conn) -> sqlx::Result<i64> {
    scalar!(db, "select count(*) from businesses")
}
