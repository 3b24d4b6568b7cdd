//! Draws the views of `app`, with what every page knows besides its own data, and what one answer adds.

use super::{accepts_html, back, see_other};
use crate::{
    client::client_address,
    error::{Result, error_response},
    seed,
    services::Services,
};
use app::{
    error::AppError,
    page::problem_page,
    paths::{escape, sign_in_and_back},
    review::settings::data::PostResult,
    shell,
    site::{
        Clashes, FormProblem, Kept, OnceKey, Overlong, Redisplay, Revealed, SandboxSite, Site, Undecided, Unreachable,
    },
    texts::Lang,
    viewer::Viewer,
};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::{FutureExt, StreamExt, stream};
use http::{Extensions, Method, StatusCode, request::Parts};
use leptos::{nonce::Nonce, prelude::*};
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};
use tower::ServiceExt;

/// A random text per request; the page's one inline script carries it.
#[derive(Clone)]
pub struct CspNonce(pub String);

/// A request that a page answers, or that leads to one. `Ctx<Viewer>` is one of somebody signed in, as the row of the
/// address demands.
pub struct Ctx<By = ()> {
    pub services: Services,
    pub viewer: By,
    pub parts: Parts,
}

impl FromRequestParts<Services> for Ctx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, services: &Services) -> Result<Self, Infallible> {
        Ok(Self { services: services.clone(), viewer: (), parts: parts.clone() })
    }
}

impl FromRequestParts<Services> for Ctx<Viewer> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, services: &Services) -> Result<Self, Response> {
        let viewer = parts.extensions.get::<Option<Viewer>>().cloned().flatten();
        let viewer = viewer.ok_or_else(|| error_response(&AppError::SignedOut))?;
        Ok(Self { services: services.clone(), viewer, parts: parts.clone() })
    }
}

impl<By> Ctx<By> {
    pub fn lang(&self) -> Lang {
        self.parts.extensions.get().copied().unwrap_or_default()
    }

    pub fn address(&self) -> IpAddr {
        client_address(&self.services, &self.parts.headers, &self.parts.extensions)
    }

    pub async fn view<V: IntoView + 'static>(&self, view: impl FnOnce() -> V + Send + 'static) -> Response {
        draw(&self.services, self.parts.clone(), view).await
    }

    /// Draws one view with its data, or the page of an error.
    pub async fn page<T: Send + 'static, V: IntoView + 'static>(
        &self,
        data: Result<T>,
        view: impl FnOnce(T) -> V + Send + 'static,
    ) -> Response {
        match data {
            Ok(data) => self.view(move || view(data)).await,
            Err(error) => problem(&self.services, self.parts.clone(), error.into()).await,
        }
    }

    /// Answers a form: leads to the page, after a failure with its code. A script gets the status alone.
    pub fn lead(&self, outcome: Result<()>, page: &str) -> Response {
        let outcome = outcome.map_err(AppError::from);
        match outcome {
            Ok(()) if self.is_scripted() => Response::default(),
            Ok(()) => see_other(page),
            Err(error) if self.is_scripted() => error_response(&error),
            Err(AppError::SignedOut) => see_other(&sign_in_and_back(page)),
            Err(error) => see_other(&format!("{page}?problem={}", error.code())),
        }
    }

    /// Answers as `lead` does, but without a reason leads to the field that wants it.
    pub fn lead_or_ask(&self, outcome: Result<()>, page: &str, field: &str) -> Response {
        let outcome = outcome.map_err(AppError::from);
        if outcome == Err(AppError::NoReason) && !self.is_scripted() {
            let code = AppError::NoReason.code();
            return see_other(&format!("{page}?problem={code}&of={}", escape(field)));
        }
        self.lead(outcome.map_err(Into::into), page)
    }

    /// Tells whether no browser posted the form by itself.
    pub(super) fn is_scripted(&self) -> bool {
        !accepts_html(&self.parts.headers)
    }
}

