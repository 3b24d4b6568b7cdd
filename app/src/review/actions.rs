//! What partners can do. Each names the viewer first, forwards, and says where to go next.

use super::review;
use crate::{
    error::AppError,
    page::{go, viewer},
};
use domain::ids::BusinessId;
use leptos::prelude::*;
use std::collections::BTreeMap;

#[server(endpoint = "review/approve")]
pub async fn approve(business: BusinessId) -> Result<(), AppError> {
    let outcome = async { review()?.approve(viewer()?, business).await }.await;
    go(&format!("/review/{business}"), outcome)
}

/// Reasons by item key; empty ones do not count.
#[server(endpoint = "review/send_back")]
pub async fn send_back(
    business: BusinessId,
    #[server(default)] reasons: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let reasons = reasons.into_iter().filter(|(_, reason)| !reason.trim().is_empty()).collect();
    let outcome = async { review()?.send_back(viewer()?, business, reasons).await }.await;
    go(&format!("/review/{business}"), outcome)
}
