//! Callbacks as they arrived, and their progress.

mod unmatched;

pub use unmatched::*;

use super::{Conn, Result};
use domain::{
    Cursor, Millis,
    ids::{BusinessId, FactId},
};
use uuid::Uuid;

/// The size of the pages in which whole callbacks are read, however many there are: a body may have a MiB.
const PAGE: i64 = 16;

pub const FIRST: Cursor<FactId> = Cursor { at: Millis(i64::MIN), id: FactId::new(Uuid::nil()) };
pub const LAST: Cursor<FactId> = Cursor { at: Millis(i64::MAX), id: FactId::new(Uuid::max()) };

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Status {
    /// It is acknowledged, and not yet projected.
    New,
    Projected,
    /// It is well signed, but about no business that we know yet.
    Orphan,
    /// It is kept for a person, with the reason in `problem`: it does not parse, names something unknown, is odd, or
    /// could not be projected.
    Flagged,
}

domain::words! {
    /// The reason why a person may want to look at a callback.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
    #[sqlx(type_name = "TEXT", rename_all = "snake_case")]
    pub enum CallbackProblem {
        /// It does not open: it was sealed under another master key, or is damaged.
        Sealed = "sealed",
        NotJson = "not_json",
        UnknownType = "unknown_type",
        /// A word that nobody knows, or none.
        UnknownStatus = "unknown_status",
        /// No facet answers to it yet: it is looked at once more when something new was learnt.
        UnknownEntity = "unknown_entity",
        /// It has its own body and counts, but came under the Request-Id of another.
        OtherBody = "other_body",
        /// It was signed far in our future.
        Ahead = "ahead",
        /// It dates its verdict far after itself.
        DatedAhead = "dated_ahead",
        /// It was signed with the brand's own key, and only asked for a read-back. Such are not kept any more.
        BrandKey = "brand_key",
        /// It cannot be projected.
        Failed = "failed",
    }
}

#[derive(sqlx::FromRow)]
pub struct Callback {
    pub id: FactId,
    pub client_id: String,
    pub request_id: String,
    pub received_at: Millis,
    pub sent_at: Millis,
    /// The headers are sealed, as is the body: with the inbox key until it is projected, then with the business's.
    pub headers: Vec<u8>,
    pub body: Vec<u8>,
    /// The hash of the stored body. `None` for one that was kept before there were digests.
    pub digest: Option<Vec<u8>>,
    /// True when an older one with the same Request-Id has another body; known once it is projected.
    pub other_body: bool,
    /// The time of DOKU's first answer after a callback that is from our future.
    pub no_later_than: Option<Millis>,
    pub deliveries: i64,
    pub status: Status,
    pub problem: Option<CallbackProblem>,
    pub business_id: Option<BusinessId>,
    /// The business whose turn it waits for, while it is new.
    pub about: Option<BusinessId>,
}

/// The most by which DOKU's clock may be ahead of ours before one of the two is wrong.
const AHEAD: i64 = 10 * Millis::MINUTE;

impl Callback {
    pub const fn cursor(&self) -> Cursor<FactId> {
        Cursor { at: self.received_at, id: self.id }
    }

    /// Tells whether it was signed far in our future.
    pub const fn is_ahead(&self) -> bool {
        self.sent_at.since(self.received_at) > AHEAD
    }
}

/// The part of a flagged callback that a history shows.
#[derive(sqlx::FromRow)]
pub struct Flagged {
    pub received_at: Millis,
    pub sent_at: Millis,
    pub problem: Option<CallbackProblem>,
    pub other_body: bool,
}

impl Flagged {
    pub const fn is_ahead(&self) -> bool {
        self.sent_at.since(self.received_at) > AHEAD
    }
}

/// Keeps callbacks as received, in one statement, and returns how many were new. A callback that we already hold (same
/// Client-Id, Request-Id and body) is counted. `all` names none twice and is sorted by those three, so that two
/// instances with the same callbacks never wait for each other.
pub async fn insert(db: &mut Conn, all: &[Callback]) -> Result<usize> {
    let kept: Vec<(FactId,)> = compose!(fetch_all, db, |q| {
        q.push("insert into callbacks (id, client_id, request_id, received_at, sent_at, headers, body, digest, deliveries, status, problem, business_id) ");
        q.push_values(all, |mut row, c| {
            row.push_bind(c.id).push_bind(&c.client_id).push_bind(&c.request_id).push_bind(c.received_at);
            row.push_bind(c.sent_at).push_bind(&c.headers).push_bind(&c.body).push_bind(&c.digest);
            row.push_bind(c.deliveries).push_bind(c.status).push_bind(c.problem).push_bind(c.business_id);
        });
        q.push(" on conflict (client_id, request_id, digest) do update set deliveries = callbacks.deliveries + excluded.deliveries returning id");
    })
    .await?;
    Ok(kept.iter().filter(|(id,)| all.iter().any(|callback| callback.id == *id)).count())
}

