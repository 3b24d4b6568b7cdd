//! Decisions of the partner's, plain forms. One that does not count comes back on the case's page as it is now, with the words
//! that were typed for it.

use super::{
    At, accepts_html,
    identity::SignedIn,
    pages::{self, AppState},
    refuse, see_other,
};
use crate::{error::error_response, services::Services};
use app::{error::AppError, paths, review::data::Seen, site::Undecided, viewer::Viewer};
use axum::{
    Form,
    extract::{FromRef, FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use domain::ids::BusinessId;
use http::{StatusCode, request::Parts};
use std::collections::BTreeMap;

type Fields = Vec<(String, String)>;

struct Decision {
    seen: Seen,
    reasons: BTreeMap<String, String>,
    reason: String,
}

impl Decision {
    /// What it names of a page must be what a page of ours could name.
    fn read(fields: Fields) -> Option<Self> {
        let (mut seen, mut reasons, mut reason) = (Seen::default(), BTreeMap::new(), String::new());
        let of = |name: &str, list: &str| -> Option<String> {
            Some(name.strip_prefix(list)?.strip_prefix('[')?.strip_suffix(']')?.to_owned())
        };
        for (name, value) in fields {
            match name.as_str() {
                "revision" => seen.revision = Some(value.parse().ok()?),
                "reason" => reason = value,
                _ => {
                    if let Some(slot) = of(&name, "documents") {
                        seen.documents.insert(slot, value.parse().ok()?);
                    } else if let Some(item) = of(&name, "reasons") {
                        reasons.insert(item, value);
                    }
                }
            }
        }
        Some(Self { seen, reasons, reason })
    }
}

/// Somebody's form, read.
pub struct Asked {
    services: Services,
    viewer: Viewer,
    business: BusinessId,
    parts: Parts,
    decision: Decision,
}

impl FromRequest<AppState> for Asked {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let SignedIn(viewer) = SignedIn::from_request_parts(&mut parts, state).await?;
        let At(business) = At::from_request_parts(&mut parts, state).await?;
        let whole = Request::from_parts(parts.clone(), body);
        let form = Form::<Fields>::from_request(whole, state).await;
        let Form(fields) = form.map_err(IntoResponse::into_response)?;
        let decision = Decision::read(fields).ok_or_else(|| refuse(AppError::BadRequest))?;
        Ok(Self { services: Services::from_ref(state), viewer, business, parts, decision })
    }
}

pub async fn approve(asked: Asked) -> Response {
    let Asked { services, viewer, business, decision, .. } = &asked;
    let outcome = services.approve_case(viewer, *business, &decision.seen).await;
    answer(asked, outcome).await
}

pub async fn send_back(asked: Asked) -> Response {
    let Asked { services, viewer, business, decision, .. } = &asked;
    let outcome = services.send_case_back(viewer, *business, &decision.seen, &decision.reasons).await;
    answer(asked, outcome).await
}

/// Ends the application before DOKU sees it; the merchant reads the reason.
pub async fn decline(asked: Asked) -> Response {
    let Asked { services, viewer, business, decision, .. } = &asked;
    let outcome = services.decline_case(viewer, *business, &decision.seen, &decision.reason).await;
    answer(asked, outcome).await
}

async fn answer(asked: Asked, outcome: crate::error::Result<()>) -> Response {
    let Asked { services, viewer, business, parts, decision } = asked;
    let page = paths::case(business, "");
    let by_browser = accepts_html(&parts.headers);
    let error = match outcome.map_err(AppError::from) {
        Ok(()) if by_browser => return see_other(&page),
        Ok(()) => return StatusCode::NO_CONTENT.into_response(),
        Err(error) if by_browser => error,
        Err(error) => return error_response(&error),
    };
    let changed = match error {
        AppError::OutOfDate => services.newer_than(&viewer, business, &decision.seen).await,
        _ => Ok(Vec::new()),
    };
    let changed = match changed {
        Ok(changed) => changed,
        Err(error) => return refuse(error.into()),
    };
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::CONFLICT);
    let wants = |way: &str| error == AppError::NoReason && parts.uri.path().ends_with(way);
    let (wants_reasons, wants_reason) = (wants("/send-back"), wants("/decline"));
    let Decision { reasons, reason, .. } = decision;
    let undecided = Undecided { error, changed, reasons, reason, wants_reasons, wants_reason };
    let mut response = pages::again(parts, &page, undecided).await;
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, &str)]) -> Option<Decision> {
        Decision::read(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_form_names_what_its_page_showed() {
        let id = "0193504e-8c1f-7000-8000-000000000001";
        let form = [("revision", "3"), ("documents[KTP]", id), ("reasons[bank]", "Nama berbeda.")];
        let decision = read(&form).unwrap();
        assert_eq!((decision.seen.revision, decision.seen.documents["KTP"].to_string()), (Some(3), id.to_owned()));
        assert_eq!(decision.reasons["bank"], "Nama berbeda.");
        assert!(read(&[]).unwrap().seen == Seen::default());
        for broken in [&[("revision", "three")], &[("documents[KTP]", "file")]] {
            assert!(read(broken).is_none(), "{broken:?}");
        }
        assert!(read(&[("revision", "")]).is_none());
    }
}
