//! Access to addresses, enforced by one layer before anything of the handler runs.

use super::{accepts_html, back::sign_in_page, pages, see_other};
use crate::{
    account::rights::Right,
    error::{ensure, error_response},
    services::Services,
};
use app::{
    error::AppError,
    viewer::{Role, Viewer},
};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::StatusCode;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Everybody,
    /// Everybody may, but only with the sandbox: elsewhere there is no such address.
    Sandbox,
    /// The request carries its own proof, which the handler or a layer of its kind judges: a signature, a token, a key.
    Proof,
    Merchant,
    /// Reviewers and admins may.
    Partner,
    May(Right),
}

impl Access {
    fn judge(self, services: &Services, viewer: Option<&Viewer>) -> Result<(), AppError> {
        let role = || viewer.map(|viewer| viewer.role).ok_or(AppError::SignedOut);
        let may = match self {
            Self::Everybody | Self::Proof => true,
            Self::Sandbox => return ensure(services.settings.sandbox_panel.is_some(), AppError::NotFound),
            Self::Merchant => role()? == Role::Merchant,
            Self::Partner => role()?.is_partner(),
            Self::May(right) => right.is_held_by(role()?),
        };
        ensure(may, AppError::Forbidden)
    }
}

/// The rule of one row.
#[derive(Clone)]
pub struct Rule {
    pub services: Services,
    pub access: Access,
    /// True when a page answers, also a refusal.
    pub is_page: bool,
}

pub async fn enforce(State(rule): State<Rule>, request: Request, next: Next) -> Response {
    let viewer = request.extensions().get::<Option<Viewer>>().and_then(Option::as_ref);
    let Err(error) = rule.access.judge(&rule.services, viewer) else { return next.run(request).await };
    let parts = request.into_parts().0;
    match error {
        // A page answers 302, since it is elsewhere until somebody signed in.
        AppError::SignedOut if rule.is_page => (StatusCode::FOUND, see_other(&sign_in_page(&parts))).into_response(),
        // A person is led to sign-in; a script or a stream would take that page for an answer.
        AppError::SignedOut if accepts_html(&parts.headers) => see_other(&sign_in_page(&parts)),
        error if rule.is_page => pages::problem(&rule.services, parts, error).await,
        error => error_response(&error),
    }
}
