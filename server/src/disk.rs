//! The disks that we write to: how much is free, and how much of it uploads leave to callbacks, which cannot wait.

use crate::{
    config::Config,
    error::{Result, ensure},
};
use app::error::AppError;
use parking_lot::Mutex;
use std::{fs, io, path::Path, sync::Arc, time::Duration};
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout},
};

/// What uploads leave unless a setting says, and of a small disk a part. Those under way are counted beside it.
const LEFT: u64 = 256_000_000;
const PART: u64 = 10;
/// With less than this the largest callback may not fit, in the journal and then in the database.
pub const LEAST: u64 = 4_000_000;
/// How long an answer about the room for forms counts: they ask each time.
const COUNTS: Duration = Duration::from_secs(1);
/// No name of a file of ours.
const PROBE: &str = ".probe";

#[derive(Clone)]
pub struct Disks {
    files: Arc<Path>,
    /// SQLite's folder, if it is SQLite.
    database: Option<Arc<Path>>,
    left: Option<u64>,
    /// A disk that hangs holds one thread, however often it is asked.
    asking: Arc<Semaphore>,
    /// When it was last asked whether forms have room, and the answer.
    forms: Arc<Mutex<(Option<Instant>, bool)>>,
}

struct Space {
    free: u64,
    whole: u64,
}

/// Of the disk where the least is free.
pub struct Room {
    pub free_bytes: u64,
    /// Uploads are refused: they must leave more than that.
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

    /// Where the least is free.
    pub async fn free_bytes(&self) -> io::Result<u64> {
        Ok(self.room().await?.free_bytes)
    }

    /// Before a byte of an upload is read.
    pub async fn admit(&self, bytes: u64) -> Result<()> {
        if self.spaces().await?.iter().all(|space| self.fits(space, bytes)) {
            return Ok(());
        }
        tracing::error!("an upload is refused: too little is free on the disk");
        Err(AppError::NoRoom.into())
    }

    /// Before anything else of people is kept that would stay: their forms may take half of what uploads leave, and callbacks
    /// have the rest.
    pub async fn admit_form(&self) -> Result<()> {
        Ok(ensure(self.has_room_for_forms().await, AppError::NoRoom)?)
    }

    /// Asked once a second at most; who comes meanwhile goes by the answer before.
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
                // Another instance was faster, or it could not be made.
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
