//! The judged entities, and the verdicts that fall due.

use domain::Millis;
use domain::kyb::{EntityKind, Reported};

use super::Conn;

#[derive(Clone, sqlx::FromRow)]
pub struct Entity {
    pub id: i64,
    pub business: i64,
    /// The callback type.
    pub kind: String,
    pub slot: String,
    pub doku_id: String,
    pub code: Option<String>,
    pub status: String,
    pub note: Option<String>,
    pub updated_at: i64,
    /// The number of times it was sent.
    pub submissions: i64,
}

impl Entity {
    pub fn kind(&self) -> EntityKind {
        EntityKind::read(&self.kind).expect("only known kinds are stored")
    }

    pub fn is(&self, status: &str) -> bool {
        self.status == status
    }

    /// Returns true for every accepting word; a bank account, for one, is VERIFIED. Source: CONTRACT §8.1.
    pub fn is_accepted(&self) -> bool {
        Reported::read(&self.status) == Reported::Accepted
    }
}

pub async fn insert(db: &mut Conn, entity: &Entity) -> sqlx::Result<u64> {
    let Entity { business, kind, slot, doku_id, code, status, updated_at, .. } = entity;
    execute!(
        db,
        "insert into entities (business, kind, slot, doku_id, code, status, note, updated_at, submissions)
         values ($1, $2, $3, $4, $5, $6, null, $7, 1)",
        [business, kind, slot, doku_id, code, status, updated_at]
    )
}

/// Lists the entities in the order of the registration.
pub async fn of(db: &mut Conn, business: i64) -> sqlx::Result<Vec<Entity>> {
    all!(db, "select * from entities where business = $1 order by id", [business])
}

/// Counts the rounds of a business: 1 after its registration.
pub async fn most_submissions(db: &mut Conn, business: i64) -> sqlx::Result<i64> {
    scalar!(db, "select coalesce(max(submissions), 0) from entities where business = $1", [business])
}

pub async fn by_id(db: &mut Conn, id: i64) -> sqlx::Result<Option<Entity>> {
    optional!(db, "select * from entities where id = $1", [id])
}

/// Stores a new verdict and cancels the planned one. Returns the entity as it is now.
pub async fn judge(db: &mut Conn, verdict: &Verdict, at: Millis) -> sqlx::Result<Entity> {
    execute!(db, "delete from verdicts where entity = $1", [verdict.entity])?;
    one!(
        db,
        "update entities set status = $2, note = $3, updated_at = $4 where id = $1 returning *",
        [verdict.entity, &verdict.status, &verdict.note, at.0]
    )
}

/// Puts an entity that was sent again back in review, under a new id.
pub async fn resubmit(db: &mut Conn, id: i64, as_sent: &Entity, at: Millis) -> sqlx::Result<u64> {
    judge(db, &Verdict { entity: id, status: as_sent.status.clone(), note: None }, at).await?;
    execute!(
        db,
        "update entities set doku_id = $2, submissions = submissions + 1 where id = $1",
        [id, &as_sent.doku_id]
    )
}

/// Removes an entity that an update replaced by nothing.
pub async fn remove(db: &mut Conn, id: i64) -> sqlx::Result<u64> {
    execute!(db, "delete from verdicts where entity = $1", [id])?;
    execute!(db, "delete from entities where id = $1", [id])
}

#[derive(sqlx::FromRow)]
pub struct Verdict {
    pub entity: i64,
    pub status: String,
    pub note: Option<String>,
}

/// Plans a verdict. Verdicts of one moment are given in the order in which they were planned.
pub async fn plan(db: &mut Conn, verdict: &Verdict, due: Millis) -> sqlx::Result<u64> {
    execute!(
        db,
        "insert or replace into verdicts (entity, status, note, due_at) values ($1, $2, $3, $4)",
        [verdict.entity, &verdict.status, &verdict.note, due.0]
    )
}

pub async fn next_due(db: &mut Conn, now: Millis) -> sqlx::Result<Option<Verdict>> {
    optional!(db, "select entity, status, note from verdicts where due_at <= $1 order by due_at, id limit 1", [now.0])
}
