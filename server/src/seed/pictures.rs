//! Pictures for the demo, drawn by us: a card, a face, a shop, each with a stamp that says CONTOH ("sample"). As PNG without
//! compression, so that nothing is needed to write them.

const WIDTH: usize = 400;
const HEIGHT: usize = 252;
/// Four pixels in a byte.
const ROW: usize = WIDTH / 4;

#[derive(Clone, Copy)]
enum Ink {
    Paper = 0,
    Shade = 1,
    Dark = 2,
    Stamp = 3,
}

const PALETTE: [u8; 12] = [0xf4, 0xf1, 0xe8, 0xc9, 0xd6, 0xdd, 0x2b, 0x3a, 0x42, 0xc2, 0x3b, 0x2e];

#[derive(Clone, Copy, Debug)]
pub enum Subject {
    Card,
    Face,
    Shop,
}

/// `name` is written on it.
pub fn png(subject: Subject, name: &str) -> Vec<u8> {
    let mut canvas = Canvas(vec![Ink::Paper; WIDTH * HEIGHT]);
    match subject {
        Subject::Card => card(&mut canvas, name),
        Subject::Face => face(&mut canvas),
        Subject::Shop => shop(&mut canvas, name),
    }
    canvas.stamp();
    canvas.encoded()
}

fn card(canvas: &mut Canvas, name: &str) {
    canvas.rectangle((8, 8), (384, 236), Ink::Shade);
    canvas.write((24, 22), 3, "KARTU CONTOH", Ink::Dark);
    canvas.write((24, 62), 2, name, Ink::Dark);
    for line in 0..6 {
        canvas.rectangle((24, 92 + line * 22), (if line % 2 == 0 { 190 } else { 150 }, 7), Ink::Dark);
    }
    canvas.rectangle((276, 60), (100, 130), Ink::Paper);
    canvas.disc((326, 108), 26, Ink::Dark);
    canvas.rectangle((292, 144), (68, 46), Ink::Dark);
}

fn face(canvas: &mut Canvas) {
    canvas.rectangle((0, 0), (WIDTH, HEIGHT), Ink::Shade);
    canvas.rectangle((110, 190), (180, 62), Ink::Dark);
    canvas.disc((200, 110), 78, Ink::Paper);
    canvas.disc((172, 96), 9, Ink::Dark);
    canvas.disc((228, 96), 9, Ink::Dark);
    canvas.rectangle((170, 142), (60, 8), Ink::Dark);
}

fn shop(canvas: &mut Canvas, name: &str) {
    canvas.rectangle((30, 60), (340, 180), Ink::Shade);
    canvas.rectangle((30, 20), (340, 44), Ink::Dark);
    canvas.write((44, 34), 2, name, Ink::Paper);
    canvas.rectangle((60, 110), (110, 90), Ink::Paper);
    canvas.rectangle((240, 100), (80, 140), Ink::Dark);
    canvas.disc((308, 172), 5, Ink::Paper);
}

struct Canvas(Vec<Ink>);

impl Canvas {
    fn dot(&mut self, x: usize, y: usize, ink: Ink) {
        if x < WIDTH && y < HEIGHT {
            self.0[y * WIDTH + x] = ink;
        }
    }

    fn rectangle(&mut self, (left, top): (usize, usize), (width, height): (usize, usize), ink: Ink) {
        for y in top..top + height {
            (left..left + width).for_each(|x| self.dot(x, y, ink));
        }
    }

    fn disc(&mut self, (x, y): (usize, usize), radius: usize, ink: Ink) {
        for (down, across) in (0..=2 * radius).flat_map(|down| (0..=2 * radius).map(move |across| (down, across))) {
            if down.abs_diff(radius).pow(2) + across.abs_diff(radius).pow(2) <= radius.pow(2) {
                self.dot((x + across).saturating_sub(radius), (y + down).saturating_sub(radius), ink);
            }
        }
    }

    fn write(&mut self, (left, top): (usize, usize), size: usize, text: &str, ink: Ink) {
        for (n, letter) in text.to_uppercase().chars().enumerate() {
            for (x, y) in pixels(letter) {
                self.rectangle((left + (n * 6 + x) * size, top + y * size), (size, size), ink);
            }
        }
    }

