//! Guards of promises that no compiler keeps: nothing of the server in the browser, no banned crates, no long files.

use std::collections::BTreeSet;
use std::fs;

use crate::sh::{Result, While, at, cargo, command, read};
use crate::wasm;

/// Fails on server code in the browser: people would download it, and it could not run there.
pub fn browser() -> Result<()> {
    let arguments = ["tree", "-p", "frontend", "--target", wasm::TARGET, "-e", "normal", "--prefix", "none"];
    let tree = read(cargo(&arguments).env_remove("RUSTFLAGS"))?;
    let found = server_crates(&tree);
    if found.is_empty() { Ok(()) } else { Err(format!("the browser would download {}", found.join(", "))) }
}

/// Finds the crates of the server in a `cargo tree` without prefixes.
fn server_crates(tree: &str) -> Vec<&str> {
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    BTreeSet::from_iter(names.filter(|name| is_of_the_server(name))).into_iter().collect()
}

fn is_of_the_server(name: &str) -> bool {
    let family = name.split(['-', '_']).next().unwrap_or_default();
    ["sqlx", "axum", "tokio", "reqwest"].contains(&family)
}

/// Fails on a second TLS stack, an unmaintained crate, or two versions of what must be one. Reasons: docs/adr.
pub fn banned() -> Result<()> {
    let lock = fs::read_to_string(at("Cargo.lock")).or_say("cannot read Cargo.lock")?;
    let found = bans(&lock);
    if found.is_empty() { Ok(()) } else { Err(format!("Cargo.lock holds {}", found.join(", "))) }
}

fn bans(lock: &str) -> Vec<String> {
    let packages = packages(lock);
    let never = ["aws-lc-rs", "openssl-sys", "native-tls", "rsa", "multipart"];
    let is_banned = |name: &str, version: &str| never.contains(&name) || (name == "sqlx" && is_before_0_9(version));
    let mut found: Vec<String> = packages
        .iter()
        .filter(|(name, version)| is_banned(name, version))
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    if packages.iter().filter(|(name, _)| *name == "leptos").count() > 1 {
        found.push("leptos twice".into());
    }
    found
}

/// Lists name and version of every package of a lock file.
fn packages(lock: &str) -> Vec<(&str, &str)> {
    let entries = lock.split("[[package]]").skip(1);
    entries.filter_map(|entry| Some((value(entry, "name")?, value(entry, "version")?))).collect()
}

fn value<'a>(entry: &'a str, key: &str) -> Option<&'a str> {
    let line = entry.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
    line.map(|text| text.trim_matches('"'))
}

fn is_before_0_9(version: &str) -> bool {
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    (numbers.next(), numbers.next()) < (Some(0), Some(9))
}

const LONGEST: usize = 300;

/// Warns of long files and fails on none: sometimes a table is long for a reason.
pub fn warn_of_long_files() {
    let Ok(names) = read(command("git").args(["ls-files", "*.rs", "*.css", "*.ts"])) else { return };
    for name in names.lines() {
        let lines = fs::read_to_string(at(name)).map_or(0, |text| text.lines().count());
        if lines > LONGEST {
            println!("   note: {name} has {lines} lines; {LONGEST} is what fits a head");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_of_server_crates_are_found() {
        let tree = "frontend v0.1.0 (/x)\nleptos v0.8.23\ntokio v1.54.1\nsqlx-core v0.9.0\ntokio v1.54.1 (*)\n";
        assert_eq!(server_crates(tree), ["sqlx-core", "tokio"]);
        assert!(server_crates("throw_error v0.3.1\nany_spawner v0.3.0\n").is_empty());
    }

    #[test]
    fn banned_crates_are_found() {
        let entry = |name: &str, version: &str| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\n");
        let bad = [entry("sqlx", "0.8.6"), entry("rsa", "0.9.8"), entry("leptos", "0.8.23"), entry("leptos", "0.9.0")];
        assert_eq!(bans(&bad.concat()), ["sqlx 0.8.6", "rsa 0.9.8", "leptos twice"]);
        let good = [entry("sqlx", "0.9.0"), entry("multipart-rfc7578", "1.0.0"), entry("leptos", "0.8.23")];
        assert!(bans(&good.concat()).is_empty());
    }
}
