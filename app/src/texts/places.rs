//! Checks the `{places}` of sentences at compile time.

/// Tells whether two sentences have the same `{places}`.
pub const fn have_same_places(one: &str, other: &str) -> bool {
    has_places_of(one.as_bytes(), other.as_bytes()) && has_places_of(other.as_bytes(), one.as_bytes())
}

/// Tells whether every `{place}` of `of` is in `text`. An unclosed one fails the build.
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

/// Tells whether `of[from..=end]` is anywhere in `text`.
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
