//! A disk that is really full: a file system of its own in memory.

use std::{
    fs::{self, File},
    io::{self, Write},
    process::Command,
};
use tempfile::TempDir;

const PIECE: usize = 4096;

pub struct SmallDisk(TempDir);

impl SmallDisk {
    /// Returns `None` where this process may not mount one; then it prints what was not tried, past the test runner.
    pub fn mount(megabytes: u32, untried: &str) -> Option<Self> {
        let at = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]).arg(at.path());
        if mount.output().is_ok_and(|done| done.status.success()) {
            return Some(Self(at));
        }
        let note = format!("\nnote: no small file system can be mounted here; {untried} was not tried\n\n");
        io::stderr().write_all(note.as_bytes()).unwrap();
        None
    }

    pub fn folder(&self) -> TempDir {
        tempfile::tempdir_in(self.0.path()).unwrap()
    }

    /// Fills the disk to the last byte.
    pub fn fill(&self) {
        let mut ballast = File::options().append(true).create(true).open(self.0.path().join("ballast")).unwrap();
        while ballast.write_all(&[0; PIECE]).is_ok() {}
    }

    /// Fills the disk until no more than `bytes` are free.
    pub fn fill_but(&self, bytes: u64) {
        self.fill();
        let ballast = File::options().write(true).open(self.0.path().join("ballast")).unwrap();
        let size = ballast.metadata().unwrap().len();
        ballast.set_len(size.checked_sub(bytes).unwrap()).unwrap();
    }

    pub fn clear(&self) {
        fs::remove_file(self.0.path().join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}
