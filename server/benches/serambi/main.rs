//! Numbers, measured in one run and printed as ratios where machines differ. `cargo xtask bench` starts it; it drives
//! the real binary over HTTP, with the sandbox in this process so that DOKU's memory is not counted as ours. One part
//! alone: `cargo bench -p server --bench serambi -- live`; `lists --million` fills a million.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench may stop, and prints")]

mod callbacks;
mod cpu;
#[path = "../../tests/usual/crowd.rs"]
mod crowd;
mod instances;
mod lists;
mod live;
mod million;
mod pages;
mod process;
mod sample;
mod streams;
mod uploads;

use process::Process;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` must not measure.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let parts: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let with_a_million = arguments.iter().any(|argument| argument == "--million");
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| *wanted == part);
    #[expect(clippy::disallowed_methods, reason = "xtask tells where the throw-away server listens")]
    let postgres = std::env::var("TEST_POSTGRES").ok();
    println!("\nSQLite, synchronous=FULL");
    if wanted("pages") {
        on(None, async |process| pages::measure(process).await).await;
        cpu::measure().await;
    }
    if wanted("uploads") {
        on(None, async |process| uploads::measure(process).await).await;
    }
    everywhere(None, &wanted, with_a_million).await;
    if let Some(server) = &postgres {
        println!("\nPostgreSQL");
        everywhere(Some(server), &wanted, with_a_million).await;
        if wanted("instances") {
            on(Some(server), async |process| instances::measure(process).await).await;
        }
    }
}

/// Measures what is measured on both databases.
async fn everywhere(server: Option<&str>, wanted: &impl Fn(&str) -> bool, with_a_million: bool) {
    if wanted("callbacks") {
        on(server, async |process| callbacks::measure(process).await).await;
    }
    if wanted("live") {
        on(server, async |process| live::measure(process).await).await;
    }
    if wanted("lists") {
        on(server, async |process| lists::measure(process, with_a_million).await).await;
    }
    if wanted("million") {
        let (empty, full) = (Process::start(server, "empty").await, Process::start(server, "full").await);
        million::measure(&empty, &full).await;
        empty.stop().await;
        full.stop().await;
    }
}

/// Starts a server and a database for one part: each has its own.
async fn on(server: Option<&str>, measure: impl AsyncFnOnce(&Process)) {
    let process = Process::start(server, "one").await;
    measure(&process).await;
    process.stop().await;
}

/// Prints a figure beside its budget.
fn line(name: &str, figure: &str, budget: &str, holds: bool) {
    println!("  {name:<66} {figure:>18}   {budget:<10} {}", if holds { "ok" } else { "OVER" });
}
