//! Masks numbers in other people's words: a note may repeat a NIK or an account, and no reader needs a whole one.

use crate::text;

/// The digits from which a number may identify somebody.
const SOMEBODYS: usize = 6;
/// The digits from which a number shows its end.
const SHOWS_ITS_END: usize = 8;
/// The most digits of an amount, and the most without points: a longer one is a NIK behind a slip of the pen.
const AMOUNT: usize = 12;
const AMOUNT_IN_ONE_PIECE: usize = 7;
/// The digits in one word that can tell two people apart.
const TELLS_APART: usize = 4;

const HIDDEN: &str = "····";

/// Masks all but the last four digits of long numbers: `Rekening ····2233`. Dates and amounts stay.
pub fn ends(text: &str) -> String {
    points(text).map(of_one_point).collect()
}

/// Masks numbers with their ends, where one text is shown about many people. Dates and amounts are masked too.
pub fn whole(text: &str) -> String {
    let without = |word: &str| {
        let plain = word.trim_end();
        let digits = plain.chars().filter(|c| c.is_numeric()).count();
        if digits >= TELLS_APART { format!("{HIDDEN}{}", &word[plain.len()..]) } else { word.to_owned() }
    };
    // Numbers in short groups are masked first.
    ends(text).split_inclusive(char::is_whitespace).map(without).collect()
}

/// Returns `···· 2233` for a field's value, ignoring other signs in it; shorter values show nothing.
pub fn last_four(value: &str) -> String {
    let signs: Vec<char> = value.chars().filter(char::is_ascii_alphanumeric).collect();
    if signs.len() < SHOWS_ITS_END {
        HIDDEN.to_owned()
    } else {
        format!("{HIDDEN} {}", signs[signs.len() - 4..].iter().collect::<String>())
    }
}

/// Splits the text into points. `2. Foto buram` begins a new one: its number is not a group of one before it. Other
/// lines belong to the point before.
fn points(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let all = rest?;
        let next = all.match_indices('\n').map(|(at, _)| at + 1).find(|at| is_point(&all[*at..]));
        let (point, after) = next.map_or((all, None), |at| (&all[..at], Some(&all[at..])));
        rest = after;
        Some(point)
    })
}

fn is_point(line: &str) -> bool {
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(line.len() - after.len(), 1..=2) && (after.starts_with(". ") || after.starts_with(") "))
}

fn of_one_point(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_numeric) {
        told.push_str(&rest[..start]);
        let run = &rest[start..];
        let end = run.find(|c: char| !c.is_numeric() && !is_between(c)).unwrap_or(run.len());
        let masked = of_run(&run[..end], ends_in_a_currency(&told));
        told.push_str(&masked);
        rest = &run[end..];
    }
    told + rest
}

/// Returns true for what people write between the groups of one number, and for what nobody sees there.
fn is_between(c: char) -> bool {
    text::is_blank_or_dash(c) || matches!(c, '.' | ',' | '/' | '_' | '|' | '\'' | '’' | '·' | '．' | '，' | '／' | '＿')
}

/// Masks a run of words. Dates and the word behind a currency stay; everything else may be one number in groups.
fn of_run(run: &str, is_amount: bool) -> String {
    let (mut told, mut number) = (String::with_capacity(run.len()), String::new());
    for (n, word) in run.split_inclusive(char::is_whitespace).enumerate() {
        if is_date(word) || is_amount && n == 0 && is_payable(word) {
            told.push_str(&of_number(&number));
            told.push_str(word);
            number.clear();
        } else {
            number.push_str(word);
        }
    }
    told + &of_number(&number)
}

fn is_payable(word: &str) -> bool {
    let mut pieces = word.split(|c: char| !c.is_numeric()).map(|piece| piece.chars().count());
    digits(word).len() <= AMOUNT && pieces.all(|digits| digits <= AMOUNT_IN_ONE_PIECE)
}

fn of_number(number: &str) -> String {
    let digits = digits(number);
    if digits.len() < SOMEBODYS {
        return number.to_owned();
    }
    let shown = if digits.len() < SHOWS_ITS_END { 0 } else { 4 };
    let last: String = digits[digits.len() - shown..].iter().collect();
    let start = number.trim_start_matches(|c: char| !c.is_numeric());
    let end = number.trim_end_matches(|c: char| !c.is_numeric());
    format!("{}{HIDDEN}{last}{}", &number[..number.len() - start.len()], &number[end.len()..])
}

fn digits(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_numeric()).collect()
}

/// Recognises `12-11-2024`, `2024-11-12` and `5.1.2024`.
fn is_date(word: &str) -> bool {
    let groups: Vec<&str> = word.trim_end_matches(is_between).split(['-', '.', '/']).collect();
    let up_to = |group: &str, most: u32| group.len() <= 2 && group.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
    let is_year = |group: &str| {
        let century = ["19", "20"].iter().any(|century| group.starts_with(century));
        group.len() == 4 && century && group.bytes().all(|b| b.is_ascii_digit())
    };
    match groups[..] {
        [day, month, year] if is_year(year) => up_to(day, 31) && up_to(month, 12),
        [year, month, day] if is_year(year) => up_to(day, 31) && up_to(month, 12),
        _ => false,
    }
}

