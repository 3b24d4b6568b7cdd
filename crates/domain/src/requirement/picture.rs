//! Checks that a JPEG or PNG gives its size and reaches its end. It walks the segments while they stream by, so that a
//! camera's long notes before the size cost no memory. Nothing is decoded.

/// The longest piece that is read at once: a chunk's length and name, or a size.
const LONGEST: usize = 8;

#[derive(Clone, Debug, Default)]
pub(super) struct Picture {
    next: Next,
    /// The bytes of the next piece so far.
    held: [u8; LONGEST],
    got: usize,
    /// The number of bytes before the next piece that are skipped.
    skip: u64,
    has_size: bool,
    has_data: bool,
    has_end: bool,
}

/// The meaning of the next bytes. Source: ITU T.81, annex B; W3C, PNG, section 5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Next {
    /// The first two bytes.
    #[default]
    Start,
    /// The beginning of a marker, wherever it comes: the data of a picture has no length.
    Marker,
    Code,
    /// The length of the segment with this code.
    Length(u8),
    /// The precision, height and width, in a segment of this length.
    Frame(u16),
    /// The other six bytes of the signature of a PNG.
    Signature,
    /// The length and the name.
    Chunk,
    /// The width and the height.
    Header,
    /// The bytes that cannot change the answer any more.
    Over,
}

impl Next {
    const fn bytes(self) -> usize {
        match self {
            Self::Marker | Self::Code => 1,
            Self::Start | Self::Length(_) => 2,
            Self::Frame(_) => 5,
            Self::Signature => 6,
            Self::Chunk | Self::Header => 8,
            Self::Over => 0,
        }
    }
}

impl Picture {
    pub(super) const fn is_whole(&self) -> bool {
        self.has_size && self.has_data && self.has_end
    }

