//! `cargo xtask check`: format, lints, and the guards of `guard.rs`.

use crate::circles;
use crate::guard;
use crate::sh::{Result, SERVER_SIDE, cargo, run, step};
use crate::wasm;

/// Runs every check to the end and returns one error for all that fail.
pub fn all() -> Result<()> {
    let failed = failures();
    if failed.is_empty() { Ok(()) } else { Err(format!("check: {}", failed.join("; "))) }
}

type Step = (&'static str, fn() -> Result<()>);

/// Lists the checks that fail, a sentence each.
pub fn failures() -> Vec<String> {
    let steps: [Step; 6] = [
        ("format", format),
        ("lints", lints),
        ("lints of what the browser runs", browser_lints),
        ("nothing of the server in the browser", guard::browser),
        ("no banned crate", guard::banned),
        ("no circle between files or wings", circles::none),
    ];
    let failed = steps.into_iter().filter_map(|(name, work)| step(name, work).err()).inspect(|sentence| {
        eprintln!("   {sentence}");
    });
    let failed = failed.collect();
    guard::warn_of_long_files();
    failed
}

fn format() -> Result<()> {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

const DENY: [&str; 3] = ["--", "-D", "warnings"];

fn lints() -> Result<()> {
    run(cargo(&["clippy", "--all-targets"]).args(SERVER_SIDE).args(DENY))?;
    run(cargo(&["clippy", "--all-targets", "-p", "xtask"]).args(DENY))
}

fn browser_lints() -> Result<()> {
    wasm::add_target()?;
    let target = ["clippy", "-p", "frontend", "-p", "app", "--features", "app/hydrate", "--target", wasm::TARGET];
    run(cargo(&target).args(DENY))
}
