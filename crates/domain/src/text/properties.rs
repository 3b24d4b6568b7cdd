//! Properties of every text, by Unicode's tables.

use super::*;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::props::Ideographic;
use proptest::prelude::*;

fn decomposed(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
}

fn all() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// Returns true for a character that is dropped wherever it is.
fn carries_nothing(c: char) -> bool {
    is_unseen(c) && !is_space(c) && !carried::may_be(c)
}

/// Returns the letters and signs in their order, without blanks and dashes, which are folded to one form.
fn signs(text: &str) -> String {
    decomposed(text).chars().filter(|c| is_drawn(*c) && !set::<Dash>(*c)).collect()
}

/// Makes texts of characters that a fold could stumble over when they meet, and of any others.
fn texts() -> impl Strategy<Value = String> {
    let odd: Vec<char> = "\u{200c}\u{200d}\u{fe0f}\u{fe0e}\u{fe00}\u{e0100}\u{180b}\u{1f468}\u{1f373}\u{1f3fd}\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e007f}\
        \u{20e3}1#aeK\u{212a}\u{301}\u{308}\u{34f}\u{327}\u{93c}\u{94d}कषमیب\u{64e}ده葛ᠠ각\u{1100}\u{1161}\u{11a8}\u{3164}\u{115f}\u{ad}\u{200b}\u{202e}\
        \u{2028}\t \u{a0}\u{2800}-–−\u{958}\u{fb2c}٠５ｗİß@."
        .chars()
        .collect();
    proptest::collection::vec(prop_oneof![3 => proptest::sample::select(odd), 1 => any::<char>()], 0..24)
        .prop_map(|chars| chars.into_iter().collect())
}

fn invisible() -> impl Strategy<Value = char> {
    proptest::sample::select(all().filter(|c| carries_nothing(*c)).collect::<Vec<_>>())
}

type Fold = fn(&str) -> String;

const FOLDS: [(&str, Fold); 5] =
    [("line", line), ("lines", lines), ("code", code), ("email", email), ("search", search)];

#[test]
fn each_character_by_itself_and_between_letters() {
    // Characters that do not differ from their neighbours in anything that a fold asks for are only sampled.
    let dull = |c: &char| {
        let is_dull =
            set::<Ideographic>(*c) || matches!(category(*c), GeneralCategory::PrivateUse | GeneralCategory::Unassigned);
        is_dull && !is_unseen(*c) && u32::from(*c) % 64 != 0
    };
    for c in all().filter(|c| !dull(c)) {
        let (alone, between) = (c.to_string(), format!("a{c}b"));
        for text in [&alone, &between] {
            let folded = line(text);
            assert_eq!(line(&decomposed(text)), folded, "{}", text.escape_unicode());
            assert_eq!(signs(&folded), signs(text), "{}", text.escape_unicode());
        }
        assert_eq!(is_blank(&alone), line(&alone).is_empty(), "{}", c.escape_unicode());
        if carries_nothing(c) {
            assert_eq!(line(&between), "ab", "{}", c.escape_unicode());
        }
        if set::<WhiteSpace>(c) {
            assert_eq!(line(&between), "a b", "{}", c.escape_unicode());
        }
        if set::<Dash>(c) {
            assert_eq!(line(&between), "a-b", "{}", c.escape_unicode());
        }
    }
}

#[test]
fn digits_stand_in_rows_of_ten() {
    let decimals = CodePointMapData::<GeneralCategory>::new();
    let rows: Vec<_> = decimals.iter_ranges_for_value(GeneralCategory::DecimalNumber).collect();
    assert!(rows.len() > 40 && rows.iter().all(|row| row.clone().count() % 10 == 0), "{rows:?}");
    for c in all().filter(|c| c.is_ascii_digit() || decimals.get(*c) == GeneralCategory::DecimalNumber) {
        assert!(code(&c.to_string()).bytes().all(|b| b.is_ascii_digit()), "{}", c.escape_unicode());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn once_is_enough(text in texts()) {
        for (name, fold) in FOLDS {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded, "{} of {}", name, text.escape_unicode());
        }
    }

    #[test]
    fn it_is_never_longer_than_the_same_text_composed(text in texts()) {
        let most = composed(&text).chars().count();
        for (name, fold) in &FOLDS[..3] {
            prop_assert!(fold(&text).chars().count() <= most, "{} of {}", name, text.escape_unicode());
        }
    }

    #[test]
    fn no_sign_is_lost(text in texts()) {
        for fold in [line, lines] {
            prop_assert_eq!(signs(&fold(&text)), signs(&text));
        }
    }

    #[test]
    fn composed_or_not_is_the_same(text in texts()) {
        for (name, fold) in FOLDS {
            let folded = fold(&text);
            prop_assert_eq!(fold(&composed(&text)), folded.as_str(), "{} of {}", name, text.escape_unicode());
            prop_assert_eq!(fold(&decomposed(&text)), folded.as_str(), "{} of {}", name, text.escape_unicode());
        }
    }

    #[test]
    fn what_nobody_sees_makes_no_difference(text in texts(), mark in invisible(), at in any::<proptest::sample::Index>()) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut marked = text.clone();
        marked.insert(places[at.index(places.len())], mark);
        for (name, fold) in FOLDS {
            // A line break of two characters is one.
            prop_assume!(!text.contains('\r'));
            prop_assert_eq!(fold(&marked), fold(&text), "{} of {}", name, marked.escape_unicode());
        }
    }
}