    /// Across all of it, rising.
    fn stamp(&mut self) {
        const SIZE: usize = 8;
        for (n, letter) in "CONTOH".chars().enumerate() {
            for (x, y) in pixels(letter) {
                let left = 60 + (n * 6 + x) * SIZE;
                let top = (120 + y * SIZE).saturating_sub(left / 6);
                self.rectangle((left, top), (SIZE, SIZE), Ink::Stamp);
            }
        }
    }

    fn encoded(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(HEIGHT * (1 + ROW));
        for row in self.0.chunks(WIDTH) {
            // No filter.
            rows.push(0);
            rows.extend(row.chunks(4).map(|four| four.iter().fold(0, |byte, ink| byte << 2 | *ink as u8)));
        }
        let mut head = Vec::new();
        head.extend(big_endian(WIDTH));
        head.extend(big_endian(HEIGHT));
        // Two bits a pixel, from the palette.
        head.extend([2, 3, 0, 0, 0]);
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (name, data) in [(b"IHDR", head.as_slice()), (b"PLTE", &PALETTE), (b"IDAT", &stored(&rows)), (b"IEND", &[])]
        {
            let named = [name.as_slice(), data].concat();
            png.extend(big_endian(data.len()));
            png.extend(&named);
            png.extend(crc(&named).to_be_bytes());
        }
        png
    }
}

fn big_endian(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

/// As zlib keeps what it does not compress.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut zlib = vec![0x78, 0x01];
    let blocks = bytes.chunks(usize::from(u16::MAX));
    let last = blocks.len().saturating_sub(1);
    for (n, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        zlib.push(u8::from(n == last));
        zlib.extend(length.to_le_bytes());
        zlib.extend((!length).to_le_bytes());
        zlib.extend(block);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    zlib.extend((high << 16 | low).to_be_bytes());
    zlib
}

fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

/// The dark ones of a letter, five wide and seven high; nothing for what is no letter.
fn pixels(letter: char) -> impl Iterator<Item = (usize, usize)> {
    let place = u32::from(letter).wrapping_sub(u32::from('A'));
    let rows = usize::try_from(place).ok().and_then(|place| LETTERS.get(place)).copied().unwrap_or_default();
    rows.into_iter()
        .enumerate()
        .flat_map(|(y, row)| (0..5).filter(move |x| row >> (4 - x) & 1 == 1).map(move |x| (x, y)))
}

#[rustfmt::skip]
const LETTERS: [[u8; 7]; 26] = [
    [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001], // A
    [0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110], // B
    [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110], // C
    [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110], // D
    [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111], // E
    [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000], // F
    [0b01110, 0b10001, 0b10000, 0b10111, 0b10001, 0b10001, 0b01110], // G
    [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001], // H
    [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110], // I
    [0b00111, 0b00010, 0b00010, 0b00010, 0b00010, 0b10010, 0b01100], // J
    [0b10001, 0b10010, 0b10100, 0b11000, 0b10100, 0b10010, 0b10001], // K
    [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111], // L
    [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001], // M
    [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001], // N
    [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110], // O
    [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000], // P
    [0b01110, 0b10001, 0b10001, 0b10001, 0b10101, 0b10010, 0b01101], // Q
    [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001], // R
    [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110], // S
    [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100], // T
    [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110], // U
    [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b00100], // V
    [0b10001, 0b10001, 0b10001, 0b10101, 0b10101, 0b11011, 0b10001], // W
    [0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001], // X
    [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100], // Y
    [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b11111], // Z
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_a_png_of_a_known_size() {
        // Source: RFC 1952 and RFC 1950, of "123456789" and of "Wikipedia".
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert!(stored(b"Wikipedia").ends_with(&0x11e6_0398_u32.to_be_bytes()));
        for subject in [Subject::Card, Subject::Face, Subject::Shop] {
            let png = png(subject, "Ratna");
            assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
            assert_eq!((&png[12..16], &png[16..24]), (b"IHDR".as_slice(), &[0, 0, 1, 144, 0, 0, 0, 252][..]));
            assert!(png.ends_with(b"IEND\xae\x42\x60\x82") && png.len() < 30_000);
        }
    }
}
