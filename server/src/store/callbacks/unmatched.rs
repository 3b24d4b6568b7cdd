//! Callbacks that nobody has matched to a business yet.

use super::{Callback, CallbackProblem, PAGE, Status};
use crate::store::{Conn, Result, macros::push_in};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};
use std::collections::BTreeSet;

/// Returns unmatched callbacks: so many of the oldest and so many of the newest. New ones do not wait behind orphans,
/// however many of those are tried again.
pub async fn unmatched(db: &mut Conn, limit: i64) -> Result<Vec<Callback>> {
    let mut found: Vec<Callback> = fetch_all!(db, "select * from callbacks where status = 'new' and about is null
        order by received_at, id limit " {limit})
    .await?;
    let newest: Vec<Callback> = fetch_all!(db, "select * from callbacks where status = 'new' and about is null
        order by received_at desc, id desc limit " {limit})
    .await?;
    let known: BTreeSet<FactId> = found.iter().map(|callback| callback.id).collect();
    found.extend(newest.into_iter().filter(|callback| !known.contains(&callback.id)));
    Ok(found)
}

pub async fn set_about(db: &mut Conn, business: BusinessId, ids: &[FactId]) -> Result<u64> {
    compose!(execute, db, |q| {
        q.push("update callbacks set about = ").push_bind(business);
        q.push(" where status = 'new' and about is null and id");
        push_in(&mut q, ids);
    })
    .await
}

/// Records that it is about nobody whom we know.
pub async fn set_unmatched(db: &mut Conn, id: FactId, status: Status, problem: Option<CallbackProblem>) -> Result<()> {
    update!(db, callbacks { status, problem } where { id }, "status = 'new' and about is null").await
}

/// Makes orphans new again, so that they are matched once more.
pub async fn retry_orphans(db: &mut Conn, since: Millis) -> Result<u64> {
    execute!(db, "update callbacks set status = 'new' where status = 'orphan' and received_at >= " {since}).await
}

/// Makes one orphan new again.
pub async fn retry_orphan(db: &mut Conn, id: FactId) -> Result<()> {
    update!(db, callbacks { status: Status::New } where { id }, "status = 'orphan'").await
}

/// Returns a page of those that match no business, by id.
pub async fn unmatched_after(db: &mut Conn, after: FactId) -> Result<Vec<Callback>> {
    fetch_all!(db, "select * from callbacks where id > $1 and business_id is null and status in ('orphan', 'flagged') order by id limit $2", after, PAGE).await
}
