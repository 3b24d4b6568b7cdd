//! `{places}` of sentences, compared while compiling.

/// Whether two sentences have the same `{places}`.
pub const fn have_same_places(one: &str, other: &str) -> bool {
    has_places_of(one.as_bytes(), other.as_bytes()) && has_places_of(other.as_bytes(), one.as_bytes())
}

/// Every `{place}` of `of` stands in `text` as well. One that is not closed ends the compiler's patience.
const fn has_places_of(text: &[u8], of: &[u8]) -> bool {
    let mut from = 0;
    while from < of.len() {
        if of[from] == b'{' {
            let mut end = from;
            while of[end] != b'}' {
                end += 1;
            }
            if !has(text, of, from, end) {
                return false;
            }
        }
        from += 1;
    }
    true
}

/// What stands in `of` from here to there, the end included, stands somewhere in `text`.
const fn has(text: &[u8], of: &[u8], from: usize, end: usize) -> bool {
    let mut at = 0;
    while at + end - from < text.len() {
        let mut same = 0;
        while from + same <= end && text[at + same] == of[from + same] {
            same += 1;
        }
        if from + same > end {
            return true;
        }
        at += 1;
    }
    false
}
