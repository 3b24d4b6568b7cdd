//! What the page of a form is told of others that change the same fields. docs/adr/049.

use super::{kept, pages, pages::Ctx};
use crate::onboarding::case::Clashing;
use app::{
    fields::posted,
    site::{Clashes, Kept},
    viewer::Viewer,
};
use axum::{
    Form,
    response::{IntoResponse, Response},
};
use domain::{application::Page, forms::Marks};
use http::StatusCode;

/// Both values, and which to keep. What was typed stands on the page, and what others changed where nothing was typed.
/// A script is told by the status.
pub async fn ask(
    mut ctx: Ctx<Viewer>,
    address: &str,
    page: Page,
    fields: &[(String, String)],
    clashing: Clashing,
) -> Response {
    if ctx.is_scripted() {
        return (StatusCode::PRECONDITION_FAILED, "clash").into_response();
    }
    let mut typed = kept::without_secrets(fields.to_vec());
    for field in &clashing.untouched {
        typed.remove(&posted(page, "form", field));
        typed.remove(&posted(page, "upon", field));
    }
    ctx.parts.extensions.insert(Kept(typed));
    (StatusCode::CONFLICT, pages::again(ctx.parts, address, Clashes(clashing.clashes)).await).into_response()
}

/// For the script that saved: what the hidden fields of its page are from now on.
pub fn typed_upon(page: Page, marks: Marks) -> Response {
    let named = |(field, mark): (String, String)| (posted(page, "upon", &field), mark);
    Form(marks.into_iter().map(named).collect::<Vec<_>>()).into_response()
}
