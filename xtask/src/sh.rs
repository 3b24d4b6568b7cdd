//! Runs other programs, and knows the few facts about the machine that decide which.

use std::ffi::OsStr;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Instant;

/// A result whose error is a sentence for the person at the terminal.
pub type Result<T> = std::result::Result<T, String>;

/// Puts before an error what was being done.
pub trait While<T> {
    fn or_say(self, doing: impl Display) -> Result<T>;
}

impl<T, E: Display> While<T> for std::result::Result<T, E> {
    fn or_say(self, doing: impl Display) -> Result<T> {
        self.map_err(|error| format!("{doing}: {error}"))
    }
}

/// Returns the folder of the repository. Cargo says at run time where xtask is, so that a moved folder still works.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        Path::new(&xtask).parent().expect("xtask lies in the root of the repository").to_path_buf()
    });
    &ROOT
}

/// Returns a path in the repository; `/` separates its parts.
pub fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// Returns a program that runs in the root of the repository.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    // `cargo run` describes xtask to us; handed on, it would make build scripts (ring's) believe that they changed.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "LD_LIBRARY_PATH" {
            command.env_remove(&name);
        }
    }
    command
}

/// Returns cargo with the target folder from which the site is embedded and the browser tests start the server.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments).env("CARGO_TARGET_DIR", at("target"));
    if set("CI") {
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}

/// Every crate that runs on the server. Cargo joins the features of the crates it is asked for, so these are always
/// asked for together: tests, lints and the server of the browser tests then share what is compiled. `frontend` has
/// features that the server must not have, and xtask has dependencies that would change theirs.
pub const SERVER_SIDE: [&str; 5] = ["--workspace", "--exclude", "frontend", "--exclude", "xtask"];

/// Tells whether an environment variable is not empty.
pub fn set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Runs a program to its end; its output goes to the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().or_say(format_args!("cannot run `{}`", spell(command)))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", spell(command))) }
}

/// Runs a program to its end and returns its standard output.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().or_say(format_args!("cannot run `{}`", spell(command)))?;
    if !output.status.success() {
        return Err(format!("`{}` failed ({})", spell(command), output.status));
    }
    String::from_utf8(output.stdout).or_say(format_args!("what `{}` printed is not text", spell(command)))
}

/// Writes a command as one would type it.
pub fn spell(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Does one named step and prints how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("── {name}");
    let began = Instant::now();
    let done = work()?;
    println!("── {name}: {:.1} s", began.elapsed().as_secs_f32());
    Ok(done)
}

/// Finds the first of these programs that PATH has.
pub fn find(programs: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let full = |program: &&str| folders.iter().map(|folder| folder.join(program)).find(|file| file.is_file());
    programs.iter().find_map(full)
}

/// Tells whether we may install packages and act as another user.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
