use super::{Conn, Result};
use domain::{Millis, Role, ids::AccountId};

#[derive(sqlx::FromRow)]
pub struct Session {
    pub data: Vec<u8>,
    pub expires_at: Millis,
    pub account: Option<AccountId>,
    pub email: Option<String>,
    pub role: Option<Role>,
}

/// `false`: the id is taken.
pub async fn insert(
    db: &mut Conn,
    id: &[u8],
    data: &[u8],
    account: Option<AccountId>,
    expires_at: Millis,
) -> Result<bool> {
    let added = execute!(
        db,
        "insert into sessions (id, data, account_id, expires_at) values ($1, $2, $3, $4) on conflict (id) do nothing",
        id,
        data,
        account,
        expires_at
    )
    .await?;
    Ok(added == 1)
}

/// Only what is there: a late request cannot revive a session that signed out.
pub async fn update(
    db: &mut Conn,
    id: &[u8],
    data: &[u8],
    account: Option<AccountId>,
    expires_at: Millis,
) -> Result<()> {
    execute!(
        db,
        "update sessions set data = $2, account_id = $3, expires_at = $4 where id = $1",
        id,
        data,
        account,
        expires_at
    )
    .await
    .map(drop)
}

/// As `update`, what it holds aside.
pub async fn renew(db: &mut Conn, id: &[u8], expires_at: Millis) -> Result<()> {
    execute!(db, "update sessions set expires_at = $2 where id = $1 and expires_at < $2", id, expires_at)
        .await
        .map(drop)
}

/// With the account as it is now.
pub async fn load(db: &mut Conn, id: &[u8], now: Millis) -> Result<Option<Session>> {
    fetch_optional!(
        db,
        "select data, expires_at, account_id as account,
            (select email from accounts where id = account_id) as email,
            (select role from accounts where id = account_id) as role
        from sessions where id = $1 and expires_at > $2",
        id,
        now
    )
    .await
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
    execute!(db, "delete from sessions where id = $1", id).await.map(drop)
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
