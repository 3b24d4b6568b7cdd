//! The bytes of documents: sealed while they stream to disk, outside the web root, under random names.

use crate::{
    error::{Error, Result},
    random,
    vault::{FILE_NONCE, Key},
};
use axum::body::Bytes;
use chacha20poly1305::aead::Payload;
use domain::requirement::Content;
use futures::{Stream, StreamExt};
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    time::SystemTime,
};
use tokio::{
    fs,
    io::{AsyncReadExt, AsyncWriteExt, BufReader},
};

/// The number of plain bytes per sealed chunk. Ten uploads at once hold ten of these, not ten files.
const CHUNK: usize = 64 * 1024;
/// The number of bytes that sealing adds to a chunk.
const TAG: usize = 16;

#[derive(Clone)]
pub struct Files {
    folder: PathBuf,
}

/// A file on disk that no row names yet: deleted when dropped without `keep`.
pub struct Stored {
    pub stored_as: String,
    pub bytes: u64,
    pub content: Content,
    /// The first bytes and the last: a PDF shows there whether it is encrypted.
    pub head: Vec<u8>,
    pub tail: Vec<u8>,
    path: Option<PathBuf>,
}

/// The reason why receiving stopped.
pub enum Broken {
    TooBig,
    Incomplete,
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Broken {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Files {
    pub fn open(folder: &Path) -> std::io::Result<Self> {
        private_folder(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Streams to disk, sealed and counted; stops at once when more than `most` bytes come.
    pub async fn receive<S, E>(&self, key: &Key, most: u64, mut body: S) -> Result<Stored, Broken>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let name = hex(&random::bytes::<16>()?);
        let nonce: [u8; FILE_NONCE] = random::bytes()?;
        let path = self.folder.join(&name);
        let mut stored = Stored {
            stored_as: name,
            bytes: 0,
            content: Content::default(),
            head: Vec::new(),
            tail: Vec::new(),
            path: Some(path.clone()),
        };
        let mut file = private_file().create_new(true).open(&path).await?;
        file.write_all(&nonce).await?;
        let mut sealer = key.file_sealer(&nonce);
        let mut pending: Vec<u8> = Vec::with_capacity(CHUNK + TAG);
        while let Some(part) = body.next().await {
            let part = part.map_err(|_| Broken::Incomplete)?;
            stored.bytes += part.len() as u64;
            if stored.bytes > most {
                return Err(Broken::TooBig);
            }
            stored.peek(&part);
            let mut rest: &[u8] = &part;
            while !rest.is_empty() {
                // A full chunk is sealed only when more follows: the last one is marked as such.
                if pending.len() == CHUNK {
                    let aad = stored.stored_as.as_bytes();
                    let sealed = sealer.encrypt_next(Payload { msg: &pending, aad }).map_err(|_| Error::Sealed)?;
                    file.write_all(&sealed).await?;
                    pending.clear();
                }
                let (now, later) = rest.split_at(rest.len().min(CHUNK - pending.len()));
                pending.extend_from_slice(now);
                rest = later;
            }
        }
        let last = Payload { msg: &pending, aad: stored.stored_as.as_bytes() };
        let sealed = sealer.encrypt_last(last).map_err(|_| Error::Sealed)?;
        file.write_all(&sealed).await?;
        file.sync_all().await?;
        Ok(stored)
    }

    /// Removes a file for good. Returns false when it was removed before.
    pub async fn remove(&self, stored_as: &str) -> Result<bool> {
        match fs::remove_file(self.folder.join(safe(stored_as)?)).await {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            outcome => Ok(outcome.map(|()| true)?),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the time of the folder's file system. Ages of files are judged by it, since nobody sets that clock.
    pub async fn now(&self) -> Result<SystemTime> {
        let path = self.folder.join(".now");
        let mut file = private_file().create(true).truncate(true).open(&path).await?;
        file.write_all(b"now").await?;
        file.flush().await?;
        let now = file.metadata().await?.modified()?;
        // Another instance may have removed it.
        let _ = fs::remove_file(&path).await;
        Ok(now)
    }

    /// Returns the plain bytes again, chunk by chunk. After the end it yields the end again, since a compressor asks
    /// once more.
    pub async fn read(
        &self,
        key: &Key,
        stored_as: &str,
    ) -> Result<impl Stream<Item = std::io::Result<Bytes>> + Send + 'static> {
        let mut file = BufReader::with_capacity(CHUNK + TAG, fs::File::open(self.folder.join(safe(stored_as)?)).await?);
        let mut nonce = [0; FILE_NONCE];
        file.read_exact(&mut nonce).await?;
        let first = chunk(&mut file).await?;
        let state = Some((file, key.file_opener(&nonce), first, stored_as.to_owned()));
        let plain = futures::stream::unfold(state, |state| async move {
            let (mut file, mut opener, sealed, name) = state?;
            let next = match chunk(&mut file).await {
                Ok(next) => next,
                Err(error) => return Some((Err(error), None)),
            };
            let payload = Payload { msg: &sealed, aad: name.as_bytes() };
            let broken = || std::io::Error::other("a sealed file does not open");
            if next.is_empty() {
                return Some((opener.decrypt_last(payload).map(Bytes::from).map_err(|_| broken()), None));
            }
            match opener.decrypt_next(payload) {
                Ok(plain) => Some((Ok(Bytes::from(plain)), Some((file, opener, next, name)))),
                Err(_) => Some((Err(broken()), None)),
            }
        });
        Ok(plain.fuse())
    }
}

/// Options to write a file; a new one is closed to everybody else on this machine.
#[cfg(unix)]
fn private_file() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).mode(0o600);
    options
}

#[cfg(not(unix))]
fn private_file() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    options
}

/// Makes the folder if it is missing; a new one is closed to everybody else on this machine.
#[cfg(unix)]
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

impl Stored {
    /// Keeps the file: a row names it now.
    pub fn keep(mut self) {
        self.path = None;
    }

