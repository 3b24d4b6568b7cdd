//! Every route that neither a page nor a server function of `app` answers, in one list: the router is made from it, and so is the test that names who
//! may ask for what.

use super::{documents, health, live, pages::AppState, session, site, webhooks};
use crate::services::CALLBACK_PATH;
use axum::{
    Router,
    handler::Handler,
    routing::{self, MethodRouter},
};
use http::Method;

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

/// Behind session and request-forgery layer.
pub fn of_people() -> Vec<RawRoute> {
    vec![
        post("/sign-up", session::sign_up),
        post("/sign-in", session::sign_in),
        post("/sign-out", session::sign_out),
        post("/language", session::language),
        post("/businesses/new", session::new_business),
        get("/businesses/{id}/live", live::of_business),
        get("/businesses/{id}/documents/{slot}/file", documents::mine),
        get("/review/live", live::of_queue),
        get("/review/{id}/live", live::of_case),
        get("/review/{id}/documents/{slot}/file", documents::for_review),
    ]
}

/// As those of people, with a larger body.
pub fn uploads() -> Vec<RawRoute> {
    vec![post("/businesses/{id}/documents/{slot}", documents::upload)]
}

/// Without a session: asked often, or by machines.
pub fn open() -> Vec<RawRoute> {
    vec![
        post(CALLBACK_PATH, webhooks::doku),
        get("/livez", health::livez),
        get("/readyz", health::readyz),
        get("/favicon.svg", site::plain),
        get("/robots.txt", site::plain),
        get("/{pkg}/{file}", site::bundle),
    ]
}

pub fn mount(router: Router<AppState>, routes: Vec<RawRoute>) -> Router<AppState> {
    routes.into_iter().fold(router, |router, route| router.route(route.path, route.handler))
}
