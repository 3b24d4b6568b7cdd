//! `cargo xtask test`: everything that proves the app, and one line that counts it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{ExitCode, Stdio};

use crate::count::Count;
use crate::postgres::{Durability, Postgres};
use crate::server::{self, Profile};
use crate::sh::{Result, While, at, cargo, command, step};
use crate::{check, install, site};

/// Which parts run.
#[derive(Clone, Copy)]
pub struct Parts {
    check: bool,
    rust: bool,
    browser: bool,
}

impl Parts {
    pub const ALL: Self = Self { check: true, rust: true, browser: true };
    pub const RUST: Self = Self { check: false, rust: true, browser: false };
    pub const BROWSER: Self = Self { check: false, rust: false, browser: true };
}

/// Runs the parts. The last line is `N passed, M failed`; whatever else went wrong counts as one failure each.
pub fn run(parts: Parts) -> ExitCode {
    let mut total = Count::default();
    let mut sentences = Vec::new();
    let mut add = |name: &str, counted: Result<Count>| {
        let count = counted.unwrap_or_else(|sentence| {
            sentences.push(format!("{name}: {sentence}"));
            Count::FAILURE
        });
        println!("── {name}: {} passed, {} failed, {} skipped", count.passed, count.failed, count.skipped);
        total += count;
    };
    // First, so that the islands of the tests are optimised like those that people get.
    let browser_ready = if parts.browser { install::browser() } else { Ok(()) };
    if parts.check {
        let failures = check::failures();
        add("check", Ok(Count { failed: failures.len() as u64, ..Count::default() }));
    }
    match site::build() {
        Err(sentence) => add("site", Err(sentence)),
        Ok(()) => {
            if parts.rust {
                add("Rust tests", rust());
            }
            if parts.browser {
                add("browser tests", browser_ready.and_then(|()| browser()));
            }
        }
    }
    for sentence in sentences {
        eprintln!("xtask: {sentence}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Every crate but `frontend`, which exists for the browser only; its tests are those of Playwright.
fn rust() -> Result<Count> {
    install::postgresql()?;
    let postgres = Postgres::start(Durability::None)?;
    step("Rust tests, SQLite and PostgreSQL", || {
        let mut test = cargo(&["test", "--no-fail-fast"]);
        test.env("TEST_POSTGRES", postgres.url()).stdout(Stdio::piped());
        let mut running = test.spawn().or_say("cannot run cargo test")?;
        let output = running.stdout.take().expect("its output is piped");
        let mut count = Count::default();
        for line in BufReader::new(output).lines() {
            let line = line.or_say("what cargo test prints is not text")?;
            println!("{line}");
            count += Count::of_rust_line(&line);
        }
        let status = running.wait().or_say("cargo test")?;
        Ok(count.or_failure(status.success()))
    })
}

/// Playwright, once with scripts and once without: two projects of its configuration.
fn browser() -> Result<Count> {
    server::binary(Profile::Dev)?;
    let report = at("end2end/test-results/report.json");
    // An old report must not be counted when Playwright does not come so far as to write one.
    let _ = fs::remove_file(&report);
    step("browser tests", || {
        let mut playwright = command("npx");
        playwright.args(["--no-install", "playwright", "test"]).current_dir(at("end2end"));
        let status = playwright.status().or_say("cannot run Playwright")?;
        let report = fs::read_to_string(&report).or_say("Playwright wrote no report")?;
        Ok(Count::of_playwright(&report)?.or_failure(status.success()))
    })
}
