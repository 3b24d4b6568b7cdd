//! Brands of businesses, as DOKU knows them: their ids and keys, and when each is read back.

use super::{Conn, Result, businesses::Business, macros::push_in};
use domain::{
    Millis,
    ids::{BusinessId, DokuBrandId},
    kyb::{State, Watch},
};
use std::collections::BTreeMap;

#[derive(Clone, sqlx::FromRow)]
pub struct Brand {
    pub business_id: BusinessId,
    /// The place among the brands of the business, from 0.
    pub nth: i64,
    pub doku_id: DokuBrandId,
    /// The key is sealed.
    pub shared_key: Option<Vec<u8>>,
    pub next_read_at: Option<Millis>,
    pub read_at: Option<Millis>,
    pub read_hash: Option<Vec<u8>>,
    /// The time of the last callback signed with its own key, which asked for a read-back.
    pub called_at: Option<Millis>,
}

/// Inserts the first brand of a business that DOKU has just registered.
pub async fn insert_first(
    db: &mut Conn,
    business_id: BusinessId,
    doku_id: &DokuBrandId,
    shared_key: Option<&[u8]>,
    next_read_at: Millis,
) -> Result<()> {
    insert!(db, brands { business_id, nth: 0_i64, doku_id, shared_key, next_read_at }).await
}

/// Returns the brands in their order, or none for a business that DOKU does not know.
pub async fn of(db: &mut Conn, business: &Business) -> Result<Vec<Brand>> {
    if business.doku_business_id.is_none() {
        return Ok(Vec::new());
    }
    fetch_all!(db, "select * from brands where business_id = " {business.id} " order by nth").await
}

/// Returns the first brand, which every business has that DOKU knows.
pub async fn first(db: &mut Conn, business: &Business) -> Result<Option<Brand>> {
    Ok(of(db, business).await?.into_iter().next())
}

/// Returns DOKU's id of the first brand of each of these businesses.
pub async fn first_ids(db: &mut Conn, businesses: Vec<BusinessId>) -> Result<BTreeMap<BusinessId, DokuBrandId>> {
    let rows: Vec<(BusinessId, DokuBrandId)> = compose!(fetch_all, db, |q| {
        q.push("select business_id, doku_id from brands where nth = 0 and business_id");
        push_in(&mut q, businesses.iter().copied());
    })
    .await?;
    Ok(rows.into_iter().collect())
}

pub async fn by_doku_id(db: &mut Conn, id: &DokuBrandId) -> Result<Option<Brand>> {
    fetch_optional!(db, "select * from brands where doku_id = " {id} " limit 1").await
}

pub async fn set_shared_key(db: &mut Conn, brand: &Brand, sealed: &[u8]) -> Result<()> {
    update!(db, brands { shared_key: sealed } where { business_id: brand.business_id, nth: brand.nth }).await
}

/// Brings the next read-back of each brand forward, never puts it off.
pub async fn soon(db: &mut Conn, business: BusinessId, at: Millis) -> Result<()> {
    execute!(
        db,
        "update brands set next_read_at = $2 where business_id = $1 and (next_read_at is null or next_read_at > $2)",
        business,
        at
    )
    .await
}

/// Brings forward the next read-back of the one brand whose own key signed a callback.
pub async fn called(db: &mut Conn, brand: &Brand, now: Millis, at: Millis) -> Result<()> {
    execute!(
        db,
        "update brands set called_at = $3, next_read_at =
            case when next_read_at is null or next_read_at > $4 then $4 else next_read_at end
        where business_id = $1 and nth = $2",
        brand.business_id,
        brand.nth,
        now,
        at
    )
    .await
}

/// Brings read-backs forward after a callback, and forgets the last answer, so that DOKU's next one always counts.
pub async fn after_callback(db: &mut Conn, business: BusinessId, at: Millis) -> Result<()> {
    let () = update!(db, brands { read_hash: None::<&[u8]> } where { business_id: business }).await?;
    soon(db, business, at).await
}

/// Stores a read-back that was answered, as it was claimed. One that was asked for meanwhile still follows, and counts.
pub async fn set_read(
    db: &mut Conn,
    claimed: &Brand,
    read_at: Millis,
    hash: &[u8],
    next: Option<Millis>,
) -> Result<()> {
    execute!(
        db,
        "update brands set read_at = $3,
            read_hash = case when next_read_at is distinct from $6 then null else $4 end,
            next_read_at = case when next_read_at is distinct from $6 then next_read_at else $5 end
        where business_id = $1 and nth = $2",
        claimed.business_id,
        claimed.nth,
        read_at,
        hash,
        next,
        claimed.next_read_at
    )
    .await
}

/// Returns the hash of DOKU's last answer.
pub async fn read_hash(db: &mut Conn, brand: &Brand) -> Result<Option<Vec<u8>>> {
    value!(db, "select read_hash from brands where business_id = " {brand.business_id} " and nth = " {brand.nth}).await
}

pub async fn is_due(db: &mut Conn, now: Millis) -> Result<bool> {
    // PostgreSQL needs an order: without one it guesses that a third of them is due, and scans the table for the first.
    let due: Option<BusinessId> = value_optional!(db, "select business_id from brands where next_read_at <= " {now}
            " order by next_read_at limit 1")
    .await?;
    Ok(due.is_some())
}

/// Takes due brands, and puts them off so that no other instance reads them too.
pub async fn claim(db: &mut Conn, now: Millis, until: Millis, limit: i64) -> Result<Vec<Brand>> {
    fetch_all!(db, "update brands set next_read_at = $2 where (business_id, nth) in (
        select business_id, nth from brands where next_read_at <= $1 order by next_read_at limit $3" [pg " for update skip locked"] ") returning *", now, until, limit).await
}

/// Puts off a read-back that failed, as it was claimed, until `again`, unless a callback asked for one meanwhile.
pub async fn put_off(db: &mut Conn, claimed: &Brand, again: Option<Millis>) -> Result<()> {
    update!(db, brands { next_read_at: again } where {
        business_id: claimed.business_id, nth: claimed.nth, next_read_at: claimed.next_read_at
    })
    .await
}

/// Plans the read-back of open applications, and of those that DOKU may take back, among the next `most` businesses by
/// id. Returns the last of them, or `None` at the end.
pub async fn open_ones_soon(db: &mut Conn, at: Millis, after: BusinessId, most: i64) -> Result<Option<BusinessId>> {
    let last: Option<BusinessId> = value_optional!(db, "select id from (select id from businesses
        where id > " {after} " order by id limit " {most} ") next order by id desc limit 1")
    .await?;
    let Some(last) = last else { return Ok(None) };
    let watched = |state: &State| matches!(state.watch(), Watch::Closely | Watch::Loosely);
    let () = compose!(execute, db, |q| {
        q.push("update brands set next_read_at = ").push_bind(at);
        q.push(" where (next_read_at is null or next_read_at > ").push_bind(at);
        q.push(") and business_id in (select id from businesses where id > ").push_bind(after);
        q.push(" and id <= ").push_bind(last).push(" and state");
        push_in(&mut q, State::ALL.into_iter().filter(watched));
        q.push(")");
    })
    .await?;
    Ok(Some(last))
}
