//! The answers to a form whose fields others changed meanwhile. docs/adr/049.

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

/// Answers with the page, which shows both values of each clash and asks which to keep. Fields that were typed keep
/// their text; others show the new value. A script gets the status alone.
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
    (StatusCode::CONFLICT, pages::redraw(ctx.parts, address, Clashes(clashing.clashes)).await).into_response()
}

/// Answers the script that saved with the new values of its page's hidden fields.
pub fn typed_upon(page: Page, marks: Marks) -> Response {
    let named = |(field, mark): (String, String)| (posted(page, "upon", &field), mark);
    Form(marks.into_iter().map(named).collect::<Vec<_>>()).into_response()
}
