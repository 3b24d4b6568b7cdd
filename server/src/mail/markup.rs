//! A letter's blocks as plain text and as HTML. Styles stand in attributes: mail programs drop everything else. Only the
//! colours of the dark are in a sheet: a program that drops it makes up its own.

pub enum Block {
    Text(String),
    /// One thing to fix: somebody's words stand beneath its name, then what they mean.
    Item {
        name: String,
        way: Way,
        from: String,
        note: Option<String>,
        /// Of the note, where it is known.
        lang: Option<&'static str>,
        meaning: Option<String>,
    },
    Button(String, String),
    Small(String),
    SmallLink(String, String),
}

/// How somebody gets on with a thing to fix.
pub enum Way {
    /// To its place on a page of ours.
    Link(String),
    /// No page of ours corrects it: whom to ask, in words.
    Ask(String),
    /// What is told elsewhere in the letter.
    Nowhere,
}

/// As in `style/tokens.css`. What has a background has its own colour too, so that no program turns only one of them.
const DARK: &str = "<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){\
.page{background:#101513!important;color:#eef3f0!important}\
.card{background:#181f1c!important;border-color:#2c3531!important;color:#eef3f0!important}\
.item{background:#3a1a16!important;color:#eef3f0!important}\
.item a{color:#ff9d8f!important}\
.quiet{color:#a9b6b0!important}\
.quiet a{color:#5fd0b3!important}\
.button{background:#5fd0b3!important;color:#06231b!important}}</style>";

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
                // What mail programs know for a signature.
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
    let small = |block: &&Block| matches!(block, Block::Small(_) | Block::SmallLink(..));
    let card: String = blocks.iter().filter(|block| !small(block)).map(block_html).collect();
    let footer: String = blocks.iter().filter(small).map(block_html).collect();
    let (partner, title) = (escape(partner), escape(title));
    format!(
        r#"<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>{title}</title>{DARK}</head>
<body class="page" style="margin:0;padding:24px 16px;background:#f6f5f1;color:#14201c;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif">
<div role="main" style="max-width:560px;margin:0 auto">
<p style="margin:0 0 16px;font-weight:650">{partner}</p>
<div class="card" style="padding:24px;background:#ffffff;color:#14201c;border:1px solid #dfddd5;border-radius:10px">
<h1 style="margin:0 0 12px;font-size:22px;line-height:1.25">{title}</h1>
{card}</div>
{footer}</div>
</body></html>
"#
    )
}

fn block_html(block: &Block) -> String {
    match block {
        Block::Text(words) => format!("<p style=\"margin:0 0 16px\">{}</p>\n", escape(words)),
        Block::Item { name, way, from, note, lang, meaning } => {
            item_html(name, way, note.as_deref().map(|note| (from.as_str(), note, *lang)), meaning.as_deref())
        }
        Block::Button(words, link) => format!(
            "<p style=\"margin:20px 0 0\"><a class=\"button\" href=\"{}\" style=\"display:inline-block;padding:13px 24px;background:#0b6b57;color:#ffffff;font-weight:600;text-decoration:none;border-radius:10px\">{}</a></p>\n",
            escape(link),
            escape(words)
        ),
        Block::Small(words) => {
            format!("<p class=\"quiet\" style=\"margin:16px 0 0;color:#52605a;font-size:14px\">{}</p>\n", escape(words))
        }
        Block::SmallLink(words, link) => format!(
            "<p class=\"quiet\" style=\"margin:8px 0 0;font-size:14px\"><a href=\"{}\" style=\"color:#0b6b57\">{}</a></p>\n",
            escape(link),
            escape(words)
        ),
    }
}

type Quote<'a> = (&'a str, &'a str, Option<&'static str>);

fn item_html(name: &str, way: &Way, note: Option<Quote<'_>>, meaning: Option<&str>) -> String {
    let name = escape(name);
    let (name, ask) = match way {
        Way::Link(link) => {
            (format!("<a href=\"{}\" style=\"color:#a3281c;font-weight:600\">{name}</a>", escape(link)), None)
        }
        Way::Ask(words) => (format!("<strong style=\"font-weight:600\">{name}</strong>"), Some(words.as_str())),
        Way::Nowhere => (format!("<strong style=\"font-weight:600\">{name}</strong>"), None),
    };
    let note = note.map(|(from, words, lang)| {
        let lang = lang.map(|lang| format!(" lang=\"{lang}\"")).unwrap_or_default();
        format!(
            "<div class=\"quiet\" style=\"margin-top:4px;color:#52605a;font-size:14px\">{}</div><div{lang}>“{}”</div>",
            escape(from),
            escape(words).replace('\n', "<br>")
        )
    });
    let more = meaning.into_iter().chain(ask);
    let more: String = more.map(|words| format!("<div style=\"margin-top:8px\">{}</div>", escape(words))).collect();
    format!(
        "<div class=\"item\" style=\"margin:0 0 12px;padding:12px 16px;background:#fdeae7;color:#14201c;border-radius:6px\">{name}{}{more}</div>\n",
        note.unwrap_or_default()
    )
}

/// For text and for attributes in double quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
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
}
