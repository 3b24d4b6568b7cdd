//! The server with the site inside it: built, started, started again.

use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::cache;
use crate::sh::{self, Result, While, at, cargo, command, run};
use crate::site;

/// The address of the sandbox DOKU under `start` and `dev`; it is off unless asked for.
const SANDBOX: &str = "127.0.0.1:3100";

#[derive(Clone, Copy)]
pub enum Profile {
    Dev,
    Release,
}

impl Profile {
    pub fn binary(self) -> PathBuf {
        at(match self {
            Self::Dev => "target/debug/serambi",
            Self::Release => "target/release/serambi",
        })
    }
}

/// Builds the site, then the server, which embeds it.
pub fn build(profile: Profile) -> Result<()> {
    site::build()?;
    binary(profile)
}

/// Builds the server alone, with the present site.
pub fn binary(profile: Profile) -> Result<()> {
    let mut build = cargo(&["build", "-p", "server", "--bins"]);
    if let Profile::Release = profile {
        build.arg("--release");
    }
    sh::step("server", || run(&mut build))
}

/// Builds and runs until Ctrl-C. The server prints its address and the demo sign-ins itself.
pub fn start() -> Result<()> {
    build(Profile::Dev)?;
    become_it(&mut serve())
}

/// Runs the server, and builds and runs it again when a source file changes. A change that does not compile leaves the
/// old one running.
pub fn dev() -> Result<()> {
    let mut seen = newest();
    build(Profile::Dev)?;
    let mut server = Running(spawn()?);
    loop {
        sleep(Duration::from_secs(1));
        let now = newest();
        if now != seen {
            seen = now;
            match build(Profile::Dev) {
                Ok(()) => {
                    server.stop();
                    server = Running(spawn()?);
                }
                Err(sentence) => eprintln!("xtask: {sentence}; the server before this change keeps running"),
            }
        }
    }
}

fn serve() -> Command {
    let mut server = command(Profile::Dev.binary());
    server.arg("serve").env("SERAMBI_SANDBOX", SANDBOX);
    server
}

fn spawn() -> Result<Child> {
    serve().spawn().or_say("the server does not start")
}

/// Becomes the server, so that Ctrl-C, signals and the exit code are its own: nothing is left to forward.
#[cfg(unix)]
fn become_it(server: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(format!("the server does not start: {}", server.exec()))
}

#[cfg(not(unix))]
fn become_it(server: &mut Command) -> Result<()> {
    run(server)
}

/// A server that ends with xtask.
struct Running(Child);

impl Running {
    /// Stops politely first: open requests are answered and the database is closed.
    fn stop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let patience = Instant::now() + Duration::from_secs(10);
        while matches!(self.0.try_wait(), Ok(None)) && Instant::now() < patience {
            sleep(Duration::from_millis(50));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Lists every source file with the time of its last change; a difference between two lists is a change.
fn newest() -> Vec<(String, Option<std::time::SystemTime>)> {
    let folders = ["app", "crates", "frontend", "migrations", "server", "style"];
    let mut found: Vec<_> = folders.iter().flat_map(|folder| cache::files(&at(folder))).collect();
    found.push(("Cargo.toml".into(), at("Cargo.toml")));
    found.push(("serambi.toml".into(), at("serambi.toml")));
    let changed = |file: PathBuf| file.metadata().and_then(|facts| facts.modified()).ok();
    found.into_iter().map(|(name, file)| (name, changed(file))).collect()
}
