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

use sqlx::SqlitePool;
use sqlx::sqlite::SqliteSynchronous;

pub type Conn = sqlx::SqliteConnection;

/// Opens the file with one connection, which queues fairly; nobody may ask the pool while holding a transaction.
pub async fn open(file: &Path) -> sqlx::Result<SqlitePool> {
    let options = sqlite::options(file, SqliteSynchronous::Normal)?;
    let pool = sqlite::pool(1, Duration::from_secs(10)).connect_with(options).await?;
    sqlx::raw_sql(include_str!("schema.sql")).execute(&pool).await?;
    add_snap(&mut *pool.acquire().await?).await?;
    Ok(pool)
}

/// Adds the column `snap` to a file that is older than it.
async fn add_snap(db: &mut Conn) -> sqlx::Result<()> {
    let known: i64 = scalar!(db, "select count(*) from pragma_table_info('deliveries') where name = 'snap'")?;
    if known == 0 {
        sqlx::raw_sql("alter table deliveries add column snap integer not null default 0").execute(db).await?;
    }
    Ok(())
}

/// Returns the largest last group of any id given so far, so that ids stay unique over restarts.
pub async fn last_id(db: &mut Conn) -> sqlx::Result<i64> {
    scalar!(
        db,
        "select coalesce(max(cast(substr(given, 10) as integer)), 0) from
         (select id as given from files union all select doku_id from entities)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