async fn draw<V: IntoView + 'static>(
    services: &Services,
    parts: Parts,
    view: impl FnOnce() -> V + Send + 'static,
) -> Response {
    let (site, extras) = (site(services, &parts), parts.extensions.clone());
    let once = services.chance.token::<16>().ok().map(OnceKey);
    let context = move || {
        provide_context(site.clone());
        if let Some(key) = &once {
            provide_context(key.clone());
        }
        provide_extras(&extras);
    };
    let page = move || shell(super::site::options(), view);
    let request = Request::from_parts(parts, Body::empty());
    let whole = leptos_axum::handle_response_inner(context, page, request, |page, chunks, _| {
        let html = page.to_html_stream_in_order().collect::<String>();
        html.map(|html| stream::once(async move { html }).chain(chunks()).boxed()).boxed()
    });
    whole.await
}

/// Provides what this one answer adds to the page's own data.
fn provide_extras(extras: &Extensions) {
    fn pass<T: Clone + Send + Sync + 'static>(extras: &Extensions) {
        if let Some(value) = extras.get::<T>() {
            provide_context(value.clone());
        }
    }
    if let Some(nonce) = extras.get::<CspNonce>() {
        provide_context(Nonce::from_value(nonce.0.clone()));
    }
    pass::<AppError>(extras);
    pass::<Clashes>(extras);
    pass::<Kept>(extras);
    pass::<Overlong>(extras);
    pass::<PostResult>(extras);
    pass::<Redisplay>(extras);
    pass::<Revealed>(extras);
    pass::<Undecided>(extras);
}

fn site(services: &Services, parts: &Parts) -> Site {
    let settings = &services.settings;
    let sandbox = settings.sandbox_panel.clone().map(|panel| SandboxSite {
        panel,
        reviewer_email: seed::REVIEWER.to_owned(),
        password: seed::PASSWORD.to_owned(),
    });
    Site {
        partner_name: settings.partner_name.clone(),
        partner_support: settings.partner_support.clone(),
        lang: parts.extensions.get().copied().unwrap_or_default(),
        viewer: parts.extensions.get::<Option<Viewer>>().cloned().flatten(),
        path: back::path(parts),
        sandbox,
        unreachable: parts.extensions.get().copied(),
        pkg: super::site::pkg(),
    }
}

/// Draws the page of an error.
pub async fn problem(services: &Services, parts: Parts, error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, draw(services, parts, move || problem_page(&error)).await).into_response()
}

/// Answers any path that no row names.
pub async fn fallback(ctx: Ctx) -> Response {
    if !matches!(ctx.parts.method, Method::GET | Method::HEAD) {
        return error_response(&AppError::NotFound);
    }
    problem(&ctx.services, ctx.parts, AppError::NotFound).await
}

/// The pages alone, as the router answers them, for posts that are answered by a page.
#[derive(Clone)]
pub struct Pages(pub Router);

pub async fn carry(State(pages): State<Pages>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(pages);
    next.run(request).await
}

/// Answers a post with a page, and with something that it shows this once.
pub async fn redraw<T: Clone + Send + Sync + 'static>(parts: Parts, page: &str, with: T) -> Response {
    let Some(Pages(pages)) = parts.extensions.get().cloned() else {
        return error_response(&AppError::NotFound);
    };
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = page.parse().unwrap_or_default();
    *request.headers_mut() = parts.headers;
    *request.extensions_mut() = known(&parts.extensions);
    request.extensions_mut().insert(with);
    pages.oneshot(request).await.unwrap_or_else(|never| match never {})
}

/// Copies what is known of a request without its own address.
fn known(of: &Extensions) -> Extensions {
    fn pass<T: Clone + Send + Sync + 'static>(of: &Extensions, to: &mut Extensions) {
        if let Some(value) = of.get::<T>() {
            to.insert(value.clone());
        }
    }
    let mut to = Extensions::new();
    pass::<ConnectInfo<SocketAddr>>(of, &mut to);
    pass::<CspNonce>(of, &mut to);
    pass::<Kept>(of, &mut to);
    pass::<Lang>(of, &mut to);
    pass::<Option<Viewer>>(of, &mut to);
    pass::<Overlong>(of, &mut to);
    pass::<Unreachable>(of, &mut to);
    to
}

/// Answers with the same page, what was typed and why it was refused.
pub async fn refused(parts: Parts, page: &str, redisplay: Redisplay) -> Response {
    let status = redisplay.problem.as_ref().map_or(422, FormProblem::status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    (status, redraw(parts, page, redisplay).await).into_response()
}
