//! The walk of the read API: by the time of the last change.

use super::{Conn, Result, businesses::Business};
use domain::{Millis, ids::BusinessId, kyb::State};

/// From `after.0` on; with an id from behind that row.
pub async fn page(
    db: &mut Conn,
    state: Option<State>,
    after: (Millis, Option<BusinessId>),
    limit: i64,
) -> Result<Vec<Business>> {
    let (at, id) = after;
    compose!(fetch_all, db, |q| {
        q.push("select * from businesses where updated_at >= ").push_bind(at);
        if let Some(id) = id {
            q.push(" and (updated_at > ").push_bind(at).push(" or id > ").push_bind(id).push(")");
        }
        if let Some(state) = state {
            q.push(" and state = ").push_bind(state);
        }
        q.push(" order by updated_at, id limit ").push_bind(limit);
    })
    .await
}
