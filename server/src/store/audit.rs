use super::{Conn, Result};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, FactId},
};

/// `action`: a fixed word, never what was typed.
pub async fn insert(
    db: &mut Conn,
    id: FactId,
    account: Option<AccountId>,
    business: Option<BusinessId>,
    action: &str,
    at: Millis,
) -> Result<()> {
    execute!(
        db,
        "insert into audit (id, account_id, business_id, action, at) values ($1, $2, $3, $4, $5)",
        id,
        account,
        business,
        action,
        at
    )
    .await
    .map(drop)
}

/// Why somebody looked, and at what.
pub struct Looked<'a> {
    /// Sealed.
    pub reason: &'a [u8],
    /// Names it: `shared_key`, `KTP.NO_KTP`.
    pub subject: &'a str,
}

pub async fn insert_looked(
    db: &mut Conn,
    id: FactId,
    account: AccountId,
    business: BusinessId,
    action: &str,
    looked: &Looked<'_>,
    at: Millis,
) -> Result<()> {
    execute!(
        db,
        "insert into audit (id, account_id, business_id, action, at, reason, subject) values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        account,
        business,
        action,
        at,
        looked.reason,
        looked.subject
    )
    .await
    .map(drop)
}

/// Whether this account has looked at this, with a reason, since.
pub async fn has_looked(
    db: &mut Conn,
    account: AccountId,
    business: BusinessId,
    action: &str,
    subject: &str,
    since: Millis,
) -> Result<bool> {
    let (has,): (bool,) = fetch_one!(
        db,
        "select exists (select 1 from audit where at > $5 and account_id = $1 and business_id = $2 and action = $3
            and subject = $4 and reason is not null)",
        account,
        business,
        action,
        subject,
        since
    )
    .await?;
    Ok(has)
}
