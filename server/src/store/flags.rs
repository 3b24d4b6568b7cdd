use super::{Conn, Result};
use domain::Millis;

/// Our credential was refused: nothing is sent until somebody mended it.
pub const DOKU_STOPPED: &str = "doku_stopped";

pub async fn set(db: &mut Conn, name: &str, now: Millis) -> Result<()> {
    execute!(db, "insert into flags (name, set_at) values ($1, $2) on conflict (name) do nothing", name, now)
        .await
        .map(drop)
}

pub async fn clear(db: &mut Conn, name: &str) -> Result<u64> {
    execute!(db, "delete from flags where name = $1", name).await
}

/// Since when.
pub async fn get(db: &mut Conn, name: &str) -> Result<Option<Millis>> {
    let found: Option<(Millis,)> = fetch_optional!(db, "select set_at from flags where name = $1", name).await?;
    Ok(found.map(|(at,)| at))
}
