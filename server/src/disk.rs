//! The disks that we write to: their free space, and the part that uploads leave to callbacks, which cannot wait.

use crate::{config::Config, error::Result};
use app::error::AppError;
use parking_lot::Mutex;
use std::{fs, io, path::Path, sync::Arc, time::Duration};
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout},
};

/// The number of bytes that uploads leave free unless a setting says, or a part of a small disk. Uploads under way are
/// counted beside it.
const LEFT: u64 = 256_000_000;
const PART: u64 = 10;
/// The fewest free bytes with which the largest callback surely fits, in the journal and then in the database.
pub const LEAST: u64 = 4_000_000;
/// An answer about the room for forms is used for this long, since every form asks.
const COUNTS: Duration = Duration::from_secs(1);
/// A name that no stored file has.
const PROBE: &str = ".probe";

#[derive(Clone)]
pub struct Disks {
    files: Arc<Path>,
    /// SQLite's folder; `None` on PostgreSQL.
    database: Option<Arc<Path>>,
    left: Option<u64>,
    /// A permit for one thread, so that a disk that hangs holds no more.
    asking: Arc<Semaphore>,
    /// The time at which the room for forms was last asked for, and the answer.
    forms: Arc<Mutex<(Option<Instant>, bool)>>,
}

struct Space {
    free: u64,
    whole: u64,
}

/// The disk with the least free space.
pub struct Room {
    pub free_bytes: u64,
    /// True when uploads are refused: they must leave more than that.
    pub is_short: bool,
}

impl Disks {
    pub fn new(config: &Config) -> Self {
        let database = config.sqlite_file().map(|file| match file.parent() {
            Some(folder) if folder != Path::new("") => Arc::from(folder),
            _ => Arc::from(Path::new(".")),
        });
        Self {
            files: config.files_folder().into(),
            database,
            left: config.uploads_leave_mb.map(|megabytes| megabytes.saturating_mul(1_000_000)),
            asking: Arc::new(Semaphore::new(1)),
            forms: Arc::new(Mutex::new((None, true))),
        }
    }

    /// Returns the free bytes of the disk with the least.
    pub async fn free_bytes(&self) -> io::Result<u64> {
        Ok(self.room().await?.free_bytes)
    }

    /// Refuses an upload that does not fit, before a byte of it is read.
    pub async fn admit(&self, bytes: u64) -> Result<()> {
        if self.spaces().await?.iter().all(|space| self.fits(space, bytes)) {
            return Ok(());
        }
        tracing::error!("an upload is refused: too little is free on the disk");
        Err(AppError::NoRoom.into())
    }

    /// Tells whether a form would fit. Forms may take half of what uploads leave, and callbacks have the rest. Asks at
    /// most once a second; callers meanwhile get the answer before.
    pub async fn has_room_for_forms(&self) -> bool {
        let now = Instant::now();
        let before = {
            let mut known = self.forms.lock();
            if known.0.is_some_and(|asked| now.duration_since(asked) < COUNTS) {
                return known.1;
            }
            known.0 = Some(now);
            known.1
        };
        let Ok(Ok(spaces)) = timeout(COUNTS, self.spaces()).await else { return before };
        let has_room = spaces.iter().all(|space| space.free >= (self.left_of(space) / 2).max(2 * LEAST));
        let mut known = self.forms.lock();
        if known.1 && !has_room {
            tracing::error!("forms are refused: too little is free on the disk");
        }
        known.1 = has_room;
        has_room
    }

    fn left_of(&self, space: &Space) -> u64 {
        self.left.unwrap_or_else(|| LEFT.min(space.whole / PART))
    }

    fn fits(&self, space: &Space, bytes: u64) -> bool {
        space.free >= self.left_of(space).saturating_add(bytes)
    }

    pub async fn room(&self) -> io::Result<Room> {
        let spaces = self.spaces().await?;
        let free_bytes = spaces.iter().map(|space| space.free).min().unwrap_or_default();
        Ok(Room { free_bytes, is_short: !spaces.iter().all(|space| self.fits(space, 0)) })
    }

    /// Writes a file and removes it.
    pub async fn take_files(&self) -> io::Result<()> {
        let probe = self.files.join(PROBE);
        self.ask(move || {
            let written = fs::write(&probe, [0; 512]);
            match fs::remove_file(&probe) {
                // Another instance removed it first, or it could not be made.
                Err(error) if error.kind() != io::ErrorKind::NotFound => written.and(Err(error)),
                _ => written,
            }
        })
        .await
    }

    async fn spaces(&self) -> io::Result<Vec<Space>> {
        let folders: Vec<Arc<Path>> = self.database.iter().chain([&self.files]).cloned().collect();
        self.ask(move || folders.iter().map(|folder| space(folder)).collect()).await
    }

    async fn ask<T: Send + 'static>(&self, question: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
        let turn = self.asking.clone().acquire_owned().await.map_err(io::Error::other)?;
        let asked = move || {
            let _turn = turn;
            question()
        };
        tokio::task::spawn_blocking(asked).await.map_err(io::Error::other)?
    }
}

#[cfg(unix)]
fn space(folder: &Path) -> io::Result<Space> {
    let told = rustix::fs::statvfs(folder)?;
    let bytes = |blocks: u64| blocks.saturating_mul(told.f_frsize);
    Ok(Space { free: bytes(told.f_bavail), whole: bytes(told.f_blocks) })
}

#[cfg(not(unix))]
fn space(_: &Path) -> io::Result<Space> {
    Ok(Space { free: u64::MAX, whole: u64::MAX })
}
