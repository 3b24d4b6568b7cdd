use super::*;
use proptest::prelude::*;

fn read_as(typed: &str) -> Result<String, FieldError> {
    read(typed).map(|phone| phone.to_string())
}

/// Returns what DOKU got of a number before a library read it, with 62 before it; `None` means that it was refused.
fn as_before(typed: &str) -> Option<String> {
    let forgiven = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')' | '+');
    if typed.trim().is_empty() || typed.trim().chars().any(|c| !c.is_ascii_digit() && !forgiven(c)) {
        return None;
    }
    let all: String = typed.chars().filter(char::is_ascii_digit).collect();
    let rest = all.strip_prefix("62").unwrap_or(&all);
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    ((5..=13).contains(&rest.len()) && !rest.starts_with('0')).then(|| rest.to_owned())
}

#[test]
fn an_indonesian_number_is_taken_as_it_always_was() {
    for (typed, number) in [
        ("0813 2044 5566", "81320445566"),
        ("+6281320445566", "81320445566"),
        ("6281320445566", "81320445566"),
        ("81320445566", "81320445566"),
        ("+62 (0)813-2044-5566", "81320445566"),
        ("(021) 555 1234", "215551234"),
        ("+0812 3456 7890", "81234567890"),
        ("0812+3456+7890", "81234567890"),
        ("(+62) 812.3456.7890", "81234567890"),
        ("062812345678", "62812345678"),
        ("65 9123 4567", "6591234567"),
        ("12345", "12345"),
        ("1234567890123", "1234567890123"),
    ] {
        assert_eq!(as_before(typed).as_deref(), Some(number), "{typed}");
        assert_eq!(read_as(typed), Ok(format!("+62 {number}")), "{typed}");
    }
}

#[test]
fn a_number_from_elsewhere_keeps_its_country() {
    for (typed, taken) in [
        ("+65 9123 4567", "+65 91234567"),
        ("(+65) 9123-4567", "+65 91234567"),
        ("＋６５ ９１２３ ４５６７", "+65 91234567"),
        ("\u{202a}+60 12-345 6789\u{202c}", "+60 123456789"),
        ("+44 (0)20 7946 0958", "+44 2079460958"),
        ("+1 212 555 2368", "+1 2125552368"),
        ("+7 812 123-45-67", "+7 8121234567"),
        ("+61 2 9374 4000", "+61 293744000"),
        ("+86 138 0013 8000", "+86 13800138000"),
        ("+81 90-1234-5678", "+81 9012345678"),
    ] {
        assert_eq!(read_as(typed), Ok(taken.to_owned()), "{typed}");
    }
    for typed in ["+65 1234 5678", "+65 9123", "+1 212 555", "+999 1234 5678", "+65 9123 4567 8901 2345", "+65"] {
        assert_eq!(read_as(typed), Err(FieldError::NotAForeignPhone), "{typed}");
    }
    // DOKU has two digits for the calling code, and wants no zero before the number.
    for typed in ["+852 9123 4567", "+670 7723 4567", "+39 06 1234 5678"] {
        assert_eq!(read_as(typed), Err(FieldError::PhoneNotTakenByDoku), "{typed}");
    }
}

#[test]
fn digits_of_every_script_are_digits() {
    for typed in
        ["٠٨١٢٣٤٥٦٧٨٩٠", "۰۸۱۲۳۴۵۶۷۸۹۰", "０８１２－３４５６－７８９０", "०८१२ ३४५६ ७८९०", "tel:+6281234567890"]
    {
        assert_eq!(read_as(typed), Ok("+62 81234567890".to_owned()), "{typed}");
    }
}

#[test]
fn what_is_no_number_is_told() {
    for typed in
        ["telepon", "0812", "0812 3456 7890 / 0813 2044 5566", "0812x", "0065 9123 4567", "00812 3456 7890", "+", "-"]
    {
        assert_eq!(read_as(typed), Err(FieldError::NotAPhone), "{typed}");
    }
    for typed in ["", "  ", "\u{200b}\u{3164}"] {
        assert_eq!(read_as(typed), Err(FieldError::Missing), "{typed}");
    }
}

#[test]
fn no_country_trips_the_reader() {
    for code in 1..=999 {
        for rest in ["1234567", "012345678", "2125552368", "800123456"] {
            let _ = read(&format!("+{code}{rest}"));
        }
    }
}

proptest! {
    #[test]
    fn what_was_taken_without_a_foreign_plus_is_taken_alike(typed in "[ (]{0,2}(\\+62|\\+0|0|62|)[0-9() .-]{0,18}") {
        let now = read(&typed).ok().map(|phone| (phone.calling_code().to_owned(), phone.as_str().to_owned()));
        prop_assert_eq!(now, as_before(&typed).map(|number| ("62".to_owned(), number)), "{}", typed);
    }

    #[test]
    fn whatever_is_taken_fits_doku_and_is_taken_again(typed in "\\+?[0-9() .-]{0,20}") {
        if let Ok(phone) = read(&typed) {
            prop_assert!((5..=13).contains(&phone.as_str().len()) && !phone.as_str().starts_with('0'));
            prop_assert!((1..=2).contains(&phone.calling_code().len()));
            prop_assert_eq!(read(&phone.to_string()), Ok(phone));
        }
    }

    #[test]
    fn no_text_breaks_it(typed in "\\PC*") {
        let _ = read(&typed);
    }
}
