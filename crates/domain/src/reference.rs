use serde::{Deserialize, Serialize};

/// The name of a business in the partner's own system. It is printable ASCII, so that it is the same in every system,
/// address and sort order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    pub const MOST: usize = 64;

    /// Reads 1 to 64 characters, without a blank at either end.
    pub fn read(text: &str) -> Option<Self> {
        let printable = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        let fits = (1..=Self::MOST).contains(&text.len()) && text.trim() == text;
        (printable && fits).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn a_reference_is_printable_and_has_an_end() {
        let longest = "x".repeat(64);
        for good in ["7", "TOKO-17", "toko/17 #2 \"b\"", "{}", longest.as_str()] {
            assert_eq!(Reference::read(good).as_ref().map(Reference::as_str), Some(good));
        }
        let long = "x".repeat(65);
        for bad in ["", " ", " x", "x ", "a\tb", "a\nb", "a\u{0}b", "a\u{7f}", "é", "\u{202e}x", long.as_str()] {
            assert!(Reference::read(bad).is_none(), "{}", bad.escape_unicode());
        }
    }
}