/// Tells whether an older one has the same Request-Id with another body.
pub async fn has_other_body(db: &mut Conn, c: &Callback) -> Result<bool> {
    value!(db, "select exists (select 1 from callbacks where client_id = " {&c.client_id}
        " and request_id = " {&c.request_id} " and digest <> " {&c.digest}
        " and (received_at, id) < (" {c.received_at} ", " {c.id} "))")
    .await
}

/// Returns businesses about which callbacks wait, by id, after one.
pub async fn turns(db: &mut Conn, after: BusinessId, limit: i64) -> Result<Vec<BusinessId>> {
    values!(db, "select distinct about from callbacks where status = 'new' and about > " {after}
        " order by about limit " {limit})
    .await
}

/// Returns the oldest new callbacks about one business, locked against other instances until the transaction ends.
pub async fn take_new(db: &mut Conn, business: BusinessId, limit: i64) -> Result<Vec<Callback>> {
    fetch_all!(db, "select * from callbacks where status = 'new' and about = $1 order by received_at, id limit $2" [pg " for update skip locked"] "", business, limit).await
}

/// Stores a callback as it was interpreted. Headers and body change their key, not their content.
pub async fn set_interpreted(db: &mut Conn, c: &Callback) -> Result<()> {
    update!(db, callbacks {
        status: c.status, problem: c.problem, business_id: c.business_id, headers: &c.headers, body: &c.body,
        other_body: c.other_body, about: None::<BusinessId>
    } where { id: c.id })
    .await
}

/// The callbacks that a walk covers.
#[derive(Clone, Copy)]
pub enum Of {
    Business(BusinessId),
    /// The callbacks of one business that were flagged for this reason.
    Flagged(BusinessId, CallbackProblem),
    Orphans,
}

/// Returns a page of them, oldest first.
pub async fn page(db: &mut Conn, of: Of, after: Cursor<FactId>) -> Result<Vec<Callback>> {
    walk(db, of, ">", after, "").await
}

/// Returns a page of them, newest first.
pub async fn page_back(db: &mut Conn, of: Of, before: Cursor<FactId>) -> Result<Vec<Callback>> {
    walk(db, of, "<", before, " desc").await
}

async fn walk(db: &mut Conn, of: Of, side: &str, last: Cursor<FactId>, order: &str) -> Result<Vec<Callback>> {
    compose!(fetch_all, db, |q| {
        q.push("select * from callbacks where ");
        match of {
            Of::Business(id) => q.push("business_id = ").push_bind(id),
            Of::Flagged(id, problem) => {
                q.push("status = 'flagged' and problem = ").push_bind(problem).push(" and business_id = ").push_bind(id)
            }
            Of::Orphans => q.push("status = 'orphan'"),
        };
        q.push(format!(" and (received_at, id) {side} (")).push_bind(last.at).push(", ").push_bind(last.id);
        q.push(format!(") order by received_at{order}, id{order} limit ")).push_bind(PAGE);
    })
    .await
}

pub async fn count_of(db: &mut Conn, business: BusinessId) -> Result<i64> {
    value!(db, "select count(*) from callbacks where business_id = " {business}).await
}

pub async fn put_aside(db: &mut Conn, id: FactId) -> Result<()> {
    update!(db, callbacks { status: Status::Flagged, problem: CallbackProblem::Failed } where { id }, "status = 'new'")
        .await
}

/// Returns the flagged ones of one business, newest first.
pub async fn flagged(db: &mut Conn, business: BusinessId, limit: i64) -> Result<Vec<Flagged>> {
    fetch_all!(db, "select received_at, sent_at, problem, other_body from callbacks where business_id = $1 and status = 'flagged' order by received_at desc, id desc limit $2", business, limit).await
}

/// Records that it was looked at again; the bytes stay as they are.
pub async fn set_status(db: &mut Conn, id: FactId, status: Status, problem: Option<CallbackProblem>) -> Result<()> {
    update!(db, callbacks { status, problem } where { id }).await
}

/// Limits the time of callbacks of one business from our future to `latest`. Returns how many had no limit before.
pub async fn bind_ahead(db: &mut Conn, business: BusinessId, latest: Millis) -> Result<u64> {
    let bound: u64 = execute!(db, "update callbacks set no_later_than = " {latest}
        " where business_id = " {business} " and no_later_than is null and sent_at > received_at + " {AHEAD})
    .await?;
    if bound > 0 {
        let () = execute!(db, "update observations set at = " {latest} " where business_id = " {business}
            " and at > " {latest} " and fact_id in (select id from callbacks where business_id = " {business}
            " and no_later_than = " {latest} ")")
        .await?;
    }
    Ok(bound)
}

pub async fn any_new(db: &mut Conn) -> Result<bool> {
    value!(db, "select exists (select 1 from callbacks where status = 'new')").await
}

pub async fn count(db: &mut Conn, status: Status) -> Result<i64> {
    value!(db, "select count(*) from callbacks where status = " {status}).await
}
