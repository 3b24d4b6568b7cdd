//! `cargo xtask test`: everything that proves the app, and one line that counts it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};

use crate::count::Count;
use crate::postgres::{Durability, Postgres};
use crate::server::{self, Profile};
use crate::sh::{Result, SERVER_SIDE, While, at, cargo, command, spell, step};
use crate::{check, install, sh, site};

/// The parts of a run.
#[derive(Clone, Copy)]
pub struct Parts {
    rust: bool,
    browser: bool,
    /// True when format, lints and the release build are part of it.
    whole: bool,
}

impl Parts {
    pub const ALL: Self = Self { rust: true, browser: true, whole: true };
    pub const RUST: Self = Self { rust: true, browser: false, whole: false };
    pub const BROWSER: Self = Self { rust: false, browser: true, whole: false };
}

/// Runs the parts. The last line is `N passed, M failed`; every other failure counts as one.
pub fn all(parts: Parts) -> ExitCode {
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
    // The tools come first, so that the tests have the same optimised islands as people.
    let browser_ready = if parts.browser { install::browser() } else { Ok(()) };
    if parts.whole {
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
                add("browser tests", browser_ready.and_then(|()| browser(parts.rust)));
            }
            if parts.whole {
                add("release", release());
            }
        }
    }
    for sentence in sentences {
        eprintln!("xtask: {sentence}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tests every crate but `frontend`, whose tests are those of Playwright.
fn rust() -> Result<Count> {
    install::postgresql()?;
    let postgres = Postgres::start(Durability::None)?;
    step("Rust tests, SQLite and PostgreSQL", || {
        let mut count = counted(cargo(&["test", "--no-fail-fast"]).args(SERVER_SIDE), &postgres)?;
        count += counted(&mut cargo(&["test", "--no-fail-fast", "-p", "xtask"]), &postgres)?;
        Ok(count)
    })
}

/// Runs `cargo test`, shows its output, and counts.
fn counted(test: &mut Command, postgres: &Postgres) -> Result<Count> {
    let mut running = test
        .env("TEST_POSTGRES", postgres.url())
        .stdout(Stdio::piped())
        .spawn()
        .or_say(format_args!("cannot run `{}`", spell(test)))?;
    let output = running.stdout.take().expect("its output is piped");
    let mut count = Count::default();
    for line in BufReader::new(output).split(b'\n') {
        let line = line.or_say("cannot read what cargo test prints")?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        count += Count::of_rust_line(&line);
    }
    let status = running.wait().or_say("cargo test")?;
    Ok(count.or_failure(status.success()))
}

/// Builds what a partner runs: when it optimises, the compiler refuses things that it takes otherwise.
fn release() -> Result<Count> {
    server::binary(Profile::Release)?;
    sh::run(command(Profile::Release.binary()).arg("--version"))?;
    Ok(Count { passed: 1, ..Count::default() })
}

/// Runs Playwright with scripts and without: two projects of its configuration.
fn browser(after_rust: bool) -> Result<Count> {
    if after_rust {
        // The Rust tests have compiled this server already: building it costs nothing.
        step("server", || sh::run(cargo(&["build", "--bins", "--tests"]).args(SERVER_SIDE)))?;
    } else {
        server::binary(Profile::Dev)?;
    }
    let report = at("end2end/test-results/report.json");
    // An old report must not be counted when Playwright ends before it writes one.
    let _ = fs::remove_file(&report);
    step("browser tests", || {
        let mut playwright = command("npx");
        playwright.args(["--no-install", "playwright", "test"]).current_dir(at("end2end"));
        let status = playwright.status().or_say("cannot run Playwright")?;
        let report = fs::read_to_string(&report).or_say("Playwright wrote no report")?;
        Ok(Count::of_playwright(&report)?.or_failure(status.success()))
    })
}
