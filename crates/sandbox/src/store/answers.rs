//! The answers given under each Request-Id. Source: CONTRACT §9.5.

use domain::Millis;

use super::Conn;

#[derive(sqlx::FromRow)]
pub struct Kept {
    pub digest: String,
    pub body: String,
    pub failures_left: i64,
}

pub async fn find(db: &mut Conn, request_id: &str, newer_than: Millis) -> sqlx::Result<Option<Kept>> {
    optional!(
        db,
        "select digest, body, failures_left from answers where request_id = $1 and kept_at > $2",
        [request_id, newer_than.0]
    )
}

/// Keeps an answer, in place of one whose time is over.
pub async fn keep(
    db: &mut Conn,
    request_id: &str,
    digest: &str,
    (status, body): (u16, &str),
    failures_left: i64,
    at: Millis,
) -> sqlx::Result<u64> {
    execute!(
        db,
        "insert or replace into answers (request_id, digest, status, body, failures_left, kept_at)
         values ($1, $2, $3, $4, $5, $6)",
        [request_id, digest, status, body, failures_left, at.0]
    )
}

pub async fn count_failure(db: &mut Conn, request_id: &str) -> sqlx::Result<u64> {
    execute!(db, "update answers set failures_left = failures_left - 1 where request_id = $1", [request_id])
}
