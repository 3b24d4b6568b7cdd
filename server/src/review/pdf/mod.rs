//! Draws a pack, such as that for DOKU or a receipt, as a plain PDF: A4, the built-in Helvetica, any number of pages.

mod letters;

use crate::error::Result;
use app::texts::{Pack, PackTable};
use letters::{printable, win_ansi, wrap};
use lopdf::{
    Document, Object, ObjectId, Stream, StringFormat,
    content::{Content, Operation},
    dictionary,
};

/// The size of A4 in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 48.0;
const LINE: f32 = 1.35;
const SMALL: f32 = 8.0;
const BODY: f32 = 10.0;
const TITLE: f32 = 16.0;
/// The gap between two columns.
const GAP: f32 = 8.0;
/// The shares of the width: a Request-Id of ours fits on one line.
const SHARES: [f32; 5] = [0.22, 0.34, 0.17, 0.17, 0.1];
const SHARES_OF_VERDICTS: [f32; 5] = [0.28, 0.13, 0.19, 0.13, 0.27];
/// The shares of a name and its value.
const PAIR: [f32; 2] = [0.3, 0.7];

/// Returns the PDF. `page` writes the foot: `Page 1 of 2`.
pub fn pdf(pack: &Pack, page: impl Fn(usize, usize) -> String) -> Result<Vec<u8>> {
    let mut sheet = Sheet::default();
    sheet.paragraph(&pack.title, TITLE, true);
    sheet.space(6.0);
    for (name, value) in &pack.about {
        sheet.row(&[name, value], &PAIR, BODY, false);
    }
    for (n, table) in pack.tables.iter().enumerate() {
        match table.head.len() {
            2 => sheet.table(table, &PAIR, BODY),
            _ if n == 0 => sheet.table(table, &SHARES_OF_VERDICTS, SMALL),
            _ => sheet.table(table, &SHARES, SMALL),
        }
    }
    sheet.space(12.0);
    if sheet.changed || printable(&pack.foot).1 {
        sheet.paragraph(&pack.letters, SMALL, false);
    }
    sheet.paragraph(&pack.foot, SMALL, false);
    let pages = sheet.finish(page);
    let mut document = assemble(&printable(&pack.title).0, pages)?;
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

/// Lines placed from top to bottom; a new page begins where one is full.
#[derive(Default)]
struct Sheet {
    done: Vec<Vec<Operation>>,
    page: Vec<Operation>,
    /// The distance from the top edge.
    y: f32,
    /// True when any text differs from what was written, since the font lacks a character.
    changed: bool,
}

impl Sheet {
    fn space(&mut self, points: f32) {
        self.y += points;
    }

    /// Makes room for so many points, on this page or on a new one.
    fn make_room(&mut self, points: f32) -> bool {
        let fresh = self.page.is_empty() && self.done.is_empty();
        if fresh {
            self.y = MARGIN;
        } else if self.y + points > HEIGHT - MARGIN - 24.0 {
            self.done.push(std::mem::take(&mut self.page));
            self.y = MARGIN;
            return true;
        }
        false
    }

    fn write(&mut self, x: f32, y: f32, text: &str, size: f32, bold: bool) {
        let font = if bold { "F2" } else { "F1" };
        self.page.extend([
            Operation::new("BT", vec![]),
            Operation::new("Tf", vec![font.into(), size.into()]),
            Operation::new("Td", vec![x.into(), (HEIGHT - y).into()]),
            Operation::new("Tj", vec![Object::String(win_ansi(text), StringFormat::Literal)]),
            Operation::new("ET", vec![]),
        ]);
    }

    fn paragraph(&mut self, text: &str, size: f32, bold: bool) {
        self.row(&[text], &[1.0], size, bold);
    }

    /// Adds cells side by side, each with as many lines as it needs. Returns true when it began a new page.
    fn row(&mut self, cells: &[&str], shares: &[f32], size: f32, bold: bool) -> bool {
        let whole = WIDTH - 2.0 * MARGIN;
        let mut wrapped: Vec<Vec<String>> = Vec::new();
        for (text, share) in cells.iter().zip(shares) {
            let (text, changed) = printable(text);
            self.changed |= changed;
            wrapped.push(wrap(&text, whole * share - GAP, size));
        }
        let lines = wrapped.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let step = size * LINE;
        let height = (0..lines).fold(0.0, |height, _| height + step);
        let began = self.make_room(height);
        let mut x = MARGIN;
        for (lines, share) in wrapped.iter().zip(shares) {
            let mut y = self.y + size;
            for line in lines {
                self.write(x, y, line, size, bold);
                y += step;
            }
            x += whole * share;
        }
        self.y += height + 2.0;
        began
    }

    fn rule(&mut self) {
        let y = HEIGHT - self.y;
        self.page.extend([
            Operation::new("w", vec![0.5.into()]),
            Operation::new("m", vec![MARGIN.into(), y.into()]),
            Operation::new("l", vec![(WIDTH - MARGIN).into(), y.into()]),
            Operation::new("S", vec![]),
        ]);
        self.y += 3.0;
    }

    fn table(&mut self, table: &PackTable, shares: &[f32], size: f32) {
        self.space(14.0);
        // A heading does not stand alone at the foot of a page.
        self.make_room(80.0);
        self.paragraph(&table.title, 12.0, true);
        let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
        if !table.rows.is_empty() {
            self.row(&head, shares, SMALL, true);
            self.rule();
        }
        for row in &table.rows {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            self.row(&cells, shares, size, false);
        }
        if let Some(remark) = &table.remark {
            self.paragraph(remark, SMALL, false);
        }
    }

    fn finish(mut self, foot: impl Fn(usize, usize) -> String) -> Vec<Vec<Operation>> {
        self.done.push(std::mem::take(&mut self.page));
        let all = self.done.len();
        let mut pages = Vec::new();
        for (n, page) in std::mem::take(&mut self.done).into_iter().enumerate() {
            self.page = page;
            self.write(MARGIN, HEIGHT - MARGIN + 12.0, &foot(n + 1, all), SMALL, false);
            pages.push(std::mem::take(&mut self.page));
        }
        pages
    }
}

fn assemble(title: &str, pages: Vec<Vec<Operation>>) -> Result<Document> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let mut font = |name: &str| {
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name, "Encoding" => "WinAnsiEncoding",
        })
    };
    let (plain, bold) = (font("Helvetica"), font("Helvetica-Bold"));
    let fonts = document.add_object(dictionary! { "Font" => dictionary! { "F1" => plain, "F2" => bold } });
    let mut kids: Vec<ObjectId> = Vec::new();
    for operations in pages {
        let content = Stream::new(dictionary! {}, Content { operations }.encode()?);
        let content = document.add_object(content);
        let page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content };
        kids.push(document.add_object(page));
    }
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    let kids: Vec<Object> = kids.into_iter().map(Object::Reference).collect();
    let (width, height) = (Object::Real(WIDTH), Object::Real(HEIGHT));
    let tree_of_pages = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => fonts,
        "MediaBox" => vec![Object::Integer(0), Object::Integer(0), width, height],
    };
    document.objects.insert(tree, Object::Dictionary(tree_of_pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    let info = dictionary! { "Title" => Object::String(win_ansi(title), StringFormat::Literal) };
    let info = document.add_object(info);
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(rows: usize) -> Pack {
        let row = |n: usize| {
            vec![
                "BUSINESS_DOCUMENT".to_owned(),
                format!("0193504e-8c1f-7000-8000-{n:012}"),
                "Kamis 6 November, 14.00 WIB".to_owned(),
                "REJECTED".to_owned(),
                "1".to_owned(),
            ]
        };
        let head = ["Type", "Request-Id", "Received", "Status", "Times"].map(str::to_owned).to_vec();
        Pack {
            title: "Evidence for DOKU BSN-0214-1762148405220".into(),
            about: vec![("Promised by".into(), "Thursday 6 November, 14:00 WIB (overdue by 2 d 5 h) 日 “é”".into())],
            tables: vec![PackTable {
                title: "Callbacks".into(),
                head,
                rows: (0..rows).map(row).collect(),
                remark: None,
            }],
            foot: "All times in WIB (UTC+7).".into(),
            letters: "Some signs stand in Latin letters.".into(),
        }
    }

    fn text(bytes: &[u8]) -> (usize, String) {
        let document = Document::load_mem(bytes).unwrap();
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        (pages.len(), document.extract_text(&pages).unwrap())
    }

    #[test]
    fn it_reads_back_over_as_many_pages_as_it_takes() {
        let foot = |n, all| format!("Page {n} of {all}");
        let (pages, told) = text(&pdf(&pack(1), foot).unwrap());
        assert_eq!(pages, 1);
        for part in ["BSN-0214-1762148405220", "Promised by", "REJECTED", "Page 1 of 1", "“é”"] {
            assert!(told.contains(part), "{part} is not in {told}");
        }
        let (pages, told) = text(&pdf(&pack(120), foot).unwrap());
        assert!(pages > 2 && told.contains(&format!("Page {pages} of {pages}")), "{pages}");
        let flat: String = told.split_whitespace().collect();
        assert!((0..120).all(|n| flat.contains(&format!("{n:012}"))), "a row is lost at a page's end");
    }

    #[test]
    fn it_says_that_signs_stand_in_latin_letters_where_they_do() {
        let told = |business: &str| {
            let about = vec![("Business".to_owned(), business.to_owned())];
            text(&pdf(&Pack { about, ..pack(1) }, |n, all| format!("{n}/{all}")).unwrap()).1
        };
        assert!(!told("Warung “Café” — 5").contains("in Latin letters"));
        let told = told("Toko Şükran 株式会社");
        assert!(told.contains("Toko Sükran") && told.contains("in Latin letters") && !told.contains('?'), "{told}");
    }

    #[test]
    fn other_readers_take_it_where_there_are_any() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), pdf(&pack(60), |n, all| format!("{n}/{all}")).unwrap()).unwrap();
        let Ok(told) = std::process::Command::new("pdftotext").arg(file.path()).arg("-").output() else { return };
        assert!(told.status.success() && told.stderr.is_empty(), "{}", String::from_utf8_lossy(&told.stderr));
        assert!(String::from_utf8_lossy(&told.stdout).contains("Promised by"));
    }
}
