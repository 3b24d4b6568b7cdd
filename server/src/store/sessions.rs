use super::{Conn, Result, macros::push_in};
use domain::{Millis, Role, ids::AccountId};

#[derive(sqlx::FromRow)]
pub struct Session {
    pub data: Vec<u8>,
    pub expires_at: Millis,
    pub account: Option<AccountId>,
    pub email: Option<String>,
    pub role: Option<Role>,
}

/// Returns false when the id is taken.
pub async fn insert(
    db: &mut Conn,
    id: &[u8],
    data: &[u8],
    account: Option<AccountId>,
    expires_at: Millis,
) -> Result<bool> {
    insert!(db, sessions { id, data, account_id: account, expires_at }, "on conflict (id) do nothing").await
}

/// Updates an existing session only: a late request cannot revive one that signed out.
pub async fn update(
    db: &mut Conn,
    id: &[u8],
    data: &[u8],
    account: Option<AccountId>,
    expires_at: Millis,
) -> Result<()> {
    update!(db, sessions { data, account_id: account, expires_at } where { id }).await
}

/// Extends a session without changing its data.
pub async fn renew(db: &mut Conn, id: &[u8], expires_at: Millis) -> Result<()> {
    execute!(db, "update sessions set expires_at = $2 where id = $1 and expires_at < $2", id, expires_at).await
}

/// Returns the session with the account as it is now.
pub async fn load(db: &mut Conn, id: &[u8], now: Millis) -> Result<Option<Session>> {
    fetch_optional!(db, "select data, expires_at, account_id as account, (select email from accounts
        where id = account_id) as email, (select role from accounts where id = account_id) as role from sessions
        where id = " {id} " and expires_at > " {now})
    .await
}

/// Returns those of these that are still open.
pub async fn alive(db: &mut Conn, ids: &[&[u8]], now: Millis) -> Result<Vec<Vec<u8>>> {
    compose!(query_scalar fetch_all, db, |q| {
        q.push("select id from sessions where expires_at > ").push_bind(now).push(" and id");
        push_in(&mut q, ids.iter().map(|id| id.to_vec()));
    })
    .await
}

pub async fn delete(db: &mut Conn, id: &[u8]) -> Result<()> {
    execute!(db, "delete from sessions where id = $1", id).await
}
