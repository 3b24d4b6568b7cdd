//! Parts mended in DOKU's dashboard, as a person stated and DOKU confirmed.

use super::{Conn, Result};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, FactId},
};

#[derive(sqlx::FromRow)]
pub struct Mended {
    pub id: FactId,
    pub business_id: BusinessId,
    pub facet: String,
    /// The revision of the facet, as last sent from here.
    pub revision: i64,
    pub account_id: AccountId,
    /// The reason is sealed at `Place::Mended`.
    pub reason: Vec<u8>,
    pub mended_at: Millis,
}

pub async fn insert(db: &mut Conn, m: &Mended) -> Result<()> {
    insert!(db, mended from m { id, business_id, facet, revision, account_id, reason, mended_at }).await
}
