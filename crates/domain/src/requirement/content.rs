//! Tells the type of a file by its bytes, since its name may say anything. App and sandbox use this one rule, while the
//! file streams by.

use super::picture::Picture;
use serde::{Deserialize, Serialize};

/// The bytes within which a PDF's header begins. Source: Adobe, PDF Reference 1.7, appendix H, note 13.
const HEAD: usize = 1024;

const BYTE_ORDER_MARK: &[u8; 3] = b"\xEF\xBB\xBF";

/// The brands of photos, bursts and live photos of phones, and of AVIF. Source: ISO/IEC 23008-12, annex B; AV1 Image
/// File Format.
const HEIC_BRANDS: [&[u8; 4]; 12] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"avif", b"avis"];

/// The type of a file by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::EnumString, strum::IntoStaticStr)]
#[strum(const_into_str)]
pub enum FileType {
    #[strum(serialize = "image/jpeg")]
    Jpeg,
    #[strum(serialize = "image/png")]
    Png,
    #[strum(serialize = "application/pdf")]
    Pdf,
    #[strum(to_string = "image/heic", serialize = "image/heif")]
    Heic,
    #[strum(serialize = "application/octet-stream")]
    Other,
}

/// The part of a file read so far; only its first bytes are kept.
#[derive(Clone, Debug, Default)]
pub struct Content {
    head: Vec<u8>,
    picture: Picture,
}

impl Content {
    pub fn read(&mut self, part: &[u8]) {
        let wanted = HEAD.saturating_sub(self.head.len()).min(part.len());
        self.head.extend_from_slice(&part[..wanted]);
        self.picture.read(part);
    }

    pub fn kind(&self) -> FileType {
        match self.head.as_slice() {
            [0xFF, 0xD8, 0xFF, ..] => FileType::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => FileType::Png,
            head if is_heic(head) => FileType::Heic,
            head if is_pdf(head) => FileType::Pdf,
            _ => FileType::Other,
        }
    }

    /// Returns true for a picture whose header gives no size, or that ends before its end.
    pub fn is_damaged(&self) -> bool {
        self.kind().is_image() && !self.picture.is_whole()
    }
}

/// Returns true for a PDF's header at the start, or behind a byte order mark and blanks; behind other bytes it may be
/// another kind of file.
fn is_pdf(head: &[u8]) -> bool {
    head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head).trim_ascii_start().starts_with(b"%PDF-")
}

fn is_heic(head: &[u8]) -> bool {
    let Some((size, rest)) = head.split_first_chunk::<4>() else { return false };
    let Some(brands) = rest.strip_prefix(b"ftyp") else { return false };
    let size = usize::try_from(u32::from_be_bytes(*size)).unwrap_or(usize::MAX);
    let brands = &brands[..brands.len().min(size.saturating_sub(8))];
    brands.chunks_exact(4).any(|brand| HEIC_BRANDS.iter().any(|known| brand == *known))
}

impl FileType {
    pub fn from_media_type(text: &str) -> Self {
        text.parse().unwrap_or(Self::Other)
    }

    pub(super) const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["JPG", "JPEG"],
            Self::Png => &["PNG"],
            Self::Pdf => &["PDF"],
            Self::Heic | Self::Other => &[],
        }
    }

    pub const fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(parts: &[&[u8]]) -> Content {
        let mut content = Content::default();
        parts.iter().for_each(|part| content.read(part));
        content
    }

    const WHOLE: &[u8] = include_bytes!("../../tests/fixtures/files/whole.jpg");
    const PNG: &[u8] = include_bytes!("../../tests/fixtures/files/png-inside.jpg");
    const BURST: &[u8] = include_bytes!("../../tests/fixtures/files/sequence-brand-hevc.heic");
    const HALF: &[u8] = include_bytes!("../../tests/fixtures/files/half.jpg");

    /// The sample files: bytes, type, and whether they are damaged.
    const CORPUS: [(&[u8], FileType, bool); 24] = [
        (WHOLE, FileType::Jpeg, false),
        (PNG, FileType::Png, false),
        (BURST, FileType::Heic, false),
        (HALF, FileType::Jpeg, true),
        (include_bytes!("../../tests/fixtures/files/three-bytes.jpg"), FileType::Jpeg, true),
        (include_bytes!("../../tests/fixtures/files/header-only.jpg"), FileType::Jpeg, true),
        (include_bytes!("../../tests/fixtures/files/junk-before-header.pdf"), FileType::Other, false),
        (b"%PDF-1.7\n", FileType::Pdf, false),
        (b"\xEF\xBB\xBF%PDF-1.4", FileType::Pdf, false),
        (b"\r\n\t \x0c%PDF-2.0", FileType::Pdf, false),
        (b"\xEF\xBB\xBF \r\n%PDF-1.4", FileType::Pdf, false),
        (b"x%PDF-1.7", FileType::Other, false),
        (b"MZ\x90\x00\n%PDF-1.7", FileType::Other, false),
        (b"%PDF", FileType::Other, false),
        (b"\x89PNG\r\n\x1a\n", FileType::Png, true),
        (b"\x89PNG\n", FileType::Other, false),
        (b"\xff\xd8", FileType::Other, false),
        (b"\x00\x00\x00\x14ftypavif\x00\x00\x00\x00mif1", FileType::Heic, false),
        (b"\x00\x00\x00\x14ftypisom\x00\x00\x00\x00mp41heic", FileType::Other, false),
        (b"\x00\x00\x00\x18ftypqt  \x00\x00\x00\x00qt  ", FileType::Other, false),
        (b"GIF89a", FileType::Other, false),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", FileType::Other, false),
        (b"MZ\x90\x00", FileType::Other, false),
        (b"", FileType::Other, false),
    ];

    #[test]
    fn content_tells_what_a_file_is_however_it_comes_in_parts() {
        for (n, (bytes, kind, is_damaged)) in CORPUS.iter().enumerate() {
            for size in [1, 2, 3, 5, 7, 1000, 65_536] {
                let content = content(&bytes.chunks(size).collect::<Vec<_>>());
                assert_eq!((content.kind(), content.is_damaged()), (*kind, *is_damaged), "{n} in parts of {size}");
            }
        }
    }

    #[test]
    fn a_pdf_behind_more_blanks_than_a_header_may_stand_behind_is_none() {
        assert_eq!(content(&[&[b' '; HEAD - 5], b"%PDF-"]).kind(), FileType::Pdf);
        assert_eq!(content(&[&[b' '; HEAD - 4], b"%PDF-"]).kind(), FileType::Other);
    }

    #[test]
    fn a_picture_that_is_cut_anywhere_is_damaged() {
        for whole in [WHOLE, PNG] {
            for end in 8..whole.len() - 12 {
                assert!(content(&[&whole[..end]]).is_damaged(), "{end} of {}", whole.len());
            }
            assert!(!content(&[whole, b"and what a camera writes behind it"]).is_damaged());
        }
    }
}
