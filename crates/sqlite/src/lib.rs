//! Opens files of SQLite, for the server and the sandbox alike.

use std::path::Path;
use std::time::Duration;

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

/// Returns options for a private file, which is made if it is missing.
pub fn options(file: &Path, synchronous: SqliteSynchronous) -> std::io::Result<SqliteConnectOptions> {
    private_file(file)?;
    Ok(SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true))
}

/// Makes the file if it is missing, and closes it to everybody else on this machine. SQLite gives the two files beside
/// it the same mode when it makes them, but they may exist already.
#[cfg(unix)]
fn private_file(file: &Path) -> std::io::Result<()> {
    use std::fs;
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    // An existing file is not opened: closing it would end the locks that SQLite may hold on it in this process.
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

/// Returns options for a pool that closes a connection which sqlx believes to be in a transaction. SQLite itself ends a
/// transaction when the disk is full or fails or memory is short; it refuses the ROLLBACK that sqlx then sends, and
/// sqlx would never begin another on that connection. Idle connections stay open, since the first to open makes a file
/// beside the database, for which a full disk has no room.
pub fn pool(size: u32, wait: Duration) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .acquire_timeout(wait)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_release(|link, _| {
            Box::pin(async move {
                // The ping first sends a ROLLBACK that was begun by a drop.
                link.ping().await?;
                Ok(!link.is_in_transaction())
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn after_one_write_without_room_the_next_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let options = options(&folder.path().join("x.db"), SqliteSynchronous::Normal).unwrap();
        let db = pool(1, Duration::from_secs(10)).connect_with(options).await.unwrap();
        sqlx::query("create table large (bytes blob)").execute(&db).await.unwrap();
        // SQLite raises the limit to the present number of pages.
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
}
