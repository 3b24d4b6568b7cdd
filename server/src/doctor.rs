//! `serambi doctor` tries everything that an installation needs, each by itself. A failure names the setting, the
//! place, and what to do.

use crate::{
    address::{Address, CALLBACK_PATH},
    config::Config,
    disk::{Disks, LEAST},
    error::Stop,
    files::private_folder,
    mailer::{Mailer, Refusal},
    opening::{self, host_of},
    own_doku::doku_url,
    random::Chance,
    store::{self, Store, flags},
};
use doku::{Clock, Error::Setup};
use domain::{Millis, forms::NewBusiness, ids::RequestId};
use std::io::ErrorKind;

/// The largest difference of clocks that is no finding, in milliseconds.
const MOST_SKEW: i64 = Millis::MINUTE;

/// The outcome of one check: a line about what is well, or about what is not.
pub type Finding = Result<String, String>;

pub async fn examine(config: &Config) -> Vec<Finding> {
    let clock = Clock::wall();
    vec![
        database(config, &clock).await,
        files(config).await,
        address(config),
        doku(config, &clock).await,
        mail(config).await,
    ]
}

async fn database(config: &Config, clock: &Clock) -> Finding {
    let place = opening::database_place(config);
    let opened = opening::unlock(config, clock.now(), &Chance::System).await;
    let (store, _) = opened.map_err(|stop| match stop {
        Stop::Database { .. } => format!("database: {stop}"),
        stop => format!("database: {place} opens, but is of no use. {stop}"),
    })?;
    let written = write(&store, clock.now()).await;
    store.close().await;
    match written {
        Ok(()) => Ok(format!("database: {place} opens with this master key, is up to date and takes writes")),
        Err(error) => Err(format!(
            "database: {place} opens, but refuses a write ({error}). SERAMBI_DATABASE_URL must name one that this user may write to, on a disk with room."
        )),
    }
}

/// Writes in a transaction that is rolled back.
async fn write(store: &Store, now: Millis) -> store::Result<()> {
    let mut tx = store.begin().await?;
    flags::set(&mut tx, flags::READY, now).await.map(drop)
}

async fn files(config: &Config) -> Finding {
    let (folder, disks) = (config.files_folder(), Disks::new(config));
    let place = folder.display();
    let taken = async {
        private_folder(&folder)?;
        disks.take_files().await
    };
    match taken.await {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
            return Err(format!(
                "files: the disk of {place} is full. Make room: callbacks and uploads are refused without it."
            ));
        }
        Err(problem) => {
            return Err(format!("files: {}", Stop::Folder { place: place.to_string(), problem }));
        }
    }
    match disks.room().await {
        Ok(room) if room.free_bytes < LEAST => Err(format!(
            "files: almost nothing is free on the disk of {place} or of the database. Make room: callbacks and uploads are refused without it."
        )),
        Ok(room) if room.is_short => Err(format!(
            "files: {} MB are free on the disk of {place} or of the database, less than uploads must leave, so they are refused. Make room, or set SERAMBI_UPLOADS_LEAVE_MB lower.",
            room.free_bytes / 1_000_000
        )),
        Ok(room) => Ok(format!("files: {place} takes files, {} MB are free", room.free_bytes / 1_000_000)),
        Err(error) => {
            Err(format!("files: how much is free on the disk of {place} or of the database cannot be told ({error})."))
        }
    }
}

fn address(config: &Config) -> Finding {
    let url = config.public_url();
    Address::read(&url, config.sandbox != "off").map_err(|stop| format!("address: {stop}"))?;
    Ok(format!("address: people come to {url}, DOKU calls {url}{CALLBACK_PATH}"))
}

