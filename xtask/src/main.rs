//! The commands of this repository; nothing need be installed before the first one. `cargo xtask help` lists them.

mod bench;
mod cache;
mod check;
mod circles;
mod count;
mod guard;
mod install;
mod pack;
mod postgres;
mod server;
mod sh;
mod site;
mod style;
mod test;
mod wasm;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  start              build everything, then run Serambi with SQLite, local files and the sandbox DOKU
  dev                the same, rebuilt and restarted whenever a source file changes
  build              site and server, not started
      --release        the server optimised: target/release/serambi, the site inside it
      --site           only the site: target/site
  check              format, lints, what the browser must not contain, banned crates, circles of files and wings, long files
      --circles      only the circles
  test               check, Rust tests on SQLite and PostgreSQL, browser tests with and without scripts, release build
      --rust           only the Rust tests
      --browser        only the browser tests
  bench              sizes against their budgets, then the benches of the server; parts of these may be named:
                     pages uploads callbacks live lists million instances
      --million      the lists over a million applications too
  help               this text";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        ["start"] => server::start(),
        ["dev"] => server::dev(),
        ["build"] => server::build(server::Profile::Dev),
        ["build", "--release"] => server::build(server::Profile::Release),
        ["build", "--site"] => site::build(),
        ["check"] => check::all(),
        ["check", "--circles"] => circles::none(),
        ["test"] => return test::all(test::Parts::ALL),
        ["test", "--rust"] => return test::all(test::Parts::RUST),
        ["test", "--browser"] => return test::all(test::Parts::BROWSER),
        ["bench", parts @ ..] => bench::all(parts),
        other => Err(format!("there is no command `{}`; `cargo xtask help` lists them", other.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}
