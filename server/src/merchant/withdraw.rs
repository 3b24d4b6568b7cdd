//! A merchant withdraws an application. docs/adr/012.

use crate::{
    account::rights::mine_locked,
    error::{Result, ensure},
    onboarding::endings::may_withdraw,
    services::Services,
    store::{audit::Action, businesses, outbox, purges},
};
use app::{error::AppError, viewer::Viewer};
use domain::ids::BusinessId;

impl Services {
    /// Withdraws the application. A second click changes nothing.
    pub async fn withdraw(&self, viewer: &Viewer, business: BusinessId) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        if row.withdrawn_at.is_some() {
            return Ok(());
        }
        ensure(may_withdraw(&row), AppError::OutOfDate)?;
        businesses::set_withdrawn(&mut tx, business, viewer.account, now).await?;
        if row.submitted_at.is_none() {
            purges::set_due(&mut tx, business, self.kept_until(now)).await?;
        }
        outbox::drop_unsent(&mut tx, business, now).await?;
        self.audit(&mut tx, viewer, Some(business), Action::Withdraw).await?;
        self.commit_change(tx, business).await
    }
}
