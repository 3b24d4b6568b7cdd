//! The finished site in `target/site`, as the server embeds it: every file with its compressed twins.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::cache::{self, Key};
use crate::sh::{Result, While, at};

/// Lays out `target/site`:
/// `pkg-<hash>/` with the islands and the style sheet (may be cached forever), `pkg-name.txt` with that
/// folder's name, and the files of `style/public` under their own names.
pub fn site(parts: &[PathBuf], public: &Path) -> Result<()> {
    let mut contents = Key::new("pkg 1");
    for part in parts {
        contents = contents.with_files(part)?;
    }
    let name = format!("pkg-{}", contents.finish());
    let key = Key::new("pack 1").with(name.as_bytes()).with_files(public)?;
    let packed = cache::step("packed", key, |folder| {
        for part in parts {
            pack(part, &folder.join(&name))?;
        }
        pack(public, folder)?;
        cache::write(&folder.join("pkg-name.txt"), name.as_bytes())
    })?;
    publish(&packed, &at("target/site"))
}

/// Makes the site equal to the packed folder. Equal files stay untouched, so that cargo does not compile the server
/// again for nothing.
fn publish(packed: &Path, site: &Path) -> Result<()> {
    let new = cache::files(packed);
    for (name, file) in cache::files(site) {
        if !new.iter().any(|(kept, _)| *kept == name) {
            fs::remove_file(&file).or_say(format_args!("cannot remove {}", file.display()))?;
            // The removal fails while the folder holds something else, which is then still wanted.
            let _ = file.parent().map(fs::remove_dir);
        }
    }
    for (name, file) in new {
        let content = cache::bytes(&file)?;
        let place = site.join(name);
        if !fs::read(&place).is_ok_and(|old| old == content) {
            cache::write(&place, &content)?;
        }
    }
    Ok(())
}

fn pack(from: &Path, to: &Path) -> Result<()> {
    for (name, file) in cache::files(from) {
        let content = cache::bytes(&file)?;
        let place = to.join(&name);
        cache::write(&place, &content)?;
        if shrinks(&name) {
            cache::write(&beside(&place, "br"), &brotli(&content)?)?;
            cache::write(&beside(&place, "gz"), &gzip(&content)?)?;
        }
    }
    Ok(())
}

/// Tells whether compressing a file of this name gains anything; images and fonts are compressed already.
fn shrinks(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    matches!(ending, "wasm" | "js" | "css" | "svg" | "txt" | "json" | "webmanifest" | "html" | "xml" | "ico")
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn brotli(mut content: &[u8]) -> Result<Vec<u8>> {
    let settings = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut content, &mut packed, &settings).or_say("brotli")?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(content).or_say("gzip")?;
    packed.finish().or_say("gzip")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_becomes_what_was_packed_and_keeps_what_is_the_same() {
        let home = std::env::temp_dir().join(format!("xtask-pack-{}", std::process::id()));
        let (source, packed, site) = (home.join("source"), home.join("packed"), home.join("site"));
        let text = "serambi ".repeat(100);
        cache::write(&source.join("snippets/a.js"), text.as_bytes()).unwrap();
        cache::write(&source.join("photo.jpg"), b"jpeg").unwrap();
        cache::write(&site.join("pkg-old/serambi.js"), b"old").unwrap();
        cache::write(&site.join("pkg-new/photo.jpg"), b"jpeg").unwrap();
        let before = fs::metadata(site.join("pkg-new/photo.jpg")).unwrap().modified().unwrap();

        pack(&source, &packed.join("pkg-new")).unwrap();
        publish(&packed, &site).unwrap();

        let names: Vec<String> = cache::files(&site).into_iter().map(|(name, _)| name).collect();
        let expected = ["photo.jpg", "snippets/a.js", "snippets/a.js.br", "snippets/a.js.gz"];
        assert_eq!(names, expected.map(|name| format!("pkg-new/{name}")));
        assert!(!site.join("pkg-old").exists());
        assert_eq!(fs::metadata(site.join("pkg-new/photo.jpg")).unwrap().modified().unwrap(), before);
        let mut unpacked = Vec::new();
        let mut packed = fs::File::open(site.join("pkg-new/snippets/a.js.br")).unwrap();
        brotli::BrotliDecompress(&mut packed, &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        fs::remove_dir_all(&home).unwrap();
    }
}
