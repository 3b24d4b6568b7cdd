use super::{Conn, Result, macros::push_in};
use domain::{Millis, Role, ids::AccountId};
use std::collections::BTreeSet;

#[derive(sqlx::FromRow)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub password_hash: String,
    pub role: Role,
}

/// Returns false when the address has an account already.
pub async fn insert(db: &mut Conn, a: &Account, now: Millis) -> Result<bool> {
    insert!(db, accounts from a {
        id, email, password_hash, role
    } with { created_at: now }, "on conflict (email) do nothing")
    .await
}

pub async fn by_email(db: &mut Conn, email: &str) -> Result<Option<Account>> {
    fetch_optional!(db, "select * from accounts where email = " {email}).await
}

pub async fn by_id(db: &mut Conn, id: AccountId) -> Result<Option<Account>> {
    fetch_optional!(db, "select * from accounts where id = " {id}).await
}

/// Locks the account until the transaction ends, before any business of it, so that a count includes what others added.
/// A transaction that only adds rows naming the account is not held up.
pub async fn lock(db: &mut Conn, id: AccountId) -> Result<()> {
    let _: AccountId = value!(db, "select id from accounts where id = " {id} [pg " for no key update"]).await?;
    Ok(())
}

/// Returns the roles of those accounts that exist.
pub async fn roles(db: &mut Conn, ids: &BTreeSet<AccountId>) -> Result<Vec<(AccountId, Role)>> {
    compose!(fetch_all, db, |q| {
        q.push("select id, role from accounts where id");
        push_in(&mut q, ids);
    })
    .await
}

pub async fn is_empty(db: &mut Conn) -> Result<bool> {
    value!(db, "select not exists (select 1 from accounts)").await
}

/// Returns the tries in the window, this one included: a try has failed until it is forgiven.
pub async fn failed(db: &mut Conn, subject: &[u8], now: Millis, window: i64) -> Result<i64> {
    value!(
        db,
        "insert into attempts (subject, failures, since) values ($1, 1, $2)
        on conflict (subject) do update set
            failures = case when attempts.since < $3 then 1 else attempts.failures + 1 end,
            since = case when attempts.since < $3 then excluded.since else attempts.since end
        returning failures",
        subject,
        now,
        now.plus(-window)
    )
    .await
}

/// Takes back a try that was right after all.
pub async fn take_back(db: &mut Conn, subject: &[u8]) -> Result<()> {
    execute!(db, "update attempts set failures = failures - 1 where subject = " {subject}
        " and failures > 0")
    .await
}

pub async fn forgive(db: &mut Conn, subject: &[u8]) -> Result<()> {
    execute!(db, "delete from attempts where subject = " {subject}).await
}
