//! Writes a page as a screen reader goes through it: what each thing is, and what it says.

/// Elements with a line of their own; everything else is text around them.
const SPOKEN: [&str; 14] =
    ["h1", "h2", "h3", "a", "button", "input", "select", "textarea", "option", "nav", "summary", "th", "form", "table"];
/// Elements whose words belong to the line around them.
const INLINE: [&str; 12] = ["b", "bdi", "code", "del", "ins", "q", "small", "span", "strong", "svg", "path", "label"];
/// Elements that are left out.
const SILENT: [&str; 2] = ["script", "style"];

struct Tag<'a> {
    name: &'a str,
    rest: &'a str,
}

impl<'a> Tag<'a> {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        self.rest.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
    }

    fn has(&self, name: &str) -> bool {
        self.rest.split_ascii_whitespace().any(|word| word == name || word.starts_with(&format!("{name}=")))
    }

    /// Writes one line: `textbox "Nama usaha" = Warung, invalid`.
    fn line(&self, html: &str) -> String {
        let label = self.attribute("id").and_then(|id| html.split(&format!("for=\"{id}\"")).nth(1));
        let label = label.and_then(|rest| rest.split_once('>')?.1.split("</label>").next()).map(plain);
        let label = label.or_else(|| self.attribute("aria-label").map(str::to_owned));
        let kind = self.attribute("type").unwrap_or_default();
        let value = self.attribute("value").unwrap_or_default();
        let mut line = match (self.name, kind) {
            ("input", "hidden") => format!("hidden {} =", self.attribute("name").unwrap_or_default()),
            ("input", kind) => format!("{kind} {:?} =", label.unwrap_or_default()),
            ("a", _) => format!("link {}", self.attribute("href").unwrap_or_default()),
            ("form", _) => format!("form {}", self.attribute("action").unwrap_or_default()),
            (name, _) => [Some(name.to_owned()), label.map(|label| format!("{label:?}"))]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        };
        if self.name == "input" && !value.is_empty() {
            line = format!("{line} {value}");
        }
        for state in ["checked", "selected", "disabled", "readonly", "autofocus", "aria-current", "aria-invalid"] {
            if self.has(state) {
                line = format!("{line} ({})", state.trim_start_matches("aria-"));
            }
        }
        let about = self.attribute("aria-describedby").unwrap_or_default().split(' ');
        let about: Vec<String> = about.filter_map(|id| said_by(html, id)).collect();
        if about.is_empty() { line } else { format!("{line} [{}]", about.join(" | ")) }
    }
}

/// Returns the words of the element with this id.
fn said_by(html: &str, id: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!(" id=\"{id}\"")).filter(|_| !id.is_empty())?;
    Some(plain(rest.split_once('>')?.1.split("</p>").next()?))
}

/// Returns the words alone, as they are read.
fn plain(html: &str) -> String {
    let words = html
        .split('<')
        .enumerate()
        .filter_map(|(n, piece)| if n == 0 { Some(piece) } else { Some(piece.split_once('>')?.1) });
    let words = words.collect::<String>();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes the page between its bar and its footer, and its title.
pub fn outline(page: &str) -> String {
    let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
    let main = page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default();
    let mut lines = vec![format!("title: {title}"), String::new()];
    let mut silent = None;
    for piece in main.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        let tag_of = Tag { name, rest: &tag[tag.len().min(name.len())..] };
        match silent {
            Some(end) if tag == end => silent = None,
            Some(_) => continue,
            None if SILENT.contains(&name) => silent = Some(if name == "script" { "/script" } else { "/style" }),
            None => {}
        }
        if SPOKEN.contains(&name) && !tag.starts_with('/') {
            lines.push(format!("- {}: ", tag_of.line(page)));
        } else if !INLINE.contains(&name) && !name.starts_with('!') {
            lines.push(String::new());
        }
        if silent.is_none()
            && let Some(line) = lines.last_mut()
        {
            line.push_str(text);
        }
    }
    let lines = lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines
        .map(|line| line.trim_end_matches(':').to_owned())
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}
