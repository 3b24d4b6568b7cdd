//! Lenient readings, counted by call, rule and place.

use domain::Millis;

use super::Conn;
use crate::leniency::Reading;

#[derive(Clone, sqlx::FromRow, serde::Serialize)]
pub struct Warning {
    /// `PUT /business/{id}`.
    pub call: String,
    pub rule: String,
    pub place: String,
    /// Of the newest such call.
    pub request_id: String,
    /// The strict sandbox refused it.
    pub refused: bool,
    pub times: i64,
    pub first_at: i64,
    pub last_at: i64,
}

pub async fn note(
    db: &mut Conn,
    (call, request_id): (&str, &str),
    reading: &Reading,
    refused: bool,
    at: Millis,
) -> sqlx::Result<()> {
    sqlx::query(
        "insert into warnings (call, rule, place, request_id, refused, first_at, last_at) values ($1, $2, $3, $4, $5, $6, $6)
         on conflict (call, rule, place, refused)
         do update set times = times + 1, last_at = excluded.last_at, request_id = excluded.request_id",
    )
    .bind(call)
    .bind(reading.rule.name())
    .bind(&reading.place)
    .bind(request_id)
    .bind(refused)
    .bind(at.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The newest first.
pub async fn list(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Warning>> {
    sqlx::query_as("select call, rule, place, request_id, refused, times, first_at, last_at from warnings order by last_at desc, id desc limit $1").bind(limit).fetch_all(db).await
}

pub async fn clear(db: &mut Conn) -> sqlx::Result<()> {
    sqlx::query("delete from warnings").execute(db).await?;
    Ok(())
}
