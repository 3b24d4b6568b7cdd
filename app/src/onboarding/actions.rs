//! What merchants can do. Each is a public endpoint: it names the viewer first, forwards, and says where to go next.

use super::{api::Saved, at, basket::next_link, onboarding};
use crate::{
    error::AppError,
    page::{accepts_html, go, viewer},
};
use domain::{
    forms::{AddressForm, BankForm, BrandForm, ContactForm, DocumentsForm, Filled, ProfileForm, SocialForm, Task},
    ids::BusinessId,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What was typed. It has no text of its own, so no log can hold it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Typed<F>(pub F);

impl<F> std::fmt::Debug for Typed<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed")
    }
}

#[server(endpoint = "onboarding/save_documents")]
pub async fn save_documents(
    business: BusinessId,
    #[server(default)] form: Typed<DocumentsForm>,
    judge: Option<bool>,
) -> Result<(), AppError> {
    save(business, form.0.into(), judge).await
}

#[server(endpoint = "onboarding/save_business")]
pub async fn save_business(
    business: BusinessId,
    #[server(default)] form: Typed<ProfileForm>,
    judge: Option<bool>,
) -> Result<(), AppError> {
    save(business, form.0.into(), judge).await
}

#[server(endpoint = "onboarding/save_brand")]
pub async fn save_brand(
    business: BusinessId,
    #[server(default)] form: Typed<BrandForm>,
    judge: Option<bool>,
) -> Result<(), AppError> {
    save(business, form.0.into(), judge).await
}

#[server(endpoint = "onboarding/save_contact")]
pub async fn save_contact(
    business: BusinessId,
    #[server(default)] form: Typed<ContactForm>,
    judge: Option<bool>,
) -> Result<(), AppError> {
    save(business, form.0.into(), judge).await
}

#[server(endpoint = "onboarding/save_address")]
pub async fn save_address(
    business: BusinessId,
    #[server(default)] form: Typed<AddressForm>,
    judge: Option<bool>,
) -> Result<(), AppError> {
    save(business, form.0.into(), judge).await
}

#[server(endpoint = "onboarding/save_bank")]
pub async fn save_bank(
    business: BusinessId,
    #[server(default)] form: Typed<BankForm>,
    judge: Option<bool>,
) -> Result<(), AppError> {
    save(business, form.0.into(), judge).await
}

#[server(endpoint = "onboarding/save_social")]
pub async fn save_social(
    business: BusinessId,
    #[server(default)] form: Typed<SocialForm>,
    judge: Option<bool>,
) -> Result<(), AppError> {
    save(business, form.0.into(), judge).await
}

/// Consent to process and pass on data, in the version that the page showed.
#[server(endpoint = "onboarding/consent")]
pub async fn consent(business: BusinessId, version: String) -> Result<(), AppError> {
    let outcome = async { onboarding()?.consent(viewer()?, business, version).await }.await;
    go(&at(business, "documents"), outcome)
}

/// Sends the application: to the partner, or straight to DOKU.
#[server(endpoint = "onboarding/submit")]
pub async fn submit(business: BusinessId) -> Result<(), AppError> {
    let outcome = async { onboarding()?.submit(viewer()?, business).await }.await;
    let page = if outcome.is_ok() { at(business, "") } else { at(business, "check") };
    go(&page, outcome.map(drop))
}

/// Ends the application.
#[server(endpoint = "onboarding/withdraw")]
pub async fn withdraw(business: BusinessId) -> Result<(), AppError> {
    let outcome = async { onboarding()?.withdraw(viewer()?, business).await }.await;
    go(&at(business, ""), outcome)
}

/// A new application with the words and files of one that was withdrawn.
#[server(endpoint = "onboarding/start_again")]
pub async fn start_again(business: BusinessId) -> Result<(), AppError> {
    let outcome = async { onboarding()?.start_again(viewer()?, business).await }.await;
    let page = at(*outcome.as_ref().unwrap_or(&business), "");
    go(&page, outcome.map(drop))
}

/// What DOKU rejected is right, says the merchant.
#[server(endpoint = "onboarding/keep_as_is")]
pub async fn keep_as_is(business: BusinessId, task: Task) -> Result<(), AppError> {
    let outcome = async { onboarding()?.keep_as_is(viewer()?, business, task).await }.await;
    let page = if outcome.is_ok() { after(business, task).await } else { at(business, task.as_str()) };
    go(&page, outcome)
}

/// Sends what DOKU rejected and was corrected.
#[server(endpoint = "onboarding/send_fixes")]
pub async fn send_fixes(business: BusinessId) -> Result<(), AppError> {
    let outcome = async { onboarding()?.send_fixes(viewer()?, business).await }.await;
    let page = if outcome.is_ok() { at(business, "") } else { at(business, "check") };
    go(&page, outcome.map(drop))
}

async fn save(business: BusinessId, form: Filled, judge: Option<bool>) -> Result<(), AppError> {
    let task = form.task();
    let outcome = async { onboarding()?.save(viewer()?, business, form, judge == Some(true)).await }.await;
    let page = match &outcome {
        Ok(Saved::Accepted) if accepts_html() => after(business, task).await,
        // Where the focus goes.
        Ok(Saved::Refused) => format!("{}#error-summary", at(business, task.as_str())),
        Ok(Saved::Unchanged) => format!("{}?unchanged=true", at(business, task.as_str())),
        _ => at(business, task.as_str()),
    };
    go(&page, outcome.map(drop))
}

/// The next open task, or the task list; of what DOKU rejected the next, or the page that sends all.
async fn after(business: BusinessId, done: Task) -> String {
    let page = async { onboarding()?.form(viewer()?, business, done).await }.await.ok();
    if let Some(basket) = page.as_ref().and_then(|page| page.basket.as_ref()) {
        return next_link(basket);
    }
    let next = page.and_then(|page| page.next);
    next.filter(|next| *next != done).map_or_else(|| at(business, ""), |next| at(business, next.as_str()))
}
