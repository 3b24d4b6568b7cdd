//! A merchant's applications.

use super::{
    At, Fields, clash,
    forms::typed,
    pages::{self, Ctx},
    see_other,
};
use crate::{error::error_response, merchant::save::Save, once::Keyed};
use app::{
    error::AppError,
    onboarding::{self, data::Saved},
    paths,
    site::{FormProblem, Redisplay},
    viewer::Viewer,
};
use axum::{Form, response::Response};
use domain::{application::Page, forms::NewBusinessForm, ids::BusinessId};
use serde::Deserialize;
use std::collections::BTreeMap;

pub async fn list(ctx: Ctx<Viewer>) -> Response {
    ctx.page(ctx.services.businesses(&ctx.viewer).await, onboarding::businesses).await
}

pub async fn new_page(ctx: Ctx) -> Response {
    ctx.view(onboarding::new_business).await
}

pub async fn new_business(ctx: Ctx<Viewer>, Form(keyed): Form<Keyed<NewBusinessForm>>) -> Response {
    let (key, form) = (keyed.key("business"), keyed.form);
    let typed = [
        ("business_type", &form.business_type),
        ("legal_entity", &form.legal_entity),
        ("business_line", &form.business_line),
        ("nationality", &form.nationality),
    ];
    let values = BTreeMap::from(typed.map(|(name, value)| (name.to_owned(), value.clone())));
    let redisplay = match form.parse() {
        Ok(new) => match ctx.services.start_business(&ctx.viewer, &new, &key).await.map_err(AppError::from) {
            Ok(id) => return see_other(&format!("/businesses/{id}")),
            Err(
                told @ (AppError::TooManyBusinesses
                | AppError::DokuUnavailable
                | AppError::NothingAsked
                | AppError::NoRoom),
            ) => Redisplay { values, problem: Some(FormProblem::Of(told)), ..Redisplay::default() },
            Err(error) => return error_response(&error),
        },
        Err(errors) => Redisplay { values, errors, problem: None },
    };
    pages::refused(ctx.parts, "/businesses/new", redisplay).await
}

pub async fn overview(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    ctx.page(ctx.services.overview(&ctx.viewer, business).await, onboarding::overview).await
}

pub async fn documents(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    ctx.page(ctx.services.documents(&ctx.viewer, business).await, onboarding::documents).await
}

/// Shows a form; files have a page of their own.
pub async fn form(ctx: Ctx<Viewer>, At((business, page)): At<(BusinessId, Page)>) -> Response {
    ctx.page(ctx.services.form(&ctx.viewer, business, page).await, onboarding::form).await
}

pub async fn check(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    ctx.page(ctx.services.check(&ctx.viewer, business).await, onboarding::check).await
}

pub async fn history(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    ctx.page(ctx.services.history(&ctx.viewer, business).await, onboarding::history).await
}

/// Shows the newest receipt.
pub async fn receipt(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    ctx.page(ctx.services.receipt_for(&ctx.viewer, business, None).await, |page| onboarding::receipt(page, None)).await
}

pub async fn receipt_of(ctx: Ctx<Viewer>, At((business, revision)): At<(BusinessId, i64)>) -> Response {
    ctx.page(ctx.services.receipt_for(&ctx.viewer, business, Some(revision)).await, move |page| {
        onboarding::receipt(page, Some(revision))
    })
    .await
}

/// Keeps what was typed; the button also asks for its errors.
pub async fn save(
    ctx: Ctx<Viewer>,
    At((business, page)): At<(BusinessId, Page)>,
    Form(fields): Form<Fields>,
) -> Response {
    save_form(ctx, business, page, &fields).await
}

pub async fn save_documents(ctx: Ctx<Viewer>, At(business): At<BusinessId>, Form(fields): Form<Fields>) -> Response {
    save_form(ctx, business, Page::Documents, &fields).await
}

async fn save_form(ctx: Ctx<Viewer>, business: BusinessId, page: Page, fields: &Fields) -> Response {
    let judge = fields.iter().any(|(name, value)| name == "judge" && value == "true");
    let address = paths::page(business, page);
    let Some(typed) = typed(page, fields) else { return ctx.lead(Err(AppError::BadRequest.into()), &address) };
    let outcome = match ctx.services.save(&ctx.viewer, business, typed, judge).await {
        Ok(Save::Clashing(clashing)) => return clash::ask(ctx, &address, page, fields, clashing).await,
        Ok(Save::Done(_, marks)) if ctx.is_scripted() => return clash::typed_upon(page, marks),
        Ok(Save::Done(saved, _)) => Ok(saved),
        Err(error) => Err(error),
    };
    let next = match &outcome {
        Ok(Saved::Accepted) => ctx.services.page_after(&ctx.viewer, business, page).await,
        // The focus goes there.
        Ok(Saved::Refused) => format!("{address}#error-summary"),
        Ok(Saved::Unchanged) => format!("{address}?unchanged=true"),
        Ok(Saved::Kept) | Err(_) => address,
    };
    ctx.lead(outcome.map(drop), &next)
}

/// Records the merchant's statement that what DOKU rejected is right as it is.
pub async fn keep_as_is(ctx: Ctx<Viewer>, At((business, page)): At<(BusinessId, Page)>) -> Response {
    let outcome = ctx.services.keep_as_is(&ctx.viewer, business, page).await;
    let next = match outcome {
        Ok(()) => ctx.services.page_after(&ctx.viewer, business, page).await,
        Err(_) => paths::page(business, page),
    };
    ctx.lead(outcome, &next)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Consent {
    version: String,
}

/// Records the consent to process and pass on data, in the version that the page showed.
pub async fn consent(
    ctx: Ctx<Viewer>,
    At(business): At<BusinessId>,
    Form(Consent { version }): Form<Consent>,
) -> Response {
    let outcome = ctx.services.consent(&ctx.viewer, business, &version).await;
    ctx.lead(outcome, &paths::business(business, "documents"))
}

/// The form of a check page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Checked {
    /// The mark of what the page showed; older pages had none.
    shown: String,
}

/// Sends the application to the partner, or straight to DOKU.
pub async fn submit(
    ctx: Ctx<Viewer>,
    At(business): At<BusinessId>,
    Form(Checked { shown }): Form<Checked>,
) -> Response {
    let outcome = ctx.services.submit(&ctx.viewer, business, &shown).await;
    let page = paths::business(business, if outcome.is_ok() { "" } else { "check" });
    ctx.lead(outcome.map(drop), &page)
}

/// Sends the corrections of what DOKU rejected.
pub async fn send_fixes(
    ctx: Ctx<Viewer>,
    At(business): At<BusinessId>,
    Form(Checked { shown }): Form<Checked>,
) -> Response {
    let outcome = ctx.services.send_fixes(&ctx.viewer, business, &shown).await;
    let page = paths::business(business, if outcome.is_ok() { "" } else { "check" });
    ctx.lead(outcome.map(drop), &page)
}

pub async fn withdraw(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    let outcome = ctx.services.withdraw(&ctx.viewer, business).await;
    ctx.lead(outcome, &paths::business(business, ""))
}

/// Begins a new application with the words and files of one that was withdrawn.
pub async fn start_again(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    let outcome = ctx.services.start_again(&ctx.viewer, business).await;
    let page = paths::business(*outcome.as_ref().unwrap_or(&business), "");
    ctx.lead(outcome.map(drop), &page)
}
