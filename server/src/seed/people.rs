//! Demo people.

use crate::{
    error::{Error, Result},
    services::Services,
    store::accounts,
};
use app::viewer::Viewer;
use domain::Role;

pub const ADMIN: &str = "admin@demo.test";
pub const REVIEWER: &str = "reviewer@demo.test";
/// Ratna, from Bandung.
pub const MERCHANT: &str = "merchant@demo.test";
/// Wayan, from Bali.
pub const SECOND_MERCHANT: &str = "wayan@demo.test";
pub const PASSWORD: &str = "serambi-demo";

const USUAL: [(&str, Role); 3] = [(ADMIN, Role::Admin), (REVIEWER, Role::Reviewer), (MERCHANT, Role::Merchant)];

/// Returns false when there are people already.
pub async fn people(services: &Services) -> Result<bool> {
    if !accounts::is_empty(&mut services.store.read().await?).await? {
        return Ok(false);
    }
    create(services, &USUAL).await?;
    Ok(true)
}

/// Adds the missing people of the demo.
pub(super) async fn everybody(services: &Services) -> Result<()> {
    create(services, &USUAL).await?;
    create(services, &[(SECOND_MERCHANT, Role::Merchant)]).await
}

async fn create(services: &Services, people: &[(&str, Role)]) -> Result<()> {
    for (email, role) in people {
        services.create_account(email, PASSWORD.into(), *role).await?;
    }
    Ok(())
}

pub(super) async fn viewer(services: &Services, email: &str) -> Result<Viewer> {
    let account = accounts::by_email(&mut services.store.read().await?, email)
        .await?
        .ok_or(Error::Missing("somebody of the demo"))?;
    services.viewer_of(account.id).await?.ok_or(Error::Missing("somebody of the demo"))
}
