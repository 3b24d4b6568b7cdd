//! The sandbox's own SQLite file: SQL and nothing else, one file per table.

#[macro_use]
mod macros;

pub mod answers;
pub mod businesses;
pub mod deliveries;
pub mod entities;
pub mod files;
pub mod requests;
pub mod switches;
pub mod warnings;

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqlitePool};

pub type Conn = sqlx::SqliteConnection;

/// Made if it is missing, and closed to everybody else on this machine. SQLite gives the two beside it
/// the same mode when it makes them, but may find them.
#[cfg(unix)]
fn private_file(file: &Path) -> std::io::Result<()> {
    use std::fs;
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    // One that is there is not opened: to close it would end the locks that SQLite may hold on it in this process.
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    if let Err(error) = made
        && error.kind() != std::io::ErrorKind::AlreadyExists
    {
        return Err(error);
    }
    for ending in ["", "-wal", "-shm"] {
        let mut part = file.as_os_str().to_owned();
        part.push(ending);
        if fs::metadata(&part).is_ok_and(|found| found.permissions().mode() & 0o077 != 0) {
            fs::set_permissions(&part, fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn private_file(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// SQLite ends a transaction by itself when the disk is full, fails or memory is short. The ROLLBACK
/// that sqlx then sends is refused, sqlx goes on counting the transaction as open, and that connection never begins another:
/// it is closed, and the next one is new. Idle ones stay open: the first to open makes a file beside the database, for which
/// a full disk has no room.
fn sqlite_pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_release(|link, _| {
            Box::pin(async move {
                // A ROLLBACK that was begun by a drop comes first.
                link.ping().await?;
                Ok(!link.is_in_transaction())
            })
        })
}

/// One connection, which queues fairly; so nobody may ask the pool while holding a transaction.
pub async fn open(file: &Path) -> sqlx::Result<SqlitePool> {
    private_file(file)?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true);
    let pool = sqlite_pool(1).acquire_timeout(Duration::from_secs(10)).connect_with(options).await?;
    sqlx::raw_sql(include_str!("schema.sql")).execute(&pool).await?;
    add_snap(&pool).await?;
    Ok(pool)
}

/// To a file of before there was one.
async fn add_snap(db: &SqlitePool) -> sqlx::Result<()> {
    let known: i64 = sqlx::query_scalar("select count(*) from pragma_table_info('deliveries') where name = 'snap'")
        .fetch_one(db)
        .await?;
    if known == 0 {
        sqlx::raw_sql("alter table deliveries add column snap integer not null default 0").execute(db).await?;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn after_one_write_without_room_the_next_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let db = open(&folder.path().join("sandbox.db")).await.unwrap();
        sqlx::query("create table large (bytes blob)").execute(&db).await.unwrap();
        // As many pages as there are.
        sqlx::query("pragma max_page_count = 1").execute(&db).await.unwrap();
        let write = async || {
            let mut tx = db.begin().await?;
            sqlx::query("insert into large values (zeroblob(3000000))").execute(&mut *tx).await?;
            tx.commit().await
        };
        write().await.unwrap_err();
        assert!(!db.acquire().await.unwrap().is_in_transaction());
        sqlx::query("pragma max_page_count = 4294967294").execute(&db).await.unwrap();
        write().await.unwrap();
        let kept: i64 = sqlx::query_scalar("select count(*) from large").fetch_one(&db).await.unwrap();
        assert_eq!(kept, 1);
    }

    #[tokio::test]
    async fn an_older_file_gets_what_it_lacks() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sandbox.db");
        let older = open(&file).await.unwrap();
        sqlx::raw_sql("alter table deliveries drop column snap").execute(&older).await.unwrap();
        older.close().await;
        let pool = open(&file).await.unwrap();
        let mut conn = pool.acquire().await.unwrap();
        assert_eq!(deliveries::count_of(&mut conn, 1).await.unwrap(), 0);
    }
}
