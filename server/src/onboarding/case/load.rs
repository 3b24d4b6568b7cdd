//! An application as it stands in the database, and what lists show of it.

use super::{Case, Draft, Sent};
use crate::{
    error::{Error, Result},
    onboarding::{clocks, fixes, reasons},
    store::{
        Conn,
        businesses::{Business, Derived},
        decisions::{self, Origin},
        documents::{self, Document},
        drafts, facets,
    },
    vault::{Place, Vault},
};
use app::onboarding::data::{FacetRow, Note, NoteFrom};
use domain::{
    forms::Filled,
    kyb::{self, FacetKey, Facets, Verdict},
    method,
    requirement::{self, BANK_BOOK},
};
use std::collections::BTreeMap;

impl Case {
    /// The caller has already found that this viewer may see the business.
    pub async fn load(db: &mut Conn, vault: &Vault, business: Business) -> Result<Self> {
        let key = vault.open_key(business.id, &business.data_key)?;
        let mut checklist = business.checklist.as_ref().map(|answer| requirement::walk(&answer.0)).unwrap_or_default();
        let (mut facets, mut waiting, mut banks, mut unsent) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut revisions, mut mended) = (BTreeMap::new(), BTreeMap::new());
        for row in facets::all(db, business.id).await? {
            let Ok(facet) = row.facet.parse::<FacetKey>() else { continue };
            if !facet.is_kyb() && row.verdict == Verdict::Pending {
                waiting.push((row.facet.clone(), row.sent_at));
            }
            if matches!(facet, FacetKey::Bank(_)) && row.verdict == Verdict::Pending {
                banks.push((row.facet.clone(), row.sent_at));
            }
            if row.revision == 0 {
                unsent.push(facet.clone());
            }
            revisions.insert(facet.clone(), row.revision);
            if let Some(at) = row.mended_at.filter(|_| row.verdict != Verdict::Rejected) {
                mended.insert(facet.clone(), at);
            }
            let note = key.open_text(&Place::Note(&row.facet), row.note.as_deref())?;
            let reason = reasons::of(db, note.as_deref()).await?;
            facets.push(FacetRow { key: facet, verdict: row.verdict, note, reason, at: row.at, deadline: None });
        }
        let activation = clocks::activation(db, &business, waiting).await?;
        let banks = clocks::banks(db, &business, banks).await?;
        for row in &mut facets {
            row.deadline = banks.get(&row.key.to_string()).copied();
        }
        let mut wanted = fixes::wanted(&checklist, &facets);
        wanted.retain(|facet| !unsent.contains(facet));
        let mut sent = Sent::default();
        let mut drafts = BTreeMap::new();
        for row in drafts::all(db, business.id).await? {
            let place = Place::Draft(row.task);
            let mut form: Filled = key.open_json(&place, &row.body)?;
            let is_wanted = wanted.iter().any(|facet| fixes::is_of(row.task, facet));
            sent.as_is.extend(row.fix_as_is_at.filter(|_| is_wanted).map(|_| row.task));
            if let Some(fix) = row.fix_body.filter(|_| is_wanted) {
                let fix = fixes::only_wanted(&checklist, &wanted, &form, key.open_json(&place, &fix)?);
                sent.forms.insert(row.task, std::mem::replace(&mut form, fix));
                sent.judged.extend(row.fix_judged_at.map(|_| row.task));
            }
            drafts.insert(row.task, Draft { form, saved_at: row.saved_at, judged: row.judged_at.is_some() });
        }
        let by_slot = |files: Vec<Document>| files.into_iter().map(|file| (file.slot.clone(), file)).collect();
        let mut documents: BTreeMap<String, Document> = by_slot(documents::current(db, business.id).await?);
        if fixes::wants_bank_book(&facets) || documents.contains_key(BANK_BOOK) {
            let is_asked = checklist.iter().any(|file| file.slot == BANK_BOOK);
            checklist.extend((!is_asked).then(requirement::bank_book));
        }
        if let Some(taken) = fixes::taken_at(db, &business).await? {
            sent.documents = by_slot(documents::at(db, business.id, taken).await?);
            for (slot, file) in &sent.documents {
                if !fixes::is_slot_wanted(&checklist, &wanted, slot) {
                    documents.insert(slot.clone(), file.clone());
                }
            }
        }
        let mut returned = BTreeMap::new();
        for row in decisions::returned(db, business.id).await? {
            let reason = key.open(&Place::Reason(&row.item), &row.reason)?;
            let from = match row.origin {
                Origin::Partner => NoteFrom::Partner,
                Origin::Doku => NoteFrom::Doku,
            };
            let text = String::from_utf8(reason).map_err(|_| Error::Sealed)?;
            let reason = match from {
                NoteFrom::Partner => None,
                NoteFrom::Doku => reasons::of(db, Some(&text)).await?,
            };
            returned.insert(row.item, Note { from, text: Some(text), reason, at: Some(row.returned_at) });
        }
        Ok(Self {
            business,
            key,
            checklist,
            drafts,
            documents,
            facets,
            activation,
            returned,
            wanted,
            sent,
            revisions,
            mended,
        })
    }

    /// State and counts for lists, from what was just written.
    pub async fn derived(&mut self, db: &mut Conn, facets: &Facets) -> Result<Derived> {
        let facets = &method::without_never(facets, &self.business.business_type.as_str().into());
        let state = kyb::derive(facets, &self.workflow());
        let (done, total) = self.progress_counts();
        let first_accepted = |key: FacetKey| facets.get(&key).and_then(|facet| facet.first_accepted);
        let verified = [FacetKey::Business, FacetKey::Brand, FacetKey::Operational]
            .into_iter()
            .map(first_accepted)
            .collect::<Option<Vec<_>>>();
        self.business.verified_at = verified.and_then(|times| times.into_iter().max());
        self.business.state = state;
        let as_row = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let is_on = |(key, facet): &(&FacetKey, &kyb::Facet)| {
            matches!(key, FacetKey::Product(_)) && facet.verdict == Verdict::Accepted
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
