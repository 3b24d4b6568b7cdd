//! The sandbox's own SQLite file: SQL and nothing else, one file per table.

pub mod answers;
pub mod businesses;
pub mod deliveries;
pub mod entities;
pub mod files;
pub mod switches;
pub mod warnings;

use std::path::Path;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

pub type Conn = sqlx::SqliteConnection;

/// One connection, which queues fairly; so nobody may ask the pool while holding a transaction.
pub async fn open(file: &Path) -> sqlx::Result<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    sqlx::raw_sql(include_str!("schema.sql")).execute(&pool).await?;
    Ok(pool)
}

/// The largest last group of any id given so far, so that ids stay unique over restarts.
pub async fn last_id(db: &SqlitePool) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "select coalesce(max(cast(substr(given, 10) as integer)), 0) from
         (select id as given from files union all select doku_id from entities)",
    )
    .fetch_one(db)
    .await
}
