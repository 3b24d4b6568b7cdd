//! Receipts: what was submitted or sent as fixes, as it was at that moment. Later changes do not touch them.

use super::{
    case::Case,
    correction::Correction,
    pages,
    registration::{Object, parts},
};
use crate::{
    account::rights::visible,
    error::Result,
    services::Services,
    store::{
        Conn,
        businesses::Business,
        receipts::{self, Kind},
        submissions, updates,
    },
    vault::Place,
};
use app::{
    error::AppError,
    onboarding::data::{KeptFile, KeptForm, KeptNumber, KeptUpload, Receipt, ReceiptPage, ReceiptRow, Snapshot},
    viewer::Viewer,
};
use doku::wire::{FormValue, Registration};
use domain::{Millis, application::Page, area::Spelling, forms::Filled, ids::BusinessId, kyb::FacetKey, mask};
use serde::Deserialize;
use serde_json::Value;

/// The most receipts that are listed, more than anybody sends.
const LISTED: i64 = 200;

impl Services {
    /// Stores a receipt in the transaction that sends. `fixes` holds the corrected facets, `None` for a whole
    /// submission.
    pub async fn keep_receipt(
        &self,
        tx: &mut Conn,
        viewer: &Viewer,
        case: &Case,
        revision: i64,
        fixes: Option<&[FacetKey]>,
        now: Millis,
    ) -> Result<()> {
        let kind = if fixes.is_some() { Kind::Fixes } else { Kind::Submission };
        let snapshot = snapshot(case, viewer, fixes.unwrap_or_default(), self.settings.area)?;
        loop {
            let reference = self.reference()?;
            let body = case.key.seal_json(&Place::Receipt(&reference), &snapshot)?;
            let business_id = case.business.id;
            let receipt = receipts::Receipt { business_id, revision, kind, reference, made_at: now, body };
            if receipts::insert(tx, &receipt).await? {
                return Ok(());
            }
        }
    }

    /// Returns a receipt to whoever may see the business; without a `revision` the newest.
    pub async fn receipt_for(
        &self,
        viewer: &Viewer,
        business: BusinessId,
        revision: Option<i64>,
    ) -> Result<ReceiptPage> {
        let mut db = self.store.read().await?;
        let row = visible(&mut db, viewer, business).await?;
        self.receipt_page(&mut db, &row, revision).await
    }

    /// Returns the page. The caller has already checked that the viewer may see the business.
    pub async fn receipt_page(&self, db: &mut Conn, row: &Business, revision: Option<i64>) -> Result<ReceiptPage> {
        let newest = receipts::newest(db, row.id, 1).await?.first().map(|row| row.revision);
        let receipt = match revision.or(newest) {
            Some(revision) => Some(self.receipt(db, row, revision).await?.ok_or(AppError::NotFound)?),
            None => None,
        };
        Ok(ReceiptPage { business: row.id, receipt })
    }

    /// Reads the snapshot; for what was sent before snapshots existed, it reads the stored body instead.
    async fn receipt(&self, db: &mut Conn, row: &Business, revision: i64) -> Result<Option<Receipt>> {
        let key = self.vault.open_key(row.id, &row.data_key)?;
        if let Some(kept) = receipts::of_revision(db, row.id, revision).await? {
            let snapshot = key.open_json(&Place::Receipt(&kept.reference), &kept.body)?;
            let (fixes, reference) = (kept.kind == Kind::Fixes, Some(kept.reference));
            return Ok(Some(Receipt { revision, fixes, at: kept.made_at, reference, snapshot }));
        }
        if let Some(kept) = submissions::of_revision(db, row.id, revision).await? {
            let body: Registration = key.open_json(&Place::Submission(kept.id), &kept.body)?;
            let snapshot = of_body(&body);
            return Ok(Some(Receipt { revision, fixes: false, at: kept.submitted_at, reference: None, snapshot }));
        }
        let Some(kept) = updates::of_revision(db, row.id, revision).await? else { return Ok(None) };
        let sent: Correction = key.open_json(&Place::Update(kept.id), &kept.body)?;
        let snapshot = of_body(&serde_json::from_value(sent.body)?);
        Ok(Some(Receipt { revision, fixes: true, at: kept.submitted_at, reference: None, snapshot }))
    }
}

