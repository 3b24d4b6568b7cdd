//! The partner's desk: the queue, one case, calls that need a person, and what DOKU's notes mean.

use super::{At, identity::SignedIn, pages::Ctx};
use app::{
    error::AppError,
    paths::{self, NOTES, TROUBLES},
    review::{self, calls::Bulk, data::Tab},
};
use axum::{Form, extract::Query, response::Response};
use domain::{
    ids::{BusinessId, CallId, NoteId},
    reason::Reason,
};
use serde::Deserialize;

type Fields = Vec<(String, String)>;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    tab: String,
    search: String,
    after: Option<String>,
}

pub async fn queue(ctx: Ctx, SignedIn(viewer): SignedIn, Query(asked): Query<QueueQuery>) -> Response {
    let (tab, search) = (asked.tab.parse().unwrap_or(Tab::ToCheck), unless_blank(asked.search));
    let page = ctx.services.queue(&viewer, tab, search, asked.after).await;
    ctx.page(page, review::queue).await
}

pub async fn case(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let page = ctx.services.case(&viewer, business).await;
    ctx.page(page, review::case).await
}

pub async fn evidence(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let page = ctx.services.evidence(&viewer, business).await;
    ctx.page(page, review::evidence).await
}

/// DOKU was shown it: the merchant reads so.
pub async fn evidence_sent(ctx: Ctx, SignedIn(viewer): SignedIn, At(business): At<BusinessId>) -> Response {
    let outcome = ctx.services.mark_evidence_sent(&viewer, business).await;
    ctx.lead(outcome, &paths::case(business, "evidence"))
}

/// As the merchant holds it.
pub async fn receipt(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At((business, revision)): At<(BusinessId, i64)>,
) -> Response {
    let receipt = ctx.services.receipt_for_partner(&viewer, business, revision).await;
    let receipt = receipt.and_then(|page| page.receipt.ok_or_else(|| AppError::NotFound.into()));
    ctx.page(receipt, move |receipt| review::receipt(business, receipt)).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    request: String,
    after: Option<String>,
}

pub async fn troubles(ctx: Ctx, SignedIn(viewer): SignedIn, Query(asked): Query<ListQuery>) -> Response {
    let page = ctx.services.troubles(&viewer, asked.after).await;
    ctx.page(page, review::troubles).await
}

pub async fn exchanges(ctx: Ctx, SignedIn(viewer): SignedIn, Query(asked): Query<ListQuery>) -> Response {
    let page = ctx.services.exchanges(&viewer, unless_blank(asked.request), asked.after).await;
    ctx.page(page, review::exchanges).await
}

fn unless_blank(typed: String) -> Option<String> {
    Some(typed).filter(|typed| !typed.trim().is_empty())
}

pub async fn retry(ctx: Ctx, SignedIn(viewer): SignedIn, At(call): At<CallId>) -> Response {
    ctx.lead(ctx.services.retry_call(&viewer, call).await, TROUBLES)
}

/// A page shows many calls, so each field has a name of its own: `reasons[of-…]` and the call's id.
fn field(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

pub async fn give_up(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At(call): At<CallId>,
    Form(fields): Form<Fields>,
) -> Response {
    let name = format!("reasons[of-{call}]");
    let outcome = ctx.services.give_up_call(&viewer, call, field(&fields, &name)).await;
    ctx.lead_or_ask(outcome, TROUBLES, &name)
}

/// DOKU says that it does not have it: sent under a new Request-Id.
pub async fn send_anew(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At(call): At<CallId>,
    Form(fields): Form<Fields>,
) -> Response {
    let name = format!("reasons[anew-{call}]");
    let outcome = ctx.services.send_call_anew(&viewer, call, field(&fields, &name)).await;
    ctx.lead_or_ask(outcome, TROUBLES, &name)
}

/// DOKU says that it has it, under the id that was typed.
pub async fn adopt(ctx: Ctx, SignedIn(viewer): SignedIn, At(call): At<CallId>, Form(fields): Form<Fields>) -> Response {
    let (name, id) = (format!("reasons[adopt-{call}]"), field(&fields, &format!("ids[adopt-{call}]")));
    let outcome = ctx.services.adopt_call(&viewer, call, &id, field(&fields, &name)).await;
    ctx.lead_or_ask(outcome, TROUBLES, &name)
}

/// All that an update was to mend was mended in DOKU's dashboard. `business`: the case on whose page it stands.
pub async fn mend_update(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At(call): At<CallId>,
    Form(fields): Form<Fields>,
) -> Response {
    let name = format!("reasons[mended-{call}]");
    let outcome = ctx.services.mend_update(&viewer, call, &field(&fields, &name)).await;
    let business = field(&fields, "business").parse::<BusinessId>();
    let page = business.map_or_else(|_| TROUBLES.to_owned(), |business| paths::case(business, ""));
    ctx.lead_or_ask(outcome, &page, &name)
}

/// Each call that was ticked; `way` is the button's.
pub async fn deal_with(ctx: Ctx, SignedIn(viewer): SignedIn, Form(fields): Form<Fields>) -> Response {
    let ticked = fields.iter().filter(|(name, _)| name.starts_with("calls["));
    let calls = ticked.map(|(_, call)| call.parse()).collect::<Result<Vec<CallId>, _>>();
    let Ok(calls) = calls else { return ctx.lead(Err(AppError::BadRequest.into()), TROUBLES) };
    let bulk = field(&fields, "way").parse().unwrap_or(Bulk::Retry);
    let outcome = ctx.services.deal_with_calls(&viewer, calls, bulk, field(&fields, "reason")).await;
    ctx.lead_or_ask(outcome, TROUBLES, "many")
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Why {
    facet: String,
    reason: String,
}

/// It waits for DOKU and certainly never arrived: it is decided about once more.
pub async fn take_back(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At(business): At<BusinessId>,
    Form(why): Form<Why>,
) -> Response {
    let outcome = ctx.services.take_back(&viewer, business, why.reason).await;
    ctx.lead_or_ask(outcome, &paths::case(business, ""), "take_back")
}

/// One part was mended in DOKU's dashboard.
pub async fn mend_part(
    ctx: Ctx,
    SignedIn(viewer): SignedIn,
    At(business): At<BusinessId>,
    Form(why): Form<Why>,
) -> Response {
    let outcome = ctx.services.mend_part(&viewer, business, &why.facet, &why.reason).await;
    ctx.lead_or_ask(outcome, &paths::case(business, ""), "mended")
}

pub async fn notes(ctx: Ctx, SignedIn(viewer): SignedIn) -> Response {
    let rows = ctx.services.notes(&viewer).await;
    ctx.page(rows, review::notes).await
}

/// Without a reason its meaning is unknown again.
pub async fn map_note(ctx: Ctx, SignedIn(viewer): SignedIn, At(note): At<NoteId>, Form(why): Form<Why>) -> Response {
    let meant = Reason::read(&why.reason);
    if meant.is_none() && !why.reason.is_empty() {
        return ctx.lead(Err(AppError::BadRequest.into()), NOTES);
    }
    ctx.lead(ctx.services.map_note(&viewer, note, meant).await, NOTES)
}
