use super::{Conn, Result};
use domain::Millis;

/// The flag that stands since our credential was refused: nothing is sent until somebody corrects it.
pub const DOKU_STOPPED: &str = "doku_stopped";
/// The flag that is written to see whether writing works, and never kept.
pub const READY: &str = "ready";
/// The time at which ids without an owner were last looked up.
pub const LOOKED: &str = "looked";
/// The time for which all open applications were last planned to be read back.
pub const ALL_READ: &str = "all_read";
/// The time at which DOKU was last asked about lists of businesses that were begun with a kept one.
pub const LISTS_ASKED: &str = "lists_asked";
/// The time at which the planner last analyzed the tables.
pub const ANALYZED: &str = "analyzed";
/// The flag that stands when Saturday and Sunday do not count towards DOKU's promises.
pub const WORKING_DAYS: &str = "working_days";
/// The time at which the history of the demo ends, and how far it was told: after a kill it goes on there.
pub const DEMO_UNTIL: &str = "demo_until";
pub const DEMO_TOLD: &str = "demo_told";

pub async fn set(db: &mut Conn, name: &str, now: Millis) -> Result<()> {
    insert!(db, flags { name, set_at: now }, "on conflict (name) do nothing").await
}

/// Sets or clears a flag as a setting demands.
pub async fn put(db: &mut Conn, name: &str, on: bool, now: Millis) -> Result<()> {
    if on { set(db, name, now).await } else { clear(db, name).await.map(drop) }
}

/// Sets the time, whatever it was before.
pub async fn mark(db: &mut Conn, name: &str, at: Millis) -> Result<()> {
    upsert!(db, flags { set_at: at } where { name }).await
}

pub async fn clear(db: &mut Conn, name: &str) -> Result<u64> {
    execute!(db, "delete from flags where name = " {name}).await
}

/// Returns the time since which the flag is set.
pub async fn get(db: &mut Conn, name: &str) -> Result<Option<Millis>> {
    value_optional!(db, "select set_at from flags where name = " {name}).await
}

/// The state of a refused credential.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Stop {
    /// The time since which it is refused.
    pub set_at: Millis,
    /// The time of the last try.
    pub probed_at: Millis,
}

pub async fn stop(db: &mut Conn) -> Result<Option<Stop>> {
    fetch_optional!(db, "select set_at, probed_at from flags where name = " {DOKU_STOPPED}).await
}

/// Returns `stop`, locked until the transaction ends.
pub async fn lock_stop(db: &mut Conn) -> Result<Option<Stop>> {
    fetch_optional!(db, "select set_at, probed_at from flags where name = " {DOKU_STOPPED} [pg " for update"]).await
}

/// Records a refusal; a second one leaves `set_at` as it is.
pub async fn refused(db: &mut Conn, now: Millis) -> Result<()> {
    insert!(
        db,
        flags { name: DOKU_STOPPED, set_at: now, probed_at: now },
        "on conflict (name) do update set probed_at = excluded.probed_at"
    )
    .await
}

/// Returns false when another worker tries.
pub async fn probe(db: &mut Conn, seen: &Stop, now: Millis) -> Result<bool> {
    update!(db, flags { probed_at: now } where { name: DOKU_STOPPED, probed_at: seen.probed_at }).await
}

/// Frees the try, since the call that was to try did not.
pub async fn probe_again(db: &mut Conn) -> Result<()> {
    execute!(db, "update flags set probed_at = 0 where name = " {DOKU_STOPPED}).await
}

/// Returns false when the last turn was less than `pause` ago. All instances share the turns.
pub async fn take_turn(db: &mut Conn, name: &str, now: Millis, pause: i64) -> Result<bool> {
    execute!(db, "insert into flags (name, set_at) values (" {name} ", " {now} ")
        on conflict (name) do update set set_at = excluded.set_at where flags.set_at <= " {now.plus(-pause)})
    .await
}

/// Plans the next turn and returns its time: now, or `pause` after the last one. Returns `None` when one is planned
/// already. All instances share the turns.
pub async fn plan_turn(db: &mut Conn, name: &str, now: Millis, pause: i64) -> Result<Option<Millis>> {
    value_optional!(db, "insert into flags (name, set_at) values (" {name} ", " {now} ") on conflict (name) do update
        set set_at = case when flags.set_at <= " {now.plus(-pause)} " then excluded.set_at
        else flags.set_at + " {pause} " end where flags.set_at <= " {now} " returning set_at")
    .await
}
