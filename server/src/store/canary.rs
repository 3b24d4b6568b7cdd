//! One row that only the master key of this database opens; for databases without it, the oldest sealed value.

use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};

const NAME: &str = "master";

/// Returns the sealed canary.
pub async fn get(db: &mut Conn) -> Result<Option<Vec<u8>>> {
    value_optional!(db, "select sealed from canary where name = " {NAME}).await
}

/// Stores a canary unless there is one.
pub async fn put(db: &mut Conn, sealed: &[u8], now: Millis) -> Result<()> {
    insert!(db, canary { name: NAME, sealed, created_at: now }, "on conflict (name) do nothing").await
}

/// Returns the oldest wrapped key. An erased one proves nothing.
pub async fn oldest_business(db: &mut Conn) -> Result<Option<(BusinessId, Vec<u8>)>> {
    fetch_optional!(db, "select id, data_key from businesses where length(data_key) > 0 order by id limit 1").await
}

/// Returns the oldest body that was never matched, without those that are known not to open.
pub async fn oldest_unmatched(db: &mut Conn) -> Result<Option<(FactId, Vec<u8>)>> {
    fetch_optional!(
        db,
        "select id, body from callbacks where business_id is null
        and (problem is null or problem <> 'sealed') order by id limit 1"
    )
    .await
}

/// Returns address and secret of the oldest endpoint.
pub async fn oldest_endpoint(db: &mut Conn) -> Result<Option<(String, Vec<u8>)>> {
    fetch_optional!(db, "select url, secret from endpoints order by id limit 1").await
}
