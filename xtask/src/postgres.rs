//! A throw-away PostgreSQL: made, started on a free port of this machine, stopped and deleted when dropped.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::sh::{Result, While, command, find, is_root, run, step};

/// The losses that a power failure may cause.
#[derive(Clone, Copy, PartialEq)]
pub enum Durability {
    /// Everything may be lost: several times faster, right for tests.
    None,
    /// Nothing that was acknowledged may be lost: right for benches.
    Full,
}

pub struct Postgres {
    process: Child,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    pub fn start(durability: Durability) -> Result<Self> {
        let programs = programs().ok_or("PostgreSQL is not installed: sudo apt-get install -y postgresql")?;
        step("throw-away PostgreSQL", || {
            sweep();
            let folder = home().join(format!("{PREFIX}{}", std::process::id()));
            crate::cache::empty(&folder)?;
            if is_root() {
                run(command("chown").arg("postgres").arg(&folder))?;
            }
            let port = free_port()?;
            let process = launch(&programs, &folder, port, durability).inspect_err(|_| {
                let _ = fs::remove_dir_all(&folder);
            })?;
            let mut server = Self { process, folder, port };
            server.wait(&programs)?;
            Ok(server)
        })
    }

    /// Returns the value of `TEST_POSTGRES`: the server; tests add the names of their databases.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    fn wait(&mut self, programs: &Path) -> Result<()> {
        let patience = Instant::now() + Duration::from_secs(30);
        let port = self.port.to_string();
        loop {
            let mut ask = command(programs.join("pg_isready"));
            if ask.args(["-q", "-h", "127.0.0.1", "-p", &port]).status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            let gone = !matches!(self.process.try_wait(), Ok(None));
            if gone || Instant::now() > patience {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL does not start:\n{}", log.trim()));
            }
            sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // `QUIT` stops at once, without writing anything more: nobody wants the data.
        let _ = Command::new("kill").args(["-QUIT", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Finds the folder with `initdb` and `postgres`, the newest of several.
pub fn programs() -> Option<PathBuf> {
    let version = |folder: &PathBuf| folder.file_name()?.to_str()?.parse::<u32>().ok();
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path());
    let newest = installed.filter(|folder| folder.join("bin/initdb").is_file()).max_by_key(version);
    newest.map(|folder| folder.join("bin")).or_else(|| Some(find(&["initdb"])?.parent()?.to_path_buf()))
}

fn launch(programs: &Path, folder: &Path, port: u16, durability: Durability) -> Result<Child> {
    let data = folder.join("data");
    let log = File::create(folder.join("log")).or_say("cannot write the log of PostgreSQL")?;
    let again = || log.try_clone().or_say("cannot write the log of PostgreSQL");
    let mut init = as_postgres(&programs.join("initdb"));
    init.args(["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "-D"]).arg(&data);
    run(init.stdout(again()?).stderr(again()?)).map_err(|sentence| {
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        format!("{sentence}\n{}", log.trim())
    })?;
    let mut server = as_postgres(&programs.join("postgres"));
    server.arg("-D").arg(&data).args(["-c", &format!("port={port}")]);
    let reach = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
    let speed = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
    let settings = reach.into_iter().chain(speed.into_iter().filter(|_| durability == Durability::None));
    server.args(settings.flat_map(|setting| ["-c", setting]));
    server.stdout(again()?).stderr(log).spawn().or_say("PostgreSQL does not start")
}

/// Runs a program as the user `postgres`: PostgreSQL refuses to run as root. On Linux it also ends with xtask.
fn as_postgres(program: &Path) -> Command {
    let mut wrapped = command("setpriv");
    if find(&["setpriv"]).is_none() {
        return command(program);
    }
    if is_root() {
        wrapped.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    wrapped.args(["--pdeathsig=QUIT", "--"]).arg(program).current_dir("/");
    wrapped
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").or_say("no free port")?;
    Ok(listener.local_addr().or_say("no free port")?.port())
}

const PREFIX: &str = "serambi-postgres-";

/// Returns a folder whose parents let the user `postgres` pass, which a private TMPDIR might not.
fn home() -> PathBuf {
    if is_root() { PathBuf::from("/tmp") } else { std::env::temp_dir() }
}

/// Removes the leftovers of runs that were killed.
fn sweep() {
    for entry in fs::read_dir(home()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name.strip_prefix(PREFIX).filter(|_| Path::new("/proc/self").exists());
        if owner.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
