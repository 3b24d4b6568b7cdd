//! The pack for DOKU, written once: the page, the text and the PDF show the same.

use super::{Lang, Texts, desk_title, facet, fill, verdict, when};
use crate::paths::escape;
use crate::review::data::{CallRow, CallbackRow, Evidence, FacetAge};
use domain::{Millis, kyb::Deadline};

const WIB: i64 = 7 * Millis::HOUR;
/// The most characters of a link: some mail programs take no more than 2,000.
const MOST_OF_A_LINK: usize = 1_900;

pub struct Pack {
    pub title: String,
    pub about: Vec<(String, String)>,
    pub tables: Vec<PackTable>,
    pub foot: String,
    /// A remark below a PDF with replaced characters: its font lacks them.
    pub letters: String,
}

pub struct PackTable {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// A remark below: nothing, or more than is shown.
    pub remark: Option<String>,
}

/// Writes the evidence as a pack. `partner` is the name of the sender.
pub fn pack(t: &Texts, partner: &str, e: &Evidence) -> Pack {
    let p = &t.pack;
    let at = |time: Option<Millis>| time.map_or_else(|| p.never.to_owned(), stamp);
    let about = [
        (p.made_at, Some(format!("{}, {partner}", stamp(e.now)))),
        (p.partner, Some(e.client_id.clone())),
        (p.business, e.heading.doku_id.clone()),
        (p.brand, e.brand_id.clone()),
        (p.state, Some(desk_title(t, e.heading.standing(), to_fix(e)))),
        (p.promised, e.deadline.map(|deadline| promised(t, deadline, e.now))),
        (p.submitted, Some(at(e.submitted_at))),
        (p.taken, Some(at(e.sent_at))),
        (p.verified, e.verified_at.map(stamp)),
        (p.last_read, Some(at(e.read_at))),
    ];
    Pack {
        title: match &e.heading.doku_id {
            Some(id) => format!("{} {id}", p.title),
            None => p.title.to_owned(),
        },
        about: about.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect(),
        tables: vec![verdicts(t, e), calls(t, e), callbacks(t, e)],
        foot: p.masked.to_owned(),
        letters: p.letters.to_owned(),
    }
}

fn promised(t: &Texts, deadline: Deadline, now: Millis) -> String {
    let over = now.since(deadline.due);
    let how = if over < 0 { t.pack.in_time.to_owned() } else { fill(t.pack.overdue, &[("age", &age(t, over))]) };
    format!("{} ({how})", stamp(deadline.due))
}

fn to_fix(e: &Evidence) -> usize {
    e.facets.iter().filter(|row| row.verdict == domain::kyb::Verdict::Rejected).count()
}

fn table(title: &str, head: &[&str], rows: Vec<Vec<String>>, t: &Texts) -> PackTable {
    let remark = rows.is_empty().then(|| t.pack.none.to_owned());
    PackTable { title: title.to_owned(), head: head.iter().map(|name| (*name).to_owned()).collect(), rows, remark }
}

fn verdicts(t: &Texts, e: &Evidence) -> PackTable {
    let p = &t.pack;
    let row = |row: &FacetAge| {
        vec![
            format!("{} ({})", facet(t, &row.key), row.key.kind().as_str()),
            judged(t, row, e.now),
            row.at.map(stamp).unwrap_or_default(),
            row.at.map(|at| age(t, e.now.since(at))).unwrap_or_default(),
            row.note.clone().unwrap_or_default(),
        ]
    };
    let head = [p.part, p.verdict, p.at, p.age, p.note];
    table(p.verdicts, &head, e.facets.iter().map(row).collect(), t)
}

/// Returns a verdict with its own promise, where it has one.
fn judged(t: &Texts, row: &FacetAge, now: Millis) -> String {
    let word = verdict(t, row.verdict);
    let promise = row.deadline.map(|deadline| format!(". {}: {}", t.pack.promised, promised(t, deadline, now)));
    format!("{word}{}", promise.unwrap_or_default())
}

