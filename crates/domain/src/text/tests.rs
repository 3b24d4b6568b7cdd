use super::*;

#[test]
fn what_nobody_sees_is_folded() {
    for (typed, folded) in [
        (" Warung  Ratna ", "Warung Ratna"),
        ("Rini\tWulandari", "Rini Wulandari"),
        ("Warung\u{a0}Ratna\u{3000}Sari\u{2800}", "Warung Ratna Sari"),
        ("Warung\r\nRatna", "Warung Ratna"),
        ("Warung\u{202e}anrat\u{feff}\u{200b}", "Warunganrat"),
        ("Wa\u{ad}ru\u{2060}ng\u{0}\u{7}", "Warung"),
        ("Cafe\u{200b}\u{301} Kopi", "Café Kopi"),
        ("Kopi \u{2013} Susu \u{2212} Gula", "Kopi - Susu - Gula"),
        ("\u{3164}\u{3164}\u{3164}", ""),
        ("\u{2800}\u{202c} \u{301}", ""),
        ("\u{fdd0}Warung\u{fff9}", "Warung"),
        ("Ja’far & Co.", "Ja’far & Co."),
        ("مطعم راتنا", "مطعم راتنا"),
    ] {
        assert_eq!(line(typed), folded, "{}", typed.escape_unicode());
    }
}

#[test]
fn what_carries_something_stays() {
    for typed in [
        "Masakan \u{1f468}\u{200d}\u{1f373} enak",
        "\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}",
        "\u{1f469}\u{1f3fd}\u{200d}\u{1f373}",
        "\u{2764}\u{fe0f}",
        "1\u{fe0f}\u{20e3}",
        "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        // Persian "I want": without the mark it would read as one piece.
        "می\u{200c}خواهم",
        // A conjunct of Devanagari, a half letter, and one of Malayalam's that ends its word.
        "क\u{94d}\u{200c}ष",
        "क\u{94d}\u{200d}ष",
        "അവന\u{d4d}\u{200d}",
        "ه\u{200d} 5",
        // A name's own shape of its first letter.
        "\u{845b}\u{e0100}城",
    ] {
        assert_eq!(line(typed), typed, "{}", typed.escape_unicode());
        assert_eq!(lines(typed), typed, "{}", typed.escape_unicode());
    }
}

#[test]
fn what_carries_nothing_where_it_stands_goes() {
    for (typed, folded) in [
        ("Wa\u{200d}rung\u{200c}", "Warung"),
        ("Warung\u{fe0f} 12\u{fe0f}", "Warung 12"),
        ("\u{1f35c}\u{200d}", "\u{1f35c}"),
        ("\u{1f468}\u{200d}\u{200d}\u{200b}\u{1f373}", "\u{1f468}\u{200d}\u{1f373}"),
        ("\u{1f3f4}\u{e0067}\u{e0062}", "\u{1f3f4}"),
        ("Kopi\u{e0069}\u{e0067}\u{e006e}\u{e007f}", "Kopi"),
    ] {
        assert_eq!(line(typed), folded, "{}", typed.escape_unicode());
    }
}

#[test]
fn lines_stay_lines() {
    assert_eq!(lines(" Nasi\r\n\r\n  Soto  \u{2028}Teh\u{200b}\n"), "Nasi\n\n  Soto\nTeh");
    assert_eq!(lines("\u{200b}\n\u{3164}\n"), "");
}

#[test]
fn a_code_is_ascii_whoever_typed_it() {
    for (typed, folded) in [
        ("001\u{a0}234\u{a0}5678", "001 234 5678"),
        ("\u{202a}+62 812\u{2011}3456\u{2011}7890\u{202c}", "+62 812-3456-7890"),
        ("٠٨١٢", "0812"),
        ("０８１２（２）", "0812(2)"),
        ("۰۸۱۲ ०८१२ ၀၈၁၂ 𝟬𝟴𝟭𝟮", "0812 0812 0812 0812"),
        ("1\u{fe0f}\u{20e3}\u{200d}", "1\u{20e3}"),
        ("²", "²"),
    ] {
        assert_eq!(code(typed), folded, "{}", typed.escape_unicode());
    }
}

#[test]
fn an_address_is_one_however_it_was_typed_or_copied() {
    for (typed, folded) in [
        (" Ratna@Warung.Example ", "ratna@warung.example"),
        ("ratna@warung.example\u{200b}", "ratna@warung.example"),
        ("\u{202a}ratna@warung.example\u{202c}", "ratna@warung.example"),
        ("\u{a0}rat\u{ad}na\u{2060}@warung.example\u{feff}\u{200e}", "ratna@warung.example"),
        ("ratna\u{2011}sari@warung.example", "ratna-sari@warung.example"),
        ("ratna＠warung.example", "ratna@warung.example"),
        ("ratna@kafé.example", "ratna@xn--kaf-dma.example"),
        ("ratna@KAFE\u{301}.example", "ratna@xn--kaf-dma.example"),
        ("ratna@kafé。example", "ratna@xn--kaf-dma.example"),
        ("ratna@ｗarung.example", "ratna@warung.example"),
        // Two addresses that only look alike stay two.
        ("ratna@w\u{430}rung.example", "ratna@xn--wrung-4ve.example"),
        ("ratna@\u{628}\u{661}.example", "ratna@xn--ngb8i.example"),
        ("ratna @warung.example", "ratna @warung.example"),
        ("not an address", "not an address"),
        ("é@", "é@"),
        ("", ""),
    ] {
        assert_eq!(email(typed), folded, "{}", typed.escape_unicode());
        assert_eq!(email(folded), folded, "once is enough");
    }
}

#[test]
fn a_search_finds_what_looks_the_same() {
    assert_eq!(search("CAFÉ \u{2014} Kopi"), search("cafe\u{301}\u{a0}-  kopi\u{200b}"));
}
