use super::{Conn, Result};
use domain::{Millis, ids::AccountId};

/// Returns what was made with this key, sealed.
pub async fn find(db: &mut Conn, account: AccountId, key: &[u8]) -> Result<Option<Vec<u8>>> {
    value_optional!(db, "select made from once_keys where account_id = " {account} " and key = " {key}).await
}

/// Returns false when another post was faster.
pub async fn insert(
    db: &mut Conn,
    account: AccountId,
    key: &[u8],
    made: &[u8],
    is_secret: bool,
    now: Millis,
) -> Result<bool> {
    insert!(
        db,
        once_keys { account_id: account, key, made, is_secret, made_at: now },
        "on conflict (account_id, key) do nothing"
    )
    .await
}

pub async fn purge(db: &mut Conn, before: Millis, secrets_before: Millis, most: i64) -> Result<u64> {
    execute!(db, "delete from once_keys where (account_id, key) in (select account_id, key from once_keys
        where made_at < " {before} " or (is_secret and made_at < " {secrets_before} ") limit " {most} ")")
    .await
}
