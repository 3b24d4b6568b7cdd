//! The state that outlives a restart: the offset of the clock, and the switches.

use super::Conn;
use crate::switches::Switches;

pub const DUE_OFFSET_MS: &str = "due_offset_ms";

/// Returns 0 for a switch that was never set.
pub async fn get(db: &mut Conn, name: &str) -> sqlx::Result<i64> {
    let value: Option<(i64,)> = optional!(db, "select value from switches where name = $1", [name])?;
    Ok(value.map_or(0, |(value,)| value))
}

pub async fn set(db: &mut Conn, name: &str, value: i64) -> sqlx::Result<u64> {
    execute!(db, "insert or replace into switches (name, value) values ($1, $2)", [name, value])
}

/// Loads the switches; everything is off when none are kept, or none that this version reads.
pub async fn load(db: &mut Conn) -> sqlx::Result<Switches> {
    let kept: Option<(String,)> = optional!(db, "select value from settings where name = 'switches'")?;
    Ok(kept.and_then(|(kept,)| serde_json::from_str(&kept).ok()).unwrap_or_default())
}

pub async fn save(db: &mut Conn, switches: &Switches) -> sqlx::Result<u64> {
    let value = serde_json::to_string(switches).unwrap_or_default();
    execute!(db, "insert or replace into settings (name, value) values ('switches', $1)", [value])
}
