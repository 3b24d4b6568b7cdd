//! When a business is read back, and what was read.

use super::{Conn, Result, businesses::Business, macros::push_in};
use domain::{
    Millis,
    ids::{BusinessId, FactId},
    kyb::{State, Watch},
};
use uuid::Uuid;

/// Brings the next read-back forward, never puts it off.
pub async fn soon(db: &mut Conn, id: BusinessId, at: Millis) -> Result<()> {
    execute!(db, "update businesses set next_read_at = $2 where id = $1 and doku_brand_id is not null and (next_read_at is null or next_read_at > $2)", id, at).await
}

/// As `soon`, asked for by a callback signed with the brand's own key.
pub async fn asked_by_brand(db: &mut Conn, id: BusinessId, now: Millis, at: Millis) -> Result<()> {
    let () = update!(db, businesses { brand_called_at: now } where { id }).await?;
    soon(db, id, at).await
}

/// As `soon`, since a callback came: whatever DOKU answers next is newer than it, the same as before included.
pub async fn after_callback(db: &mut Conn, id: BusinessId, at: Millis) -> Result<()> {
    let () = update!(db, businesses { read_hash: None::<&[u8]> } where { id }).await?;
    soon(db, id, at).await
}

/// A read-back that was answered, as it was claimed. One that was asked for meanwhile follows all the same, and its answer counts.
pub async fn set_read(
    db: &mut Conn,
    claimed: &Business,
    read_at: Millis,
    hash: &[u8],
    next: Option<Millis>,
) -> Result<()> {
    execute!(
        db,
        "update businesses set read_at = $2,
            read_hash = case when next_read_at is distinct from $5 then null else $3 end,
            next_read_at = case when next_read_at is distinct from $5 then next_read_at else $4 end
        where id = $1",
        claimed.id,
        read_at,
        hash,
        next,
        claimed.next_read_at
    )
    .await
}

pub async fn is_due(db: &mut Conn, now: Millis) -> Result<bool> {
    // In order: without one PostgreSQL, which guesses that a third of them is due, looks for the first in the table.
    let due: Option<(BusinessId,)> = fetch_optional!(db, "select id from businesses where next_read_at <= " {now}
            " order by next_read_at limit 1")
    .await?;
    Ok(due.is_some())
}

/// Takes what is due, and puts it off so that no other instance reads it too.
pub async fn claim(db: &mut Conn, now: Millis, until: Millis, limit: i64) -> Result<Vec<Business>> {
    fetch_all!(db, "update businesses set next_read_at = $2 where id in (
        select id from businesses where next_read_at <= $1 order by next_read_at limit $3" [pg " for update skip locked"] ") returning *", now, until, limit).await
}

/// A read-back that failed, as it was claimed: once more at `again`, unless a callback asked for one meanwhile.
pub async fn put_off(db: &mut Conn, claimed: &Business, again: Option<Millis>) -> Result<()> {
    update!(db, businesses { next_read_at: again } where {
        id: claimed.id, next_read_at: claimed.next_read_at
    })
    .await
}

/// Of so many businesses after this one, by id, the open ones and what may be taken back. The last of them; `None`: that was all.
pub async fn open_ones_soon(db: &mut Conn, at: Millis, after: BusinessId, most: i64) -> Result<Option<BusinessId>> {
    let last: Option<(BusinessId,)> = fetch_optional!(db, "select id from (select id from businesses
        where id > " {after} " order by id limit " {most} ") next order by id desc limit 1")
    .await?;
    let Some((last,)) = last else { return Ok(None) };
    let watched = |state: &State| matches!(state.watch(), Watch::Closely | Watch::Loosely);
    let () = compose!(execute, db, |q| {
        q.push("update businesses set next_read_at = ").push_bind(at);
        q.push(" where id > ").push_bind(after).push(" and id <= ").push_bind(last);
        q.push(" and doku_brand_id is not null and (next_read_at is null or next_read_at > ").push_bind(at);
        q.push(") and state");
        push_in(&mut q, State::ALL.into_iter().filter(watched));
    })
    .await?;
    Ok(Some(last))
}

pub async fn insert(db: &mut Conn, id: FactId, business: BusinessId, read_at: Millis, body: &[u8]) -> Result<()> {
    insert!(db, readbacks { id, business_id: business, read_at, body }).await
}

#[derive(sqlx::FromRow)]
pub struct ReadBack {
    pub id: FactId,
    pub read_at: Millis,
    /// Sealed.
    pub body: Vec<u8>,
}

/// Bodies are read so many at a time, however many there are.
const PAGE: i64 = 16;
/// Before every one.
pub const FIRST: FactId = FactId::new(Uuid::nil());

/// A page in the order in which they were kept: ids are made by our clock.
pub async fn page(db: &mut Conn, business: BusinessId, after: FactId) -> Result<Vec<ReadBack>> {
    fetch_all!(db, "select id, read_at, body from readbacks where business_id = " {business} " and id > " {after}
        " order by id limit " {PAGE})
    .await
}

pub async fn forget_entity(db: &mut Conn, business: BusinessId, doku_id: &str) -> Result<()> {
    execute!(db, "delete from doku_entities where business_id = $1 and doku_id = $2", business, doku_id).await
}

/// When DOKU's ids for its entities were learnt.
pub async fn remember_entity(db: &mut Conn, business: BusinessId, doku_id: &str, facet: &str) -> Result<()> {
    insert!(
        db,
        doku_entities { business_id: business, doku_id, facet },
        "on conflict (business_id, doku_id) do nothing"
    )
    .await
}

pub async fn entities(db: &mut Conn, business: BusinessId) -> Result<Vec<(String, String)>> {
    fetch_all!(db, "select doku_id, facet from doku_entities where business_id = " {business}).await
}
