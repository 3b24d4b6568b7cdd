//! The newest calls that came in.

use sqlx::types::Json;

use super::Conn;

/// The number of calls that are kept.
pub const MOST: i64 = 500;

#[derive(Clone, sqlx::FromRow, serde::Serialize)]
pub struct Request {
    pub id: i64,
    pub at: i64,
    pub method: String,
    /// The path and the query.
    pub target: String,
    pub headers: Json<Vec<(String, String)>>,
    pub body: String,
    /// The gate's answer.
    pub verdict: String,
    pub status: Option<i64>,
    /// The body of a refusal.
    pub answer: String,
}

/// Inserts a call, ignoring its `id`, and drops the oldest one beyond `MOST`.
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

/// Lists calls, newest first, from those before `before` if it is given.
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
