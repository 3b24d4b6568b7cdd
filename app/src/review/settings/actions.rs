//! What admins can do here without typing. What is typed is posted to raw routes, which show the page again.

use super::settings;
use crate::{
    error::AppError,
    page::{go, viewer},
};
use domain::ids::{DeliveryId, EndpointId, KeyId};
use leptos::prelude::*;

pub const PAGE: &str = "/review/settings";

#[server(endpoint = "review/switch_endpoint")]
pub async fn switch_endpoint(
    #[server(default)] endpoint: Option<EndpointId>,
    #[server(default)] on: bool,
) -> Result<(), AppError> {
    let outcome = async {
        let viewer = viewer()?;
        settings()?.switch_endpoint(viewer, endpoint, on).await
    };
    go(PAGE, outcome.await)
}

#[server(endpoint = "review/test_endpoint")]
pub async fn test_endpoint(#[server(default)] endpoint: Option<EndpointId>) -> Result<(), AppError> {
    let outcome = async {
        let viewer = viewer()?;
        settings()?.test_endpoint(viewer, endpoint).await
    };
    go(PAGE, outcome.await)
}

#[server(endpoint = "review/end_old_secret")]
pub async fn end_old_secret(#[server(default)] endpoint: Option<EndpointId>) -> Result<(), AppError> {
    let outcome = async {
        let viewer = viewer()?;
        settings()?.end_old_secret(viewer, endpoint).await
    };
    go(PAGE, outcome.await)
}

#[server(endpoint = "review/remove_endpoint")]
pub async fn remove_endpoint(#[server(default)] endpoint: Option<EndpointId>) -> Result<(), AppError> {
    let outcome = async {
        let viewer = viewer()?;
        settings()?.remove_endpoint(viewer, endpoint).await
    };
    go(PAGE, outcome.await)
}

#[server(endpoint = "review/resend")]
pub async fn resend(#[server(default)] delivery: Option<DeliveryId>) -> Result<(), AppError> {
    let outcome = async {
        let viewer = viewer()?;
        settings()?.resend(viewer, delivery).await
    };
    go(PAGE, outcome.await)
}

#[server(endpoint = "review/revoke_key")]
pub async fn revoke_key(#[server(default)] key: Option<KeyId>) -> Result<(), AppError> {
    let outcome = async {
        let viewer = viewer()?;
        settings()?.revoke_key(viewer, key).await
    };
    go(PAGE, outcome.await)
}
