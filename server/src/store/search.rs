//! The search of the queue. The two databases find trigrams by different words, which are here.

use super::{
    Conn, Result,
    queue::{After, OF_WALK, ROWS, Row, place},
};
use domain::{Cursor, Reference, text};

/// The number of rows that are read one after the other, the longest in its state first. A frequent text is found among
/// them.
const STRETCH: i64 = 20_000;
/// A rarer text is found everywhere by an index. A text that one in 400 rows has, so that the stretch holds it 50
/// times, is in 2,500 rows of a million.
pub const MOST: i64 = 3_000;
/// The letters or digits in a row that a text needs to be found by its trigrams.
const TRIGRAM: usize = 3;

/// The most characters of a text: name, e-mail address and reference have fewer, in lower case too.
const LONGEST: usize = 1_000;

/// Returns the text by which a business is found, folded as searches are.
pub fn text(name: &str, email: &str, reference: Option<&Reference>) -> String {
    let parts = [name, email, reference.map_or("", Reference::as_str)];
    text::search(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

pub struct Hits {
    pub rows: Vec<Row>,
    /// True when more than `MOST` have the text; these are some of them.
    pub is_cut: bool,
}

/// Tells whether the text is found within others; a text that is not must be at their beginning. PostgreSQL makes
/// trigrams of letters and digits alone, and its locale decides which characters beyond ASCII are letters.
pub fn is_found_within(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|run| run.len() >= TRIGRAM)
}

/// Returns businesses in any state, the longest in its state first. `text` is folded and not empty; one that is longer
/// than any business's text finds none.
pub async fn page(db: &mut Conn, text: &str, after: After, limit: i64) -> Result<Hits> {
    if text.chars().count() > LONGEST {
        return Ok(Hits { rows: Vec::new(), is_cut: false });
    }
    let rows = by_number(db, text, after, limit).await?;
    if !rows.is_empty() {
        return Ok(Hits { rows, is_cut: false });
    }
    let rows = in_stretch(db, text, after, limit).await?;
    if i64::try_from(rows.len()).is_ok_and(|found| found >= limit) {
        return Ok(Hits { rows, is_cut: false });
    }
    everywhere(db, text, after, limit).await
}

/// Finds a business by a number from a page or paper: DOKU's, or that of a receipt.
async fn by_number(db: &mut Conn, text: &str, after: After, limit: i64) -> Result<Vec<Row>> {
    let number = text.to_uppercase();
    let reference = reference(&number);
    if reference.is_none() && !(number.starts_with("BSN-") || number.starts_with("BRN-")) {
        return Ok(Vec::new());
    }
    let Cursor { at, id } = place(after);
    compose!(fetch_all, db, |q| {
        q.push(ROWS).push(" from (");
        match reference.clone() {
            Some(reference) => {
                q.push("select held.id, held.state_since as at from receipts join businesses held on held.id = receipts.business_id");
                q.push(" where receipts.reference = ").push_bind(reference);
            }
            None => {
                q.push("select id, state_since as at from businesses where doku_business_id = ");
                q.push_bind(number.clone()).push(" union select owner.id, owner.state_since from brands join businesses owner on owner.id = brands.business_id where brands.doku_id = ");
                q.push_bind(number.clone());
            }
        }
        q.push(OF_WALK).push(" and (walk.at, walk.id) > (").push_bind(at).push(", ").push_bind(id);
        q.push(") order by walk.at, walk.id limit ").push(limit);
    })
    .await
}

/// Returns a receipt's reference as it is kept, `SRB-7F3K-9Q2M`, from what somebody copied off paper, in capitals.
fn reference(typed: &str) -> Option<String> {
    let signs: String = typed.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let rest = signs.strip_prefix("SRB")?;
    let is_one = rest.len() == 8 && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    is_one.then(|| format!("SRB-{}-{}", &rest[..4], &rest[4..]))
}

async fn in_stretch(db: &mut Conn, text: &str, after: After, limit: i64) -> Result<Vec<Row>> {
    let Cursor { at, id } = place(after);
    compose!(fetch_all, db, |q| {
        q.push(ROWS).push(" from (select id, state_since as at from (select id, state_since, search from businesses");
        q.push(" where (state_since, id) > (").push_bind(at).push(", ").push_bind(id);
        q.push(") order by state_since, id limit ").push(STRETCH).push(") stretch where search like ");
        q.push_bind(pattern(text)).push(" escape '\\' order by state_since, id limit ").push(limit);
        q.push(OF_WALK).push(" order by walk.at, walk.id limit ").push(limit);
    })
    .await
}

fn pattern(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    if is_found_within(text) { format!("%{escaped}%") } else { format!("{escaped}%") }
}

#[derive(sqlx::FromRow)]
struct Hit {
    #[sqlx(flatten)]
    row: Row,
    /// The number of rows on all pages together.
    hits: i64,
}

async fn everywhere(db: &mut Conn, text: &str, after: After, limit: i64) -> Result<Hits> {
    let Cursor { at, id } = place(after);
    let by = Candidates::of(db, text);
    let hits: Vec<Hit> = compose!(fetch_all, db, |q| {
        q.push(ROWS).push(", walk.hits from (select id, state_since as at, hits from (");
        q.push("select id, state_since, count(*) over () as hits from (").push(by.head).push_bind(by.text.clone());
        if let Some((and_below, end)) = &by.end {
            q.push(and_below).push_bind(end.clone());
        }
        q.push(" limit ").push(MOST + 1).push(by.tail).push(") found) counted where (state_since, id) > (");
        q.push_bind(at).push(", ").push_bind(id).push(") order by state_since, id limit ").push(limit);
        q.push(OF_WALK).push(" order by walk.at, walk.id limit ").push(limit);
    })
    .await?;
    let is_cut = hits.first().is_some_and(|hit| hit.hits > MOST);
    Ok(Hits { rows: hits.into_iter().map(|hit| hit.row).collect(), is_cut })
}

/// A query for `id` and `state_since` of rows with the text, from an index, in no order.
struct Candidates {
    head: &'static str,
    text: String,
    end: Option<(&'static str, String)>,
    tail: &'static str,
}

impl Candidates {
    fn of(db: &Conn, text: &str) -> Self {
        if is_found_within(text) { Self::within(db, text) } else { Self::at_beginning(db, text) }
    }

    fn within(db: &Conn, text: &str) -> Self {
        let phrase = format!("\"{}\"", text.replace('"', "\"\""));
        let lite = Self {
            head: "select b.id, b.state_since from (select rowid as number from business_trigrams where business_trigrams match ",
            text: phrase,
            end: None,
            tail: ") numbered cross join business_texts t cross join businesses b where t.number = numbered.number and b.id = t.business_id",
        };
        let pg = Self {
            head: "select id, state_since from businesses where search like ",
            text: pattern(text),
            end: None,
            tail: "",
        };
        db.choose(lite, pg)
    }

    fn at_beginning(db: &Conn, text: &str) -> Self {
        let (head, and_below) = db.choose(
            ("select id, state_since from businesses where search >= ", " and search < "),
            ("select id, state_since from businesses where search collate \"C\" >= ", " and search collate \"C\" < "),
        );
        // The end is behind everything that begins with the text.
        let end = format!("{text}\u{10ffff}");
        Self { head, text: text.to_owned(), end: Some((and_below, end)), tail: "" }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_found_within, pattern, reference};

    #[test]
    fn a_reference_is_found_as_it_is_copied() {
        for typed in ["SRB-7F3K-9Q2M", "SRB 7F3K 9Q2M", "SRB7F3K9Q2M"] {
            assert_eq!(reference(typed).as_deref(), Some("SRB-7F3K-9Q2M"));
        }
        for typed in ["SRB-7F3K", "SRB", "SRBUK JAYA", "7F3K-9Q2M"] {
            assert_eq!(reference(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_has_no_three_letters_in_a_row_stands_at_the_beginning() {
        for (text, expected) in [
            ("warung", "%warung%"),
            ("pt abc", "%pt abc%"),
            ("100%", "%100\\%%"),
            ("wa", "wa%"),
            ("a.b_c", "a.b\\_c%"),
            ("\u{798f}\u{5efa}\u{6771}", "\u{798f}\u{5efa}\u{6771}%"),
        ] {
            assert_eq!(pattern(text), expected);
            assert_eq!(is_found_within(text), expected.starts_with('%'));
        }
    }
}
