use super::{Conn, Result};
use domain::Millis;

/// `false`: the id is taken.
pub async fn insert(db: &mut Conn, id: &[u8], data: &[u8], expires_at: Millis) -> Result<bool> {
    insert!(db, sessions { id, data, expires_at }, "on conflict (id) do nothing").await
}

/// Only what is there: a late request cannot revive a session that signed out.
pub async fn update(db: &mut Conn, id: &[u8], data: &[u8], expires_at: Millis) -> Result<()> {
    update!(db, sessions { data, expires_at } where { id }).await
}

/// As `update`, what it holds aside.
pub async fn renew(db: &mut Conn, id: &[u8], expires_at: Millis) -> Result<()> {
    execute!(db, "update sessions set expires_at = $2 where id = $1 and expires_at < $2", id, expires_at).await
}

pub async fn load(db: &mut Conn, id: &[u8], now: Millis) -> Result<Option<(Vec<u8>, Millis)>> {
    fetch_optional!(db, "select data, expires_at from sessions where id = $1 and expires_at > $2", id, now).await
}

/// Which of these are still open.
pub async fn alive(db: &mut Conn, ids: &[&[u8]], now: Millis) -> Result<Vec<Vec<u8>>> {
    let rows: Vec<(Vec<u8>,)> = compose!(fetch_all, db, |q| {
        q.push("select id from sessions where expires_at > ").push_bind(now).push(" and id in (");
        let mut list = q.separated(", ");
        for id in ids {
            list.push_bind(id.to_vec());
        }
        q.push(")");
    })
    .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub async fn delete(db: &mut Conn, id: &[u8]) -> Result<()> {
    execute!(db, "delete from sessions where id = $1", id).await
}

pub async fn purge(db: &mut Conn, now: Millis, most: i64) -> Result<u64> {
    execute!(
        db,
        "delete from sessions where id in (select id from sessions where expires_at <= $1 order by expires_at limit $2)",
        now,
        most
    )
    .await
}
