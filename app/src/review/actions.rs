//! What partners can do besides deciding. Each names the viewer first, forwards, and says where to go next.

use super::review;
use crate::{
    error::AppError,
    page::{go, viewer},
};
use domain::{
    ids::{CallId, NoteId},
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
    go("/review/troubles", outcome)
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