fn calls(t: &Texts, e: &Evidence) -> PackTable {
    let p = &t.pack;
    let row = |call: &CallRow| {
        let what = if call.is_update { p.call_update } else { p.call_registration };
        let at = |time: Option<Millis>| time.map_or_else(|| p.call_open.to_owned(), stamp);
        vec![
            what.to_owned(),
            call.request_id.clone(),
            at(call.first_sent_at),
            at(call.done_at),
            call.attempts.to_string(),
        ]
    };
    let head = [p.kind, "Request-Id", p.call_first, p.call_done, p.call_attempts];
    of_newest(table(p.calls, &head, e.calls.iter().map(row).collect(), t), e.all_calls, t)
}

fn callbacks(t: &Texts, e: &Evidence) -> PackTable {
    let p = &t.pack;
    let row = |callback: &CallbackRow| {
        vec![
            callback.kind.clone().unwrap_or_else(|| p.unreadable.to_owned()),
            callback.request_id.clone(),
            stamp(callback.received_at),
            callback.status.clone().unwrap_or_default(),
            callback.deliveries.to_string(),
        ]
    };
    let head = [p.kind, "Request-Id", p.received, p.status, p.deliveries];
    of_newest(table(p.callbacks, &head, e.callbacks.iter().map(row).collect(), t), e.all_callbacks, t)
}

/// Adds a remark when there are more.
fn of_newest(mut table: PackTable, all: usize, t: &Texts) -> PackTable {
    if all > table.rows.len() {
        let (n, all) = (table.rows.len().to_string(), all.to_string());
        table.remark = Some(fill(t.pack.cut, &[("n", &n), ("all", &all)]));
    }
    table
}

/// Returns `2025-11-06 12:40:07 WIB`, as people search logs.
fn stamp(at: Millis) -> String {
    at.plus(WIB).to_iso().replace('T', " ").replace('Z', " WIB")
}

/// Returns `2 hari 5 jam`; under a day only hours. Never negative.
pub fn age(t: &Texts, millis: i64) -> String {
    let hours = millis.max(0) / Millis::HOUR;
    let (days, rest) = ((hours / 24).to_string(), (hours % 24).to_string());
    if hours < 24 { fill(t.pack.hours, &[("h", &rest)]) } else { fill(t.pack.days, &[("n", &days), ("h", &rest)]) }
}

/// Returns plain text, a line per value.
pub fn pack_text(pack: &Pack) -> String {
    let mut text = format!("{}\n{}\n\n", pack.title, "=".repeat(pack.title.chars().count()));
    for (name, value) in &pack.about {
        text += &format!("{name}: {value}\n");
    }
    for table in &pack.tables {
        text += &format!("\n{}\n{}\n", table.title, "-".repeat(table.title.chars().count()));
        for row in &table.rows {
            let told = table.head.iter().zip(row).filter(|(_, value)| !value.is_empty());
            let told: Vec<String> = told.map(|(name, value)| format!("{name}: {value}")).collect();
            text += &format!("* {}\n", told.join("; "));
        }
        text.extend(table.remark.iter().map(|remark| format!("{remark}\n")));
    }
    text + "\n" + &pack.foot + "\n"
}

/// Returns `mailto:` without an address, with as much of the pack as a link holds.
pub fn mail_link(lang: Lang, t: &Texts, pack: &Pack, e: &Evidence) -> String {
    let p = &t.pack;
    // A case without a number yet is found by the partner's id.
    let id = e.heading.doku_id.as_ref().unwrap_or(&e.client_id);
    let subject = match e.deadline {
        Some(deadline) => fill(p.subject, &[("id", id), ("when", &when(lang, deadline.due))]),
        None => fill(p.subject_unpromised, &[("id", id)]),
    };
    let mut link = format!("mailto:?subject={}&body=", escape(&subject));
    let end = escape(&format!("\r\n{}\r\n", p.attached));
    let about = pack.about.iter().map(|(name, value)| format!("{name}: {value}"));
    let sent = e.calls.iter().map(|call| format!("Request-Id: {}", call.request_id));
    let waits = e.facets.iter().filter(|row| row.verdict == domain::kyb::Verdict::Pending);
    let waits = waits.map(|row| format!("{}: {}", facet(t, &row.key), verdict(t, row.verdict)));
    for line in [p.greeting.to_owned(), String::new()].into_iter().chain(about).chain(sent).chain(waits) {
        let line = escape(&format!("{line}\r\n"));
        if link.len() + line.len() + end.len() > MOST_OF_A_LINK {
            break;
        }
        link += &line;
    }
    link + &end
}
