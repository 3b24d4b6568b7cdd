//! The merchant's use cases.

pub mod case;
pub mod clocks;
pub mod correction;
pub mod endings;
pub mod history;
pub mod pages;
mod pointed;
pub mod reasons;
pub mod receipts;
pub mod registration;
mod replaced;
pub mod resubmission;
mod room;
pub mod start;
pub mod submit;
pub mod to_fix;
pub mod upload;

use crate::{
    account::rights::{self, mine, mine_locked},
    error::Result,
    services::Services,
    store::{Conn, businesses, decisions, drafts, search},
    vault::Place,
};
use app::{
    error::AppError,
    onboarding::{
        data::{BusinessRow, CheckPage, DocumentsPage, FormPage, HistoryPage, Item, Overview, Saved},
        next_link,
    },
    paths,
    viewer::{Role, Viewer},
};
use case::{Case, Clashing, Typed};
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
    /// Returns the viewer's own businesses, newest first.
    pub async fn businesses(&self, viewer: &Viewer) -> Result<Vec<BusinessRow>> {
        if viewer.role != Role::Merchant {
            return Err(AppError::Forbidden.into());
        }
        let mut db = self.store.read().await?;
        let rows = businesses::of_owner(&mut db, viewer.account).await?;
        let count = |n: i64| usize::try_from(n).unwrap_or_default();
        Ok(rows
            .iter()
            .map(|row| BusinessRow {
                heading: case::heading(row),
                to_fix: count(row.to_fix),
                done: count(row.done),
                total: count(row.total),
                updated_at: row.updated_at,
            })
            .collect())
    }

    /// Returns the task list, and the status once something was sent.
    pub async fn overview(&self, viewer: &Viewer, business: BusinessId) -> Result<Overview> {
        let (case, held_up) = self.my_case_and_flag(viewer, business).await?;
        pages::overview(self, &case, held_up)
    }

    pub async fn documents(&self, viewer: &Viewer, business: BusinessId) -> Result<DocumentsPage> {
        let (case, held_up) = self.my_case_and_flag(viewer, business).await?;
        let pointed = self.pointed(&mut self.store.read().await?, &case).await?;
        pages::documents(&case, held_up, pointed)
    }

    /// Returns a form as last typed, or prefilled with what we know.
    pub async fn form(&self, viewer: &Viewer, business: BusinessId, page: Page) -> Result<FormPage> {
        let case = self.my_case(viewer, business).await?;
        case.has(page)?;
        let pointed = self.pointed(&mut self.store.read().await?, &case).await?;
        pages::form(&case, page, &viewer.email, pointed, self.now())
    }

    /// Returns the address of the next open task, else the task list; of the next correction, else the page that sends all.
    pub async fn page_after(&self, viewer: &Viewer, business: BusinessId, done: Page) -> String {
        let page = self.form(viewer, business, done).await.ok();
        if let Some(resubmission) = page.as_ref().and_then(|page| page.resubmission.as_ref()) {
            return next_link(resubmission);
        }
        let next = page.and_then(|page| page.next).filter(|next| *next != done);
        paths::business(business, &next.map(|next| next.to_string()).unwrap_or_default())
    }

    /// Returns every value and file as they will be sent.
    pub async fn check(&self, viewer: &Viewer, business: BusinessId) -> Result<CheckPage> {
        pages::check(self, &self.my_case(viewer, business).await?)
    }

    pub async fn history(&self, viewer: &Viewer, business: BusinessId) -> Result<HistoryPage> {
        let mut db = self.store.read().await?;
        let row = mine(&mut db, viewer, business).await?;
        let mut events = history::of(&mut db, &self.vault, &row).await?;
        events.iter_mut().for_each(history::for_merchants);
        let receipts = receipts::list(&mut db, business).await?;
        Ok(HistoryPage { heading: case::heading(&row), events, receipts })
    }

    pub async fn my_case(&self, viewer: &Viewer, business: BusinessId) -> Result<Case> {
        let mut db = self.store.read().await?;
        let row = mine(&mut db, viewer, business).await?;
        Ok(Case::load(&mut db, &self.vault, row).await?.for_merchants())
    }

    async fn my_case_and_flag(&self, viewer: &Viewer, business: BusinessId) -> Result<(Case, bool)> {
        let mut db = self.store.read().await?;
        let (row, standing) = rights::mine_and_held_up(&mut db, viewer, business, &self.settings.doku_host).await?;
        let case = Case::load(&mut db, &self.vault, row).await?.for_merchants();
        let held_up = standing.is_some_and(|standing| self.barred(&standing).is_some());
        Ok((case, held_up))
    }

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
                decisions::settle(&mut tx, business, &item, now).await?;
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
                decisions::settle(tx, business, &item, now).await?;
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
        self.settle(tx, business).await
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
