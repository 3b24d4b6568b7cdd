//! The widths and bytes of Helvetica.

use domain::text;

/// Breaks a text into lines of whole words; a word that is longer than a line is broken.
pub fn wrap(text: &str, width: f32, size: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or("", String::as_str);
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if measure(&joined, size) <= width {
            lines.pop();
            lines.push(joined);
            continue;
        }
        if line.is_empty() {
            lines.pop();
        }
        let mut rest = String::new();
        for letter in word.chars() {
            rest.push(letter);
            if measure(&rest, size) > width && rest.chars().count() > 1 {
                rest.pop();
                lines.push(std::mem::replace(&mut rest, letter.to_string()));
            }
        }
        lines.push(rest);
    }
    lines
}

/// Returns points, by the widths of Helvetica; bold is a little wider, which the gap between columns covers.
fn measure(text: &str, size: f32) -> f32 {
    let units: u32 = text.chars().map(|letter| u32::from(units(letter))).sum();
    #[expect(clippy::cast_precision_loss, reason = "a line is far shorter than 2^23 units")]
    let units = units as f32;
    units * size / 1_000.0
}

/// Returns the width in thousandths of the size. Source: Adobe's font metrics of Helvetica.
const fn units(letter: char) -> u16 {
    match letter {
        'i' | 'j' | 'l' => 222,
        ' ' | 'f' | 't' | 'I' | '!' | ',' | '.' | '/' | ':' | ';' | '[' | ']' | '\\' | '·' => 278,
        'r' | '-' | '(' | ')' | '`' => 333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        'F' | 'T' | 'Z' => 611,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | '&' => 667,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'w' => 722,
        'G' | 'O' | 'Q' => 778,
        'm' | 'M' => 833,
        'W' => 944,
        '%' | '@' | '—' | '…' => 1_000,
        _ => 556,
    }
}

/// Returns the bytes of WinAnsiEncoding, for a text that is `printable`.
pub fn win_ansi(text: &str) -> Vec<u8> {
    text.chars().filter_map(byte).collect()
}

/// Returns the text in characters of the font, and whether it differs from what was written. Other characters become
/// the closest Latin letters, or their number in Unicode, which loses nothing. Invisible ones are left out.
pub fn printable(written: &str) -> (String, bool) {
    let (mut printable, mut changed) = (String::with_capacity(written.len()), false);
    for letter in text::composed(written).chars() {
        let latin = any_ascii::any_ascii_char(letter);
        match letter {
            _ if byte(letter).is_some() => printable.push(letter),
            _ if letter.is_whitespace() => printable.push(' '),
            _ if text::is_unseen(letter) => {}
            _ => {
                changed = true;
                match latin {
                    "" => printable.push_str(&format!("[U+{:04X}]", u32::from(letter))),
                    latin => printable.push_str(latin),
                }
            }
        }
    }
    (printable, changed)
}

/// The characters of Windows from 0x80 on, where ISO 8859-1 has none to print; a blank where Windows has none either.
const FROM_0X80: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

fn byte(letter: char) -> Option<u8> {
    match letter {
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{ff}' => u8::try_from(u32::from(letter)).ok(),
        _ => FROM_0X80.chars().position(|known| known == letter).and_then(|place| u8::try_from(0x80 + place).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_font_lacks_stands_in_latin_letters_and_never_as_a_question_mark() {
        for (written, printed, changed) in [
            ("Café “Ratna” — Rp5.000…", "Café “Ratna” — Rp5.000…", false),
            ("Cafe\u{301} Ratna’s", "Café Ratna’s", false),
            ("Šárka & Žofie™", "Šárka & Žofie™", false),
            ("Toko Şükran", "Toko Sükran", true),
            ("Łódź", "Lódz", true),
            ("Warung\u{200b} Ratna\u{a0}Sari", "Warung Ratna\u{a0}Sari", false),
            ("Jl.\u{2009}Melati", "Jl. Melati", false),
            ("Ya?", "Ya?", false),
        ] {
            assert_eq!(printable(written), (printed.to_owned(), changed), "{written}");
        }
        for written in ["株式会社", "Пекарня", "😀 Warung", "مقهى", "\u{10fffd}", "ꦮꦫꦸꦁ"] {
            let (printed, changed) = printable(written);
            assert!(changed && !printed.trim().is_empty() && !printed.contains('?'), "{written}: {printed}");
            assert_eq!(win_ansi(&printed).len(), printed.chars().count(), "{written}: {printed}");
        }
    }

    #[test]
    fn a_long_word_is_broken_and_no_line_is_too_wide() {
        let lines = wrap("satu dua 0193504e-8c1f-7000-8000-000000000001 tiga", 60.0, 9.0);
        assert!(lines.iter().all(|line| measure(line, 9.0) <= 60.0), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), "satudua0193504e-8c1f-7000-8000-000000000001tiga");
    }
}
