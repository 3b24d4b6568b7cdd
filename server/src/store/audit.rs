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

/// Whose it is, and the last of these decisions: what, by whom and when.
#[derive(sqlx::FromRow)]
pub struct People {
    pub owner: String,
    pub action: Option<String>,
    pub who: Option<String>,
    pub at: Option<Millis>,
}

pub async fn people_of(db: &mut Conn, business: BusinessId, owner: AccountId) -> Result<Option<People>> {
    fetch_optional!(
        db,
        "select owner.email as owner, decided.action, decided.who, decided.at from accounts owner left join (
            select audit.action, accounts.email as who, audit.at from audit join accounts on accounts.id = audit.account_id
            where audit.business_id = $1 and audit.action in ($2, $3, $4) order by audit.at desc, audit.id desc limit 1
        ) decided on true where owner.id = $5",
        business,
        APPROVE,
        SEND_BACK,
        DECLINE,
        owner
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
