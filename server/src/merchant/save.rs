//! Saving what was typed, before anything was sent and as a correction afterwards.

use crate::{
    account::rights::mine_locked,
    error::Result,
    onboarding::case::{Case, Clashing, Typed},
    services::Services,
    store::{Conn, businesses, decisions, drafts, search},
    vault::Place,
};
use app::{
    error::AppError,
    onboarding::data::{Item, Saved},
    viewer::Viewer,
};
use domain::{
    application::{Draft, Page, is_of, only_open},
    forms::{DocumentsForm, Filled, MOST_BYTES_OF_A_DRAFT, Marks, limits},
    ids::BusinessId,
    kyb::FacetKey,
    text,
};

/// The outcome of saving a form.
pub enum Save {
    /// Holds the marks of the values that were saved as typed; later input is typed upon those.
    Done(Saved, Marks),
    /// Nothing of the form was kept.
    Clashing(Clashing),
}

impl Services {
    /// Saves what was typed, merged with what others changed meanwhile, and judges it only afterwards.
    pub async fn save(&self, viewer: &Viewer, business: BusinessId, mut typed: Typed, judge: bool) -> Result<Save> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        let mut case = Case::load(&mut tx, &self.vault, row).await?;
        if let Filled::Documents(numbers) = &mut typed.form {
            numbers.keep_only(&case.checklist);
        }
        let page = typed.page;
        case.has(page)?;
        if case.page_lock(page).is_some() {
            return Err(AppError::FieldLocked.into());
        }
        let mut marks = case.marks(page, &typed.form);
        let mut form = match case.merged(typed) {
            Ok(form) => form,
            Err(clashing) => return Ok(Save::Clashing(clashing)),
        };
        // Saved numbers that DOKU no longer asks for are dropped too.
        if let Filled::Documents(numbers) = &mut form {
            numbers.keep_only(&case.checklist);
        }
        if serde_json::to_vec(&form)?.len() > MOST_BYTES_OF_A_DRAFT {
            return Err(AppError::TooLarge.into());
        }
        let merged = case.marks(page, &form);
        marks.retain(|field, mark| merged.get(field) == Some(mark));
        if !case.respects_locks(page, &form) {
            return Err(AppError::FieldLocked.into());
        }
        if case.standing.is_registered {
            let saved = self.save_fix(&mut tx, case, page, form, judge).await?;
            tx.commit().await?;
            self.live.changed(business);
            return Ok(Save::Done(saved, marks));
        }
        let body = case.key.seal_json(&Place::Draft(page), &form)?;
        drafts::save(&mut tx, business, page, &body, now, judge).await?;
        if let Filled::Business(profile) = &form {
            // The columns of name and search serve lists only.
            let name: String = text::line(&profile.name).chars().take(limits::NAME).collect();
            let search = search::text(&name, &viewer.email, case.business.reference.as_ref());
            businesses::set_name(&mut tx, business, &name, &search, now).await?;
        }
        let errors = form.errors(&case.checklist);
        if judge && errors.is_empty() {
            for item in touched(&case, page, &form) {
                decisions::close(&mut tx, business, &item, now).await?;
                case.returned.remove(&item);
            }
        }
        let judged = judge || case.drafts.get(&page).is_some_and(|draft| draft.judged);
        case.drafts.insert(page, Draft { form, saved_at: now, judged });
        case.refresh(&mut tx, now).await?;
        tx.commit().await?;
        let lacks_files = page == Page::Documents && case.missing_files().next().is_some();
        let saved = match (judge, errors.is_empty() && !lacks_files) {
            (false, _) => Saved::Kept,
            (true, true) => Saved::Accepted,
            (true, false) => Saved::Refused,
        };
        Ok(Save::Done(saved, marks))
    }

    /// Saves a correction beside what DOKU has, until DOKU takes it.
    async fn save_fix(&self, tx: &mut Conn, mut case: Case, page: Page, form: Filled, judge: bool) -> Result<Saved> {
        let (now, business) = (self.now(), case.business.id);
        let form = only_open(&case.checklist, &case.wanted, page, &case.sent_form(page), form);
        let body = case.key.seal_json(&Place::Draft(page), &form)?;
        drafts::save_fix(tx, business, page, &body, now, judge).await?;
        if judge && form.errors(&case.checklist).is_empty() {
            for item in touched(&case, page, &form) {
                decisions::close(tx, business, &item, now).await?;
            }
        }
        let row = case.business.clone();
        case = Case::load(tx, &self.vault, row).await?;
        case.refresh(tx, now).await?;
        let of_page = |facet: &&FacetKey| is_of(page, facet);
        Ok(match judge {
            false => Saved::Kept,
            true if !case.fix_errors(page).is_empty() => Saved::Refused,
            true if !case.wanted.iter().filter(of_page).any(|facet| case.differs(facet)) => Saved::Unchanged,
            true => Saved::Accepted,
        })
    }

    /// Records that the merchant insists on what DOKU rejected: it is sent once more unchanged.
    pub async fn keep_as_is(&self, viewer: &Viewer, business: BusinessId, page: Page) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        let case = Case::load(&mut tx, &self.vault, row).await?;
        case.has(page)?;
        if page == Page::Documents || !case.is_fixing() || case.lock(&Item::Form(page)).is_some() {
            return Err(AppError::FieldLocked.into());
        }
        // A page that was changed meanwhile cannot be kept "as it is".
        let changed = case.wanted.iter().any(|facet| is_of(page, facet) && case.differs(facet));
        if changed || !case.fix_errors(page).is_empty() {
            return Err(AppError::NotReady.into());
        }
        drafts::keep_as_is(&mut tx, business, page, self.now()).await?;
        self.commit_change(tx, business).await
    }

    /// Records consent to process and pass on data, in the version that the page showed.
    pub async fn consent(&self, viewer: &Viewer, business: BusinessId, version: &str) -> Result<()> {
        if version != app::texts::CONSENT_VERSION {
            return Err(AppError::OutOfDate.into());
        }
        let mut tx = self.store.begin().await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        if row.consented_at.is_none() {
            businesses::set_consent(&mut tx, business, version, self.now()).await?;
            self.enqueue_carried_over(&mut tx, business).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Returns the returned items that this form answers. A returned file is answered by a new file, or by a corrected
/// number beside it.
fn touched(case: &Case, page: Page, form: &Filled) -> Vec<String> {
    match form {
        Filled::Documents(form) => {
            let before = case.numbers();
            let changed = |slot: &str| {
                let mut here = form.values.iter().filter(|(name, _)| DocumentsForm::is_beside(slot, name));
                here.any(|(name, value)| before.values.get(name) != Some(value))
            };
            case.checklist.iter().map(|file| file.slot.clone()).filter(|slot| changed(slot)).collect()
        }
        _ => vec![page.to_string()],
    }
}
