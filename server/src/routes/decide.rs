//! Decisions of the partner's, posted as plain forms. A decision that does not count comes back on the case's page as
//! it is now, with its words.

use super::{
    At, Fields,
    pages::{self, Ctx},
    refuse, see_other,
};
use crate::error::Result;
use app::{error::AppError, paths, review::data::Seen, site::Undecided, viewer::Viewer};
use axum::{
    Form,
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use domain::ids::BusinessId;
use http::StatusCode;
use std::collections::BTreeMap;

pub struct Decision {
    seen: Seen,
    reasons: BTreeMap<String, String>,
    reason: String,
}

impl Decision {
    /// Returns `None` when a field names what no page of ours could name.
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

impl<S: Send + Sync> FromRequest<S> for Decision {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let form = Form::<Fields>::from_request(request, state).await;
        let Form(fields) = form.map_err(IntoResponse::into_response)?;
        Self::read(fields).ok_or_else(|| refuse(AppError::BadRequest))
    }
}

pub async fn approve(ctx: Ctx<Viewer>, At(business): At<BusinessId>, decision: Decision) -> Result<Response> {
    let outcome = ctx.services.approve_case(&ctx.viewer, business, &decision.seen).await;
    answer(ctx, business, decision, outcome).await
}

pub async fn send_back(ctx: Ctx<Viewer>, At(business): At<BusinessId>, decision: Decision) -> Result<Response> {
    let outcome = ctx.services.send_case_back(&ctx.viewer, business, &decision.seen, &decision.reasons).await;
    answer(ctx, business, decision, outcome).await
}

/// Ends the application before DOKU gets it; the merchant reads the reason.
pub async fn decline(ctx: Ctx<Viewer>, At(business): At<BusinessId>, decision: Decision) -> Result<Response> {
    let outcome = ctx.services.decline_case(&ctx.viewer, business, &decision.seen, &decision.reason).await;
    answer(ctx, business, decision, outcome).await
}

async fn answer(ctx: Ctx<Viewer>, business: BusinessId, decision: Decision, outcome: Result<()>) -> Result<Response> {
    let error = match outcome.map_err(AppError::from) {
        Ok(()) if ctx.is_scripted() => return Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(()) => return Ok(see_other(&paths::case(business, ""))),
        Err(error) if ctx.is_scripted() => return Err(error.into()),
        Err(error) => error,
    };
    let changed = match error {
        AppError::OutOfDate => ctx.services.newer_than(&ctx.viewer, business, &decision.seen).await?,
        _ => Vec::new(),
    };
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::CONFLICT);
    let wants = |way: &str| error == AppError::NoReason && ctx.parts.uri.path().ends_with(way);
    let (wants_reasons, wants_reason) = (wants("/send-back"), wants("/decline"));
    let Decision { reasons, reason, .. } = decision;
    let undecided = Undecided { error, changed, reasons, reason, wants_reasons, wants_reason };
    Ok((status, pages::redraw(ctx.parts, &paths::case(business, ""), undecided).await).into_response())
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
