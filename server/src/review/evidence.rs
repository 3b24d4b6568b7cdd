//! The pack by which DOKU finds an application that waits too long: ids, times and verdicts, from the facts.

use crate::{
    account::rights::any,
    error::{Result, ensure},
    onboarding::{case, clocks},
    services::Services,
    store::{
        Conn,
        audit::Action,
        brands,
        businesses::{self, Business},
        callbacks::{self, Callback, Of},
        facets,
        outbox::{self, Kind, Request},
    },
    vault::{Key, Place},
};
use app::{
    error::AppError,
    onboarding::data::ReceiptPage,
    review::data::{CallRow, CallbackRow, Evidence, FacetAge},
    viewer::Viewer,
};
use domain::{
    ids::BusinessId,
    kyb::{self, Verdict},
    mask, text,
};

/// The most callbacks and requests of ours in the pack, the newest: more than any application has, fewer than a flood.
const MOST: u8 = 200;
/// The most characters of a word of DOKU's: its types and statuses are shorter.
const WORD: usize = 60;

impl Services {
    /// Returns the pack for admins and reviewers, and records who looked, since it leaves Serambi.
    pub async fn evidence(&self, viewer: &Viewer, business: BusinessId) -> Result<Evidence> {
        let mut tx = self.store.begin().await?;
        let row = any(&mut tx, viewer, business).await?;
        self.audit(&mut tx, viewer, Some(business), Action::ViewEvidence).await?;
        let evidence = self.gather(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(evidence)
    }

    /// Returns a receipt, and records who took it, since it leaves Serambi.
    pub async fn take_receipt(&self, viewer: &Viewer, business: BusinessId, revision: i64) -> Result<ReceiptPage> {
        let mut tx = self.store.begin().await?;
        let row = any(&mut tx, viewer, business).await?;
        let page = self.receipt_page(&mut tx, &row, Some(revision)).await?;
        self.audit(&mut tx, viewer, Some(business), Action::TakeReceipt).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Records who showed it to DOKU; the merchant reads when.
    pub async fn mark_evidence_sent(&self, viewer: &Viewer, business: BusinessId) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let row = any(&mut tx, viewer, business).await?;
        ensure(row.sent_at.is_some(), AppError::OutOfDate)?;
        self.audit(&mut tx, viewer, Some(business), Action::EvidenceSent).await?;
        businesses::set_evidence_sent(&mut tx, business, self.now()).await?;
        tx.commit().await?;
        self.live.changed(business);
        Ok(())
    }

    async fn gather(&self, db: &mut Conn, row: &Business) -> Result<Evidence> {
        let key = self.vault.open_key(row.id, &row.data_key)?;
        let brand = brands::first(db, row).await?;
        let mut calls: Vec<CallRow> = outbox::requests(db, row.id, MOST.into()).await?.into_iter().map(call).collect();
        calls.reverse();
        Ok(Evidence {
            now: self.now(),
            heading: case::heading(row),
            client_id: self.settings.client_id.clone(),
            brand_id: brand.as_ref().map(|brand| brand.doku_id.to_string()),
            deadline: row.deadline(),
            submitted_at: row.submitted_at,
            sent_at: row.sent_at,
            verified_at: row.verified_at,
            read_at: brand.and_then(|brand| brand.read_at),
            evidence_sent_at: row.evidence_sent_at,
            calls,
            all_calls: usize::try_from(outbox::count_requests(db, row.id).await?).unwrap_or_default(),
            callbacks: self.received(db, &key, row.id).await?,
            all_callbacks: usize::try_from(callbacks::count_of(db, row.id).await?).unwrap_or_default(),
            facets: ages(db, &key, row).await?,
        })
    }

    /// Keeps of each page only the rows that are shown.
    async fn received(&self, db: &mut Conn, key: &Key, business: BusinessId) -> Result<Vec<CallbackRow>> {
        let (mut rows, mut before) = (Vec::new(), callbacks::LAST);
        while rows.len() < usize::from(MOST) {
            let page = callbacks::page_back(db, Of::Business(business), before).await?;
            let Some(last) = page.last() else { break };
            before = last.cursor();
            rows.extend(page.iter().map(|callback| self.callback(key, callback)));
        }
        rows.truncate(MOST.into());
        Ok(rows)
    }

    fn callback(&self, key: &Key, callback: &Callback) -> CallbackRow {
        let body = key.open(&Place::Callback(callback.id), &callback.body);
        let facts = body.ok().and_then(|body| doku::callback::read(&body, &self.settings.client_id).ok());
        let facts = facts.unwrap_or_default();
        CallbackRow {
            request_id: callback.request_id.clone(),
            received_at: callback.received_at,
            deliveries: callback.deliveries,
            kind: facts.kind_text.as_deref().map(word),
            status: facts.status_text.as_deref().map(word),
        }
    }
}

fn call(request: Request) -> CallRow {
    CallRow {
        is_update: request.kind == Kind::Update,
        request_id: request.request_id.to_string(),
        first_sent_at: request.first_sent_at,
        done_at: request.done_at,
        attempts: request.attempts,
    }
}

async fn ages(db: &mut Conn, key: &Key, business: &Business) -> Result<Vec<FacetAge>> {
    let rows = facets::all(db, business.id).await?;
    let banks = clocks::banks(db, business, &rows).await?;
    let mut ages = Vec::new();
    for row in rows {
        let Ok(facet) = row.facet.parse() else { continue };
        let note = key.open_text(&Place::Note(&row.facet), row.note.as_deref())?;
        let note = note.filter(|note| kyb::is_for_merchants(note)).map(|note| masked(&note));
        let at = if row.verdict == Verdict::Pending { row.sent_at.or(row.at) } else { row.at };
        let deadline = banks.get(&row.facet).copied();
        ages.push(FacetAge { key: facet, verdict: row.verdict, at, note, deadline });
    }
    Ok(ages)
}

/// Returns a word of DOKU's, with the characters of words only.
fn word(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ')).take(WORD).collect()
}

/// Returns DOKU's note on one line, without personal data: of long numbers four digits stay, e-mail addresses go.
fn masked(note: &str) -> String {
    let note = text::line(note);
    let words = note.split_inclusive(char::is_whitespace).map(|word| {
        let end = if word.ends_with(char::is_whitespace) { " " } else { "" };
        if word.contains('@') { format!("···{end}") } else { word.to_owned() }
    });
    mask::ends(&words.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{masked, word};

    #[test]
    fn a_note_leaves_nobodys_number_or_address() {
        assert_eq!(
            masked("NIK 3273205507880004 tidak sesuai, tanya ratna@warung.example sebelum 4 November"),
            "NIK ····0004 tidak sesuai, tanya ··· sebelum 4 November"
        );
        assert_eq!(masked("Rekening 4370112233."), "Rekening ····2233.");
        assert_eq!(masked("NIK 3273 2055 0788 0004, rek 4370-1122-33"), "NIK ····0004, rek ····2233");
        assert_eq!(masked("satu\n* dua\u{202e}"), "satu * dua");
        assert_eq!(masked(""), "");
    }

    #[test]
    fn a_word_of_dokus_is_a_word() {
        assert_eq!(word("BUSINESS_DOCUMENT\u{1}<b>"), "BUSINESS_DOCUMENTb");
    }
}
