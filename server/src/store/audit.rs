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
