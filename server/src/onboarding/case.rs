//! One application as it stands in the database, opened and judged. Pages, submission and projection all start here.

use super::{clocks, fixes, reasons};
use crate::{
    error::{Error, Result},
    store::{
        Conn,
        businesses::{self, Business, Derived},
        decisions::{self, Origin},
        documents::{self, Document},
        drafts, facets,
    },
    vault::{Key, Place, Vault},
};
use app::onboarding::api::Heading;
use domain::{
    Millis,
    application::{Application, Draft, FacetRow, Kept, KeptDraft, KeptFacet, Note, NoteFrom, Page, Standing},
    forms::{Filled, Task},
    ids::DocumentId,
    kyb::{self, Deadline, FacetKey, Facets, Progress, State, Verdict},
    method, requirement,
};
use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
};

pub struct Case {
    pub business: Business,
    pub key: Key,
    pub application: Application<Document>,
    /// DOKU's promises of services that wait, by the names of their facets.
    pub activation: BTreeMap<String, Deadline>,
}

impl Deref for Case {
    type Target = Application<Document>;

    fn deref(&self) -> &Application<Document> {
        &self.application
    }
}
impl DerefMut for Case {
    fn deref_mut(&mut self) -> &mut Application<Document> {
        &mut self.application
    }
}

impl Case {
    /// The caller has already found that this viewer may see the business.
    pub async fn load(db: &mut Conn, vault: &Vault, business: Business) -> Result<Self> {
        let key = vault.open_key(business.id, &business.data_key)?;
        let (facets, activation) = kept_facets(db, &business, &key).await?;
        let by_slot = |files: Vec<Document>| files.into_iter().map(|file| (file.slot.clone(), file)).collect();
        let kept = Kept {
            standing: standing(&business),
            checklist: business.checklist.as_ref().map(|answer| requirement::walk(&answer.0)).unwrap_or_default(),
            drafts: kept_drafts(db, &business, &key).await?,
            documents: by_slot(documents::current(db, business.id).await?),
            taken: match fixes::taken_at(db, &business).await? {
                Some(taken) => Some(by_slot(documents::at(db, business.id, taken).await?)),
                None => None,
            },
            facets,
            returned: returned(db, &business, &key).await?,
        };
        Ok(Self { business, key, application: Application::new(kept), activation })
    }

    /// It goes from hand to hand; whoever says so also writes it down.
    pub fn set_progress(&mut self, progress: Progress) {
        self.business.progress = progress;
        self.application.standing.progress = progress;
    }

    /// Without DOKU's notes that are meant for the partner's admins alone.
    pub fn for_merchants(mut self) -> Self {
        for row in &mut self.facets {
            row.note = row.note.take().filter(|note| kyb::is_for_merchants(note));
            row.reason = row.reason.filter(|_| row.note.is_some());
        }
        self
    }

    pub fn heading(&self) -> Heading {
        heading(&self.business)
    }

    pub fn next_task(&self, after: Task) -> Option<Task> {
        self.next_page(after.into()).map(Page::task)
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
        self.application.standing.state = state;
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

    /// For what changes nothing that DOKU judged: drafts, uploads, decisions.
    pub async fn refresh(&mut self, db: &mut Conn, now: Millis) -> Result<State> {
        let facets = crate::worker::project::facets_of(db, &self.business, &self.key).await?;
        let before = self.business.state;
        let derived = self.derived(db, &facets).await?;
        businesses::set_derived(db, self.business.id, &derived, now).await?;
        crate::notify::moved(db, self, before, &[], now).await?;
        Ok(derived.state)
    }

    pub fn file_name(&self, document: &Document) -> Result<String> {
        file_name(&self.key, document.id, &document.name)
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

/// With their notes opened, and the promises of services that wait.
async fn kept_facets(
    db: &mut Conn,
    business: &Business,
    key: &Key,
) -> Result<(Vec<KeptFacet>, BTreeMap<String, Deadline>)> {
    let (mut kept, mut waiting, mut banks) = (Vec::new(), Vec::new(), Vec::new());
    for row in facets::all(db, business.id).await? {
        let Ok(facet) = row.facet.parse::<FacetKey>() else { continue };
        if !facet.is_kyb() && row.verdict == Verdict::Pending {
            waiting.push((row.facet.clone(), row.sent_at));
        }
        if matches!(facet, FacetKey::Bank(_)) && row.verdict == Verdict::Pending {
            banks.push((row.facet.clone(), row.sent_at));
        }
        let note = key.open_text(&Place("note", row.facet.as_bytes()), row.note.as_deref())?;
        let reason = reasons::of(db, note.as_deref()).await?;
        let (revision, mended_at) = (row.revision, row.mended_at);
        let row = FacetRow { key: facet, verdict: row.verdict, note, reason, at: row.at, deadline: None };
        kept.push(KeptFacet { row, revision, mended_at });
    }
    let activation = clocks::activation(db, business, waiting).await?;
    let banks = clocks::banks(db, business, banks).await?;
    for KeptFacet { row, .. } in &mut kept {
        row.deadline = banks.get(&row.key.to_string()).copied();
    }
    Ok((kept, activation))
}

async fn kept_drafts(db: &mut Conn, business: &Business, key: &Key) -> Result<Vec<KeptDraft>> {
    let rows = drafts::all(db, business.id).await?.into_iter().map(|row| -> Result<KeptDraft> {
        let place = Place("draft", row.task.as_str().as_bytes());
        let form: Filled = key.open_json(&place, &row.body)?;
        Ok(KeptDraft {
            page: row.task.into(),
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
        let reason = key.open(&Place("reason", row.item.as_bytes()), &row.reason)?;
        let text = String::from_utf8(reason).map_err(|_| Error::Sealed)?;
        let (from, reason) = match row.origin {
            Origin::Partner => (NoteFrom::Partner, None),
            Origin::Doku => (NoteFrom::Doku, reasons::of(db, Some(&text)).await?),
        };
        returned.insert(row.item, Note { from, text: Some(text), reason, at: Some(row.returned_at) });
    }
    Ok(returned)
}

pub fn file_name(key: &Key, id: DocumentId, sealed: &[u8]) -> Result<String> {
    String::from_utf8(key.open(&Place("file name", id.uuid().as_bytes()), sealed)?).map_err(|_| Error::Sealed)
}

pub fn heading(business: &Business) -> Heading {
    Heading {
        business: business.id,
        name: business.name.clone(),
        business_type: business.business_type.as_str().into(),
        legal_entity: business.legal_entity.as_str().into(),
        state: business.state,
        services_on: usize::try_from(business.services_on).unwrap_or_default(),
        doku_id: business.doku_business_id.as_ref().map(ToString::to_string),
    }
}
