//! Every address: its method, its access and its handler. The router is made from these rows alone.

use super::{
    access::{self, Access, Rule},
    account, decide, downloads, evidence, health, live, mail, metrics, onboarding, receipts, reveal, review, settings,
    site, uploads, webhooks,
};
use crate::{
    account::rights::Right::{Administer, Decide, End, Fill, Operate, Reveal, Submit},
    address::CALLBACK_PATH,
    api,
    services::Services,
};
use axum::{
    Router,
    handler::Handler,
    middleware::from_fn_with_state,
    routing::{self, MethodRouter},
};
use http::{Method, StatusCode};

pub struct Row {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    /// True for a GET that a page answers.
    pub is_page: bool,
    handler: MethodRouter<Services>,
}

fn row(method: Method, path: &'static str, access: Access, handler: MethodRouter<Services>) -> Row {
    Row { method, path, access, is_page: false, handler }
}

fn page<T: 'static>(path: &'static str, access: Access, handler: impl Handler<T, Services>) -> Row {
    Row { is_page: true, ..get(path, access, handler) }
}

fn get<T: 'static>(path: &'static str, access: Access, handler: impl Handler<T, Services>) -> Row {
    row(Method::GET, path, access, routing::get(handler))
}

fn post<T: 'static>(path: &'static str, access: Access, handler: impl Handler<T, Services>) -> Row {
    row(Method::POST, path, access, routing::post(handler))
}

fn put<T: 'static>(path: &'static str, access: Access, handler: impl Handler<T, Services>) -> Row {
    row(Method::PUT, path, access, routing::put(handler))
}

/// This route matches every address of two parts that no other matches: another method is not found there.
fn bundle() -> MethodRouter<Services> {
    routing::get(site::bundle).fallback(async || StatusCode::NOT_FOUND)
}

/// Pages, behind session and request-forgery layer.
pub fn pages() -> Vec<Row> {
    use Access::{Everybody, May, Merchant, Partner, Sandbox};
    vec![
        page("/", Everybody, account::front),
        page("/sign-up", Everybody, account::sign_up_page),
        page("/sign-in", Everybody, account::sign_in_page),
        page("/states", Sandbox, account::states),
        page("/mail", Sandbox, mail::mailbox),
        page("/mail/{mail}", Sandbox, mail::mail),
        page("/preferences", Merchant, account::preferences),
        page("/businesses", Merchant, onboarding::list),
        page("/businesses/new", Merchant, onboarding::new_page),
        page("/businesses/{id}", Merchant, onboarding::overview),
        page("/businesses/{id}/documents", Merchant, onboarding::documents),
        page("/businesses/{id}/{page}", Merchant, onboarding::form),
        page("/businesses/{id}/check", Merchant, onboarding::check),
        page("/businesses/{id}/receipt", Merchant, onboarding::receipt),
        page("/businesses/{id}/receipts/{revision}", Merchant, onboarding::receipt_of),
        page("/businesses/{id}/history", Merchant, onboarding::history),
        page("/review", Partner, review::queue),
        page("/review/troubles", Partner, review::troubles),
        page("/review/exchanges", Partner, review::exchanges),
        page("/review/notes", Partner, review::notes),
        page("/review/settings", May(Administer), settings::page),
        page("/review/{id}", Partner, review::case),
        page("/review/{id}/receipts/{revision}", Partner, review::receipt),
        page("/review/{id}/evidence", Partner, review::evidence),
        page("/review/{id}/reveal", May(Reveal), reveal::page),
    ]
}

