//! Files: nobody real.

/// Something whose first bytes say JPEG.
pub fn jpeg(bytes: usize) -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00".to_vec();
    file.resize(bytes.max(file.len()), 7);
    file
}

pub fn png() -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".as_slice(), &[1; 300]].concat()
}

pub fn pdf(encrypted: bool) -> Vec<u8> {
    let trailer = if encrypted { "trailer << /Root 1 0 R /Encrypt 9 0 R >>" } else { "trailer << /Root 1 0 R >>" };
    format!("%PDF-1.7\n1 0 obj << >> endobj\n{trailer}\n%%EOF").into_bytes()
}
