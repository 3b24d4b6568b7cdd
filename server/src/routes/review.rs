//! The partner's desk: the queue, one case, calls that need a person, and what DOKU's notes mean.

use super::{At, Fields, pages::Ctx};
use app::{
    error::AppError,
    paths::{self, NOTES, TROUBLES},
    review::{self, calls::Bulk, data::Tab},
    viewer::Viewer,
};
use axum::{Form, extract::Query, response::Response};
use domain::{
    ids::{BusinessId, CallId, NoteId},
    reason::Reason,
};
use serde::Deserialize;

/// The part of a list that an address names.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    tab: String,
    search: String,
    request: String,
    after: Option<String>,
    pub before: Option<String>,
}

pub async fn queue(ctx: Ctx<Viewer>, Query(asked): Query<ListQuery>) -> Response {
    let (tab, search) = (Tab::read(&asked.tab).unwrap_or(Tab::ToCheck), unless_blank(asked.search));
    ctx.page(ctx.services.queue(&ctx.viewer, tab, search, asked.after).await, review::queue).await
}

pub async fn case(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    ctx.page(ctx.services.case(&ctx.viewer, business).await, review::case).await
}

pub async fn evidence(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    ctx.page(ctx.services.evidence(&ctx.viewer, business).await, review::evidence).await
}

/// Marks that DOKU was shown the evidence; the merchant reads it.
pub async fn evidence_sent(ctx: Ctx<Viewer>, At(business): At<BusinessId>) -> Response {
    let outcome = ctx.services.mark_evidence_sent(&ctx.viewer, business).await;
    ctx.lead(outcome, &paths::case(business, "evidence"))
}

/// Shows a receipt as its merchant has it.
pub async fn receipt(ctx: Ctx<Viewer>, At((business, revision)): At<(BusinessId, i64)>) -> Response {
    let receipt = ctx.services.receipt_for(&ctx.viewer, business, Some(revision)).await;
    let receipt = receipt.and_then(|page| page.receipt.ok_or_else(|| AppError::NotFound.into()));
    ctx.page(receipt, move |receipt| review::receipt(business, receipt)).await
}

pub async fn troubles(ctx: Ctx<Viewer>, Query(asked): Query<ListQuery>) -> Response {
    ctx.page(ctx.services.troubles(&ctx.viewer, asked.after).await, review::troubles).await
}

pub async fn exchanges(ctx: Ctx<Viewer>, Query(asked): Query<ListQuery>) -> Response {
    ctx.page(ctx.services.exchanges(&ctx.viewer, unless_blank(asked.request), asked.after).await, review::exchanges)
        .await
}

fn unless_blank(typed: String) -> Option<String> {
    Some(typed).filter(|typed| !typed.trim().is_empty())
}

pub async fn retry(ctx: Ctx<Viewer>, At(call): At<CallId>) -> Response {
    ctx.lead(ctx.services.retry_call(&ctx.viewer, call).await, TROUBLES)
}

/// Returns the text of a field. A page shows many calls, so each field has a name of its own: `reasons[of-…]` and the
/// call's id.
fn field(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

pub async fn give_up(ctx: Ctx<Viewer>, At(call): At<CallId>, Form(fields): Form<Fields>) -> Response {
    let name = format!("reasons[of-{call}]");
    let outcome = ctx.services.give_up_call(&ctx.viewer, call, field(&fields, &name)).await;
    ctx.lead_or_ask(outcome, TROUBLES, &name)
}

/// Sends a registration under a new Request-Id, since DOKU answered that it has none.
pub async fn send_anew(ctx: Ctx<Viewer>, At(call): At<CallId>, Form(fields): Form<Fields>) -> Response {
    let name = format!("reasons[anew-{call}]");
    let outcome = ctx.services.send_call_anew(&ctx.viewer, call, field(&fields, &name)).await;
    ctx.lead_or_ask(outcome, TROUBLES, &name)
}

/// Adopts a registration that DOKU has, under the id that was typed.
pub async fn adopt(ctx: Ctx<Viewer>, At(call): At<CallId>, Form(fields): Form<Fields>) -> Response {
    let (name, id) = (format!("reasons[adopt-{call}]"), field(&fields, &format!("ids[adopt-{call}]")));
    let outcome = ctx.services.adopt_call(&ctx.viewer, call, &id, field(&fields, &name)).await;
    ctx.lead_or_ask(outcome, TROUBLES, &name)
}

/// Settles an update whose parts were all mended in DOKU's dashboard. `business` is the case on whose page the form is.
pub async fn mend_update(ctx: Ctx<Viewer>, At(call): At<CallId>, Form(fields): Form<Fields>) -> Response {
    let name = format!("reasons[mended-{call}]");
    let outcome = ctx.services.mend_update(&ctx.viewer, call, &field(&fields, &name)).await;
    let business = field(&fields, "business").parse::<BusinessId>();
    let page = business.map_or_else(|_| TROUBLES.to_owned(), |business| paths::case(business, ""));
    ctx.lead_or_ask(outcome, &page, &name)
}

/// Deals with each call that was ticked; `way` is the button's.
pub async fn deal_with(ctx: Ctx<Viewer>, Form(fields): Form<Fields>) -> Response {
    let ticked = fields.iter().filter(|(name, _)| name.starts_with("calls["));
    let calls = ticked.map(|(_, call)| call.parse()).collect::<Result<Vec<CallId>, _>>();
    let Ok(calls) = calls else { return ctx.lead(Err(AppError::BadRequest.into()), TROUBLES) };
    let bulk = field(&fields, "way").parse().unwrap_or(Bulk::Retry);
    let outcome = ctx.services.deal_with_calls(&ctx.viewer, calls, bulk, field(&fields, "reason")).await;
    ctx.lead_or_ask(outcome, TROUBLES, "many")
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Why {
    facet: String,
    reason: String,
}

/// Takes back a call that waits for DOKU and certainly never arrived, to be decided about once more.
pub async fn take_back(ctx: Ctx<Viewer>, At(business): At<BusinessId>, Form(why): Form<Why>) -> Response {
    let outcome = ctx.services.take_back(&ctx.viewer, business, why.reason).await;
    ctx.lead_or_ask(outcome, &paths::case(business, ""), "take_back")
}

/// Records that one part was mended in DOKU's dashboard.
pub async fn mend_part(ctx: Ctx<Viewer>, At(business): At<BusinessId>, Form(why): Form<Why>) -> Response {
    let outcome = ctx.services.mend_part(&ctx.viewer, business, &why.facet, &why.reason).await;
    ctx.lead_or_ask(outcome, &paths::case(business, ""), "mended")
}

pub async fn notes(ctx: Ctx<Viewer>) -> Response {
    ctx.page(ctx.services.notes(&ctx.viewer).await, review::notes).await
}

/// Maps a note; without a reason its meaning is unknown again.
pub async fn map_note(ctx: Ctx<Viewer>, At(note): At<NoteId>, Form(why): Form<Why>) -> Response {
    let meant = Reason::read(&why.reason);
    if meant.is_none() && !why.reason.is_empty() {
        return ctx.lead(Err(AppError::BadRequest.into()), NOTES);
    }
    ctx.lead(ctx.services.map_note(&ctx.viewer, note, meant).await, NOTES)
}
