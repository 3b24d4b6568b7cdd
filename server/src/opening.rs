//! Opens what every command needs: the database, the master key that it was written with, and the folder of files.

use crate::{
    canary::{self, Written},
    config::Config,
    disk::{Disks, LEAST},
    error::{Stop, is_full},
    files::{Files, private_folder},
    random::Chance,
    store::Store,
    vault::{self, Vault},
};
use domain::Millis;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use std::path::Path;

/// Opens the database and brings it to the newest schema.
pub async fn store(config: &Config, chance: &Chance) -> Result<Store, Stop> {
    database_folder(config)?;
    match Store::open(config.database_url.expose_secret(), chance).await {
        Ok(store) => Ok(store),
        Err(error) if is_full(&error, is_short(config).await) => Err(Stop::NoRoom { place: database_place(config) }),
        // The pool repeats a refused connection until it times out.
        Err(sqlx::Error::PoolTimedOut) => Err(unopened(config, "nobody answers there".to_owned())),
        Err(other) => Err(unopened(config, other.to_string())),
    }
}

/// Tells whether almost nothing is free where we write.
pub async fn is_short(config: &Config) -> bool {
    Disks::new(config).free_bytes().await.is_ok_and(|free| free < LEAST)
}

/// Makes SQLite's folder.
pub fn database_folder(config: &Config) -> Result<(), Stop> {
    match config.sqlite_file().as_deref().and_then(Path::parent) {
        Some(folder) => private_folder(folder).map_err(|error| unopened(config, error.to_string())),
        None => Ok(()),
    }
}

pub async fn unlock(config: &Config, now: Millis, chance: &Chance) -> Result<(Store, Vault), Stop> {
    let store = store(config, chance).await?;
    let written = Written::find(&store).await?;
    let vault = Vault::new(&master_key(config, written.is_some())?)?;
    canary::check(&store, &vault, written, now).await?;
    Ok((store, vault))
}

pub fn files(config: &Config) -> Result<Files, Stop> {
    let folder = config.files_folder();
    Files::open(&folder).map_err(|problem| Stop::Folder { place: folder.display().to_string(), problem })
}

/// Returns the file, or host and name: never the user or the password.
pub fn database_place(config: &Config) -> String {
    if let Some(file) = config.sqlite_file() {
        return file.display().to_string();
    }
    let url = Url::parse(config.database_url.expose_secret()).ok();
    let place = url.as_ref().and_then(|url| {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Some(format!("{}{port}{}", url.host_str()?, url.path()))
    });
    place.unwrap_or_else(|| "the database".to_owned())
}

/// Returns `api.doku.com` of `https://api.doku.com/adv-core-api/partner/v1.0`, without any user name.
pub fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let whole = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    whole.rsplit_once('@').map_or(whole, |(_, host)| host)
}

fn unopened(config: &Config, problem: String) -> Stop {
    let must = if config.sqlite_file().is_some() {
        "a SQLite file in a folder that this user may write to, on a disk with room"
    } else {
        "host, port, user, password and database of a PostgreSQL that runs and lets this machine in"
    };
    Stop::Database { place: database_place(config), problem, must }
}

/// Returns the master key. In sandbox mode it is written beside the database once; elsewhere it must be given. When the
/// database `is_written` no new key is made, since it would open nothing.
fn master_key(config: &Config, is_written: bool) -> Result<SecretString, Stop> {
    if let Some(key) = &config.master_key {
        return Ok(key.clone());
    }
    let file = config.files_folder().parent().unwrap_or(std::path::Path::new(".")).join("master.key");
    if file.exists() {
        return Ok(std::fs::read_to_string(&file)?.trim().to_owned().into());
    }
    if is_written {
        return Err(Stop::Setting(
            "The file master.key beside the files is gone, and this database was written with the master key in it. Restore the file, or set SERAMBI_MASTER_KEY to the same key, and start again; nothing was changed.",
        ));
    }
    let key = vault::new_master_key()?;
    if let Some(folder) = file.parent() {
        private_folder(folder)?;
    }
    if let Err(error) = write_private(&file, key.expose_secret()) {
        // Half a key opens nothing, and would prevent a whole one.
        let _ = std::fs::remove_file(&file);
        return Err(error.into());
    }
    Ok(key)
}

#[cfg(unix)]
fn write_private(file: &std::path::Path, text: &str) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut open = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    open.write_all(text.as_bytes())?;
    open.sync_all()
}

#[cfg(not(unix))]
fn write_private(file: &std::path::Path, text: &str) -> std::io::Result<()> {
    std::fs::write(file, text)
}
