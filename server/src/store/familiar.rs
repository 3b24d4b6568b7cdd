use super::{Conn, Result};
use domain::{Millis, ids::AccountId};

/// Returns those of these two marks that somebody has signed in with since then.
pub async fn known(
    db: &mut Conn,
    account: AccountId,
    browser: &[u8],
    address: &[u8],
    since: Millis,
) -> Result<Vec<Vec<u8>>> {
    values!(db, "select mark from familiar where account_id = " {account} " and mark in (" {browser} ", " {address} ")
        and seen_at >= " {since})
    .await
}

pub async fn remember(db: &mut Conn, account: AccountId, mark: &[u8], now: Millis) -> Result<()> {
    upsert!(db, familiar { seen_at: now } where { account_id: account, mark }).await
}

/// Deletes all marks but the newest.
pub async fn keep(db: &mut Conn, account: AccountId, most: i64) -> Result<u64> {
    execute!(db, "delete from familiar where account_id = " {account} " and mark not in (select mark from familiar
        where account_id = " {account} " order by seen_at desc, mark limit " {most} ")")
    .await
}
