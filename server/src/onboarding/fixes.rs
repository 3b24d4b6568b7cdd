//! When DOKU last took something. docs/adr/013.

use crate::{
    error::Result,
    store::{Conn, businesses::Business, updates},
};
use domain::Millis;

/// When DOKU last took something of this business. `None`: never.
pub async fn taken_at(db: &mut Conn, business: &Business) -> Result<Option<Millis>> {
    if business.doku_business_id.is_none() {
        return Ok(None);
    }
    Ok(updates::last_taken(db, business.id).await?.max(business.submitted_at))
}
