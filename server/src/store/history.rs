//! The history of one business on our side, read from the tables that keep it. DOKU's verdicts are `observations`.

use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum HistoryKind {
    FixesSent,
    Mended,
    Received,
    Submitted,
    Approved,
    SentBack,
}

/// An event; a column is `None` where its kind has nothing to say.
#[derive(sqlx::FromRow)]
pub struct HistoryRow {
    pub what: HistoryKind,
    pub at: Millis,
    pub id: Option<FactId>,
    /// The slot of a file, or the facet that was mended.
    pub name: Option<String>,
    /// The number of items sent back.
    pub items: Option<i64>,
    /// The body of the update, sealed at `Place::Update`, or the reason, sealed at `Place::Mended`.
    pub sealed: Option<Vec<u8>>,
}

/// Returns the events in no order; of the updates, each of which is decrypted, only the newest.
pub async fn all(db: &mut Conn, business: BusinessId, most_updates: i64) -> Result<Vec<HistoryRow>> {
    fetch_all!(
        db,
        "select * from (select 'fixes_sent' as what, submitted_at as at, id, cast(null as text) as name,
                cast(null as bigint) as items, body as sealed
            from updates where business_id = $1 order by revision desc limit $2) updated
        union all select 'mended', mended_at, id, facet, null, reason from mended where business_id = $1
        union all select 'received', received_at, null, slot, null, null from documents
            where business_id = $1 and replaced_at is null
        union all select 'submitted', submitted_at, null, null, null, null from submissions where business_id = $1
        union all select case when approved then 'approved' else 'sent_back' end, decided_at, null, null, items, null
            from decisions where business_id = $1",
        business,
        most_updates
    )
    .await
}
