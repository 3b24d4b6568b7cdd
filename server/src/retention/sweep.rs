//! Removes files that no row names: a process ended while one came in, or before the file of a deleted row was removed.

use crate::{
    error::Result,
    files::{Files, is_ours},
    services::Services,
    store::documents,
    telemetry::{self, or_warn},
};
use std::{
    fs::{DirEntry, ReadDir},
    io,
    time::{Duration, SystemTime},
};

/// The number of names per question to the database.
const BATCH: usize = 500;
/// The most files removed in one round; the next one continues.
const MOST: usize = 1_000;
/// A file that changed within this time may still be coming in.
const UNDER_WAY: Duration = Duration::from_secs(3_600);
/// The number of files without a single known one that shows that they belong to another database.
const FOREIGN: usize = 100;

/// Returns how many files were removed.
pub async fn run(services: &Services) -> Result<u64> {
    let now = services.files.now().await?;
    let mut listing = Listing::of(&services.files)?;
    let (mut is_known, mut lost) = (false, Vec::new());
    while !is_known || lost.len() < MOST {
        let found = listing.next().await?;
        if found.is_empty() {
            break;
        }
        let names: Vec<String> = found.iter().map(|file| file.name.clone()).collect();
        let known = documents::known(&mut services.store.read().await?, &names).await?;
        is_known |= !known.is_empty();
        let is_old = |file: &OurFile| now.duration_since(file.modified).is_ok_and(|age| age > UNDER_WAY);
        let is_lost = |file: &OurFile| !known.contains(&file.name) && is_old(file);
        let room = MOST - lost.len();
        lost.extend(found.into_iter().filter(is_lost).map(|file| file.name).take(room));
    }
    if !is_known && lost.len() >= FOREIGN {
        tracing::error!(
            files = lost.len(),
            "no row names any of the files in the folder, so none is swept: FILES and DATABASE_URL do not belong together"
        );
        return Ok(0);
    }
    remove(&services.files, &lost).await
}

async fn remove(files: &Files, lost: &[String]) -> Result<u64> {
    let mut swept = 0;
    for name in lost {
        let removed = or_warn(files.remove(name).await, "a file without a row could not be removed");
        swept += u64::from(removed == Some(true));
    }
    if swept > 0 {
        metrics::counter!(telemetry::FILES_SWEPT).increment(swept);
        tracing::info!(files = swept, "{swept} files that no row names were removed");
    }
    Ok(swept)
}

/// A file in the folder that has a name of ours.
struct OurFile {
    name: String,
    modified: SystemTime,
}

/// A walk over the folder, a batch at a time: it may hold a million files.
struct Listing(Option<ReadDir>);

impl Listing {
    fn of(files: &Files) -> Result<Self> {
        Ok(Self(Some(std::fs::read_dir(files.folder())?)))
    }

    /// Returns an empty batch at the end.
    async fn next(&mut self) -> Result<Vec<OurFile>> {
        let Some(mut entries) = self.0.take() else { return Ok(Vec::new()) };
        let (entries, found) = tokio::task::spawn_blocking(move || {
            let mut batch = Vec::with_capacity(BATCH);
            while batch.len() < BATCH {
                let Some(entry) = entries.next() else { break };
                batch.extend(found(&entry?));
            }
            io::Result::Ok((entries, batch))
        })
        .await??;
        self.0 = Some(entries);
        Ok(found)
    }
}

/// Returns `None` when the file is none of ours, or gone. A file that others on this machine may open is closed to
/// them.
fn found(entry: &DirEntry) -> Option<OurFile> {
    let name = entry.file_name().into_string().ok().filter(|name| is_ours(name))?;
    let about = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
    or_warn(close(entry, &about), "a file lies open to others on this machine");
    Some(OurFile { name, modified: about.modified().ok()? })
}

#[cfg(unix)]
fn close(entry: &DirEntry, about: &std::fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if about.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    std::fs::set_permissions(entry.path(), PermissionsExt::from_mode(0o600))
}

#[cfg(not(unix))]
fn close(_: &DirEntry, _: &std::fs::Metadata) -> io::Result<()> {
    Ok(())
}