fn ends_in_a_currency(told: &str) -> bool {
    let word = told.trim_end_matches([' ', '.']).rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.eq_ignore_ascii_case("rp") || word.eq_ignore_ascii_case("idr")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*, sample::select};

    #[test]
    fn a_note_tells_no_whole_number() {
        for (note, told) in [
            ("NIK 3273205507880004 tidak sesuai.", "NIK ····0004 tidak sesuai."),
            ("Rekening 4370-1122-33 bukan atas nama Anda", "Rekening ····2233 bukan atas nama Anda"),
            ("Masa berlaku 12-11-2024, halaman 2.", "Masa berlaku 12-11-2024, halaman 2."),
            ("3273205507880004", "····0004"),
            ("Rekening 43701122 ditutup.", "Rekening ····1122 ditutup."),
            ("Kode 123456.", "Kode ····."),
            ("Rek 12.345.678 2024-11-12", "Rek ····5678 2024-11-12"),
            ("NIK 3273 2055 0788 0004, rek 4370-1122-33", "NIK ····0004, rek ····2233"),
            ("NIK 327-320-550-788-0004 salah", "NIK ····0004 salah"),
            ("NIK 327 320 550 788 000 4 salah", "NIK ····0004 salah"),
            ("Telepon 0812 345 678 90 mati", "Telepon ····7890 mati"),
            ("Telepon +62 812-3456-7890.", "Telepon +····7890."),
            ("NIK 3273\n2055\n0788\n0004\nsalah", "NIK ····0004\nsalah"),
            ("NIK 3273\u{202e}2055\u{200b}0788\u{ad}0004", "NIK ····0004"),
            ("NIK ３２７３２０５５０７８８０００４ salah", "NIK ····０００４ salah"),
            ("Rek 4370_1122_33", "Rek ····2233"),
            ("Foto buram.", "Foto buram."),
            ("", ""),
        ] {
            assert_eq!(ends(note), told, "{note:?}");
        }
        let unseen = ('\0'..=char::MAX).filter(|c| text::is_blank_or_dash(*c));
        for between in ['/', '.', ',', '|', '·', '．'].into_iter().chain(unseen) {
            let nik = ["3273", "2055", "0788", "0004"].join(&between.to_string());
            assert_eq!(ends(&format!("NIK {nik} salah")), "NIK ····0004 salah", "{between:?}");
        }
    }

    #[test]
    fn dates_and_amounts_are_nobodys_number() {
        for note in [
            "Terbit 2024-11-12, berlaku sampai 5-1-2026.",
            "Lahir 12/11/1990, foto 3, 4 dan 5",
            "Foto 1 12-11-2024 10.30",
            "Kode pos 40115, RT 003 RW 012",
            "Setoran Rp 1.500.000 dan Rp2.000.000",
            "Setoran Rp 1500000",
            "Batas Rp. 25.000.000.",
            "1. Kode pos 40115\n2. Foto buram\n10) RT 003\n",
        ] {
            assert_eq!(ends(note), note);
        }
        assert_eq!(ends("Rp 1.500.000 43701122"), "Rp 1.500.000 ····1122", "the account is no amount");
        assert_eq!(ends("Rp 3273205507880004"), "Rp ····0004");
        assert_eq!(ends("Rp 43701122"), "Rp ····1122", "an account behind a slip of the pen");
        assert_eq!(ends("45-13-2024"), "····2024", "no such day");
        assert_eq!(ends("kerp 43701122"), "kerp ····1122");
    }

    #[test]
    fn of_a_note_that_stands_for_many_no_end_is_told() {
        for (note, told) in [
            ("NIK 3273205507880004, lihat 2 foto", "NIK ···· lihat 2 foto"),
            ("NIK 327 320 550 788 0004 lihat 2 foto", "NIK ···· lihat 2 foto"),
            ("NIK 3273\n2055 0788 0004\nlihat", "NIK ····\nlihat"),
            ("Terbit 12-11-2024, kode pos 40115", "Terbit ···· kode pos ····"),
            ("RT 003 RW 012", "RT 003 RW 012"),
        ] {
            assert_eq!(whole(note), told, "{note:?}");
        }
    }

    #[test]
    fn a_value_shows_its_end_if_it_is_long() {
        for (value, told) in [
            ("4370112233", "···· 2233"),
            ("4370-1122-33", "···· 2233"),
            ("A1234567", "···· 4567"),
            ("1234567", "····"),
            ("", "····"),
        ] {
            assert_eq!(last_four(value), told, "{value}");
        }
    }

    fn any_between() -> impl Strategy<Value = &'static str> {
        select(vec!["", " ", "-", ".", "/", ", ", " - ", "–", "\n", "\u{a0}", "\u{200b}", "\u{202e}", "_", "·"])
    }

    prop_compose! {
        /// Writes a number in groups of one size, with the same sign between them.
        fn any_number()(digits in vec(0u8..10, 9..=20), group in 1usize..=9, between in any_between()) -> (String, String) {
            let digits: String = digits.into_iter().map(|digit| char::from(b'0' + digit)).collect();
            let groups: Vec<&str> = digits.as_bytes().chunks(group).map(|of| std::str::from_utf8(of).unwrap()).collect();
            let written = groups.join(between);
            (digits, written)
        }
    }

    proptest! {
        #[test]
        fn however_a_number_is_written_four_digits_are_left(
            (number, written) in any_number(), before in "[A-Qa-q]{0,8}[ :(]?", after in "[ ).:]?[a-z]{0,8}",
        ) {
            let note = format!("{before}{written}{after}");
            let left: String = ends(&note).chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(&left, &number[number.len() - 4..], "{:?}", note);
            let none: String = whole(&note).chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(none, "", "{:?}", note);
        }

        #[test]
        fn what_is_masked_stays_as_it_is(note in "([0-9]{1,9}|[a-z]{1,5}|Rp|[ .,/\n-]|12-11-2024){0,24}") {
            let once = ends(&note);
            prop_assert_eq!(ends(&once), once.clone(), "{:?}", note);
        }

        #[test]
        fn words_without_long_numbers_stay(note in "([0-9]{1,5}[a-z:]|[a-z (]){0,24}") {
            prop_assert_eq!(ends(&note), note);
        }
    }
}
