//! What was answered under a Request-Id. Source: CONTRACT §9.5.

use domain::Millis;

use super::Conn;

#[derive(sqlx::FromRow)]
pub struct Kept {
    pub digest: String,
    pub body: String,
    pub failures_left: i64,
}

pub async fn find(db: &mut Conn, request_id: &str, newer_than: Millis) -> sqlx::Result<Option<Kept>> {
    sqlx::query_as("select digest, body, failures_left from answers where request_id = $1 and kept_at > $2")
        .bind(request_id)
        .bind(newer_than.0)
        .fetch_optional(db)
        .await
}

/// Replaces an answer whose time is over.
pub async fn keep(
    db: &mut Conn,
    request_id: &str,
    digest: &str,
    (status, body): (u16, &str),
    failures_left: i64,
    at: Millis,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert or replace into answers (request_id, digest, status, body, failures_left, kept_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(request_id)
    .bind(digest)
    .bind(status)
    .bind(body)
    .bind(failures_left)
    .bind(at.0)
    .execute(db)
    .await?;
    Ok(())
}

pub async fn count_failure(db: &mut Conn, request_id: &str) -> sqlx::Result<()> {
    sqlx::query("update answers set failures_left = failures_left - 1 where request_id = $1")
        .bind(request_id)
        .execute(db)
        .await?;
    Ok(())
}
