use super::{Conn, Result};
use domain::{Millis, ids::FactId};

/// One call to DOKU, for admins: no body, no query, no header but the Request-Id.
pub struct Exchange {
    pub id: FactId,
    pub method: String,
    pub path: String,
    pub status: Option<i64>,
    pub took_ms: i64,
    pub request_id: String,
    pub at: Millis,
}

pub async fn insert(db: &mut Conn, e: &Exchange) -> Result<()> {
    execute!(
        db,
        "insert into exchanges (id, method, path, status, took_ms, request_id, at) values ($1, $2, $3, $4, $5, $6, $7)",
        e.id,
        &e.method,
        &e.path,
        e.status,
        e.took_ms,
        &e.request_id,
        e.at
    )
    .await
    .map(drop)
}

pub async fn purge(db: &mut Conn, before: Millis) -> Result<u64> {
    execute!(db, "delete from exchanges where at < $1", before).await
}
