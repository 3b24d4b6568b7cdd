//! Lenient readings, counted by call, rule and place.

use domain::Millis;

use super::Conn;
use crate::leniency::Reading;

#[derive(Clone, sqlx::FromRow, serde::Serialize)]
pub struct Warning {
    /// The call without its id: `PUT /business/{id}`.
    pub call: String,
    pub rule: String,
    pub place: String,
    /// The Request-Id of the newest such call.
    pub request_id: String,
    /// True when the strict sandbox refused it.
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
) -> sqlx::Result<u64> {
    execute!(
        db,
        "insert into warnings (call, rule, place, request_id, refused, first_at, last_at)
         values ($1, $2, $3, $4, $5, $6, $6)
         on conflict (call, rule, place, refused)
         do update set times = times + 1, last_at = excluded.last_at, request_id = excluded.request_id",
        [call, reading.rule.as_str(), &reading.place, request_id, refused, at.0]
    )
}

/// Lists warnings, newest first.
pub async fn list(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Warning>> {
    all!(
        db,
        "select call, rule, place, request_id, refused, times, first_at, last_at from warnings order by last_at desc, id desc limit $1",
        [limit]
    )
}

pub async fn clear(db: &mut Conn) -> sqlx::Result<u64> {
    execute!(db, "delete from warnings")
}
