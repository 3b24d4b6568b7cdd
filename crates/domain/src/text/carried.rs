//! Characters that are not drawn themselves and still change the drawing: joiners inside emoji and inside the scripts
//! that need them, the choice between two looks of a sign, the letters of a flag. Anywhere else they have no effect.

use super::sets::set;
use icu_properties::{
    CodePointMapData,
    props::{
        CanonicalCombiningClass, Emoji, EmojiModifier, ExtendedPictographic, Ideographic, JoiningType,
        VariationSelector,
    },
};

const ZWNJ: char = '\u{200c}';
const ZWJ: char = '\u{200d}';
const BLACK_FLAG: char = '\u{1f3f4}';
const END_OF_TAGS: char = '\u{e007f}';
const KEYCAP: char = '\u{20e3}';

pub(super) fn may_be(c: char) -> bool {
    matches!(c, ZWNJ | ZWJ) || set::<VariationSelector>(c) || is_tag(c)
}

/// Removes those characters where they have no effect. `text` is in NFC.
pub(super) fn only(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let mut kept: Vec<char> = Vec::with_capacity(all.len());
    let mut at = 0;
    while let Some(&c) = all.get(at) {
        let rest = &all[at + 1..];
        if is_tag(c) {
            let tags: Vec<char> = all[at..].iter().copied().take_while(|c| is_tag(*c)).collect();
            at += tags.len();
            if kept.last() == Some(&BLACK_FLAG) && is_region(&tags) {
                kept.extend(tags);
            }
            continue;
        }
        let carries = match c {
            ZWJ => joins(&kept, rest),
            ZWNJ => parts(&kept, rest),
            c if set::<VariationSelector>(c) => selects(c, kept.last().copied(), rest),
            _ => true,
        };
        kept.extend(carries.then_some(c));
        at += 1;
    }
    kept.into_iter().collect()
}

fn is_tag(c: char) -> bool {
    ('\u{e0020}'..=END_OF_TAGS).contains(&c)
}

/// Returns true for the flag of a part of a country. Source: UTS #51, emoji_tag_sequence.
fn is_region(tags: &[char]) -> bool {
    let letter = |c: &char| matches!(*c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
    tags.split_last()
        .is_some_and(|(end, name)| *end == END_OF_TAGS && (3..=6).contains(&name.len()) && name.iter().all(letter))
}

/// Tells whether the joiner makes one picture of two (UAX #29, GB11), half a letter after a virama (RFC 5892, A.2), or
/// an Arabic letter in the shape that it has before another.
fn joins(before: &[char], rest: &[char]) -> bool {
    let next = rest.iter().copied().find(|c| !may_be(*c));
    let picture =
        before.iter().rev().find(|c| !set::<VariationSelector>(**c) && !set::<EmojiModifier>(**c) && !is_tag(**c));
    let pictures = picture.is_some_and(|c| set::<ExtendedPictographic>(*c));
    pictures && next.is_some_and(set::<ExtendedPictographic>)
        || is_after_virama(before)
        || goes_on(before) && !comes_from(rest)
}

/// Tells whether the mark parts two letters that would join (RFC 5892, A.1).
fn parts(before: &[char], rest: &[char]) -> bool {
    let letter = rest.iter().copied().find(|c| !may_be(*c)).is_some_and(char::is_alphabetic);
    is_after_virama(before) && letter || goes_on(before) && comes_from(rest)
}

fn is_after_virama(before: &[char]) -> bool {
    let class = |c: &char| CodePointMapData::<CanonicalCombiningClass>::new().get(*c);
    let mut marks = before.iter().rev().map(class).take_while(|class| *class != CanonicalCombiningClass::NotReordered);
    marks.any(|class| class == CanonicalCombiningClass::Virama)
}

/// Tells whether the letter before joins to the one after it.
fn goes_on(before: &[char]) -> bool {
    let letter = before.iter().rev().map(|c| joining(*c)).find(|joining| *joining != JoiningType::Transparent);
    letter.is_some_and(|joining| matches!(joining, JoiningType::DualJoining | JoiningType::LeftJoining))
}

/// Tells whether the letter that follows joins to the one before it.
fn comes_from(rest: &[char]) -> bool {
    let drawn = rest.iter().copied().filter(|c| !may_be(*c));
    let letter = drawn.map(joining).find(|joining| *joining != JoiningType::Transparent);
    letter.is_some_and(|joining| matches!(joining, JoiningType::DualJoining | JoiningType::RightJoining))
}

fn joining(c: char) -> JoiningType {
    CodePointMapData::<JoiningType>::new().get(c)
}

/// Tells whether the selector has an effect: emoji or text, or one of two shapes of a Chinese or Mongolian sign.
/// Source: Unicode, section 23.4.
fn selects(selector: char, base: Option<char>, rest: &[char]) -> bool {
    let is_keycap = || rest.iter().copied().find(|c| !may_be(*c)) == Some(KEYCAP);
    match (selector, base) {
        (_, None) => false,
        ('\u{fe0e}' | '\u{fe0f}', Some(base)) => set::<Emoji>(base) && (!base.is_ascii() || is_keycap()),
        ('\u{180b}'..='\u{180f}', Some(base)) => ('\u{1820}'..='\u{18aa}').contains(&base),
        (_, Some(base)) => set::<Ideographic>(base),
    }
}
