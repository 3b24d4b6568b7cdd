//! Which form holds what DOKU rejects, and when it last took something. docs/adr/013.

use crate::{
    error::Result,
    store::{Conn, businesses::Business, updates},
};
use domain::{Millis, forms::Task, kyb::FacetKey};

/// The form that holds a facet's values. Operation and services have none.
pub const fn task_of(facet: &FacetKey) -> Task {
    match facet {
        FacetKey::Business | FacetKey::Operational => Task::Business,
        FacetKey::Brand | FacetKey::Product(_) => Task::Brand,
        FacetKey::Contact(_) => Task::Contact,
        FacetKey::Address(_) => Task::Address,
        FacetKey::Bank(_) => Task::Bank,
        FacetKey::Social(_) => Task::Social,
        FacetKey::Document(_) | FacetKey::Photo(_) => Task::Documents,
    }
}

/// When DOKU last took something of this business. `None`: never.
pub async fn taken_at(db: &mut Conn, business: &Business) -> Result<Option<Millis>> {
    if business.doku_business_id.is_none() {
        return Ok(None);
    }
    Ok(updates::last_taken(db, business.id).await?.max(business.submitted_at))
}