    pub(super) fn read(&mut self, mut part: &[u8]) {
        while self.next != Next::Over && !part.is_empty() {
            let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX).min(part.len());
            self.skip = self.skip.saturating_sub(u64::try_from(skipped).unwrap_or(u64::MAX));
            part = &part[skipped..];
            if self.next == Next::Marker {
                let marker = part.iter().position(|byte| *byte == 0xFF).unwrap_or(part.len());
                part = &part[marker..];
            }
            let (now, later) = part.split_at((self.next.bytes() - self.got).min(part.len()));
            self.held[self.got..self.got + now.len()].copy_from_slice(now);
            self.got += now.len();
            part = later;
            if self.got == self.next.bytes() {
                let held = self.held;
                self.next = self.step(&held[..self.got]);
                self.got = 0;
            }
        }
    }

    fn step(&mut self, held: &[u8]) -> Next {
        match (self.next, held) {
            (Next::Start, [0xFF, 0xD8]) | (Next::Code, [0x00..=0xBF | 0xD0..=0xD8]) => Next::Marker,
            (Next::Start, [0x89, b'P']) => Next::Signature,
            // A marker may begin with several of these bytes.
            (Next::Marker, _) | (Next::Code, [0xFF]) => Next::Code,
            (Next::Code, [0xD9]) => self.end(),
            (Next::Code, [code]) => Next::Length(*code),
            (Next::Length(code), [high, low]) => self.segment(code, u16::from_be_bytes([*high, *low])),
            (Next::Frame(length), [_, size @ ..]) => {
                self.has_size = size.chunks(2).all(|side| side != [0, 0]);
                self.over(u64::from(length) - 7, Next::Marker)
            }
            (Next::Signature, b"NG\r\n\x1A\n") => Next::Chunk,
            (Next::Chunk, [a, b, c, d, name @ ..]) => self.chunk(u32::from_be_bytes([*a, *b, *c, *d]), name),
            (Next::Header, size) => {
                self.has_size = size.chunks(4).all(|side| side != [0, 0, 0, 0]);
                // The rest of the header, five bytes, and its check sum follow.
                self.over(9, Next::Chunk)
            }
            _ => Next::Over,
        }
    }

    /// Begins a segment, whose length counts itself.
    fn segment(&mut self, code: u8, length: u16) -> Next {
        match (code, length) {
            (_, 0..2) => Next::Over,
            // A frame, in any coding; the other codes of this row are tables.
            (0xC0..=0xCF, 7..) if !matches!(code, 0xC4 | 0xC8 | 0xCC) => Next::Frame(length),
            _ => {
                self.has_data |= code == 0xDA;
                self.over(u64::from(length) - 2, Next::Marker)
            }
        }
    }

    /// Begins a chunk, which a check sum of four bytes follows.
    fn chunk(&mut self, length: u32, name: &[u8]) -> Next {
        match (name, length) {
            (b"IHDR", 13) => Next::Header,
            (b"IEND", _) => self.end(),
            _ => {
                self.has_data |= name == b"IDAT";
                self.over(u64::from(length) + 4, Next::Chunk)
            }
        }
    }

    fn over(&mut self, bytes: u64, next: Next) -> Next {
        self.skip = bytes;
        next
    }

    fn end(&mut self) -> Next {
        self.has_end = true;
        Next::Over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_whole(parts: &[&[u8]]) -> bool {
        let mut picture = Picture::default();
        parts.iter().for_each(|part| picture.read(part));
        picture.is_whole()
    }

    fn frame(code: u8, height: u16, width: u16) -> Vec<u8> {
        let ([h1, h2], [w1, w2]) = (height.to_be_bytes(), width.to_be_bytes());
        vec![0xFF, code, 0, 11, 8, h1, h2, w1, w2, 1, 1, 0x11, 0]
    }

    const START: &[u8] = b"\xff\xd8";
    const SCAN: &[u8] = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00data\xff\x00more\xff\xd0again";
    const END: &[u8] = b"\xff\xd9";

    #[test]
    fn a_jpeg_has_a_size_data_and_an_end() {
        let size = frame(0xC0, 200, 300);
        assert!(is_whole(&[START, &size, SCAN, END]));
        assert!(is_whole(&[START, &size, SCAN, SCAN, b"\xff", END]), "several scans, and a marker that begins twice");
        assert!(is_whole(&[START, &frame(0xC2, 1, 1), SCAN, END, b"\x00 behind it"]));
        for size in [frame(0xC0, 0, 300), frame(0xC0, 200, 0), frame(0xC4, 200, 300), Vec::new()] {
            assert!(!is_whole(&[START, &size, SCAN, END]), "{size:?}");
        }
        assert!(!is_whole(&[START, &size, END]) && !is_whole(&[START, &size, SCAN]) && !is_whole(&[&size, SCAN, END]));
        assert!(!is_whole(&[START, b"\xff\xe0\x00\x01", &size, SCAN, END]), "a length that does not count itself");
    }

    /// A camera's notes hold a small picture of their own, and may be longer than the part that is kept of a file.
    #[test]
    fn what_stands_in_a_cameras_notes_is_not_the_picture() {
        let (size, small) = (frame(0xC0, 200, 300), [START, &frame(0xC0, 9, 9), SCAN, END].concat());
        let mut note = [b"\xff\xe1\xff\xff".as_slice(), &small].concat();
        note.resize(2 + 0xFFFF, 7);
        let notes = note.repeat(5);
        assert!(is_whole(&[START, &notes, &size, SCAN, END]));
        assert!(!is_whole(&[START, &notes]) && !is_whole(&[START, &notes, SCAN, END]));
        assert!(!is_whole(&[START, &notes, &size, SCAN]));
    }

    #[test]
    fn a_png_has_a_size_data_and_an_end() {
        let chunk = |name: &[u8; 4], data: &[u8]| {
            [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], name, data, b"sum!"].concat()
        };
        let header = |width: u32, height: u32| {
            chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat())
        };
        let (start, data, end) = (b"\x89PNG\r\n\x1a\n".as_slice(), chunk(b"IDAT", &[7; 99]), chunk(b"IEND", b""));
        let (size, note) = (header(320, 200), chunk(b"tEXt", b"Comment\x00IEND IDAT"));
        assert!(is_whole(&[start, &size, &note, &data, &data, &end, b"behind it"]));
        for broken in [[&size, &end], [&size, &data], [&data, &end], [&header(0, 200), &data], [&note, &end]] {
            assert!(!is_whole(&[start, broken[0], broken[1]]));
        }
        assert!(!is_whole(&[start, &header(320, 0), &data, &end]) && !is_whole(&[&size, &data, &end]));
    }
}
