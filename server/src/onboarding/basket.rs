//! The basket of corrections: what pages show of it, and the one update that empties it.

use super::{
    case::{Case, file_name},
    correction::{self, Ids},
    mine_locked,
    receipts::Sending,
};
use crate::{
    error::Result,
    services::Services,
    store::{
        Conn, businesses,
        documents::Document,
        outbox, readbacks,
        updates::{self, Update},
    },
    vault::Place,
};
use app::{
    error::AppError,
    onboarding::data::{Basket, Change, FileChange, FileRow, Fix, Item},
    viewer::Viewer,
};
use domain::{
    forms::Task,
    ids::{BusinessId, FactId},
    kyb::{FacetKey, Progress, State, Verdict},
    mask,
    requirement::FileType,
};

/// `None`: there is nothing to correct now.
pub fn of(case: &Case) -> Result<Option<Basket>> {
    if !case.is_fixing() {
        return Ok(None);
    }
    let fixes = case.wanted.iter().map(|facet| fix(case, facet)).collect::<Result<Vec<_>>>()?;
    let rejected = case.facets.iter().filter(|row| row.key.is_kyb() && row.verdict == Verdict::Rejected);
    let others = rejected.map(|row| row.key.clone()).filter(|key| !case.wanted.contains(key)).collect();
    Ok(Some(Basket { business: case.business.id, fixes, others }))
}

fn fix(case: &Case, facet: &FacetKey) -> Result<Fix> {
    let items = case.items_of(facet);
    let (before, after) = case.values_of(facet);
    let old = |name: &str| before.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
    let mut fields: Vec<&String> = before.iter().chain(&after).map(|(field, _)| field).collect();
    fields.dedup();
    let mut changes: Vec<Change> = Vec::new();
    for field in fields {
        let new = after.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone()).unwrap_or_default();
        let old = old(field).unwrap_or_default();
        if old != new && !changes.iter().any(|change| change.field == *field) {
            let before = if is_a_number(field) { mask::last_four(&old) } else { old };
            // A number beside a file is a value of the page of documents, whosever it is.
            let task = if field.contains('.') { Task::Documents } else { super::fixes::task_of(facet) };
            changes.push(Change { task, field: field.clone(), before, after: new });
        }
    }
    let mut files = Vec::new();
    for item in &items {
        let Item::Slot { slot, .. } = item else { continue };
        if let Some(now) = case.documents.get(slot).filter(|_| case.has_new_file(slot)) {
            let before = case.sent.documents.get(slot).map(|file| file_row(case, file)).transpose()?;
            files.push(FileChange { item: item.clone(), before, after: file_row(case, now)? });
        }
    }
    let note = items.iter().find_map(|item| case.note(item));
    let (along, as_is) = (case.goes_along(facet), case.is_as_is(facet));
    Ok(Fix { facet: facet.clone(), ready: case.is_ready(facet), along, as_is, note, items, changes, files })
}

/// Shown by its last four once it is past.
fn is_a_number(field: &str) -> bool {
    field == "account_number" || field.contains('.')
}

pub fn file_row(case: &Case, file: &Document) -> Result<FileRow> {
    Ok(FileRow {
        id: file.id,
        name: file_name(&case.key, file.id, &file.name)?,
        bytes: u64::try_from(file.size_bytes).unwrap_or_default(),
        is_image: FileType::from_media_type(&file.media_type).is_image(),
        received_at: file.received_at,
        sent: file.doku_file_id.is_some(),
    })
}

impl Services {
    /// Everything that was corrected goes out as one update. No second look by the partner: docs/adr/013.
    pub async fn send_fixes(&self, viewer: &Viewer, business: BusinessId) -> Result<State> {
        let mut tx = self.store.begin().await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        // Not before the lock: a file that came while we waited for it belongs to what is sent, by its time too.
        let now = self.now();
        let mut case = Case::load(&mut tx, &self.vault, row).await?;
        if case.business.progress == Progress::Sending {
            // The second click of a double click.
            return Ok(case.business.state);
        }
        if !case.is_fixing() {
            return Err(AppError::OutOfDate.into());
        }
        if !case.wanted.iter().all(|facet| case.is_ready(facet)) {
            return Err(AppError::NotReady.into());
        }
        let ids = ids(&mut tx, &case).await?;
        let facets: Vec<FacetKey> = case.wanted.iter().cloned().chain(case.papers_touched()).collect();
        let correction = correction::build(&case, &ids, &facets, self.settings.area).map_err(|_| AppError::NotReady)?;
        let id = self.new_id::<FactId>()?;
        let revision = case.business.revision + 1;
        let body = case.key.seal_json(&Place::Update(id), &correction)?;
        let update =
            Update { id, business_id: business, revision, body, submitted_at: now, taken_at: None, refused_at: None };
        if !updates::insert(&mut tx, &update).await? {
            return Err(AppError::OutOfDate.into());
        }
        self.keep_receipt(&mut tx, viewer, &case, Sending::Fixes(revision, &facets), now).await?;
        businesses::set_updating(&mut tx, business, revision, now).await?;
        self.enqueue(&mut tx, business, outbox::Kind::Update, id.uuid(), now).await?;
        case.business.progress = Progress::Sending;
        case.business.revision = revision;
        let state = case.refresh(&mut tx, now).await?;
        tx.commit().await?;
        self.wake.lane(outbox::Lane::Doku).notify_one();
        self.live.changed(business);
        Ok(state)
    }
}

/// What DOKU calls its entities; where it gave two ids for one, the newer.
async fn ids(db: &mut Conn, case: &Case) -> Result<Ids> {
    let mut known = readbacks::entities(db, case.business.id).await?;
    known.sort();
    let named = known.into_iter().filter_map(|(id, facet)| Some((facet.parse().ok()?, id)));
    let mut ids: Ids = named
        .filter(|(facet, _)| matches!(facet, FacetKey::Contact(_) | FacetKey::Address(_) | FacetKey::Bank(_)))
        .collect();
    ids.extend(case.business.doku_brand_id.as_ref().map(|brand| (FacetKey::Brand, brand.to_string())));
    Ok(ids)
}
