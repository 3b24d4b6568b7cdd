//! Two instances on one PostgreSQL: the first runs the jobs, streams are open at both.

use crate::{
    line,
    process::Process,
    sample::{self, both, paced},
    streams::Streams,
};
use std::time::Duration;

const STREAMS: u64 = 500;
const PER_SECOND: u64 = 50;

pub async fn measure(process: &Process) {
    let cookie = sample::seed(process).await;
    let beside = process.beside().await;
    let here = Streams::open(&process.base, &cookie, STREAMS, STREAMS).await;
    let there = Streams::open(&beside.base, &cookie, STREAMS, STREAMS).await;
    for (n, (told, base)) in [("the worker's", &process.base), ("the other", &beside.base)].into_iter().enumerate() {
        here.forget();
        there.forget();
        let first = n as u64 * STREAMS;
        let calls = paced(&process.http, base, first..first + STREAMS, PER_SECOND, |n| n % STREAMS).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        for (place, streams) in [("the worker's", &here), ("the other", &there)] {
            let (times, missed) = streams.after(&calls);
            line(&format!("callback at {told} instance, nudge at {place}, p50, p99"), &both(&times), "", true);
            line("  streams that heard nothing", &missed.to_string(), "0", missed == 0);
        }
    }
    beside.stop();
}