async fn doku(config: &Config, clock: &Clock) -> Finding {
    let base_url = doku_url(config, None).map_err(|stop| format!("DOKU: {stop}"))?;
    let (host, client_id) = (host_of(&base_url).to_owned(), config.client_id());
    let settings = config.doku.settings(base_url, client_id.clone(), config.secret_key());
    let trouble = |error: doku::Error| format!("DOKU: {}", doku_trouble(&error, &host, &client_id));
    let client = doku::Client::new(settings, clock.clone()).map_err(trouble)?;
    let id = Chance::System.new_id(clock.now());
    let id = RequestId::from(id.map_err(|error| format!("DOKU: {host} was not asked, since {error}."))?);
    let query = NewBusiness {
        business_type: "PERSONAL".into(),
        legal_entity: "PERSEORANGAN".into(),
        business_line: "RETAIL".into(),
        nationality: "ID".into(),
    };
    client.check_requirements(&query, &id).await.map_err(trouble)?;
    match client.clock_skew_ms().filter(|skew| skew.abs() > MOST_SKEW) {
        Some(skew) => Err(format!("DOKU: {}", clock_is_off(&host, Some(skew)))),
        None => Ok(format!("DOKU: {host} answers and takes the credential of {client_id}; the clock is right")),
    }
}

fn clock_is_off(host: &str, skew: Option<i64>) -> String {
    let by = skew.map(|skew| skew.abs() / Millis::MINUTE).filter(|minutes| *minutes > 0);
    let by = by.map(|minutes| format!(" by {minutes} minutes")).unwrap_or_default();
    format!("this machine's clock is off the clock of {host}{by}. Set it by NTP: signatures hold a time.")
}

fn doku_trouble(error: &doku::Error, host: &str, client: &str) -> String {
    if let Setup(why) = error {
        return format!("{host} cannot be called: {why}. Check SERAMBI_DOKU__BASE_URL and SERAMBI_DOKU__CLIENT_ID.");
    }
    if error.is_unsent() {
        return format!(
            "{host} cannot be reached: it is not found, refuses the connection, or speaks another TLS. Check SERAMBI_DOKU__BASE_URL and that this network lets calls out to it."
        );
    }
    if error.is_time_out_of_range() {
        return clock_is_off(host, error.clock_skew_ms());
    }
    if matches!(error, doku::Error::Unreadable { .. }) {
        return format!(
            "{host} answers, but not as DOKU does: it may be another server. Check SERAMBI_DOKU__BASE_URL; it must end with /adv-core-api/partner/v1.0."
        );
    }
    let code = error.code().map(|code| format!(", {code}")).unwrap_or_default();
    match error.status() {
        Some(404 | 405) => {
            format!("{host} knows no such address. SERAMBI_DOKU__BASE_URL must end with /adv-core-api/partner/v1.0.")
        }
        Some(status @ (300..400)) => format!("{host} sends us elsewhere ({status}). Check SERAMBI_DOKU__BASE_URL."),
        Some(status @ (400 | 401 | 403)) => format!(
            "{host} refuses the credential of {client} ({status}{code}). Check SERAMBI_DOKU__CLIENT_ID and SERAMBI_DOKU__SECRET_KEY, and that both are of this environment: test and production have different ones."
        ),
        Some(status) => format!("{host} answers {status}{code}. It may be down: try again, then ask DOKU."),
        None => format!(
            "{host} was reached and gave no answer that reads ({error}). Check SERAMBI_DOKU__BASE_URL, try again, then ask DOKU."
        ),
    }
}

async fn mail(config: &Config) -> Finding {
    let mailer = Mailer::new(config).map_err(|stop| format!("mail: {stop}"))?;
    match mailer.check().await {
        Ok(None) => Ok("mail: kept here, nobody receives it (SERAMBI_MAIL is `outbox`)".to_owned()),
        Ok(Some(place)) => Ok(format!("mail: {place} answers and takes us")),
        Err((place, Refusal::Silent)) => Err(format!(
            "mail: {place} does not answer as a mail server does. Check host and port in SERAMBI_MAIL, smtps:// where TLS is spoken from the first byte, and that this network lets calls out to it."
        )),
        Err((place, Refusal::Code(code))) => Err(format!(
            "mail: {place} answers, but refuses us ({code}). Check user and password in SERAMBI_MAIL; where they are right, ask whoever runs the mail server."
        )),
    }
}
