//! Demo people.

use crate::{error::Result, services::Services, store::accounts};
use domain::Role;

pub const ADMIN: &str = "admin@demo.test";
pub const REVIEWER: &str = "reviewer@demo.test";
pub const MERCHANT: &str = "merchant@demo.test";
pub const PASSWORD: &str = "serambi-demo";

/// `false`: there are people already.
pub async fn people(services: &Services) -> Result<bool> {
    {
        let mut db = services.store.read().await?;
        if !accounts::is_empty(&mut db).await? {
            return Ok(false);
        }
    }
    for (email, role) in [(ADMIN, Role::Admin), (REVIEWER, Role::Reviewer), (MERCHANT, Role::Merchant)] {
        services.create_account(email, PASSWORD.into(), role).await?;
    }
    Ok(true)
}