/// Returns the newest receipts first.
pub async fn list(db: &mut Conn, business: BusinessId) -> Result<Vec<ReceiptRow>> {
    let rows = receipts::newest(db, business, LISTED).await?.into_iter();
    let row = |row: receipts::Row| ReceiptRow {
        revision: row.revision,
        fixes: row.kind == Kind::Fixes,
        at: row.made_at,
        reference: row.reference,
    };
    Ok(rows.map(row).collect())
}

/// Captures every item. Numbers of persons and accounts show their last four, since a receipt is printed and handed on.
fn snapshot(case: &Case, viewer: &Viewer, facets: &[FacetKey], spelling: Spelling) -> Result<Snapshot> {
    let b = &case.business;
    let corrected = |key: &str| facets.iter().flat_map(|facet| case.items_of(facet)).any(|item| item.key() == key);
    let file = |slot: app::onboarding::data::Slot| {
        let upload = slot.file.map(|file| KeptUpload {
            document: file.id,
            name: file.name,
            bytes: file.bytes,
            received_at: file.received_at,
        });
        let asked = slot.requirement;
        let number = |(form, (_, value)): (&domain::requirement::FormRequirement, (String, String))| KeptNumber {
            code: form.code.clone(),
            name: form.name.clone(),
            value,
        };
        KeptFile {
            numbers: asked.forms.iter().zip(slot.values).map(number).collect(),
            corrected: corrected(&asked.slot),
            code: asked.code,
            name: asked.name,
            upload,
        }
    };
    let form = |section: app::onboarding::data::CheckSection| KeptForm {
        corrected: corrected(&section.page.to_string()),
        page: section.page,
        values: section.values,
    };
    Ok(Snapshot {
        name: b.name.clone(),
        business_type: b.business_type.clone(),
        legal_entity: b.legal_entity.clone(),
        business_line: b.business_line.clone(),
        sent_by: viewer.email.clone(),
        consent_version: b.consent_version.clone(),
        consented_at: b.consented_at,
        files: pages::slots(case, mask::last_four)?.into_iter().map(file).collect(),
        forms: pages::sections(case, mask::last_four, spelling).into_iter().map(form).collect(),
    })
}

/// Rebuilds a snapshot from a stored body, which has neither uploads nor consent, and of fixes only what was corrected.
fn of_body(body: &Registration) -> Snapshot {
    let b = &body.business;
    let (mut files, mut forms) = (Vec::new(), Vec::<KeptForm>::new());
    for (part, fields) in parts(body) {
        match Page::of_facet(&part) {
            Some(Page::Documents) => files.push(bare_file(&part, &fields)),
            Some(page) => {
                let values = values(&part, page, &fields);
                match forms.last_mut().filter(|form| form.page == page) {
                    Some(form) => form.values.extend(values),
                    None => forms.push(KeptForm { page, values, corrected: false }),
                }
            }
            None => {}
        }
    }
    forms.retain(|form| !form.values.is_empty());
    Snapshot {
        name: b.name.clone(),
        business_type: b.kind.clone(),
        legal_entity: b.legal_entity.clone(),
        forms,
        files,
        ..Snapshot::default()
    }
}

fn bare_file(part: &FacetKey, fields: &Object) -> KeptFile {
    let code = part.code().map(str::to_owned).or(part.slot()).unwrap_or_default();
    let forms = fields.get("forms").and_then(|forms| Vec::<FormValue>::deserialize(forms).ok()).unwrap_or_default();
    let number =
        |form: FormValue| KeptNumber { name: form.code.clone(), code: form.code, value: mask::last_four(&form.value) };
    KeptFile {
        name: code.clone(),
        code,
        upload: None,
        numbers: forms.into_iter().map(number).collect(),
        corrected: false,
    }
}

/// Returns the values by the names of our fields, without empty ones.
fn values(part: &FacetKey, page: Page, fields: &Object) -> Vec<(String, String)> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let values = match part {
        // The body holds the area as one text.
        FacetKey::Address(_) => vec![("street", text("name")), ("area", text("area"))],
        _ => part.values_in(fields),
    };
    let given = values.into_iter().filter(|(_, value)| !value.is_empty());
    let shown = given.map(|(field, value)| {
        let is_masked = Filled::is_masked(page.task(), field);
        (field.to_owned(), if is_masked { mask::last_four(&value) } else { value })
    });
    shown.collect()
}
