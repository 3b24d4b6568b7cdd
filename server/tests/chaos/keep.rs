//! Keeps the databases that a run leaves, for the tests of later versions. `SERAMBI_CHAOS_KEEP` names the folder;
//! `pg_dump` must be on the path.

use sqlx::{ConnectOptions, sqlite::SqliteConnectOptions};
use std::{path::Path, process::Command, str::FromStr};

pub async fn keep(database_url: &str) {
    #[expect(clippy::disallowed_methods, reason = "a person who keeps a database names the folder")]
    let Ok(folder) = std::env::var("SERAMBI_CHAOS_KEEP") else { return };
    let folder = Path::new(&folder);
    if database_url.starts_with("sqlite:") {
        let options = SqliteConnectOptions::from_str(database_url).unwrap().collation("C", Ord::cmp);
        let mut db = options.connect().await.unwrap();
        let file = folder.join("sqlite.db").display().to_string();
        sqlx::query("vacuum into $1").bind(file).execute(&mut db).await.unwrap();
        return;
    }
    let file = folder.join("postgres.sql");
    let plain = ["--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100", "--file"];
    assert!(Command::new("pg_dump").args(plain).arg(file).arg(database_url).status().unwrap().success());
}
