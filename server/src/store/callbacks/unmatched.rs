//! Callbacks of which nobody has found yet whom they are about.

use super::{Callback, PAGE, Problem, Status};
use crate::store::{Conn, Result, macros::push_in};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};
use std::collections::BTreeSet;

/// Of which nobody has found whom they are about: so many of the oldest and so many of the newest. However many orphans are looked
/// at once more, what comes now does not wait behind them.
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

/// One that is about nobody whom we know.
pub async fn set_unmatched(db: &mut Conn, id: FactId, status: Status, problem: Option<Problem>) -> Result<()> {
    update!(db, callbacks { status, problem } where { id }, "status = 'new' and about is null").await
}

/// A net: they are looked at once more.
pub async fn retry_orphans(db: &mut Conn, since: Millis) -> Result<u64> {
    execute!(db, "update callbacks set status = 'new' where status = 'orphan' and received_at >= " {since}).await
}

/// One that still belongs to nobody is looked at once more.
pub async fn retry_orphan(db: &mut Conn, id: FactId) -> Result<()> {
    update!(db, callbacks { status: Status::New } where { id }, "status = 'orphan'").await
}

/// A page of those that belong to nobody, by id.
pub async fn unmatched_after(db: &mut Conn, after: FactId) -> Result<Vec<Callback>> {
    fetch_all!(db, "select * from callbacks where id > $1 and business_id is null and status in ('orphan', 'flagged') order by id limit $2", after, PAGE).await
}
