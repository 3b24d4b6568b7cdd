//! Numbers, measured in one run and printed as ratios where machines differ. `cargo xtask bench` starts it; it drives the
//! real binary over HTTP, with the sandbox in this process so that DOKU's memory is not counted as ours.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench may stop, and prints")]

mod callbacks;
mod pages;
mod process;
mod uploads;

use process::Process;

#[tokio::main]
async fn main() {
    // `cargo test --benches` must not measure.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    #[expect(clippy::disallowed_methods, reason = "xtask tells where the throw-away server listens")]
    let postgres = std::env::var("TEST_POSTGRES").ok();
    println!("\nSQLite, synchronous=FULL");
    let sqlite = Process::start(None).await;
    pages::measure(&sqlite).await;
    uploads::measure(&sqlite).await;
    callbacks::measure(&sqlite).await;
    sqlite.stop().await;
    if let Some(server) = postgres {
        println!("\nPostgreSQL");
        let process = Process::start(Some(&server)).await;
        callbacks::measure(&process).await;
        process.stop().await;
    }
}

/// Prints a figure beside its budget.
fn line(name: &str, figure: &str, budget: &str, holds: bool) {
    println!("  {name:<58} {figure:>16}   {budget:<12} {}", if holds { "ok" } else { "OVER" });
}
