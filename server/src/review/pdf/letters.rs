//! Helvetica in points and bytes.

/// Whole words on a line; a word that is longer than a line is broken.
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

/// Points, by the widths of Helvetica; bold is a little wider, which the gap between columns forgives.
fn measure(text: &str, size: f32) -> f32 {
    let units: u32 = text.chars().map(|letter| u32::from(units(letter))).sum();
    #[expect(clippy::cast_precision_loss, reason = "a line is far shorter than 2^23 units")]
    let units = units as f32;
    units * size / 1_000.0
}

/// Thousandths of the size. Source: Adobe's font metrics of Helvetica.
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

/// The bytes of WinAnsiEncoding; what it does not have becomes a question mark.
pub fn win_ansi(text: &str) -> Vec<u8> {
    let byte = |letter: char| match letter {
        ' '..='~' => u8::try_from(letter).unwrap_or(b'?'),
        '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(letter)).unwrap_or(b'?'),
        '€' => 0x80,
        '…' => 0x85,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        _ => b'?',
    };
    text.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_word_is_broken_and_no_line_is_too_wide() {
        let lines = wrap("satu dua 0193504e-8c1f-7000-8000-000000000001 tiga", 60.0, 9.0);
        assert!(lines.iter().all(|line| measure(line, 9.0) <= 60.0), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), "satudua0193504e-8c1f-7000-8000-000000000001tiga");
    }
}
