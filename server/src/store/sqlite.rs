//! The file of SQLite, and connections to it.

use sqlx::{Connection, sqlite::SqlitePoolOptions};
use std::path::Path;

/// Made if it is missing, and closed to everybody else on this machine. SQLite gives the two beside it
/// the same mode when it makes them, but may find them.
#[cfg(unix)]
pub fn private_file(file: &Path) -> std::io::Result<()> {
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
pub fn private_file(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// SQLite ends a transaction by itself when the disk is full, fails or memory is short. The ROLLBACK
/// that sqlx then sends is refused, sqlx goes on counting the transaction as open, and that connection never begins another:
/// it is closed, and the next one is new. Idle ones stay open: the first to open makes a file beside the database, for which
/// a full disk has no room.
pub fn pool(size: u32) -> SqlitePoolOptions {
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
