//! Sends all corrections as one update.

use crate::{
    account::rights::mine_locked,
    error::{Result, ensure},
    onboarding::{
        case::Case,
        correction::{self, Ids},
        pages,
    },
    services::Services,
    store::{
        Conn, businesses, outbox, readbacks,
        updates::{self, Update},
    },
    vault::Place,
};
use app::{error::AppError, viewer::Viewer};
use domain::{
    ids::{BusinessId, FactId},
    kyb::{FacetKey, Progress, State},
};

impl Services {
    /// Sends everything that was corrected as one update, if the page showed it, by its mark. The partner does not
    /// check it again: docs/adr/013.
    pub async fn send_fixes(&self, viewer: &Viewer, business: BusinessId, shown: &str) -> Result<State> {
        let mut tx = self.store.begin().await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        // The time is read under the lock: a file that came while we waited belongs to what is sent, by its time too.
        let now = self.now();
        let mut case = Case::load(&mut tx, &self.vault, row).await?;
        if case.business.progress == Progress::Sending {
            // A second click has nothing left to do.
            return Ok(case.business.state);
        }
        ensure(case.is_fixing(), AppError::OutOfDate)?;
        ensure(case.wanted.iter().all(|facet| case.is_ready(facet)), AppError::NotReady)?;
        ensure(pages::check(self, &case)?.shown == shown, AppError::ChangedSince)?;
        let ids = ids(&mut tx, &case).await?;
        let facets = case.going_out();
        let correction = correction::build(&case, &ids, &facets, self.settings.area).map_err(|_| AppError::NotReady)?;
        let id = FactId::new(self.id()?);
        let revision = case.business.revision + 1;
        let body = case.key.seal_json(&Place::Update(id), &correction)?;
        let update =
            Update { id, business_id: business, revision, body, submitted_at: now, taken_at: None, refused_at: None };
        ensure(updates::insert(&mut tx, &update).await?, AppError::OutOfDate)?;
        self.keep_receipt(&mut tx, viewer, &case, revision, Some(&facets), now).await?;
        businesses::set_updating(&mut tx, business, revision, now).await?;
        outbox::enqueue(&mut tx, business, outbox::Kind::Update, id.uuid(), now).await?;
        case.set_progress(Progress::Sending);
        case.business.revision = revision;
        let state = case.refresh(&mut tx, now).await?;
        tx.commit().await?;
        self.wake.lane(outbox::Lane::Doku).notify_one();
        self.live.changed(business);
        Ok(state)
    }
}

/// Returns DOKU's ids of its entities; if it gave one entity two ids, the newer counts.
async fn ids(db: &mut Conn, case: &Case) -> Result<Ids> {
    let mut known = readbacks::entities(db, case.business.id).await?;
    known.sort();
    let named = known.into_iter().filter_map(|(id, facet)| Some((facet.parse().ok()?, id)));
    let mut ids: Ids = named
        .filter(|(facet, _)| matches!(facet, FacetKey::Contact(_) | FacetKey::Address(_) | FacetKey::Bank(_)))
        .collect();
    ids.extend(case.brand().map(|brand| (FacetKey::BRAND, brand.doku_id.to_string())));
    Ok(ids)
}
