//! Measures what a million stored callbacks cost the next one: two servers in the same run, one with an empty table,
//! measured in turn.

use crate::{
    callbacks::plain,
    line,
    process::Process,
    sample::{self, BUSINESSES, both, ms, paced, percentile, took},
};
use domain::{Millis, ids::FactId};
use server::store::{
    Store,
    callbacks::{self, Callback, Status},
};
use sha2::{Digest, Sha256};
use std::time::Duration;
use uuid::Uuid;

/// A tenth first, to tell how it grows.
const TENTH: u64 = 100_000;
const ALL: u64 = 1_000_000;
const PER_STATEMENT: u64 = 500;
const STATEMENTS: u64 = 20;
const ROUNDS: u64 = 5;
const PER_SECOND: u64 = 100;
const PER_ROUND: u64 = 400;

pub async fn measure(empty: &Process, full: &Process) {
    for process in [empty, full] {
        sample::seed(process).await;
    }
    let store = full.store().await;
    fill(&store, 0..TENTH).await;
    let (few_empty, few) = compare(empty, full, 0).await;
    fill(&store, TENTH..ALL).await;
    let (many_empty, many) = compare(empty, full, 1).await;
    store.close().await;
    let ratio = |full: &[Duration], empty: &[Duration]| ms(percentile(full, 99)) / ms(percentile(empty, 99));
    let (tenth, all) = (ratio(&few, &few_empty), ratio(&many, &many_empty));
    line("callback acknowledged, empty table, p50, p99", &both(&many_empty), "", true);
    line("callback acknowledged, a million stored, p50, p99", &both(&many), "", true);
    line("  p99 of 100,000 to an empty table", &format!("{tenth:.2}"), "", true);
    line("  p99 of a million to an empty table", &format!("{all:.2}"), "<= 1.5", all <= 1.5);
    // Each ten times as many rows make an index deeper by the same part of a page, and nothing else grows.
    line("  and of ten million, if it grows on like this", &format!("{:.2}", all + (all - tenth).max(0.0)), "", true);
}

/// Measures both in turn, so that whatever else this machine does meets both.
async fn compare(empty: &Process, full: &Process, run: u64) -> (Vec<Duration>, Vec<Duration>) {
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let first = (run * ROUNDS + round) * PER_ROUND;
        for (process, times) in [(empty, &mut without), (full, &mut with)] {
            let numbers = first..first + PER_ROUND;
            times.extend(took(&paced(&process.http, &process.base, numbers, PER_SECOND, |n| n % BUSINESSES).await));
            // The work that this left to the workers is not the other's burden.
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
    (without, with)
}

async fn fill(store: &Store, numbers: std::ops::Range<u64>) {
    for start in numbers.clone().step_by((PER_STATEMENT * STATEMENTS) as usize) {
        let mut tx = store.begin().await.unwrap();
        for first in (start..start + PER_STATEMENT * STATEMENTS).step_by(PER_STATEMENT as usize) {
            let rows: Vec<Callback> = (first..first + PER_STATEMENT).map(stored).collect();
            callbacks::insert(&mut tx, &rows).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    if store.is_one_process() {
        let mut db = store.begin().await.unwrap();
        let () = server::execute!(&mut db, "analyze").await.unwrap();
        return db.commit().await.unwrap();
    }
    // A million rows come over months: what PostgreSQL has to clean up after so many in a minute is no part of their
    // weight.
    let mut db = store.read().await.unwrap();
    let () = server::execute!(&mut db, "vacuum (analyze) callbacks").await.unwrap();
    let () = server::execute!(&mut db, "checkpoint").await.unwrap();
}

/// Returns a callback as it stands in the table for good: projected, under an id that grows with time and a Request-Id
/// that does not.
fn stored(n: u64) -> Callback {
    let at = Millis(1_700_000_000_000 + i64::try_from(n).unwrap() * 1_000);
    let chance: [u8; 32] = Sha256::digest(n.to_le_bytes()).into();
    let chance: &[u8; 10] = chance.first_chunk().unwrap();
    let id = uuid::Builder::from_unix_timestamp_millis(at.0.unsigned_abs(), chance).into_uuid();
    Callback {
        id: FactId::new(id),
        request_id: Uuid::from_u128(u128::from_le_bytes([chance.as_slice(), &[0; 6]].concat().try_into().unwrap()))
            .to_string(),
        received_at: at,
        sent_at: at,
        status: Status::Projected,
        business_id: Some(sample::business(n % BUSINESSES)),
        ..plain(n)
    }
}
