use super::{Conn, Result, macros::push_in};
use domain::{Cursor, Millis, ids::FactId};

/// One call to DOKU, for admins: no body, no query, no header but the Request-Id.
#[derive(sqlx::FromRow)]
pub struct Exchange {
    pub id: FactId,
    pub method: String,
    pub path: String,
    pub status: Option<i64>,
    pub took_ms: i64,
    pub request_id: String,
    pub at: Millis,
    /// The number among the calls with its Request-Id, from 1; `insert` sets it.
    pub attempt: i64,
}

pub async fn insert(db: &mut Conn, id: FactId, e: &doku::Exchange) -> Result<()> {
    execute!(
        db,
        "insert into exchanges (id, method, path, status, took_ms, request_id, at, attempt)
        values ($1, $2, $3, $4, $5, $6, $7, 1 + (select count(*) from exchanges where request_id = $6))",
        id,
        &e.method,
        &e.path,
        e.status.map(i64::from),
        i64::try_from(e.ms).unwrap_or(i64::MAX),
        &e.request_id,
        e.at
    )
    .await
}

/// Returns a page by keyset, the newest first; of one Request-Id, or of all.
pub async fn page(
    db: &mut Conn,
    request_id: Option<&str>,
    after: Option<Cursor<FactId>>,
    limit: i64,
) -> Result<Vec<Exchange>> {
    compose!(fetch_all, db, |q| {
        q.push("select * from exchanges where 1 = 1");
        if let Some(request_id) = request_id {
            q.push(" and request_id = ").push_bind(request_id);
        }
        if let Some(Cursor { at, id }) = after {
            q.push(" and (at, id) < (").push_bind(at).push(", ").push_bind(id).push(")");
        }
        q.push(" order by at desc, id desc limit ").push_bind(limit);
    })
    .await
}

/// Returns the newest exchanges of each Request-Id.
pub async fn newest_of(db: &mut Conn, request_ids: &[&str], each: i64) -> Result<Vec<Exchange>> {
    if request_ids.is_empty() {
        return Ok(Vec::new());
    }
    compose!(fetch_all, db, |q| {
        q.push("select * from (select exchanges.*, row_number() over (partition by request_id order by at desc, id desc) as place");
        q.push(" from exchanges where request_id");
        push_in(&mut q, request_ids);
        q.push(") placed where place <= ").push_bind(each).push(" order by at desc, id desc");
    })
    .await
}
