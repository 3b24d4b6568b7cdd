//! Steps that are skipped while their inputs stay the same. Each owns a folder under `target/site-cache`.

use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::sh::{Result, While, at};

/// A fingerprint of inputs; every part is counted, so that no two lists of parts share one.
pub struct Key(Sha256);

impl Key {
    /// Starts a key; `recipe` changes whenever the code of the step does.
    pub fn new(recipe: &str) -> Self {
        Self(Sha256::new()).with(recipe.as_bytes())
    }

    pub fn with(mut self, part: &[u8]) -> Self {
        self.0.update(u64::try_from(part.len()).expect("lengths fit in 64 bits").to_le_bytes());
        self.0.update(part);
        self
    }

    /// Adds every file under a folder, by its name and content.
    pub fn with_files(mut self, folder: &Path) -> Result<Self> {
        for (name, file) in files(folder) {
            self = self.with(name.as_bytes()).with(&bytes(&file)?);
        }
        Ok(self)
    }

    /// Returns sixteen hexadecimal digits: short enough for a URL, long enough never to repeat.
    pub fn finish(self) -> String {
        self.0.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Returns the folder of a finished step; `work` fills it only when `key` is new.
pub fn step(name: &str, key: Key, work: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let folder = at("target/site-cache").join(name);
    let stamp = at("target/site-cache").join(format!("{name}.key"));
    let key = key.finish();
    if folder.is_dir() && fs::read_to_string(&stamp).is_ok_and(|old| old == key) {
        return Ok(folder);
    }
    // A half-filled folder without its stamp is never taken for a finished one.
    let _ = fs::remove_file(&stamp);
    empty(&folder)?;
    crate::sh::step(name, || work(&folder))?;
    write(&stamp, key.as_bytes())?;
    Ok(folder)
}

/// Lists every file under a folder in a fixed order, named from there with `/`. A missing folder has none.
pub fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let found = WalkDir::new(folder).follow_links(true).into_iter().flatten();
    let named = |entry: DirEntry| {
        let name = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        (name.to_string_lossy().replace(MAIN_SEPARATOR, "/"), entry.into_path())
    };
    let mut found: Vec<_> = found.filter(|entry| !entry.file_type().is_dir()).map(named).collect();
    found.sort();
    found
}

pub fn bytes(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).or_say(format_args!("cannot read {}", file.display()))
}

/// Writes a file and the folders above it.
pub fn write(file: &Path, content: &[u8]) -> Result<()> {
    let folder = file.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).or_say(format_args!("cannot make {}", folder.display()))?;
    fs::write(file, content).or_say(format_args!("cannot write {}", file.display()))
}

/// Makes a folder exist and hold nothing.
pub fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).or_say(format_args!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).or_say(format_args!("cannot make {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn the_border_between_two_parts_counts() {
        assert_ne!(Key::new("a").with(b"bc").finish(), Key::new("ab").with(b"c").finish());
        assert_eq!(Key::new("a").with(b"bc").finish(), Key::new("a").with(b"bc").finish());
    }
}
