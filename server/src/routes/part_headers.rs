//! Limits the header of a part of a multipart body: multer holds it in memory until it ends, as it does what precedes
//! the first boundary. This reads along in the same order.

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request, multipart::MultipartRejection},
};
use futures::StreamExt;
use http::header;

/// The most bytes: browsers send a name, a file name of up to 255 characters and a type.
const MOST_BYTES: usize = 16 * 1024;

#[derive(Debug, thiserror::Error)]
#[error("a part's header is too long")]
struct HeaderTooLong;

/// Returns axum's multipart reader, with headers of a bounded length.
pub async fn multipart(request: Request) -> Result<Multipart, MultipartRejection> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let request = match kind.and_then(|kind| multer::parse_boundary(kind).ok()) {
        Some(boundary) => request.map(|body| limited(body, &boundary)),
        // `Multipart` itself rejects it.
        None => request,
    };
    Multipart::from_request(request, &()).await
}

fn limited(body: Body, boundary: &str) -> Body {
    let mut headers = PartHeaders::new(boundary);
    let parts = body.into_data_stream().map(move |bytes| {
        let bytes = bytes?;
        headers.read(&bytes).map_err(axum::Error::new)?;
        Ok::<_, axum::Error>(bytes)
    });
    Body::from_stream(parts.fuse())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Preamble,
    BoundaryLine,
    Header,
    Content,
}

struct PartHeaders {
    reading: Reading,
    /// The number of bytes of preamble, boundary line and header so far.
    bytes: usize,
    first_boundary: Search,
    line_end: Search,
    header_end: Search,
    boundary: Search,
}

impl PartHeaders {
    fn new(boundary: &str) -> Self {
        Self {
            reading: Reading::Preamble,
            bytes: 0,
            first_boundary: Search::new(format!("--{boundary}")),
            line_end: Search::new("\r\n"),
            header_end: Search::new("\r\n\r\n"),
            boundary: Search::new(format!("\r\n--{boundary}")),
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<(), HeaderTooLong> {
        let mut rest = bytes;
        while let Some((byte, after)) = rest.split_first() {
            if self.reading == Reading::Content && !self.boundary.has_begun() {
                // Nearly all bytes of a body pass here.
                let Some(at) = rest.iter().position(|byte| *byte == b'\r') else { return Ok(()) };
                if at > 0 {
                    rest = &rest[at..];
                    continue;
                }
            }
            rest = after;
            self.step(*byte);
            if self.bytes > MOST_BYTES {
                return Err(HeaderTooLong);
            }
        }
        Ok(())
    }

    fn step(&mut self, byte: u8) {
        let (search, next) = match self.reading {
            Reading::Preamble => (&mut self.first_boundary, Reading::BoundaryLine),
            Reading::BoundaryLine => (&mut self.line_end, Reading::Header),
            Reading::Header => (&mut self.header_end, Reading::Content),
            Reading::Content => (&mut self.boundary, Reading::BoundaryLine),
        };
        if search.is_found_with(byte) {
            self.reading = next;
        }
        self.bytes = if self.reading == Reading::Content { 0 } else { self.bytes + 1 };
    }
}

/// A search by Knuth, Morris and Pratt: the ends of chunks may cut the text anywhere.
struct Search {
    wanted: Vec<u8>,
    /// The longest shorter match for each length that matched.
    shorter: Vec<usize>,
    matched: usize,
}

impl Search {
    fn new(wanted: impl Into<Vec<u8>>) -> Self {
        let wanted = wanted.into();
        let mut shorter = vec![0; wanted.len()];
        let mut length = 0;
        for at in 1..wanted.len() {
            while length > 0 && wanted[at] != wanted[length] {
                length = shorter[length - 1];
            }
            length += usize::from(wanted[at] == wanted[length]);
            shorter[at] = length;
        }
        Self { wanted, shorter, matched: 0 }
    }

    const fn has_begun(&self) -> bool {
        self.matched > 0
    }

    fn is_found_with(&mut self, byte: u8) -> bool {
        while self.matched > 0 && self.wanted[self.matched] != byte {
            self.matched = self.shorter[self.matched - 1];
        }
        self.matched += usize::from(self.wanted[self.matched] == byte);
        let is_found = self.matched == self.wanted.len();
        if is_found {
            self.matched = 0;
        }
        is_found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells whether the body passes in chunks of that size.
    fn passes(body: &str, size: usize) -> bool {
        let mut headers = PartHeaders::new("a-a");
        body.as_bytes().chunks(size).all(|chunk| headers.read(chunk).is_ok())
    }

    #[test]
    fn headers_and_what_stands_before_them_are_bounded_wherever_chunks_end() {
        let (long, most) = ("x".repeat(MOST_BYTES + 1), "x".repeat(MOST_BYTES - 100));
        let part = |header: &str, content: &str| format!("--a-a\r\nName: {header}\r\n\r\n{content}\r\n");
        let good = [
            part("short", &long),
            part(&most, "x") + &part(&most, &long) + "--a-a--\r\n",
            // The content is nearly a boundary, again and again.
            part("short", &"\r\n--a-\r\n\r\n--a--a".repeat(9_000)),
            format!("{most}{}", part("short", &long)),
        ];
        let bad = [
            long.clone(),
            part(&long, ""),
            part("short", "x") + &part(&long, ""),
            part("short", &long) + "--a-a" + &long,
            // A part without a header line: its first empty line ends the header, not the end of the boundary's line.
            format!("--a-a\r\n\r\n{long}"),
            format!("{most}{}", part(&most, "")),
        ];
        for size in [1, 2, 3, 7, 1_000, 1_000_000] {
            for (n, body) in good.iter().enumerate() {
                assert!(passes(body, size), "good {n} in chunks of {size}");
            }
            for (n, body) in bad.iter().enumerate() {
                assert!(!passes(body, size), "bad {n} in chunks of {size}");
            }
        }
    }
}
