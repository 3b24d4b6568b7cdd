//! Calls that came in, the newest of them.

use sqlx::types::Json;

use super::Conn;

/// So many are kept.
pub const MOST: i64 = 500;

#[derive(Clone, sqlx::FromRow, serde::Serialize)]
pub struct Request {
    pub id: i64,
    pub at: i64,
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Json<Vec<(String, String)>>,
    pub body: String,
    /// What the gate said.
    pub verdict: String,
    pub status: Option<i64>,
    /// Of a refusal.
    pub answer: String,
}

/// `request.id` is ignored; the oldest one goes.
pub async fn insert(db: &mut Conn, request: &Request) -> sqlx::Result<u64> {
    let Request { at, method, target, headers, body, verdict, status, answer, .. } = request;
    let id: i64 = scalar!(
        db,
        "insert into requests (at, method, target, headers, body, verdict, status, answer)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        [at, method, target, headers, body, verdict, status, answer]
    )?;
    execute!(db, "delete from requests where id <= $1", [id - MOST])
}

/// The newest first, those before `before` if it is given.
pub async fn list(db: &mut Conn, before: Option<i64>, limit: i64) -> sqlx::Result<Vec<Request>> {
    all!(
        db,
        "select * from requests where id < coalesce($1, 9223372036854775807) order by id desc limit $2",
        [before, limit]
    )
}

pub async fn by_id(db: &mut Conn, id: i64) -> sqlx::Result<Option<Request>> {
    optional!(db, "select * from requests where id = $1", [id])
}
