//! A letter's blocks as plain text and as HTML. Styles stand in attributes: mail programs drop everything else.

pub enum Block {
    Text(String),
    /// One thing to fix: its name leads to its place, somebody's words stand beneath.
    Item {
        name: String,
        link: String,
        from: String,
        note: Option<String>,
    },
    Button(String, String),
    Small(String),
    SmallLink(String, String),
}

pub fn text(title: &str, blocks: &[Block]) -> String {
    let mut text = format!("{title}\n");
    let mut in_footer = false;
    for block in blocks {
        text.push('\n');
        match block {
            Block::Text(words) => text.push_str(&format!("{words}\n")),
            Block::Item { name, link, from, note } => {
                text.push_str(&format!("* {name}\n"));
                if let Some(note) = note {
                    text.push_str(&format!("  {from}: “{}”\n", note.replace('\n', "\n  ")));
                }
                text.push_str(&format!("  {link}\n"));
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
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
<body style="margin:0;padding:24px 16px;background:#f6f5f1;color:#14201c;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif">
<div role="main" style="max-width:560px;margin:0 auto">
<p style="margin:0 0 16px;font-weight:650">{partner}</p>
<div style="padding:24px;background:#ffffff;border:1px solid #dfddd5;border-radius:10px">
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
        Block::Item { name, link, from, note } => {
            let words = note.as_ref().map(|note| {
                format!(
                    "<div style=\"margin-top:4px;color:#52605a;font-size:14px\">{}</div><div>“{}”</div>",
                    escape(from),
                    escape(note).replace('\n', "<br>")
                )
            });
            format!(
                "<div style=\"margin:0 0 12px;padding:12px 16px;background:#fdeae7;border-radius:6px\"><a href=\"{}\" style=\"color:#a3281c;font-weight:600\">{}</a>{}</div>\n",
                escape(link),
                escape(name),
                words.unwrap_or_default()
            )
        }
        Block::Button(words, link) => format!(
            "<p style=\"margin:20px 0 0\"><a href=\"{}\" style=\"display:inline-block;padding:13px 24px;background:#0b6b57;color:#ffffff;font-weight:600;text-decoration:none;border-radius:10px\">{}</a></p>\n",
            escape(link),
            escape(words)
        ),
        Block::Small(words) => {
            format!("<p style=\"margin:16px 0 0;color:#52605a;font-size:14px\">{}</p>\n", escape(words))
        }
        Block::SmallLink(words, link) => format!(
            "<p style=\"margin:8px 0 0;font-size:14px\"><a href=\"{}\" style=\"color:#0b6b57\">{}</a></p>\n",
            escape(link),
            escape(words)
        ),
    }
}

/// For text and for attributes in double quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_is_text_and_never_markup() {
        let item = Block::Item {
            name: "KTP".into(),
            link: "https://a/?b=\"c\"&d".into(),
            from: "DOKU".into(),
            note: Some("<script>alert(1)</script>\nBuram".into()),
        };
        let page = html("id", "A & B", "<b>", &[item]);
        assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("\"c\""));
        assert!(page.contains("A &amp; B") && page.contains("&lt;/script&gt;<br>Buram"));
    }
}
