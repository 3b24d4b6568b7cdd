//! Measures how fast callbacks are acknowledged: at 200 a second, and as fast as they go, against plain committed
//! inserts into the same kind of database in the same run. Then it measures how fast they are projected.

use crate::{
    line,
    process::{CLIENT_ID, Process},
    sample::{BUSINESSES, both, ms, paced, percentile, report, seed, took},
};
use domain::{Millis, ids::FactId};
use server::{
    random::Chance,
    store::{
        Store,
        callbacks::{self, Callback, Status},
    },
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use uuid::Uuid;

const TASKS: usize = 8;
const PACED_PER_SECOND: u64 = 200;
const SECONDS: u64 = 10;

pub async fn measure(process: &Process) {
    seed(process).await;
    // DOKU reports on ten entities of one business in a row, then on the next business.
    let in_rows = |n| n / 10 % BUSINESSES;
    let calls = 0..PACED_PER_SECOND * SECONDS;
    let paced = took(&paced(&process.http, &process.base, calls, PACED_PER_SECOND, in_rows).await);
    let p99 = percentile(&paced, 99);
    line("callback acknowledged at 200/s, p50", &format!("{:.1} ms", ms(percentile(&paced, 50))), "", true);
    let holds = p99 < Duration::from_millis(100);
    line("callback acknowledged at 200/s, p99", &format!("{:.1} ms", ms(p99)), "< 100 ms", holds);
    let plain = plain_inserts(&process.plain_url).await;
    let (rate, all) = flood(process, 10_000).await;
    let ratio = rate / plain;
    line("callbacks acknowledged, eight at a time", &format!("{rate:.0} /s"), "", true);
    line("  p50, p99 meanwhile", &both(&all), "", true);
    line("plain committed inserts, eight at a time", &format!("{plain:.0} /s"), "", true);
    line("  ratio", &format!("{ratio:.2}"), ">= 0.5", ratio >= 0.5);
    projection(process).await;
}

/// Sends as fast as eight senders go, and returns the number per second and how long each took.
pub async fn flood(process: &Process, first: u64) -> (f64, Vec<Duration>) {
    let next = AtomicU64::new(first);
    let began = Instant::now();
    let until = began + Duration::from_secs(SECONDS);
    let tasks = (0..TASKS).map(|_| async {
        let mut times = Vec::new();
        while Instant::now() < until {
            let (began, n) = (Instant::now(), next.fetch_add(1, Ordering::Relaxed));
            times.push(report(&process.http, &process.base, n, n / 10 % BUSINESSES).await - began);
        }
        times
    });
    let all: Vec<Duration> = futures::future::join_all(tasks).await.concat();
    (all.len() as f64 / began.elapsed().as_secs_f64(), all)
}

/// Measures how fast the callbacks that the flood left are read, matched and folded, while nothing else asks for the
/// database.
async fn projection(process: &Process) {
    let store = process.store().await;
    let left = async || callbacks::count(&mut store.read().await.unwrap(), Status::New).await.unwrap();
    let (before, began) = (left().await, Instant::now());
    let mut after = before;
    while after > 0 && began.elapsed() < Duration::from_secs(SECONDS) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        after = left().await;
    }
    let rate = (before - after) as f64 / began.elapsed().as_secs_f64();
    line("callbacks projected", &format!("{rate:.0} facts/s"), "", true);
    store.close().await;
}

/// Inserts the same row, one transaction each, and does nothing else.
async fn plain_inserts(url: &str) -> f64 {
    let store = Store::open(url, &Chance::System).await.unwrap();
    let count = Arc::new(AtomicU64::new(0));
    let until = Instant::now() + Duration::from_secs(SECONDS);
    let began = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let (store, count) = (store.clone(), count.clone());
            tokio::spawn(async move {
                while Instant::now() < until {
                    let row = plain(count.fetch_add(1, Ordering::Relaxed));
                    let mut tx = store.begin().await.unwrap();
                    callbacks::insert(&mut tx, &[row]).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let rate = count.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
    store.close().await;
    rate
}

/// Returns a stored callback of the usual length.
pub fn plain(n: u64) -> Callback {
    Callback {
        id: FactId::new(Uuid::from_u128(u128::from(n))),
        client_id: CLIENT_ID.into(),
        request_id: format!("plain-{n}"),
        received_at: Millis(1),
        sent_at: Millis(1),
        headers: vec![1; 260],
        body: vec![2; 300],
        digest: Some(vec![3; 32]),
        other_body: false,
        no_later_than: None,
        deliveries: 1,
        status: Status::New,
        problem: None,
        business_id: None,
        about: None,
    }
}
