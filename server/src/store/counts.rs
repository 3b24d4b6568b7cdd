//! Counts of businesses per tab: the sum of changes, which triggers write in the transaction that moves a business.

use super::{Conn, Result};
use domain::{Millis, kyb::State};
use std::collections::BTreeMap;

/// The counts by state; `None` counts the troubled ones.
pub type Counts = BTreeMap<Option<State>, i64>;

pub async fn all(db: &mut Conn) -> Result<Counts> {
    let rows: Vec<(Option<State>, i64)> =
        fetch_all!(db, "select state, cast(sum(change) as bigint) from business_counts group by state").await?;
    Ok(rows.into_iter().collect())
}

/// Counts businesses whose promised time is over: no change marks that, so they are counted, up to `most` by each
/// clock.
pub async fn late(db: &mut Conn, now: Millis, most: i64) -> Result<i64> {
    compose!(query_scalar fetch_one, db, |q| {
        q.push("select count(*) from (");
        for (n, (due, and)) in super::queue::DUE.iter().enumerate() {
            q.push(if n == 0 { "select * from (" } else { " union all select * from (" });
            q.push(format!("select {due} from businesses where {and}{due} <= ")).push_bind(now);
            q.push(format!(" order by {due} limit ")).push(most).push(format!(") due_{n}"));
        }
        q.push(") late");
    })
    .await
}

pub async fn changes(db: &mut Conn) -> Result<i64> {
    value!(db, "select count(*) from business_counts").await
}

/// Replaces changes by one for each state, and returns how many were taken. Two instances never take the same ones, and
/// a transaction that moves a business never waits.
pub async fn fold(db: &mut Conn, most: i64) -> Result<usize> {
    let taken: Vec<(Option<State>, i64)> = fetch_all!(db, "delete from business_counts
        where id in (select id from business_counts order by id limit " {most} [pg " for update skip locked"] ")
        returning state, change")
    .await?;
    let mut sums = Counts::new();
    for (state, change) in &taken {
        *sums.entry(*state).or_default() += change;
    }
    for (state, change) in sums.into_iter().filter(|(_, change)| *change != 0) {
        add(db, state, change).await?;
    }
    Ok(taken.len())
}

/// Returns what the sums lack, counted and summed at one moment. Reads every business.
pub async fn lacking(db: &mut Conn) -> Result<Counts> {
    let rows: Vec<(Option<State>, i64)> = compose!(fetch_all, db, |q| {
        q.push("select state, cast(sum(change) as bigint) from (select state, count(*) as change from businesses group by state");
        q.push(" union all select null, count(*) from businesses where ").push(super::queue::TROUBLED);
        q.push(" union all select state, -change from business_counts) every group by state having sum(change) <> 0");
    })
    .await?;
    Ok(rows.into_iter().collect())
}

pub async fn add(db: &mut Conn, state: Option<State>, change: i64) -> Result<()> {
    insert!(db, business_counts { state, change }).await
}