/// Posts and downloads of people, behind the same layers.
pub fn of_people() -> Vec<Row> {
    use Access::{Everybody, May, Merchant, Partner, Sandbox};
    vec![
        post("/sign-up", Everybody, account::sign_up),
        post("/sign-in", Everybody, account::sign_in),
        post("/sign-out", Everybody, account::sign_out),
        post("/language", Everybody, account::language),
        get("/mail/{mail}/html", Sandbox, mail::mail_html),
        post("/preferences", Merchant, account::choose),
        post("/businesses/new", May(Fill), onboarding::new_business),
        post("/businesses/{id}/documents", May(Fill), onboarding::save_documents),
        post("/businesses/{id}/{page}", May(Fill), onboarding::save),
        post("/businesses/{id}/{page}/keep-as-is", May(Fill), onboarding::keep_as_is),
        post("/businesses/{id}/consent", May(Fill), onboarding::consent),
        post("/businesses/{id}/submit", May(Submit), onboarding::submit),
        post("/businesses/{id}/fixes", May(Submit), onboarding::send_fixes),
        post("/businesses/{id}/withdraw", May(End), onboarding::withdraw),
        post("/businesses/{id}/start-again", May(End), onboarding::start_again),
        get("/businesses/{id}/documents/{slot}/{document}", Merchant, downloads::mine),
        get("/businesses/{id}/receipts/{revision}/pdf", Merchant, receipts::mine),
        get("/review/{id}/documents/{slot}/{document}", Partner, downloads::for_review),
        get("/review/{id}/receipts/{revision}/pdf", Partner, receipts::for_review),
        get("/review/{id}/evidence.txt", Partner, evidence::as_text),
        get("/review/{id}/evidence.pdf", Partner, evidence::as_pdf),
        post("/review/{id}/evidence", May(Operate), review::evidence_sent),
        post("/review/{id}/reveal", May(Reveal), reveal::reveal),
        post("/review/{id}/approve", May(Decide), decide::approve),
        post("/review/{id}/send-back", May(Decide), decide::send_back),
        post("/review/{id}/decline", May(Decide), decide::decline),
        post("/review/{id}/take-back", May(Decide), review::take_back),
        post("/review/{id}/mend", May(Operate), review::mend_part),
        post("/review/calls", May(Operate), review::deal_with),
        post("/review/calls/{call}/retry", May(Operate), review::retry),
        post("/review/calls/{call}/give-up", May(Operate), review::give_up),
        post("/review/calls/{call}/send-anew", May(Operate), review::send_anew),
        post("/review/calls/{call}/adopt", May(Operate), review::adopt),
        post("/review/calls/{call}/mend", May(Operate), review::mend_update),
        post("/review/notes/{note}", May(Operate), review::map_note),
        post("/review/settings/endpoints", May(Administer), settings::add_endpoint),
        post("/review/settings/endpoints/{endpoint}/switch", May(Administer), settings::switch_endpoint),
        post("/review/settings/endpoints/{endpoint}/test", May(Administer), settings::test_endpoint),
        post("/review/settings/endpoints/{endpoint}/secrets", May(Administer), settings::renew_secret),
        post("/review/settings/endpoints/{endpoint}/end-old-secret", May(Administer), settings::end_old_secret),
        post("/review/settings/endpoints/{endpoint}/remove", May(Administer), settings::remove_endpoint),
        post("/review/settings/deliveries/{delivery}/resend", May(Administer), settings::resend),
        post("/review/settings/keys", May(Administer), settings::add_key),
        post("/review/settings/keys/{key}/revoke", May(Administer), settings::revoke_key),
    ]
}

/// Streams, behind the same layers, open for as long as somebody watches.
pub fn streams() -> Vec<Row> {
    vec![
        get("/businesses/{id}/live", Access::Merchant, live::of_business),
        get("/review/live", Access::Partner, live::of_queue),
        get("/review/{id}/live", Access::Partner, live::of_business),
    ]
}

/// Uploads, behind the same layers, with a larger body.
pub fn uploads() -> Vec<Row> {
    vec![post("/businesses/{id}/documents/{slot}", Access::May(Fill), uploads::upload)]
}

/// Addresses for the partner's own systems: behind keys, and counted.
pub fn of_systems() -> Vec<Row> {
    use Access::Proof;
    vec![
        get("/api/v1/businesses", Proof, api::businesses::list),
        get("/api/v1/businesses/{id}", Proof, api::businesses::one),
        put("/api/v1/businesses/{id}/reference", Proof, api::references::put),
        get("/api/v1/openapi.json", Proof, api::openapi),
        row(Method::GET, "/api/v1/{*rest}", Proof, routing::any(api::nothing)),
    ]
}

/// Addresses without a session: asked often, or by machines.
pub fn open() -> Vec<Row> {
    use Access::{Everybody, Proof};
    vec![
        post(CALLBACK_PATH, Proof, webhooks::doku),
        post("/unsubscribe/{token}", Proof, mail::unsubscribe),
        get("/unsubscribe/{token}", Everybody, mail::unsubscribe_page),
        get("/livez", Everybody, health::livez),
        get("/readyz", Everybody, health::readyz),
        get("/metrics", Proof, metrics::metrics),
        get("/favicon.svg", Everybody, site::plain),
        get("/robots.txt", Everybody, site::plain),
        row(Method::GET, "/{pkg}/{file}", Everybody, bundle()),
    ]
}

pub fn all() -> Vec<Row> {
    [pages(), of_people(), streams(), uploads(), of_systems(), open()].into_iter().flatten().collect()
}

pub fn mount(services: &Services, rows: Vec<Row>) -> Router<Services> {
    rows.into_iter().fold(Router::new(), |router, row| {
        let Row { path, access, is_page, handler, .. } = row;
        if matches!(access, Access::Everybody | Access::Proof) {
            return router.route(path, handler);
        }
        let rule = Rule { services: services.clone(), access, is_page };
        router.route(path, handler.route_layer(from_fn_with_state(rule, access::enforce)))
    })
}
