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

/// Words of `action` for what the partner decides about an application.
pub const APPROVE: &str = "approve";
pub const SEND_BACK: &str = "send_back";
pub const DECLINE: &str = "decline";

/// The last of these, by whom and when.
pub async fn last_decision(db: &mut Conn, business: BusinessId) -> Result<Option<(String, String, Millis)>> {
    fetch_optional!(
        db,
        "select audit.action, accounts.email, audit.at from audit join accounts on accounts.id = audit.account_id
        where audit.business_id = $1 and audit.action in ($2, $3, $4) order by audit.at desc, audit.id desc limit 1",
        business,
        APPROVE,
        SEND_BACK,
        DECLINE
    )
    .await
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
