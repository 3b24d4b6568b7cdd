//! A fresh database for each case, copied from a migrated one.

use super::NEXT;
use server::{random::Chance, store::Store};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::{path::Path, sync::atomic::Ordering};
use tokio::sync::OnceCell;

/// Returns the URL of a file of SQLite in this folder. One that is there is left as it is.
pub async fn sqlite(folder: &Path) -> String {
    static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();
    let (file, made) = (folder.join("serambi.db"), tempfile::tempdir().unwrap());
    let url = |file: &Path| format!("sqlite://{}", file.display());
    let migrated = MIGRATED.get_or_init(async || {
        let template = made.path().join("serambi.db");
        Store::open(&url(&template), &Chance::System).await.unwrap().close().await;
        std::fs::read(template).unwrap()
    });
    let migrated = migrated.await;
    if !file.exists() {
        std::fs::write(&file, migrated).unwrap();
    }
    url(&file)
}

/// A fresh database on the throw-away server that `cargo xtask test` starts, copied from a migrated template.
pub async fn postgres() -> (String, PgConnection, String) {
    #[expect(clippy::disallowed_methods, reason = "where the throw-away server listens is told by xtask")]
    let server = std::env::var("TEST_POSTGRES")
        .expect("TEST_POSTGRES=postgres://user@host:port names a throw-away server; `cargo xtask test` starts one");
    let sum = server::store::MIGRATIONS
        .iter()
        .flat_map(|m| m.checksum.iter())
        .fold(0u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
    let template = format!("template_{sum:x}");
    let mut db = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    sqlx::query("select pg_advisory_lock(7)").execute(&mut db).await.unwrap();
    let made = sqlx::query("select 1 from pg_database where datname = $1")
        .bind(&template)
        .fetch_optional(&mut db)
        .await
        .unwrap();
    if made.is_none() {
        let half = format!("{template}_half");
        for statement in [format!("drop database if exists {half}"), format!("create database {half}")] {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut db).await.unwrap();
        }
        Store::open(&format!("{server}/{half}"), &Chance::System).await.unwrap().close().await;
        sqlx::raw_sql(AssertSqlSafe(format!("alter database {half} rename to {template}")))
            .execute(&mut db)
            .await
            .unwrap();
    }
    sqlx::query("select pg_advisory_unlock(7)").execute(&mut db).await.unwrap();
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    sqlx::raw_sql(AssertSqlSafe(format!("create database {name} template {template}"))).execute(&mut db).await.unwrap();
    (server, db, name)
}
