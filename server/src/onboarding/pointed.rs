//! The fields that DOKU's notes point at, read from the latest facts.

use super::{
    case::Case,
    entities::{known, named},
};
use crate::{
    error::Result,
    services::Services,
    store::{
        Conn,
        observations::{self, RejectingFact},
    },
    vault::Place,
};
use app::onboarding::data::Pointed;
use doku::Pointer;
use domain::{
    application::Page,
    kyb::{self, FacetKey, Known, Source},
};

impl Services {
    /// Returns the pointed fields that can be corrected now. If a note is hidden from this reader, so are the fields it
    /// points at.
    pub async fn pointed(&self, db: &mut Conn, case: &Case) -> Result<Vec<Pointed>> {
        let open = case.facets.iter().filter(|row| row.note.is_some() && case.wanted.contains(&row.key));
        let open: Vec<&FacetKey> = open.map(|row| &row.key).collect();
        let mut pointed: Vec<Pointed> = Vec::new();
        if open.is_empty() {
            return Ok(pointed);
        }
        for rejecting in observations::rejections(db, case.business.id).await? {
            let Some(facet) = open.iter().find(|facet| facet.to_string() == rejecting.facet) else { continue };
            // Callback and read-back report the same rejection twice.
            if pointed.iter().any(|at| at.facet == **facet) {
                continue;
            }
            let pointers = self.pointers(db, case, facet, &rejecting).await?;
            pointed.extend(pointers.into_iter().filter_map(|pointer| {
                let (part, field) = FacetKey::field_at(&case.checklist, facet, &pointer.field)?;
                let page = Page::of_facet(&part)?;
                let at = Pointed { facet: (*facet).clone(), page, field, note: pointer.note };
                case.pages().contains(&page).then_some(at)
            }));
        }
        Ok(pointed)
    }

    async fn pointers(
        &self,
        db: &mut Conn,
        case: &Case,
        facet: &FacetKey,
        rejecting: &RejectingFact,
    ) -> Result<Vec<Pointer>> {
        match rejecting.source {
            Source::Callback => {
                let body = case.key.open(&Place::Callback(rejecting.fact_id), &rejecting.body)?;
                let read = doku::callback::read(&body, &self.settings.client_id);
                Ok(read.map(|facts| facts.pointers).unwrap_or_default())
            }
            Source::ReadBack => {
                let body = case.key.open_json(&Place::Readback(rejecting.fact_id), &rejecting.body)?;
                // Most read-backs point nowhere, which saves looking up whose part is which.
                if doku::readback::entities(&body).iter().all(|entity| entity.pointers.is_empty()) {
                    return Ok(Vec::new());
                }
                let known = known(db, &case.business).await?;
                Ok(pointers_of(&body, &known, facet))
            }
        }
    }
}

/// Returns the fields that a read-back's notes of one part point at.
pub fn pointers_of(body: &serde_json::Value, known: &Known, facet: &FacetKey) -> Vec<Pointer> {
    let entities = doku::readback::entities(body);
    let placed = kyb::place(known, &named(&entities));
    let of = entities.iter().zip(placed).find(|(_, placed)| placed.as_ref() == Some(facet));
    of.map(|(entity, _)| entity.pointers.clone()).unwrap_or_default()
}
