//! What partners can do besides deciding. Each names the viewer first, forwards, and says where to go next.

use super::{calls::Bulk, review};
use crate::{
    error::AppError,
    page::{go, go_or_ask, viewer},
};
use domain::{
    ids::{BusinessId, CallId, NoteId},
    reason::Reason,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

#[server(endpoint = "review/retry_call")]
pub async fn retry_call(call: CallId) -> Result<(), AppError> {
    let outcome = async { review()?.retry_call(viewer()?, call).await }.await;
    go("/review/troubles", outcome)
}

/// The reason stands under `of-` and the call's id: a page shows many calls, and each field has a name of its own. A key
/// that begins with a digit would be taken for a place in a list.
#[server(endpoint = "review/give_up_call")]
pub async fn give_up_call(call: CallId, #[server(default)] reasons: BTreeMap<String, String>) -> Result<(), AppError> {
    let reason = reasons.get(&format!("of-{call}")).cloned().unwrap_or_default();
    let outcome = async { review()?.give_up_call(viewer()?, call, reason).await }.await;
    go_or_ask("/review/troubles", &format!("reasons[of-{call}]"), outcome)
}

/// The reason stands under `anew-` and the call's id.
#[server(endpoint = "review/send_anew")]
pub async fn send_anew(call: CallId, #[server(default)] reasons: BTreeMap<String, String>) -> Result<(), AppError> {
    let reason = reasons.get(&format!("anew-{call}")).cloned().unwrap_or_default();
    let outcome = async { review()?.send_call_anew(viewer()?, call, reason).await }.await;
    go_or_ask("/review/troubles", &format!("reasons[anew-{call}]"), outcome)
}

#[server(endpoint = "review/evidence_sent")]
pub async fn evidence_sent(business: BusinessId) -> Result<(), AppError> {
    let outcome = async { review()?.mark_evidence_sent(viewer()?, business).await }.await;
    go(&format!("/review/{business}/evidence"), outcome)
}

#[server(endpoint = "review/take_back")]
pub async fn take_back(business: BusinessId, #[server(default)] reason: String) -> Result<(), AppError> {
    let outcome = async { review()?.take_back(viewer()?, business, reason).await }.await;
    go_or_ask(&format!("/review/{business}"), "take_back", outcome)
}

/// The reason stands under `adopt-` and the call's id, and so does DOKU's id.
#[server(endpoint = "review/adopt_call")]
pub async fn adopt_call(
    call: CallId,
    #[server(default)] ids: BTreeMap<String, String>,
    #[server(default)] reasons: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let name = format!("adopt-{call}");
    let (id, reason) = (ids.get(&name).cloned().unwrap_or_default(), reasons.get(&name).cloned().unwrap_or_default());
    let outcome = async { review()?.adopt_call(viewer()?, call, id, reason).await }.await;
    go_or_ask("/review/troubles", &format!("reasons[adopt-{call}]"), outcome)
}

#[server(endpoint = "review/mend_part")]
pub async fn mend_part(
    business: BusinessId,
    #[server(default)] facet: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let outcome = async { review()?.mend_part(viewer()?, business, facet, reason).await }.await;
    go_or_ask(&format!("/review/{business}"), "mended", outcome)
}

/// The reason stands under `mended-` and the call's id. `business`: the case on whose page it stands.
#[server(endpoint = "review/mend_update")]
pub async fn mend_update(
    call: CallId,
    #[server(default)] business: Option<BusinessId>,
    #[server(default)] reasons: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let reason = reasons.get(&format!("mended-{call}")).cloned().unwrap_or_default();
    let outcome = async { review()?.mend_update(viewer()?, call, reason).await }.await;
    let page = business.map_or_else(|| "/review/troubles".to_owned(), |business| format!("/review/{business}"));
    go_or_ask(&page, &format!("reasons[mended-{call}]"), outcome)
}

/// Each call that was ticked, under `of-` and its id; `way` is the button's.
#[server(endpoint = "review/deal_with_calls")]
pub async fn deal_with_calls(
    #[server(default)] calls: BTreeMap<String, CallId>,
    #[server(default)] way: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let outcome = async {
        let (viewer, calls) = (viewer()?, calls.into_values().collect());
        let bulk = Bulk::read(&way).unwrap_or(Bulk::Retry);
        review()?.deal_with_calls(viewer, calls, bulk, reason).await
    };
    go_or_ask("/review/troubles", "many", outcome.await)
}

/// An empty `reason`: its meaning is unknown again.
#[server(endpoint = "review/map_note")]
pub async fn map_note(note: NoteId, #[server(default)] reason: String) -> Result<(), AppError> {
    let outcome = async {
        let (viewer, meant) = (viewer()?, Reason::read(&reason));
        if meant.is_none() && !reason.is_empty() {
            return Err(AppError::BadRequest);
        }
        review()?.map_note(viewer, note, meant).await
    };
    go("/review/notes", outcome.await)
}
