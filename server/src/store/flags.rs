use super::{Conn, Result};
use domain::Millis;

/// Our credential was refused: nothing is sent until somebody mended it.
pub const DOKU_STOPPED: &str = "doku_stopped";
/// Written to see whether it can be, and never kept.
pub const READY: &str = "ready";
/// When ids that nobody owns were looked at last.
pub const LOOKED: &str = "looked";
/// For when every open application was asked to be read back last.
pub const ALL_READ: &str = "all_read";
/// When DOKU was asked last about lists of businesses that were begun with a kept one.
pub const LISTS_ASKED: &str = "lists_asked";
/// When the planner was told last what is in the tables.
pub const ANALYZED: &str = "analyzed";
/// Saturday and Sunday do not count towards DOKU's promises.
pub const WORKING_DAYS: &str = "working_days";
/// When the history of the demo ends, and how far it was told: killed meanwhile, it goes on there.
pub const DEMO_UNTIL: &str = "demo_until";
pub const DEMO_TOLD: &str = "demo_told";

pub async fn set(db: &mut Conn, name: &str, now: Millis) -> Result<()> {
    insert!(db, flags { name, set_at: now }, "on conflict (name) do nothing").await
}

/// As a setting says.
pub async fn put(db: &mut Conn, name: &str, on: bool, now: Millis) -> Result<()> {
    if on { set(db, name, now).await } else { clear(db, name).await.map(drop) }
}

/// Whatever stood there before.
pub async fn mark(db: &mut Conn, name: &str, at: Millis) -> Result<()> {
    upsert!(db, flags { set_at: at } where { name }).await
}

pub async fn clear(db: &mut Conn, name: &str) -> Result<u64> {
    execute!(db, "delete from flags where name = " {name}).await
}

/// Since when.
pub async fn get(db: &mut Conn, name: &str) -> Result<Option<Millis>> {
    value_optional!(db, "select set_at from flags where name = " {name}).await
}

/// Our credential is refused.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Stop {
    /// Since when.
    pub set_at: Millis,
    /// When it was tried last.
    pub probed_at: Millis,
}

pub async fn stop(db: &mut Conn) -> Result<Option<Stop>> {
    fetch_optional!(db, "select set_at, probed_at from flags where name = " {DOKU_STOPPED}).await
}

/// As `stop`, held until the transaction ends.
pub async fn lock_stop(db: &mut Conn) -> Result<Option<Stop>> {
    fetch_optional!(db, "select set_at, probed_at from flags where name = " {DOKU_STOPPED} [pg " for update"]).await
}

/// Once more or for the first time: `set_at` stays.
pub async fn refused(db: &mut Conn, now: Millis) -> Result<()> {
    insert!(
        db,
        flags { name: DOKU_STOPPED, set_at: now, probed_at: now },
        "on conflict (name) do update set probed_at = excluded.probed_at"
    )
    .await
}

/// `false`: somebody else tries.
pub async fn probe(db: &mut Conn, seen: &Stop, now: Millis) -> Result<bool> {
    update!(db, flags { probed_at: now } where { name: DOKU_STOPPED, probed_at: seen.probed_at }).await
}

/// The one that was to try did not.
pub async fn probe_again(db: &mut Conn) -> Result<()> {
    execute!(db, "update flags set probed_at = 0 where name = " {DOKU_STOPPED}).await
}

/// `false`: less than `pause` ago it was somebody's turn. Shared by all instances.
pub async fn take_turn(db: &mut Conn, name: &str, now: Millis, pause: i64) -> Result<bool> {
    execute!(db, "insert into flags (name, set_at) values (" {name} ", " {now} ")
        on conflict (name) do update set set_at = excluded.set_at where flags.set_at <= " {now.plus(-pause)})
    .await
}

/// When the next turn is: now, or `pause` after the last one. `None`: that one is planned already. Shared by all instances.
pub async fn plan_turn(db: &mut Conn, name: &str, now: Millis, pause: i64) -> Result<Option<Millis>> {
    value_optional!(db, "insert into flags (name, set_at) values (" {name} ", " {now} ") on conflict (name) do update
        set set_at = case when flags.set_at <= " {now.plus(-pause)} " then excluded.set_at
        else flags.set_at + " {pause} " end where flags.set_at <= " {now} " returning set_at")
    .await
}
