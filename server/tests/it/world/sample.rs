//! Files that show nobody real.

/// The start of a JPEG: JFIF, a frame of 300 by 200 and the start of its scan.
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\
    \xff\xc0\x00\x0b\x08\x00\xc8\x01\x2c\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00";
/// The start of a PNG of 320 by 200 and of its data.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x01\x40\x00\x00\x00\xc8\x08\x02\x00\x00\x00\x16\x66\xaf\xfc\
    \x00\x00\x01\x2cIDAT";

/// Makes a JPEG of this size, as far as its headers and its end say.
pub fn jpeg(bytes: usize) -> Vec<u8> {
    let mut file = JPEG.to_vec();
    file.resize(bytes.saturating_sub(2).max(file.len() + 1), 7);
    file.extend(b"\xff\xd9");
    file
}

pub fn png() -> Vec<u8> {
    [PNG, &[1; 304], b"\x00\x00\x00\x00IEND\xae\x42\x60\x82"].concat()
}

pub fn pdf(encrypted: bool) -> Vec<u8> {
    let trailer = if encrypted { "trailer << /Root 1 0 R /Encrypt 9 0 R >>" } else { "trailer << /Root 1 0 R >>" };
    format!("%PDF-1.7\n1 0 obj << >> endobj\n{trailer}\n%%EOF").into_bytes()
}
