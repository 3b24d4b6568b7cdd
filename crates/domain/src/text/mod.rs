//! The one door of typed text: all text goes through one of these functions before it is judged, compared, searched or
//! sent. The typed form is kept beside it. Unicode's tables say which characters nobody sees, and which are blanks or
//! dashes (docs/adr/038).

mod carried;
mod sets;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::{
    CodePointMapData,
    props::{
        Dash, DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, NoncharacterCodePoint,
        PrependedConcatenationMark, WhiteSpace,
    },
};
use sets::set;
use std::borrow::Cow;

/// Folds one line: no unseen characters, hyphens for dashes, one blank for a run of blanks, none at the ends. The
/// result is empty where nothing would be drawn.
pub fn line(text: &str) -> String {
    drawn(one_blank(&seen(text)))
}

/// Folds several lines, each like `line` but with its blanks as they are; line breaks stay.
pub fn lines(text: &str) -> String {
    let all: Vec<String> =
        text.replace("\r\n", "\n").split(is_break).map(|line| seen(line).trim_end().to_owned()).collect();
    drawn(all.join("\n").trim().to_owned())
}

/// Folds text made of ASCII, such as a number, a code or a web address: like `line`, with ASCII for the digits of every
/// script and for full-width signs, and without the unseen characters that some scripts need.
pub fn code(text: &str) -> String {
    let ascii: String = bare(text).chars().map(ascii).collect();
    composed(&ascii).into_owned()
}

/// Folds an e-mail address to its form for comparison and for mail: in lower case, with a domain that mail servers
/// know. `kafé.example` is `xn--kaf-dma.example` to them, and the rules of domains say which letters are the same.
pub fn email(text: &str) -> String {
    let folded = composed(&bare(text).to_lowercase()).into_owned();
    let Some((name, host)) = folded.rsplit_once(['@', '\u{ff20}']) else { return code(&folded) };
    let name: String = name.chars().map(ascii).collect();
    let known = idna::domain_to_ascii(host).ok().filter(|known| !host.is_ascii() && !known.contains(' '));
    format!("{}@{}", composed(&name), known.as_deref().unwrap_or(host))
}

/// Folds a search term, and the text that is searched.
pub fn search(text: &str) -> String {
    composed(&line(text).to_lowercase()).into_owned()
}

/// Normalises to NFC: some keyboards write é as one character and some as two.
pub fn composed(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

/// Tells whether nothing in the text would be drawn.
pub fn is_blank(text: &str) -> bool {
    !text.chars().any(is_drawn)
}

/// Returns true for characters that are never drawn: control characters, default-ignorables, marks of format.
pub fn is_unseen(c: char) -> bool {
    let is_format = || category(c) == GeneralCategory::Format && !set::<PrependedConcatenationMark>(c);
    category(c) == GeneralCategory::Control
        || set::<DefaultIgnorableCodePoint>(c)
        || set::<NoncharacterCodePoint>(c)
        || is_format()
}

/// Returns true for letters, numbers, signs and symbols, which are drawn by themselves: a lone accent is not.
fn is_drawn(c: char) -> bool {
    let by_itself = GeneralCategoryGroup::Letter
        .union(GeneralCategoryGroup::Number)
        .union(GeneralCategoryGroup::Punctuation)
        .union(GeneralCategoryGroup::Symbol);
    by_itself.contains(category(c)) && !is_space(c) && !is_unseen(c)
}

/// Returns true for Unicode's blanks and two symbols that are drawn as nothing: the Braille cell without dots and the
/// note without a head.
fn is_space(c: char) -> bool {
    set::<WhiteSpace>(c) || matches!(c, '\u{2800}' | '\u{1d159}')
}

/// Returns true for the characters that people put between the groups of a number, and for those that nobody sees
/// there.
pub fn is_blank_or_dash(c: char) -> bool {
    is_space(c) || is_unseen(c) || set::<Dash>(c)
}

/// Returns true for a line break. Source: Unicode, section 5.8, Newline Guidelines.
const fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

fn seen(text: &str) -> String {
    let plain: String = text.chars().filter_map(plain).collect();
    // ASCII is composed, and carries nothing.
    if plain.is_ascii() {
        return plain;
    }
    composed(&carried::only(&composed(&plain))).into_owned()
}

/// Folds like `line`, and keeps nothing that is not drawn.
fn bare(text: &str) -> String {
    let plain: String = text.chars().filter_map(plain).filter(|c| !is_unseen(*c)).collect();
    one_blank(&composed(&plain))
}

fn plain(c: char) -> Option<char> {
    match c {
        // Printable ASCII needs no table, and is nearly all that is typed.
        ' '..='~' => Some(c),
        _ if is_space(c) => Some(' '),
        _ if set::<Dash>(c) => Some('-'),
        _ if is_unseen(c) && !carried::may_be(c) => None,
        _ => Some(c),
    }
}

fn ascii(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => digit(c).unwrap_or(c),
    }
}

/// Returns the digit by its place: Unicode promises that the ten digits of a script are in a row, the zero first.
fn digit(c: char) -> Option<char> {
    let decimal = |code: u32| CodePointMapData::<GeneralCategory>::new().get32(code) == GeneralCategory::DecimalNumber;
    let code = u32::from(c);
    let before = decimal(code).then(|| (0..code).rev().take_while(|earlier| decimal(*earlier)).count())?;
    char::from_digit(u32::try_from(before % 10).ok()?, 10)
}

fn one_blank(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn drawn(text: String) -> String {
    if is_blank(&text) { String::new() } else { text }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
