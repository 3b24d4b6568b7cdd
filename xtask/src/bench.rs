//! `cargo xtask bench`: the size of what people download, then the benches of the server.

use crate::cache;
use crate::postgres::{Durability, Postgres};
use crate::sh::{Result, at, cargo, command, run};
use crate::{install, site};
use std::process::Command;

/// Budgets in bytes after brotli. Source: DESIGN.md §8, promise 10.
const ALL_BYTES: usize = 150_000;
const STYLE_BYTES: usize = 20_000;

/// Runs the benches of the server that `parts` names; all if it names none.
pub fn all(parts: &[&str]) -> Result<()> {
    install::browser()?;
    site::build()?;
    let within = sizes()?;
    install::postgresql()?;
    let postgres = Postgres::start(Durability::Full)?;
    run_benches(&postgres, parts)?;
    if within { Ok(()) } else { Err("what people download is over its budget".into()) }
}

fn run_benches(postgres: &Postgres, parts: &[&str]) -> Result<()> {
    let mut bench = cargo(&["bench", "-p", "server", "--bench", "serambi"]);
    bench.env("TEST_POSTGRES", postgres.url());
    if !parts.is_empty() {
        bench.arg("--").args(parts);
    }
    run(&mut with_many_files(&bench))
}

/// Raises the limit of open files to the machine's: five thousand streams need as many sockets at each end.
fn with_many_files(inner: &Command) -> Command {
    let mut sh = command("sh");
    sh.args(["-c", "ulimit -n \"$(ulimit -Hn)\"; exec \"$@\"", "sh"]).arg(inner.get_program()).args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => sh.env(name, value),
            None => sh.env_remove(name),
        };
    }
    sh
}

/// Prints what a browser downloads before it can do everything. Returns whether it is within the budgets.
fn sizes() -> Result<bool> {
    let (mut islands, mut style) = (0, 0);
    for (name, file) in cache::files(&at("target/site-cache/packed")) {
        let bytes = cache::bytes(&file)?.len();
        if name.starts_with("pkg-") && name.ends_with(".css.br") {
            style += bytes;
        } else if name.starts_with("pkg-") && name.ends_with(".br") {
            islands += bytes;
        }
    }
    println!("wasm + JS        {islands:>7} bytes brotli");
    println!("CSS              {style:>7} bytes brotli, budget {STYLE_BYTES}");
    println!("wasm + JS + CSS  {:>7} bytes brotli, budget {ALL_BYTES}", islands + style);
    Ok(style <= STYLE_BYTES && islands + style <= ALL_BYTES)
}
