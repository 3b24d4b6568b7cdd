//! Turns bytes into JSON, whatever library wrote them. Signatures are strict; a rightly signed body is read leniently.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde_json::{Deserializer, Value};

/// The length at which reading an answer ends.
pub(crate) const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;

/// Returns the one object of a body: bare, alone in a list, or as text. `None` means that its meaning is unclear.
pub(crate) fn object(body: &[u8]) -> Option<Value> {
    let inner = match value(body)? {
        Value::Array(mut list) if list.len() == 1 => list.pop(),
        Value::String(inner) => first(&inner),
        other => Some(other),
    };
    inner.filter(Value::is_object)
}

/// Replaces the texts under `keys` that hold an object by that object.
pub(crate) fn open_texts(object: &mut Value, keys: &[&str]) {
    for key in keys {
        let inner = object.get(*key).and_then(Value::as_str).and_then(first).filter(Value::is_object);
        if let (Some(inner), Some(place)) = (inner, object.get_mut(*key)) {
            *place = inner;
        }
    }
}

/// Reads any JSON as it is, or, if that fails, after mending it.
pub(crate) fn value(body: &[u8]) -> Option<Value> {
    let text = text(body);
    first(&text).or_else(|| first(&mended(&text)))
}

/// Decodes a body by its byte order mark or the places of its zeros, else as UTF-8. Bytes that are no UTF-8 count as
/// Windows-1252, which browsers too take for Latin-1.
pub(crate) fn text(body: &[u8]) -> String {
    match body {
        [0xff, 0xfe, ..] | [1..=255, 0, 1..=255, 0, ..] => UTF_16LE.decode_with_bom_removal(body).0.into_owned(),
        [0xfe, 0xff, ..] | [0, 1..=255, 0, 1..=255, ..] => UTF_16BE.decode_with_bom_removal(body).0.into_owned(),
        _ => body.utf8_chunks().flat_map(|chunk| [chunk.valid().into(), windows(chunk.invalid())]).collect(),
    }
}

fn windows(bytes: &[u8]) -> Cow<'_, str> {
    WINDOWS_1252.decode_without_bom_handling(bytes).0
}

/// Reads the value that a text begins with. If the rest holds an object too, the meaning is unclear: `None`.
fn first(text: &str) -> Option<Value> {
    // The last three are a byte order mark that was taken for Latin-1.
    let before = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | 'ï' | '»' | '¿');
    let text = text.trim_start_matches(before);
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let rest = text.get(values.byte_offset()..).unwrap_or_default();
    (!rest.contains('{')).then_some(value)
}

/// Mends what JSON does not allow in a text: raw control characters, halves of a character, unknown escapes.
fn mended(text: &str) -> String {
    let plain: String =
        text.chars().filter(|c| *c != '\0').map(|c| if c.is_ascii_control() { ' ' } else { c }).collect();
    let (mut rest, mut out) = (plain.as_str(), String::with_capacity(plain.len()));
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        let length = match mended_escape(escape) {
            Ok(length) => {
                out.push('\\');
                out.push_str(escape.get(..length).unwrap_or_default());
                length
            }
            Err((instead, length)) => {
                out.push_str(instead);
                length
            }
        };
        rest = escape.get(length..).unwrap_or_default();
    }
    out + rest
}

/// Returns the length of a valid escape behind a backslash, or a replacement and the length that it replaces.
fn mended_escape(escape: &str) -> Result<usize, (&'static str, usize)> {
    const HALF: (&str, usize) = ("\\ufffd", 5);
    let unit = |text: &str| text.get(1..5).and_then(|hex| u16::from_str_radix(hex, 16).ok());
    let next = || escape.get(5..)?.strip_prefix('\\').filter(|next| next.starts_with('u')).and_then(unit);
    match escape.as_bytes() {
        [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => Ok(1),
        [b'u', ..] => match unit(escape) {
            Some(0xd800..=0xdbff) if matches!(next(), Some(0xdc00..=0xdfff)) => Ok(11),
            Some(0xd800..=0xdfff) => Err(HALF),
            Some(_) => Ok(5),
            None => Err(("\\\\", 0)),
        },
        _ => Err(("\\\\", 0)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn bodies_are_read_as_well_as_they_can_be() {
        let said = json!({"type": "BUSINESS_BANK", "status": "REJECTED", "reject_notes": "Nama café “beda”"});
        let text = said.to_string();
        let with = |before: &[u8], after: &[u8]| [before, text.as_bytes(), after].concat();
        for (name, body) in [
            ("as it is", with(b"", b"")),
            ("byte order mark", with(b"\xef\xbb\xbf", b"")),
            ("two of them, and blanks", with(b"\xef\xbb\xbf\r\n\xef\xbb\xbf ", b"")),
            ("a byte order mark taken for Latin-1", with("ï»¿".as_bytes(), b"")),
            ("zeros around it", with(b"\0", b"\0\0\0")),
            ("rubbish behind it", with(b"", b"\r\n--boundary--")),
            ("UTF-16, little end first", utf16(&format!("\u{feff}{text}"), u16::to_le_bytes)),
            ("UTF-16, big end first", utf16(&format!("\u{feff}{text}"), u16::to_be_bytes)),
            ("the same without a mark", utf16(&text, u16::to_le_bytes)),
            ("the same without a mark, big end first", utf16(&text, u16::to_be_bytes)),
            ("alone in a list", format!("[{text}]").into_bytes()),
            ("as text", serde_json::to_vec(&text).unwrap()),
        ] {
            assert_eq!(object(&body).as_ref(), Some(&said), "{name}");
        }
    }

    #[test]
    fn what_is_no_json_inside_a_text_is_mended() {
        for (body, note) in [
            (b"{\"note\":\"caf\xe9\"}".as_slice(), "café"),
            (b"{\"note\":\"\x93buram\x94 \xc3\xa9\"}", "“buram” é"),
            (b"{\"note\":\"cut in the middle \xf0\x9f\x91\"}", "cut in the middle \u{f0}\u{178}\u{2018}"),
            (b"{\"note\":\"two\nlines\"}", "two lines"),
            (b"{\"note\":\"ze\0ro\"}", "zero"),
            (br#"{"note":"half \ud83d"}"#, "half \u{fffd}"),
            (br#"{"note":"half \udc68 whole \ud83d\udc68"}"#, "half \u{fffd} whole \u{1f468}"),
            (br#"{"note":"it\'s \u12 \n \\"}"#, "it\\'s \\u12 \n \\"),
        ] {
            assert_eq!(object(body), Some(json!({"note": note})));
        }
    }

    #[test]
    fn what_nobody_can_tell_is_not_guessed() {
        for body in [
            b"".as_slice(),
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"<xml/>",
            b"[]",
            b"[{},{}]",
            b"7",
            b"\"x\"",
            b"{\"type\":",
            b"{\"type\":\"A\"}\n{\"type\":\"B\"}",
        ] {
            assert_eq!(object(body), None, "{}", body.escape_ascii());
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_stumble(body: Vec<u8>, inside: Vec<u8>) {
            let _ = object(&body);
            let _ = object(&[b"{\"note\":\"".as_slice(), &inside, b"\"}"].concat());
        }
    }
}
