//! A letter's blocks as plain text and as HTML.

use askama::{Template, filters::Escaper};
use std::fmt;

pub enum Block {
    Text(String),
    /// A thing to fix: its name, then somebody's note, then what the note means.
    Item {
        name: String,
        way: Way,
        from: String,
        note: Option<String>,
        /// The language of the note, if known.
        lang: Option<&'static str>,
        meaning: Option<String>,
    },
    Button(String, String),
    Small(String),
    SmallLink(String, String),
}

/// The way to get a thing fixed.
pub enum Way {
    /// The address of its place on a page of ours.
    Link(String),
    /// A sentence that says whom to ask, since no page of ours corrects it.
    Ask(String),
    /// The way is told elsewhere in the letter.
    Nowhere,
}

pub fn text(title: &str, blocks: &[Block]) -> String {
    let mut text = format!("{title}\n");
    let mut in_footer = false;
    for block in blocks {
        text.push('\n');
        match block {
            Block::Text(words) => text.push_str(&format!("{words}\n")),
            Block::Item { name, way, from, note, meaning, .. } => {
                text.push_str(&format!("* {name}\n"));
                if let Some(note) = note {
                    text.push_str(&format!("  {from}: “{}”\n", note.replace('\n', "\n  ")));
                }
                let last = match way {
                    Way::Link(last) | Way::Ask(last) => Some(last),
                    Way::Nowhere => None,
                };
                for line in meaning.iter().chain(last) {
                    text.push_str(&format!("  {line}\n"));
                }
            }
            Block::Button(words, link) => text.push_str(&format!("{words}:\n{link}\n")),
            Block::Small(words) => {
                // Mail programs know this line as the start of a signature.
                text.push_str(if in_footer { "" } else { "-- \n" });
                in_footer = true;
                text.push_str(&format!("{words}\n"));
            }
            Block::SmallLink(words, link) => text.push_str(&format!("{words}:\n{link}\n")),
        }
    }
    text
}

pub fn html(lang: &str, partner: &str, title: &str, blocks: &[Block]) -> String {
    let is_small = |block: &&Block| matches!(block, Block::Small(_) | Block::SmallLink(..));
    let (footer, card) = blocks.iter().partition(is_small);
    Page { lang, partner, title, card, footer }.render().expect("writing to a String cannot fail")
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Page<'a> {
    lang: &'a str,
    partner: &'a str,
    title: &'a str,
    card: Vec<&'a Block>,
    footer: Vec<&'a Block>,
}

/// Escapes text and attributes in double quotes; named in `askama.toml`. Askama's own escaper uses other entities, but
/// letters stay the same to the byte.
#[derive(Clone, Copy)]
pub struct Html;

impl Escaper for Html {
    fn write_escaped_str<W: fmt::Write>(&self, mut into: W, text: &str) -> fmt::Result {
        into.write_str(&html_escape::encode_double_quoted_attribute(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(way: Way) -> Block {
        let (note, meaning) = (Some("<script>alert(1)</script>\nBuram".into()), Some("Fotonya <buram>.".into()));
        Block::Item { name: "KTP".into(), way, from: "DOKU".into(), note, lang: Some("id"), meaning }
    }

    #[test]
    fn what_somebody_wrote_is_text_and_never_markup() {
        let page = html("id", "A & B", "<b>", &[item(Way::Link("https://a/?b=\"c\"&d".into()))]);
        assert!(
            !page.contains("<script") && !page.contains("<b>") && !page.contains("<buram") && !page.contains("\"c\"")
        );
        assert!(page.contains("A &amp; B") && page.contains("&lt;/script&gt;<br>Buram"));
        assert!(page.contains("Fotonya &lt;buram&gt;.") && page.contains("<div lang=\"id\">“"), "{page}");
    }

    #[test]
    fn an_item_tells_what_is_wrong_what_it_means_and_the_way_on() {
        let told = |way: Way| text("Perlu perbaikan (1)", &[item(way)]);
        assert_eq!(
            told(Way::Link("https://a/b".into())),
            "Perlu perbaikan (1)\n\n* KTP\n  DOKU: “<script>alert(1)</script>\n  Buram”\n  Fotonya <buram>.\n  https://a/b\n"
        );
        assert!(told(Way::Ask("Hubungi Logipay.".into())).ends_with("  Fotonya <buram>.\n  Hubungi Logipay.\n"));
        let page = html("id", "Logipay", "Perlu perbaikan (1)", &[item(Way::Ask("Hubungi Logipay.".into()))]);
        assert!(page.contains("Hubungi Logipay.") && !page.contains("<a href"), "{page}");
    }

    /// The bytes must not change: kept letters and mail programs know them so.
    #[test]
    fn a_letter_looks_as_it_always_did() {
        let item = |name: &str, way: Way, note: Option<&str>, lang: Option<&'static str>, meaning: Option<&str>| {
            let (name, from) = (name.to_owned(), if lang.is_some() { "DOKU" } else { "Logipay" }.to_owned());
            Block::Item { name, way, from, note: note.map(str::to_owned), lang, meaning: meaning.map(str::to_owned) }
        };
        let link = Way::Link("https://a/?b=\"c\"&d".into());
        let blocks = [
            Block::Text("Ada 2 hal & <lagi>.".into()),
            item("KTP", link, Some("<script>\nBuram"), Some("id"), Some("Fotonya 'buram'.")),
            item("Rekening", Way::Ask("Hubungi Logipay.".into()), Some("Salah"), None, None),
            item("NIB", Way::Nowhere, None, None, None),
            Block::Button("Lihat \"status\"".into(), "https://a/b".into()),
            Block::Small("Logipay & mitra".into()),
            Block::SmallLink("Atur e-mail".into(), "https://a/p?x=1&y=2".into()),
        ];
        let page = html("id", "A & B", "Perlu <perbaikan>", &blocks);
        insta::assert_snapshot!(page);
    }
}
