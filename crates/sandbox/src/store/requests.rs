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
pub async fn insert(db: &mut Conn, request: &Request) -> sqlx::Result<()> {
    let id: i64 = sqlx::query_scalar(
        "insert into requests (at, method, target, headers, body, verdict, status, answer)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
    )
    .bind(request.at)
    .bind(&request.method)
    .bind(&request.target)
    .bind(&request.headers)
    .bind(&request.body)
    .bind(&request.verdict)
    .bind(request.status)
    .bind(&request.answer)
    .fetch_one(&mut *db)
    .await?;
    sqlx::query("delete from requests where id <= $1").bind(id - MOST).execute(db).await?;
    Ok(())
}

/// The newest first, those before `before` if it is given.
pub async fn list(db: &mut Conn, before: Option<i64>, limit: i64) -> sqlx::Result<Vec<Request>> {
    sqlx::query_as("select * from requests where id < coalesce($1, 9223372036854775807) order by id desc limit $2")
        .bind(before)
        .bind(limit)
        .fetch_all(db)
        .await
}

pub async fn by_id(db: &mut Conn, id: i64) -> sqlx::Result<Option<Request>> {
    sqlx::query_as("select * from requests where id = $1").bind(id).fetch_optional(db).await
}
