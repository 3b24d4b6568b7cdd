use super::{Conn, Result};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, FactId},
};

#[derive(sqlx::FromRow)]
pub struct Decision {
    pub id: FactId,
    pub business_id: BusinessId,
    pub account_id: AccountId,
    pub revision: i64,
    pub approved: bool,
    /// The number of items sent back.
    pub items: i64,
    pub decided_at: Millis,
}

/// Returns false when somebody decided this revision before. A call given up since opens it for another decision.
pub async fn insert(db: &mut Conn, d: &Decision) -> Result<bool> {
    execute!(
        db,
        "insert into decisions (id, business_id, account_id, revision, approved, items, decided_at, round)
        values ($1, $2, $3, $4, $5, $6, $7,
            (select count(*) from outbox where business_id = $2 and kind = 'register' and status = 'given_up'))
        on conflict (business_id, revision, round) do nothing",
        d.id,
        d.business_id,
        d.account_id,
        d.revision,
        d.approved,
        d.items,
        d.decided_at
    )
    .await
}

/// The origin of a returned item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Origin {
    Partner,
    /// DOKU refused the request and named this part.
    Doku,
}

#[derive(sqlx::FromRow)]
pub struct Returned {
    pub item: String,
    /// The reason is sealed.
    pub reason: Vec<u8>,
    pub origin: Origin,
    pub returned_at: Millis,
}

pub async fn give_back(
    db: &mut Conn,
    business: BusinessId,
    item: &str,
    reason: &[u8],
    origin: Origin,
    now: Millis,
) -> Result<()> {
    close(db, business, item, now).await?;
    insert!(db, returned_items {
        business_id: business, item, reason, origin, returned_at: now
    },
        "on conflict (business_id, item, returned_at) do update set reason = excluded.reason, origin = excluded.origin, settled_at = null").await
}

/// Returns items that the merchant has not touched yet.
pub async fn returned(db: &mut Conn, business: BusinessId) -> Result<Vec<Returned>> {
    fetch_all!(db, "select * from returned_items where business_id = " {business} " and settled_at is null
        order by item")
    .await
}

/// Closes a returned item: the merchant answered it, or it is asked for no more.
pub async fn close(db: &mut Conn, business: BusinessId, item: &str, now: Millis) -> Result<()> {
    update!(db, returned_items { settled_at: now } where { business_id: business, item }, "settled_at is null").await
}
