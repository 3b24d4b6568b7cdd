//! Measures five thousand open streams on one instance: what they weigh, what they cost a callback, and how soon they
//! and a browser's page know of one.

use crate::{
    callbacks::flood,
    line,
    process::Process,
    sample::{self, both, call, ms, paced, percentile, took},
    streams::Streams,
};
use doku::Clock;
use domain::ids::BusinessId;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tokio::sync::mpsc;

const STREAMS: u64 = 5_000;
/// Reports a second, each on another business.
const PER_SECOND: u64 = 100;
const REPORTS: u64 = 1_500;
/// Changes of one open page.
const CHANGES: u64 = 100;
/// A time longer than the pause between two beats, so that each stream has spoken.
const BEAT: Duration = Duration::from_secs(17);

pub async fn measure(process: &Process) {
    let cookie = sample::seed(process).await;
    // Code and buffers that every later callback uses are not the streams' weight.
    paced(&process.http, &process.base, 900_000..900_400, PER_SECOND, |n| n % 40).await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    let (before, _) = process.memory();
    let streams = Streams::open(&process.base, &cookie, STREAMS, sample::BUSINESSES).await;
    tokio::time::sleep(BEAT).await;
    let each = process.memory().0.saturating_sub(before) as f64 / STREAMS as f64 / 1e3;
    line("memory of an open stream, 5,000 open", &format!("{each:.1} kB"), "<= 20 kB", each <= 20.0);

    streams.forget();
    let calls = paced(&process.http, &process.base, 0..REPORTS, PER_SECOND, |n| n).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let (nudges, missed) = streams.after(&calls);
    let p99 = percentile(&took(&calls), 99);
    let holds = p99 < Duration::from_millis(100);
    line("callback acknowledged at 100/s with them, p99", &format!("{:.1} ms", ms(p99)), "< 100 ms", holds);
    line("  acknowledgement to nudge, p50, p99", &both(&nudges), "", true);
    line("  streams that heard nothing", &missed.to_string(), "0", missed == 0);
    // The owner of five thousand businesses may not begin another.
    page(process, &process.sign_up("page@warung.example").await).await;
    let (rate, all) = flood(process, 10_000).await;
    line("callbacks acknowledged with them, eight at a time", &format!("{rate:.0} /s"), "", true);
    line("  p50, p99 meanwhile", &both(&all), "", true);
}

/// Measures the time from the acknowledgement to the change of an open page in Chromium.
async fn page(process: &Process, cookie: &str) {
    const NUMBER: u64 = 900_000;
    let id: BusinessId = process.business(cookie).await.parse().unwrap();
    let store = process.store().await;
    let mut tx = store.begin().await.unwrap();
    sample::register(&mut tx, id, NUMBER).await;
    tx.commit().await.unwrap();
    store.close().await;
    let mut browser = Browser::open(&process.base, cookie, &format!("/businesses/{id}"));
    browser.next().await;
    let clock = Clock::wall();
    let mut times = Vec::new();
    for n in 0..CHANGES {
        browser.forget();
        let (number, note) = (1_000_000 + n, format!("Catatan {n}"));
        call(&process.http, &process.base, number, NUMBER, "BUSINESS_BANK", "REJECTED", Some(&note)).await;
        let acknowledged = clock.now();
        let changed = browser.next().await;
        times.push(Duration::from_millis(changed.saturating_sub(acknowledged.0).unsigned_abs()));
        tokio::time::sleep(Duration::from_millis(40 + n % 7 * 10)).await;
    }
    let holds = percentile(&times, 99) <= Duration::from_secs(2);
    line("  acknowledgement to the page in Chromium, p50, p99", &both(&times), "<= 2 s", holds);
}

/// Chromium with one page, by a script beside this file. It says when the page is awake, and when it changes.
struct Browser {
    child: Child,
    said: mpsc::UnboundedReceiver<i64>,
}

impl Browser {
    fn open(base: &str, cookie: &str, path: &str) -> Self {
        let here = env!("CARGO_MANIFEST_DIR");
        let mut child = Command::new("node")
            .arg(format!("{here}/benches/serambi/page.mjs"))
            .args([base, cookie, path])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (say, said) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let _ = say.send(line.parse().unwrap());
            }
        });
        Self { child, said }
    }

    /// Milliseconds since 1970.
    async fn next(&mut self) -> i64 {
        tokio::time::timeout(Duration::from_secs(30), self.said.recv()).await.unwrap().unwrap()
    }

    fn forget(&mut self) {
        while self.said.try_recv().is_ok() {}
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It closes Chromium when its input or its life ends.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
