//! Numbers in other people's words: what leaves the house tells no whole NIK and no whole account.

/// A note may repeat a NIK or an account number: of a long number only the last four digits are told.
pub fn without_numbers(note: &str) -> String {
    let mut told = String::with_capacity(note.len());
    let mut run = String::new();
    for letter in note.chars().chain(['\0']) {
        // Groups are often written with blanks, dots, dashes or strokes between them.
        let between = is_between(letter) && !run.is_empty();
        if letter.is_ascii_digit() || between {
            run.push(letter);
            continue;
        }
        if !run.is_empty() {
            let masked = masked(&run, ends_in_a_currency(&told));
            told.push_str(&masked);
            run.clear();
        }
        if letter != '\0' {
            told.push(letter);
        }
    }
    told
}

fn is_between(letter: char) -> bool {
    letter.is_whitespace() && letter != '\n' || matches!(letter, '.' | ',' | '-' | '–' | '/')
}

/// A date stands for itself, and so does what follows a currency; all else may be one number in groups.
fn masked(run: &str, is_amount: bool) -> String {
    let (mut told, mut number) = (String::with_capacity(run.len()), String::new());
    // Nobody pays sixteen digits: that is a NIK behind a slip of the pen.
    let is_small = |word: &str| word.chars().filter(char::is_ascii_digit).count() <= 12;
    for (n, word) in run.split_inclusive(char::is_whitespace).enumerate() {
        if is_date(word) || is_amount && n == 0 && is_small(word) {
            told.push_str(&last_four(&number));
            told.push_str(word);
            number.clear();
        } else {
            number.push_str(word);
        }
    }
    told + &last_four(&number)
}

/// Six digits and more are somebody's number. As on pages a short one tells none of them.
fn last_four(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 6 {
        return number.to_owned();
    }
    let shown = if digits.len() < 8 { 0 } else { 4 };
    let last: String = digits[digits.len() - shown..].iter().collect();
    let start = number.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = number.trim_end_matches(|c: char| !c.is_ascii_digit());
    format!("{}····{last}{}", &number[..number.len() - start.len()], &number[end.len()..])
}

/// `12-11-2024`, `2024-11-12`, `5.1.2024`.
fn is_date(word: &str) -> bool {
    let groups: Vec<&str> = word.trim_end_matches(is_between).split(['-', '.', '/']).collect();
    let up_to = |group: &str, most: u32| group.len() <= 2 && group.parse().is_ok_and(|n: u32| (1..=most).contains(&n));
    let is_year = |group: &str| group.len() == 4 && ["19", "20"].iter().any(|century| group.starts_with(century));
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
    use super::without_numbers;

    #[test]
    fn a_note_tells_no_whole_number() {
        assert_eq!(without_numbers("NIK 3273205507880004 tidak sesuai."), "NIK ····0004 tidak sesuai.");
        assert_eq!(
            without_numbers("Rekening 4370-1122-33 bukan atas nama Anda"),
            "Rekening ····2233 bukan atas nama Anda"
        );
        assert_eq!(without_numbers("Masa berlaku 12-11-2024, halaman 2."), "Masa berlaku 12-11-2024, halaman 2.");
        assert_eq!(without_numbers("3273205507880004"), "····0004");
        assert_eq!(without_numbers("Rekening 43701122 ditutup."), "Rekening ····1122 ditutup.");
        assert_eq!(without_numbers("Kode 123456."), "Kode ····.");
        assert_eq!(without_numbers("Rek 12.345.678 2024-11-12"), "Rek ····5678 2024-11-12");
        for between in ['-', '/', '.', ',', '–', '\u{a0}'] {
            let nik = ["3273", "2055", "0788", "0004"].join(&between.to_string());
            assert_eq!(without_numbers(&format!("NIK {nik} salah")), "NIK ····0004 salah", "{between:?}");
        }
        assert_eq!(without_numbers("Foto buram."), "Foto buram.");
    }

    #[test]
    fn dates_and_amounts_are_nobodys_number() {
        for note in [
            "Terbit 2024-11-12, berlaku sampai 5-1-2026.",
            "Lahir 12/11/1990, foto 3, 4 dan 5",
            "Foto 1 12-11-2024 10.30",
            "Kode pos 40115, RT 003 RW 012",
            "Setoran Rp 1.500.000 dan Rp2.000.000",
            "Batas Rp. 25.000.000.",
        ] {
            assert_eq!(without_numbers(note), note);
        }
        assert_eq!(without_numbers("Rp 1.500.000 43701122"), "Rp 1.500.000 ····1122", "the account is no amount");
        assert_eq!(without_numbers("Rp 3273205507880004"), "Rp ····0004");
        assert_eq!(without_numbers("45-13-2024"), "····2024", "no such day");
        assert_eq!(without_numbers("kerp 43701122"), "kerp ····1122");
    }
}
