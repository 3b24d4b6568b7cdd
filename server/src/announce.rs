//! Writes rows of the outbox for everybody who should know that the state of a business changed, in the same
//! transaction.

use crate::{
    error::Result,
    mail,
    onboarding::{case::Case, to_fix},
    store::Conn,
    webhooks::hooks::{self, ProductMoved},
};
use domain::{Millis, kyb::State};

/// Announces the move. `case` is the state of now.
pub async fn moved(db: &mut Conn, case: &Case, before: State, products: &[ProductMoved], now: Millis) -> Result<()> {
    let after = case.business.state;
    if before == after && !matches!(after, State::ActionNeeded | State::Active) {
        return hooks::announce(db, case, before, products, &[], now).await;
    }
    let fixes = to_fix::fixes(db, case).await?;
    hooks::announce(db, case, before, products, &fixes, now).await?;
    mail::queue::tell_owner(db, case, before, fixes, now).await
}
