//! Every route that neither a page nor a server function of `app` answers, in one list: the router is made from it, and so is the test that names who
//! may ask for what.

use super::{
    decide, downloads, evidence, health, live, metrics, notify, pages::AppState, receipts, reveal, session, site,
    uploads, webhooks,
};
use crate::{api, services::CALLBACK_PATH};
use app::paths;
use axum::{
    Router,
    handler::Handler,
    routing::{self, MethodRouter},
};
use http::{Method, StatusCode};

pub struct RawRoute {
    pub method: Method,
    pub path: &'static str,
    handler: MethodRouter<AppState>,
}

fn get<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> RawRoute {
    RawRoute { method: Method::GET, path, handler: routing::get(handler) }
}

fn post<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> RawRoute {
    RawRoute { method: Method::POST, path, handler: routing::post(handler) }
}

fn put<T: 'static>(path: &'static str, handler: impl Handler<T, AppState>) -> RawRoute {
    RawRoute { method: Method::PUT, path, handler: routing::put(handler) }
}

/// It answers for every address of two parts that nothing else answers: by another method there is none.
fn bundle() -> MethodRouter<AppState> {
    routing::get(site::bundle).fallback(async || StatusCode::NOT_FOUND)
}

/// Behind session and request-forgery layer.
pub fn of_people() -> Vec<RawRoute> {
    vec![
        post("/sign-up", session::sign_up),
        post("/sign-in", session::sign_in),
        post("/sign-out", session::sign_out),
        post("/language", session::language),
        post("/businesses/new", session::new_business),
        post("/preferences", notify::choose),
        get("/mail/{mail}/html", notify::mail_html),
        post("/review/settings/endpoints", notify::add_endpoint),
        post("/review/settings/secrets", notify::renew_secret),
        post("/review/settings/keys", notify::add_key),
        get("/businesses/{id}/documents/{slot}/{document}", downloads::mine),
        get("/review/{id}/documents/{slot}/{document}", downloads::for_review),
        get("/businesses/{id}/receipts/{revision}/pdf", receipts::mine),
        get("/review/{id}/receipts/{revision}/pdf", receipts::for_review),
        get("/review/{id}/evidence.txt", evidence::as_text),
        get("/review/{id}/evidence.pdf", evidence::as_pdf),
        post("/review/{id}/reveal", reveal::reveal),
        post(paths::APPROVE, decide::approve),
        post(paths::SEND_BACK, decide::send_back),
        post(paths::DECLINE, decide::decline),
    ]
}

/// As those of people, open for as long as somebody watches.
pub fn streams() -> Vec<RawRoute> {
    vec![
        get("/businesses/{id}/live", live::of_business),
        get("/review/live", live::of_queue),
        get("/review/{id}/live", live::of_case),
    ]
}

/// As those of people, with a larger body.
pub fn uploads() -> Vec<RawRoute> {
    vec![post("/businesses/{id}/documents/{slot}", uploads::upload)]
}

/// For the partner's own systems: behind keys, and counted.
pub fn of_systems() -> Vec<RawRoute> {
    vec![
        get("/api/v1/businesses", api::businesses::list),
        get("/api/v1/businesses/{id}", api::businesses::one),
        put("/api/v1/businesses/{id}/reference", api::references::put),
        get("/api/v1/openapi.json", api::openapi),
        RawRoute { method: Method::GET, path: "/api/v1/{*rest}", handler: routing::any(api::nothing) },
    ]
}

/// Without a session: asked often, or by machines.
pub fn open() -> Vec<RawRoute> {
    vec![
        post(CALLBACK_PATH, webhooks::doku),
        post("/unsubscribe/{token}", notify::unsubscribe),
        get("/unsubscribe/{token}", notify::unsubscribe_page),
        get("/livez", health::livez),
        get("/readyz", health::readyz),
        get("/metrics", metrics::metrics),
        get("/favicon.svg", site::plain),
        get("/robots.txt", site::plain),
        RawRoute { method: Method::GET, path: "/{pkg}/{file}", handler: bundle() },
    ]
}

pub fn mount(router: Router<AppState>, routes: Vec<RawRoute>) -> Router<AppState> {
    routes.into_iter().fold(router, |router, route| router.route(route.path, route.handler))
}
