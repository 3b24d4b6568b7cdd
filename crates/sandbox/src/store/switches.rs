//! Numbers that a restart must not forget.

use super::Conn;

pub const OUTAGE: &str = "outage";
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
