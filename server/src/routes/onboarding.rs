//! A merchant's applications.

use super::{
    At, clash,
    forms::typed,
    identity::SignedIn,
    pages::{self, Ctx},
    see_other,
};
use crate::{error::error_response, onboarding::Save, once::Keyed, services::Services};
use app::{
    error::AppError,
    onboarding::{self, data::Saved},
    paths,
    site::{Problem, Redisplay},
    viewer::Viewer,
};
use axum::{Form, extract::State, response::Response};
use domain::{application::Page, forms::NewBusinessForm, ids::BusinessId};
use http::request::Parts;
use serde::Deserialize;
use std::collections::BTreeMap;

type Fields = Vec<(String, String)>;

pub async fn list(ctx: Ctx, SignedIn(viewer): SignedIn) -> Response {
    let rows = ctx.services.businesses(&viewer).await;
    ctx.page(rows, onboarding::businesses).await
}

pub async fn new_page(ctx: Ctx) -> Response {
    ctx.view(onboarding::new_business).await
}

pub async fn new_business(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    parts: Parts,
    Form(keyed): Form<Keyed<NewBusinessForm>>,
) -> Response {
    let (key, form) = (keyed.key("business"), keyed.form);
    let typed = [
        ("business_type", &form.business_type),
        ("legal_entity", &form.legal_entity),
        ("business_line", &form.business_line),
        ("nationality", &form.nationality),
    ];
    let values: BTreeMap<String, String> =
        typed.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
    let redisplay = match form.parse() {
        Ok(new) => match services.start_business(&viewer, &new, &key).await.map_err(AppError::from) {
            Ok(id) => return see_other(&format!("/businesses/{id}")),
            Err(
                told @ (AppError::TooManyBusinesses
                | AppError::DokuUnavailable
                | AppError::NothingAsked
                | AppError::NoRoom),
            ) => Redisplay { values, problem: Some(Problem::Of(told)), ..Redisplay::default() },
            Err(error) => return error_response(&error),
        },
        Err(errors) => Redisplay { values, errors, problem: None },
    };
    pages::refused(parts, "/businesses/new", redisplay).await
}

pub async fn overview(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let page = ctx.services.overview(&viewer, business).await;
    ctx.page(page, onboarding::overview).await
}

pub async fn documents(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let page = ctx.services.documents(&viewer, business).await;
    ctx.page(page, onboarding::documents).await
}

/// Those of files have a page of their own.
pub async fn form(ctx: Ctx, SignedIn(viewer): SignedIn, At((business, page)): At<(BusinessId, Page)>) -> Response {
    let form = ctx.services.form(&viewer, business, page).await;
    ctx.page(form, onboarding::form).await
}

pub async fn check(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let page = ctx.services.check(&viewer, business).await;
    ctx.page(page, onboarding::check).await
}

pub async fn history(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let page = ctx.services.history(&viewer, business).await;
    ctx.page(page, onboarding::history).await
}

/// The newest.
pub async fn receipt(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let page = ctx.services.my_receipt(&viewer, business, None).await;
    ctx.page(page, |page| onboarding::receipt(page, None)).await
}

pub async fn receipt_of(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At((business, revision)): At<(BusinessId, i64)>,
) -> Response {
    let page = ctx.services.my_receipt(&viewer, business, Some(revision)).await;
    ctx.page(page, move |page| onboarding::receipt(page, Some(revision))).await
}

/// Keeps what was typed; the button also has it judged.
pub async fn save(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At((business, page)): At<(BusinessId, Page)>,
    Form(fields): Form<Fields>,
) -> Response {
    save_form(ctx, viewer, business, page, &fields).await
}

pub async fn save_documents(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At(business): At<BusinessId>,
    Form(fields): Form<Fields>,
) -> Response {
    save_form(ctx, viewer, business, Page::Documents, &fields).await
}

async fn save_form(ctx: Ctx, viewer: Viewer, business: BusinessId, page: Page, fields: &Fields) -> Response {
    let judge = fields.iter().any(|(name, value)| name == "judge" && value == "true");
    let address = paths::page(business, page);
    let Some(typed) = typed(page, fields) else { return ctx.lead(Err(AppError::BadRequest.into()), &address) };
    let outcome = match ctx.services.save(&viewer, business, typed, judge).await {
        Ok(Save::Clashing(clashing)) => return clash::ask(ctx, &address, page, fields, clashing).await,
        Ok(Save::Done(_, marks)) if ctx.is_scripted() => return clash::typed_upon(page, marks),
        Ok(Save::Done(saved, _)) => Ok(saved),
        Err(error) => Err(error),
    };
    let next = match &outcome {
        Ok(Saved::Accepted) => ctx.services.page_after(&viewer, business, page).await,
        // Where the focus goes.
        Ok(Saved::Refused) => format!("{address}#error-summary"),
        Ok(Saved::Unchanged) => format!("{address}?unchanged=true"),
        Ok(Saved::Kept) | Err(_) => address,
    };
    ctx.lead(outcome.map(drop), &next)
}

/// What DOKU rejected is right, says the merchant.
pub async fn keep_as_is(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At((business, page)): At<(BusinessId, Page)>,
) -> Response {
    let outcome = ctx.services.keep_as_is(&viewer, business, page).await;
    let next = match outcome {
        Ok(()) => ctx.services.page_after(&viewer, business, page).await,
        Err(_) => paths::page(business, page),
    };
    ctx.lead(outcome, &next)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Consent {
    version: String,
}

/// To process and pass on data, in the version that the page showed.
pub async fn consent(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At(business): At<BusinessId>,
    Form(Consent { version }): Form<Consent>,
) -> Response {
    let outcome = ctx.services.consent(&viewer, business, &version).await;
    ctx.lead(outcome, &paths::business(business, "documents"))
}

/// Sends the application: to the partner, or straight to DOKU.
pub async fn submit(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let outcome = ctx.services.submit(&viewer, business).await;
    let page = paths::business(business, if outcome.is_ok() { "" } else { "check" });
    ctx.lead(outcome.map(drop), &page)
}

/// Sends what DOKU rejected and was corrected.
pub async fn send_fixes(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let outcome = ctx.services.send_fixes(&viewer, business).await;
    let page = paths::business(business, if outcome.is_ok() { "" } else { "check" });
    ctx.lead(outcome.map(drop), &page)
}

pub async fn withdraw(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let outcome = ctx.services.withdraw(&viewer, business).await;
    ctx.lead(outcome, &paths::business(business, ""))
}

/// A new application with the words and files of one that was withdrawn.
pub async fn start_again(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let outcome = ctx.services.start_again(&viewer, business).await;
    let page = paths::business(*outcome.as_ref().unwrap_or(&business), "");
    ctx.lead(outcome.map(drop), &page)
}
