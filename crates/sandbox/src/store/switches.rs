//! What a restart must not forget: how far the clock was moved, and what is switched on.

use super::Conn;
use crate::switches::Switches;

pub const DUE_OFFSET_MS: &str = "due_offset_ms";

/// 0 when it was never set.
pub async fn get(db: &mut Conn, name: &str) -> sqlx::Result<i64> {
    let value: Option<i64> =
        sqlx::query_scalar("select value from switches where name = $1").bind(name).fetch_optional(db).await?;
    Ok(value.unwrap_or(0))
}

pub async fn set(db: &mut Conn, name: &str, value: i64) -> sqlx::Result<()> {
    sqlx::query("insert or replace into switches (name, value) values ($1, $2)")
        .bind(name)
        .bind(value)
        .execute(db)
        .await?;
    Ok(())
}

/// Everything off when nothing was kept, or nothing that this version reads.
pub async fn load(db: &mut Conn) -> sqlx::Result<Switches> {
    let kept: Option<String> =
        sqlx::query_scalar("select value from settings where name = 'switches'").fetch_optional(db).await?;
    Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default())
}

pub async fn save(db: &mut Conn, switches: &Switches) -> sqlx::Result<()> {
    let value = serde_json::to_string(switches).unwrap_or_default();
    sqlx::query("insert or replace into settings (name, value) values ('switches', $1)")
        .bind(value)
        .execute(db)
        .await?;
    Ok(())
}
