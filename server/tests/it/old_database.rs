//! A database of an earlier version is brought up to this one, and says the same. Each was left by a run of the chaos
//! test: `SERAMBI_CHAOS_KEEP=folder`, then `gzip`.

use crate::world::{World, on_both};
use flate2::read::GzDecoder;
use secrecy::{ExposeSecret, SecretString};
use server::replay;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{
    fs::File,
    io::{self, Read},
    path::PathBuf,
};

/// The 32 bytes of `usual/installation.rs`, which protect nothing.
const MASTER_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
/// The number of businesses in each database.
const BUSINESSES: u64 = 200;

fn kept(name: &str) -> GzDecoder<File> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/databases/2026-11-28").join(name);
    GzDecoder::new(File::open(path).unwrap())
}

/// Restores a copy and returns its address.
async fn restored(world: &World) -> String {
    let url = world.config.database_url.expose_secret();
    if url.starts_with("sqlite:") {
        let path = world.folder.path().join("old.db");
        io::copy(&mut kept("sqlite.db.gz"), &mut File::create(&path).unwrap()).unwrap();
        return format!("sqlite://{}", path.display());
    }
    let mut statements = String::new();
    kept("postgres.sql.gz").read_to_string(&mut statements).unwrap();
    // Lines for `psql` are not SQL.
    let statements: Vec<&str> = statements.lines().filter(|line| !line.starts_with('\\')).collect();
    let old = format!("{url}_old");
    let mut server = PgConnection::connect(url).await.unwrap();
    let name = old.rsplit('/').next().unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name}"))).execute(&mut server).await.unwrap();
    let mut db = PgConnection::connect(&old).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(statements.join("\n"))).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    old
}

on_both! { a_database_of_an_earlier_version_says_the_same_in_this_one }

async fn a_database_of_an_earlier_version_says_the_same_in_this_one(world: &World) {
    let url = restored(world).await;
    let (services, _) = world
        .another(|config| {
            config.database_url = SecretString::from(url.clone());
            config.master_key = Some(SecretString::from(MASTER_KEY));
        })
        .await;
    let mut told = Vec::new();
    let tally = replay::run(&services, true, |line| told.push(line.to_string())).await.unwrap();
    assert_eq!((tally.businesses, tally.differences, tally.unreadable), (BUSINESSES, 0, 0), "{told:#?}");
    assert!(tally.facts > 1_000, "{tally:?}");
    services.store.close().await;
    if let Some(name) = url.strip_prefix("postgres").and_then(|rest| rest.rsplit('/').next()) {
        let sql = AssertSqlSafe(format!("drop database {name} with (force)"));
        let mut server = PgConnection::connect(world.config.database_url.expose_secret()).await.unwrap();
        sqlx::raw_sql(sql).execute(&mut server).await.unwrap();
    }
}
