//! `serambi`: the one binary.

use clap::{Parser, Subcommand};
use doku::Clock;
use domain::Role;
use secrecy::{ExposeSecret, SecretString};
use server::{config::Config, error::Stop, opening, random::Chance, serve, services::Services, telemetry};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "serambi", version, about = "Partner onboarding for DOKU Partners")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves pages, callbacks and, when switched on, the sandbox.
    Serve {
        /// The process only answers; another one runs the jobs.
        #[arg(long)]
        without_worker: bool,
    },
    /// Brings the database to the newest schema and ends.
    Migrate,
    /// Checks database, master key, files, clock, DOKU credential and mail server; ends with 1 when one is not well.
    Doctor,
    /// Rebuilds from the facts all that follows from them, mends what differs, and says so. Ends with 1 when something
    /// cannot be read.
    Replay {
        /// Nothing is mended, only said; a difference too ends with 1.
        #[arg(long)]
        check: bool,
    },
    /// Manages people of the partner.
    Admin {
        #[command(subcommand)]
        command: Admin,
    },
}

#[derive(Subcommand)]
enum Admin {
    /// Adds an admin; the password is read from standard input.
    Create {
        #[arg(long)]
        email: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            print(&stop);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the operator reads this")]
fn print(stop: &Stop) {
    eprintln!("serambi: {stop}");
}

async fn run(command: Command) -> Result<(), Stop> {
    let config = Config::read()?;
    telemetry::start(config.log_format);
    match command {
        Command::Serve { without_worker } => serve::run(config, !without_worker, stop_requested()).await,
        Command::Migrate => {
            opening::store(&config, &Chance::System).await?.close().await;
            Ok(())
        }
        Command::Doctor => doctor(&config).await,
        Command::Replay { check } => replay(&config, check).await,
        Command::Admin { command: Admin::Create { email } } => create_admin(&config, &email).await,
    }
}

async fn stop_requested() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(_) => return interrupt.await,
        };
        tokio::select! { () = interrupt => {}, _ = terminate.recv() => {} }
    }
    #[cfg(not(unix))]
    interrupt.await;
}

#[expect(clippy::print_stdout, reason = "the operator reads this")]
async fn doctor(config: &Config) -> Result<(), Stop> {
    let findings = server::doctor::examine(config).await;
    for finding in &findings {
        match finding {
            Ok(line) => println!("ok   {line}"),
            Err(line) => println!("FAIL {line}"),
        }
    }
    if findings.iter().all(Result::is_ok) {
        return Ok(());
    }
    Err(Stop::Setting("What is marked FAIL must be mended before merchants come."))
}

#[expect(clippy::print_stdout, reason = "the operator reads this")]
async fn replay(config: &Config, check: bool) -> Result<(), Stop> {
    let services = Services::open(config, Clock::wall(), Chance::System, None).await?;
    let tally = server::replay::run(&services, check, |line| println!("{line}")).await?;
    println!("{tally}");
    services.store.close().await;
    tally.end(check)
}

#[expect(clippy::print_stdout, reason = "the operator reads this")]
async fn create_admin(config: &Config, email: &str) -> Result<(), Stop> {
    let mut password = String::new();
    std::io::stdin().read_line(&mut password)?;
    let password = SecretString::from(password.trim_end_matches(['\r', '\n']).to_owned());
    let form = domain::forms::SignUpForm { email: email.to_owned(), password: password.expose_secret().to_owned() };
    if form.parse().is_err() {
        return Err(Stop::Setting(
            "Give a valid e-mail address, and on standard input a password of 10 to 128 characters that is not easy to guess.",
        ));
    }
    let services = Services::open(config, Clock::wall(), Chance::System, None).await?;
    match services.create_account(email, password, Role::Admin).await? {
        Some(viewer) => println!("{} may sign in as an admin", viewer.email),
        None => return Err(Stop::Setting("That address has an account already, perhaps a merchant's. Give another.")),
    }
    Ok(())
}
