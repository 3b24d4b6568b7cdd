use super::*;
use proptest::prelude::*;

fn instagram(typed: &str) -> Result<String, FieldError> {
    read(typed, &INSTAGRAM)
}

fn facebook(typed: &str) -> Result<String, FieldError> {
    read(typed, &FACEBOOK)
}

#[test]
fn an_instagram_account_has_one_address() {
    for typed in [
        "kopi.senja",
        "@kopi.senja",
        "@Kopi.Senja",
        " kopi.senja\u{200b}",
        "instagram.com/kopi.senja",
        "www.instagram.com/kopi.senja/",
        "Https://instagram.com/kopi.senja",
        "HTTPS://WWW.INSTAGRAM.COM/kopi.senja",
        "http://m.instagram.com/kopi.senja",
        "https://www.instagram.com/kopi.senja?igsh=MXg2eTQ5&utm_source=qr",
        "https://www.instagram.com/kopi.senja/?hl=id",
        "https://www.instagram.com/@kopi.senja",
        "https://www.instagram.com/kopi.senja/reels/",
        "https://www.instagram.com/kopi.senja/p/C8abcDEF123/",
        "https://www.instagram.com/stories/kopi.senja/3141592653/",
        "https://www.instagram.com/_u/kopi.senja",
        "https://instagr.am/kopi.senja#",
        "ig.me/m/kopi.senja",
    ] {
        assert_eq!(instagram(typed).as_deref(), Ok("https://www.instagram.com/kopi.senja"), "{typed}");
    }
}

#[test]
fn a_facebook_page_has_one_address() {
    for typed in [
        "WarungRatna",
        "@WarungRatna",
        "facebook.com/WarungRatna",
        "HTTPS://M.Facebook.com/WarungRatna/",
        "https://web.facebook.com/WarungRatna?mibextid=ZbWKwL",
        "https://id-id.facebook.com/WarungRatna/about",
        "https://www.facebook.com/pg/WarungRatna/posts/",
        "fb.com/WarungRatna",
        "https://m.me/WarungRatna",
    ] {
        assert_eq!(facebook(typed).as_deref(), Ok("https://www.facebook.com/WarungRatna"), "{typed}");
    }
    for (typed, taken) in [
        (
            "https://m.facebook.com/profile.php?id=61550123456789&mibextid=ZbWKwL",
            "https://www.facebook.com/profile.php?id=61550123456789",
        ),
        (
            "https://www.facebook.com/people/Warung-Ratna/61550123456789/",
            "https://www.facebook.com/people/Warung-Ratna/61550123456789",
        ),
        (
            "https://www.facebook.com/pages/Warung-Ratna/1234567890?ref=bookmarks",
            "https://www.facebook.com/pages/Warung-Ratna/1234567890",
        ),
        ("https://www.facebook.com/share/1AbCdEf/?mibextid=wwXIfr", "https://www.facebook.com/share/1AbCdEf"),
        ("https://fb.me/warung", "https://fb.me/warung"),
    ] {
        assert_eq!(facebook(typed).as_deref(), Ok(taken), "{typed}");
    }
}

#[test]
fn what_belongs_to_another_network_is_told() {
    for (typed, site) in [
        ("https://www.facebook.com/warungratna", Site::Facebook),
        ("facebook.com", Site::Facebook),
        ("https://www.tiktok.com/@warungratna", Site::TikTok),
        ("https://vt.tiktok.com/ZS8abc/", Site::TikTok),
        ("https://x.com/warungratna", Site::X),
        ("twitter.com/warungratna", Site::X),
        ("https://youtu.be/dQw4w9WgXcQ", Site::YouTube),
        ("https://www.threads.net/@warungratna", Site::Threads),
        ("wa.me/6281234567890", Site::WhatsApp),
        ("t.me/warungratna", Site::Telegram),
        ("https://shopee.co.id/warungratna", Site::Shopee),
        ("https://www.tokopedia.com/warungratna", Site::Tokopedia),
        ("https://www.linkedin.com/company/warung", Site::LinkedIn),
    ] {
        assert_eq!(instagram(typed), Err(FieldError::LinkOf(site)), "{typed}");
    }
    assert_eq!(facebook("instagram.com/warungratna"), Err(FieldError::LinkOf(Site::Instagram)));
}

#[test]
fn what_no_network_is_known_for_stays_as_it_is() {
    for (typed, taken) in [
        ("https://linktr.ee/warungratna?x=1#y", "https://linktr.ee/warungratna?x=1#y"),
        ("Linktr.ee/Warung", "https://linktr.ee/Warung"),
        ("https://kafé.example/ratna", "https://xn--kaf-dma.example/ratna"),
        ("https://notinstagram.com/warung", "https://notinstagram.com/warung"),
    ] {
        assert_eq!(instagram(typed).as_deref(), Ok(taken), "{typed}");
    }
}

#[test]
fn a_link_to_a_post_was_always_taken() {
    let post = "https://instagram.com/p/C8abcDEF123/?igsh=MXg2";
    assert_eq!(instagram(post).as_deref(), Ok("https://www.instagram.com/p/C8abcDEF123"));
}

#[test]
fn nonsense_is_told_in_the_networks_own_words() {
    let long = "a".repeat(31);
    for typed in [
        "javascript:alert(1)",
        "https://instagram.com",
        "instagram.com",
        "www.instagram.com",
        "instagram.com/",
        "@",
        "batik ratna",
        ".ratna",
        "ratna.",
        "batik..ratna",
        "batik-ratna",
        long.as_str(),
        "ftp://x.y/z",
        "https://user@instagram.com/x",
        "https://linktr.ee",
        "//x.y/z",
    ] {
        assert_eq!(instagram(typed), Err(FieldError::NotAnInstagramAccount), "{typed}");
    }
    assert_eq!(facebook("Warung Ratna"), Err(FieldError::NotAFacebookPage));
    assert_eq!(facebook("Warung.Ratna-12").as_deref(), Ok("https://www.facebook.com/Warung.Ratna-12"));
    let long = format!("https://linktr.ee/{}", "a".repeat(300));
    assert!(matches!(instagram(&long), Err(FieldError::TooLong { max: 255, .. })));
}

proptest! {
    #[test]
    fn what_was_taken_is_taken_again_alike(
        typed in "(@|[hH]ttps?://|)(www\\.|m\\.|)(instagram\\.com|facebook\\.com|ig\\.me|m\\.me|fb\\.me|linktr\\.ee|kopi)(/|)[a-zA-Z0-9._/?&=#@-]{0,30}",
    ) {
        for network in [&INSTAGRAM, &FACEBOOK] {
            if let Ok(link) = read(&typed, network) {
                prop_assert_eq!(read(&link, network), Ok(link.clone()), "{}", typed);
            }
        }
    }

    #[test]
    fn no_text_breaks_it(typed in "\\PC*") {
        let _ = (instagram(&typed), facebook(&typed));
    }
}
