//! Installs what the tests need and a machine may lack. Without root it prints the exact command instead.

use std::path::PathBuf;

use crate::cache::{self, Key};
use crate::postgres;
use crate::sh::{Result, at, command, find, is_root, read, run, set, step};

/// The names of Chromium's program; `end2end/playwright.config.ts` looks for the same.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

pub fn postgresql() -> Result<()> {
    if postgres::programs().is_some() { Ok(()) } else { apt(&["postgresql"]) }
}

/// Installs Chromium, Node and the npm packages of `end2end`.
pub fn browser() -> Result<()> {
    if !set("CHROMIUM") && find(&CHROMIUM).is_none() {
        apt(&["chromium"])?;
    }
    npm_packages()
}

/// The version of Node that Playwright asks for.
const OLDEST_NODE: u32 = 20;

fn node() -> Result<()> {
    if find(&["node"]).is_none() || find(&["npm"]).is_none() {
        apt(&["nodejs", "npm"])?;
    }
    let version = read(command("node").arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(format!("the browser tests need Node {OLDEST_NODE} or newer, here is {}", version.trim())),
    }
}

/// Runs `npm ci` when the lock file has changed since the last time.
fn npm_packages() -> Result<()> {
    node()?;
    let end2end = at("end2end");
    let key = Key::new("npm 1").with(&cache::bytes(&end2end.join("package-lock.json"))?).finish();
    let stamp: PathBuf = end2end.join("node_modules/.serambi-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == key) {
        return Ok(());
    }
    step("npm packages", || {
        // Debian's browser is used instead of npm's.
        let mut npm = command("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&end2end).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        run(&mut npm).map_err(|cause| format!("{cause}. By hand: (cd end2end && npm ci)"))
    })?;
    cache::write(&stamp, key.as_bytes())
}

fn apt(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let by_hand = format!("sudo apt-get update && sudo apt-get install -y {list}");
    if !is_root() || find(&["apt-get"]).is_none() {
        return Err(format!("{list} is missing. Install it, then start again: {by_hand}"));
    }
    step(&format!("apt: {list}"), || {
        // An update that fails in part may still bring the package.
        let _ = run(command("apt-get").args(["-q", "update"]));
        let mut install = command("apt-get");
        install.args(["-q", "install", "-y", "--no-install-recommends"]).args(packages);
        run(install.env("DEBIAN_FRONTEND", "noninteractive")).map_err(|cause| format!("{cause}. By hand: {by_hand}"))
    })
}
