//! `serambi doctor`: everything that an installation needs is tried once. What fails names the setting, the place, and what to do.

use crate::{config::Config, disk::LEAST, error::Stop, services::Services};
use doku::Clock;
use domain::{Millis, ids::RequestId};

/// A line for each check, in the order in which they depend on each other.
pub struct Finding {
    pub is_well: bool,
    pub line: String,
}

fn well(line: String) -> Finding {
    Finding { is_well: true, line }
}

fn ill(line: String) -> Finding {
    Finding { is_well: false, line }
}

/// What does not open at all (settings, database, master key) is told by the `Stop` itself.
pub async fn examine(config: &Config) -> Result<Vec<Finding>, Stop> {
    let services = Services::open(config, Clock::wall(), None).await?;
    let findings = vec![
        database(&services).await,
        files(&services, config).await,
        well(format!("address: people come to {}, DOKU calls {}", config.public_url(), services.callback_url())),
        doku(&services, config).await,
        mail(&services).await,
    ];
    services.store.close().await;
    Ok(findings)
}

async fn database(services: &Services) -> Finding {
    let written = async {
        let mut tx = services.store.begin().await?;
        crate::store::flags::set(&mut tx, crate::store::flags::READY, services.now()).await
    };
    match written.await {
        Ok(_) => well("database: opens with this master key, is up to date and takes writes".to_owned()),
        Err(error) => ill(format!(
            "database: opens, but refuses a write ({error}). SERAMBI_DATABASE_URL must name one that this user may write to, on a disk with room."
        )),
    }
}

async fn files(services: &Services, config: &Config) -> Finding {
    let folder = config.files_folder();
    let folder = folder.display();
    if let Err(error) = services.disks.take_files().await {
        return ill(format!(
            "files: {folder} takes no file ({error}). SERAMBI_FILES must name a folder that this user may write to."
        ));
    }
    match services.disks.free_bytes().await {
        Ok(free) if free < LEAST => ill(format!(
            "files: almost nothing is free on the disk of {folder}. Make room: callbacks are refused without it."
        )),
        Ok(free) => well(format!("files: {folder} takes files, {} MB are free", free / 1_000_000)),
        Err(error) => ill(format!("files: how much is free on the disk of {folder} cannot be told ({error}).")),
    }
}

async fn doku(services: &Services, config: &Config) -> Finding {
    let query = doku::Query {
        business_type: "PERSONAL".into(),
        legal_entity: "PERSEORANGAN".into(),
        business_line: "RETAIL".into(),
        nationality: "ID".into(),
    };
    let id = match services.id() {
        Ok(id) => RequestId::new(id.to_string()),
        Err(error) => return ill(format!("DOKU: not asked, since {error}.")),
    };
    let (host, client) = (&services.settings.doku_host, config.client_id());
    match services.doku.check_requirements(&query, &id).await {
        Ok(_) => well(format!("DOKU: {host} answers and takes the credential of {client}")),
        Err(error) => ill(format!("DOKU: {}", doku_trouble(&error, host, &client))),
    }
}

fn doku_trouble(error: &doku::Error, host: &str, client: &str) -> String {
    if error.is_unsent() {
        return format!(
            "{host} cannot be reached: it is not found, refuses the connection, or speaks another TLS. Check SERAMBI_DOKU__BASE_URL and that this network lets calls out to it."
        );
    }
    if error.is_time_out_of_range() {
        let skew = error.clock_skew_ms().map(|skew| format!(" by {} minutes", skew.abs() / Millis::MINUTE));
        return format!(
            "this machine's clock is off the clock of {host}{}. Set it by NTP: signatures hold a time.",
            skew.unwrap_or_default()
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
        None => format!("{host} was reached and gave no answer that reads ({error}). Try again, then ask DOKU."),
    }
}

async fn mail(services: &Services) -> Finding {
    match services.mailer.check().await {
        Ok(None) => well("mail: kept here, nobody receives it (SERAMBI_MAIL is `outbox`)".to_owned()),
        Ok(Some(place)) => well(format!("mail: {place} answers")),
        Err((place, problem)) => ill(format!(
            "mail: {place} does not take us ({problem}). Check host, port, user and password in SERAMBI_MAIL."
        )),
    }
}
