//! What is judged, and the verdicts that fall due.

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
    /// How often it was sent.
    pub submissions: i64,
}

impl Entity {
    pub fn kind(&self) -> EntityKind {
        EntityKind::read(&self.kind).expect("only known kinds are stored")
    }

    pub fn is(&self, status: &str) -> bool {
        self.status == status
    }

    /// A bank account is said to be VERIFIED. Source: CONTRACT §8.1.
    pub fn is_accepted(&self) -> bool {
        Reported::read(&self.status) == Reported::Accepted
    }
}

pub async fn insert(db: &mut Conn, entity: &Entity) -> sqlx::Result<()> {
    sqlx::query(
        "insert into entities (business, kind, slot, doku_id, code, status, note, updated_at, submissions)
         values ($1, $2, $3, $4, $5, $6, null, $7, 1)",
    )
    .bind(entity.business)
    .bind(&entity.kind)
    .bind(&entity.slot)
    .bind(&entity.doku_id)
    .bind(&entity.code)
    .bind(&entity.status)
    .bind(entity.updated_at)
    .execute(db)
    .await?;
    Ok(())
}

/// In the order in which they stand in the registration.
pub async fn of(db: &mut Conn, business: i64) -> sqlx::Result<Vec<Entity>> {
    sqlx::query_as("select * from entities where business = $1 order by id").bind(business).fetch_all(db).await
}

/// Counts the rounds of a business: 1 after its registration.
pub async fn most_submissions(db: &mut Conn, business: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar("select coalesce(max(submissions), 0) from entities where business = $1")
        .bind(business)
        .fetch_one(db)
        .await
}

pub async fn by_id(db: &mut Conn, id: i64) -> sqlx::Result<Option<Entity>> {
    sqlx::query_as("select * from entities where id = $1").bind(id).fetch_optional(db).await
}

/// A new verdict; whatever was still to come is off.
pub async fn judge(db: &mut Conn, id: i64, status: &str, note: Option<&str>, at: Millis) -> sqlx::Result<()> {
    sqlx::query("update entities set status = $2, note = $3, updated_at = $4 where id = $1")
        .bind(id)
        .bind(status)
        .bind(note)
        .bind(at.0)
        .execute(&mut *db)
        .await?;
    sqlx::query("delete from verdicts where entity = $1").bind(id).execute(db).await?;
    Ok(())
}

/// Back to review under a new id, after it was sent again.
pub async fn resubmit(db: &mut Conn, id: i64, doku_id: &str, status: &str, at: Millis) -> sqlx::Result<()> {
    judge(db, id, status, None, at).await?;
    sqlx::query("update entities set doku_id = $2, submissions = submissions + 1 where id = $1")
        .bind(id)
        .bind(doku_id)
        .execute(db)
        .await?;
    Ok(())
}

/// An entity that an update replaced by nothing.
pub async fn remove(db: &mut Conn, id: i64) -> sqlx::Result<()> {
    sqlx::query("delete from verdicts where entity = $1").bind(id).execute(&mut *db).await?;
    sqlx::query("delete from entities where id = $1").bind(id).execute(db).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub struct Verdict {
    pub entity: i64,
    pub status: String,
    pub note: Option<String>,
}

/// Verdicts of one moment are spoken in the order in which they were planned.
pub async fn plan(db: &mut Conn, verdict: &Verdict, due: Millis) -> sqlx::Result<()> {
    sqlx::query("insert or replace into verdicts (entity, status, note, due_at) values ($1, $2, $3, $4)")
        .bind(verdict.entity)
        .bind(&verdict.status)
        .bind(&verdict.note)
        .bind(due.0)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn next_due(db: &mut Conn, now: Millis) -> sqlx::Result<Option<Verdict>> {
    sqlx::query_as("select entity, status, note from verdicts where due_at <= $1 order by due_at, id limit 1")
        .bind(now.0)
        .fetch_optional(db)
        .await
}
