//! Loads an application, and the pages that are drawn from it alone.

use super::{
    case::{self, Case},
    clocks, history, pages, reasons, receipts,
};
use crate::{
    account::rights::{self, mine},
    error::Result,
    services::Services,
    store::{
        Conn, brands,
        businesses::{self, Business},
        decisions::{self, Origin},
        documents::{self, CurrentOrTaken},
        drafts, facets,
    },
    vault::{Key, Place, Vault},
};
use app::{
    error::AppError,
    onboarding::{
        data::{BusinessRow, CheckPage, DocumentsPage, FormPage, HistoryPage, Overview},
        next_link,
    },
    paths,
    viewer::{Role, Viewer},
};
use domain::{
    application::{Application, Draft, FacetRow, Kept, KeptDraft, KeptFacet, Note, NoteFrom, Page, Standing},
    forms::Filled,
    ids::BusinessId,
    kyb::{Deadline, FacetKey, Verdict},
    requirement,
};
use std::collections::BTreeMap;

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
        let (case, held_up) = self.my_case_and_held_up(viewer, business).await?;
        pages::overview(self, &case, held_up)
    }

    pub async fn documents(&self, viewer: &Viewer, business: BusinessId) -> Result<DocumentsPage> {
        let (case, held_up) = self.my_case_and_held_up(viewer, business).await?;
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

    /// Returns the address of the next open task, else the task list; of the next correction, else the page that sends
    /// all.
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
        let key = self.vault.open_key(row.id, &row.data_key)?;
        let mut events = history::of(&mut db, &key, &row).await?;
        events.iter_mut().for_each(history::for_merchants);
        let receipts = receipts::list(&mut db, business).await?;
        Ok(HistoryPage { heading: case::heading(&row), events, receipts })
    }

    pub async fn my_case(&self, viewer: &Viewer, business: BusinessId) -> Result<Case> {
        let mut db = self.store.read().await?;
        let row = mine(&mut db, viewer, business).await?;
        Ok(Case::load(&mut db, &self.vault, row).await?.for_merchants())
    }

    async fn my_case_and_held_up(&self, viewer: &Viewer, business: BusinessId) -> Result<(Case, bool)> {
        let mut db = self.store.read().await?;
        let (row, standing) = rights::mine_and_held_up(&mut db, viewer, business, &self.settings.doku_host).await?;
        let case = Case::load(&mut db, &self.vault, row).await?.for_merchants();
        let held_up = standing.is_some_and(|standing| self.barred(&standing).is_some());
        Ok((case, held_up))
    }
}

impl Case {
    /// Loads the application. The caller has already checked that the viewer may see the business.
    pub async fn load(db: &mut Conn, vault: &Vault, business: Business) -> Result<Self> {
        let key = vault.open_key(business.id, &business.data_key)?;
        // DOKU judges only what was submitted.
        let (facets, activation) = match business.submitted_at {
            Some(_) => kept_facets(db, &business, &key).await?,
            None => Default::default(),
        };
        let submitted = business.submitted_at.filter(|_| business.doku_business_id.is_some());
        let files = documents::current_and_taken(db, business.id, submitted).await?;
        let of = |wanted: &dyn Fn(&CurrentOrTaken) -> bool| {
            let files = files.iter().filter(|file| wanted(file)).map(|file| &file.document);
            files.map(|file| (file.slot.clone(), file.clone())).collect()
        };
        let kept = Kept {
            standing: standing(&business),
            checklist: business.checklist.as_ref().map(|answer| requirement::walk(&answer.0)).unwrap_or_default(),
            drafts: kept_drafts(db, &business, &key).await?,
            documents: of(&|file| file.document.replaced_at.is_none()),
            taken: submitted.map(|_| of(&|file| file.is_taken)),
            facets,
            returned: returned(db, &business, &key).await?,
        };
        let brands = brands::of(db, &business).await?;
        Ok(Self { business, brands, key, application: Application::new(kept), activation })
    }
}

fn standing(business: &Business) -> Standing {
    Standing {
        progress: business.progress,
        state: business.state,
        is_registered: business.doku_business_id.is_some(),
        is_stuck: business.trouble.is_some(),
        is_withdrawn: business.withdrawn_at.is_some(),
        is_declined: business.declined_at.is_some(),
    }
}

/// Returns the facets with their notes decrypted, and DOKU's deadlines for the products that wait.
async fn kept_facets(
    db: &mut Conn,
    business: &Business,
    key: &Key,
) -> Result<(Vec<KeptFacet>, BTreeMap<String, Deadline>)> {
    let rows = facets::all(db, business.id).await?;
    let is_product = |row: &&facets::Row| row.facet.parse().is_ok_and(|facet: FacetKey| !facet.is_kyb());
    let waiting = rows.iter().filter(|row| row.verdict == Verdict::Pending).filter(is_product);
    let waiting = waiting.map(|row| (row.facet.clone(), row.sent_at)).collect();
    let activation = clocks::activation(db, business, waiting).await?;
    let banks = clocks::banks(db, business, &rows).await?;
    let mut kept = Vec::new();
    for row in rows {
        let Ok(facet) = row.facet.parse() else { continue };
        let note = key.open_text(&Place::Note(&row.facet), row.note.as_deref())?;
        let reason = reasons::of(db, note.as_deref()).await?;
        let (revision, mended_at, deadline) = (row.revision, row.mended_at, banks.get(&row.facet).copied());
        let row = FacetRow { key: facet, verdict: row.verdict, note, reason, at: row.at, deadline };
        kept.push(KeptFacet { row, revision, mended_at });
    }
    Ok((kept, activation))
}

async fn kept_drafts(db: &mut Conn, business: &Business, key: &Key) -> Result<Vec<KeptDraft>> {
    let rows = drafts::all(db, business.id).await?.into_iter().map(|row| -> Result<KeptDraft> {
        let place = Place::Draft(row.page);
        let form: Filled = key.open_json(&place, &row.body)?;
        Ok(KeptDraft {
            page: row.page,
            draft: Draft { form, saved_at: row.saved_at, judged: row.judged_at.is_some() },
            fix: row.fix_body.map(|fix| key.open_json(&place, &fix)).transpose()?,
            fix_judged: row.fix_judged_at.is_some(),
            fix_as_is: row.fix_as_is_at.is_some(),
        })
    });
    rows.collect()
}

async fn returned(db: &mut Conn, business: &Business, key: &Key) -> Result<BTreeMap<String, Note>> {
    let mut returned = BTreeMap::new();
    for row in decisions::returned(db, business.id).await? {
        let text = key.open_text(&Place::Reason(&row.item), Some(&row.reason))?;
        let (from, reason) = match row.origin {
            Origin::Partner => (NoteFrom::Partner, None),
            Origin::Doku => (NoteFrom::Doku, reasons::of(db, text.as_deref()).await?),
        };
        returned.insert(row.item, Note { from, text, reason, at: Some(row.returned_at) });
    }
    Ok(returned)
}
