//! Loads an application from the database, and computes what lists show of it.

use super::Case;
use crate::{
    error::Result,
    onboarding::{clocks, reasons},
    store::{
        Conn, brands,
        businesses::{Business, Derived},
        decisions::{self, Origin},
        documents::{self, Document},
        drafts, facets, updates,
    },
    vault::{Key, Place, Vault},
};
use domain::{
    Millis,
    application::{Application, Draft, FacetRow, Kept, KeptDraft, KeptFacet, Note, NoteFrom, Standing},
    forms::Filled,
    kyb::{self, Deadline, FacetKey, Facets, Verdict},
    method, requirement,
};
use std::collections::BTreeMap;

impl Case {
    /// Loads the application. The caller has already checked that the viewer may see the business.
    pub async fn load(db: &mut Conn, vault: &Vault, business: Business) -> Result<Self> {
        let key = vault.open_key(business.id, &business.data_key)?;
        // DOKU judges only what was submitted.
        let (facets, activation) = match business.submitted_at {
            Some(_) => kept_facets(db, &business, &key).await?,
            None => Default::default(),
        };
        let taken_at = taken_at(db, &business).await?;
        let files = documents::current_and_taken(db, business.id, taken_at).await?;
        let of = |wanted: &dyn Fn(&Document) -> bool| {
            files.iter().filter(|file| wanted(file)).map(|file| (file.slot.clone(), file.clone())).collect()
        };
        let kept = Kept {
            standing: standing(&business),
            checklist: business.checklist.as_ref().map(|answer| requirement::walk(&answer.0)).unwrap_or_default(),
            drafts: kept_drafts(db, &business, &key).await?,
            documents: of(&|file| file.replaced_at.is_none()),
            taken: taken_at
                .map(|at| of(&|file| file.received_at <= at && file.replaced_at.is_none_or(|gone| gone > at))),
            facets,
            returned: returned(db, &business, &key).await?,
        };
        let brands = brands::of(db, &business).await?;
        Ok(Self { business, brands, key, application: Application::new(kept), activation })
    }

    /// Returns state, counts and deadlines for lists, from the facets that were just written.
    pub async fn derived(&mut self, db: &mut Conn, facets: &Facets) -> Result<Derived> {
        let facets = &method::without_never(facets, &self.business.business_type.as_str().into());
        let state = kyb::derive(facets, &self.workflow());
        let (done, total) = self.progress_counts();
        let first_accepted = |key: FacetKey| facets.get(&key).and_then(|facet| facet.first_accepted);
        let verified = [FacetKey::Business, FacetKey::BRAND, FacetKey::OPERATIONAL]
            .into_iter()
            .map(first_accepted)
            .collect::<Option<Vec<_>>>();
        self.business.verified_at = verified.and_then(|times| times.into_iter().max());
        self.business.state = state;
        self.application.standing.state = state;
        let as_row = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let is_on = |(key, facet): &(&FacetKey, &kyb::Facet)| {
            matches!(key, FacetKey::Product(..)) && facet.verdict == Verdict::Accepted
        };
        self.business.services_on = as_row(facets.iter().filter(is_on).count());
        let running = clocks::running(db, &self.business, state, facets).await?;
        Ok(Derived {
            state,
            done: as_row(done),
            total: as_row(total),
            to_fix: as_row(self.to_fix()),
            services_on: self.business.services_on,
            deadline: running.whole,
            bank_deadline: running.bank,
            verified_at: self.business.verified_at,
        })
    }
}

/// Returns when DOKU last took something of this business, `None` if it never did. docs/adr/013.
async fn taken_at(db: &mut Conn, business: &Business) -> Result<Option<Millis>> {
    if business.doku_business_id.is_none() {
        return Ok(None);
    }
    Ok(updates::last_taken(db, business.id).await?.max(business.submitted_at))
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

/// Returns the facets with their notes decrypted, and DOKU's deadlines for the services that wait.
async fn kept_facets(
    db: &mut Conn,
    business: &Business,
    key: &Key,
) -> Result<(Vec<KeptFacet>, BTreeMap<String, Deadline>)> {
    let rows = facets::all(db, business.id).await?;
    let is_service = |row: &&facets::Row| row.facet.parse().is_ok_and(|facet: FacetKey| !facet.is_kyb());
    let waiting = rows.iter().filter(|row| row.verdict == Verdict::Pending).filter(is_service);
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
