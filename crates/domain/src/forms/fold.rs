//! E-mail addresses in the form in which they are compared and written to.

/// Unicode's `Default_Ignorable_Code_Point`: what phones and messengers leave around what was copied, and nobody sees.
const UNSEEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fff8}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Without marks that nobody sees, in lower case, and with a domain that mail servers know: `kafé.example` is
/// `xn--kaf-dma.example` to them.
pub fn fold_email(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    let folded = seen.trim().to_lowercase();
    let foreign = folded.rsplit_once('@').filter(|(_, host)| !host.is_ascii());
    let named = foreign.and_then(|(name, host)| Some(format!("{name}@{}", idna::domain_to_ascii(host).ok()?)));
    named.unwrap_or(folded)
}

fn is_unseen(c: char) -> bool {
    UNSEEN.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

#[cfg(test)]
mod tests {
    use super::fold_email;

    #[test]
    fn an_address_is_one_however_it_was_typed_or_copied() {
        for (typed, folded) in [
            (" Ratna@Warung.Example ", "ratna@warung.example"),
            ("ratna@warung.example\u{200b}", "ratna@warung.example"),
            ("\u{202a}ratna@warung.example\u{202c}", "ratna@warung.example"),
            ("\u{a0}rat\u{ad}na\u{2060}@warung.example\u{feff}\u{200e}", "ratna@warung.example"),
            ("ratna@kafé.example", "ratna@xn--kaf-dma.example"),
            ("ratna@KAFE\u{301}.example", "ratna@xn--kaf-dma.example"),
            ("ratna@kafé。example", "ratna@xn--kaf-dma.example"),
            ("ratna@ｗarung.example", "ratna@warung.example"),
            // Two addresses that only look alike stay two.
            ("ratna@w\u{430}rung.example", "ratna@xn--wrung-4ve.example"),
            ("not an address", "not an address"),
            ("é@", "é@"),
            ("", ""),
        ] {
            assert_eq!(fold_email(typed), folded, "{}", typed.escape_unicode());
            assert_eq!(fold_email(folded), folded, "once is enough");
        }
    }
}