    fn peek(&mut self, part: &[u8]) {
        const HEAD: usize = 4096;
        const TAIL: usize = 4096;
        self.content.read(part);
        let wanted = HEAD.saturating_sub(self.head.len()).min(part.len());
        self.head.extend_from_slice(&part[..wanted]);
        self.tail.extend_from_slice(&part[part.len().saturating_sub(TAIL)..]);
        let over = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..over);
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let _ = std::fs::remove_file(path);
        }
    }
}

async fn chunk(file: &mut BufReader<fs::File>) -> std::io::Result<Vec<u8>> {
    let mut sealed = Vec::with_capacity(CHUNK + TAG);
    file.take((CHUNK + TAG) as u64).read_to_end(&mut sealed).await?;
    Ok(sealed)
}

/// Tells whether a name may be ours: 32 hexadecimal digits.
pub fn is_ours(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit())
}

fn safe(name: &str) -> Result<&str> {
    if is_ours(name) { Ok(name) } else { Err(Error::Sealed) }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{Vault, new_master_key};
    use domain::ids::BusinessId;
    use uuid::Uuid;

    #[tokio::test]
    async fn a_file_comes_back_whole_and_is_not_readable_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::new(&new_master_key().unwrap()).unwrap();
        let (key, _) = vault.new_key(BusinessId::new(Uuid::from_u128(1))).unwrap();
        let files = Files::open(folder.path()).unwrap();
        for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17] {
            let plain: Vec<u8> = (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let parts = futures::stream::iter(
                plain.chunks(10_000).map(|part| Ok::<_, Error>(Bytes::copy_from_slice(part))).collect::<Vec<_>>(),
            );
            let stored = files.receive(&key, 10_000_000, parts).await.map_err(|_| ()).unwrap();
            let name = stored.stored_as.clone();
            assert_eq!(stored.bytes, size as u64);
            stored.keep();
            let back: Vec<u8> =
                files.read(&key, &name).await.unwrap().map(|part| part.unwrap().to_vec()).concat().await;
            assert_eq!(back, plain);
        }
    }

    #[tokio::test]
    async fn who_asks_on_after_the_end_is_told_of_it_again() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::new(&new_master_key().unwrap()).unwrap();
        let (key, _) = vault.new_key(BusinessId::new(Uuid::from_u128(1))).unwrap();
        let files = Files::open(folder.path()).unwrap();
        let body = futures::stream::iter([Ok::<_, Error>(Bytes::from(vec![7; 100]))]);
        let stored = files.receive(&key, 100, body).await.map_err(|_| ()).unwrap();
        let name = stored.stored_as.clone();
        stored.keep();
        let mut back = std::pin::pin!(files.read(&key, &name).await.unwrap());
        assert!(back.next().await.unwrap().is_ok());
        assert!(back.next().await.is_none() && back.next().await.is_none());
    }

    #[tokio::test]
    async fn too_big_a_file_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::new(&new_master_key().unwrap()).unwrap();
        let (key, _) = vault.new_key(BusinessId::new(Uuid::from_u128(1))).unwrap();
        let body = futures::stream::iter([Ok::<_, Error>(Bytes::from(vec![0; 100]))]);
        assert!(matches!(Files::open(folder.path()).unwrap().receive(&key, 99, body).await, Err(Broken::TooBig)));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
