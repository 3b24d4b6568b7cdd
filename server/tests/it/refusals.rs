//! Who is refused what: every page, every server function and every other route, for everybody who may not.
//! A route that stands in no row fails the test.

use crate::world::{Answer, Person, World, jpeg, on_both};
use reqwest::header;
use server::routes::table;
use std::collections::BTreeSet;

/// Method and path; then the status for somebody signed out (at a browser, as a script), for another merchant and for
/// the wrong role. `{id}` is a merchant's business in the partner's hands.
struct Row(&'static str, &'static str, Told, u16, u16);

/// What somebody signed out is told.
#[derive(Clone, Copy)]
enum Told {
    /// Whoever asks for a page is led to sign-in and back.
    Page,
    /// A form is led to sign-in, a script is told 401.
    Form,
    Status(u16),
}
use Told::{Form, Page, Status};

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // For everybody.
    Row("GET", "/", Status(200), 200, 200),
    Row("GET", "/sign-up", Status(200), 200, 200),
    Row("GET", "/sign-in", Status(200), 200, 200),
    Row("POST", "/sign-up", Status(422), 422, 422),
    Row("POST", "/sign-in", Status(422), 422, 422),
    Row("POST", "/sign-out", Status(303), 303, 303),
    Row("POST", "/language", Status(303), 303, 303),
    Row("GET", "/livez", Status(200), 200, 200),
    Row("GET", "/readyz", Status(200), 200, 200),
    // On loopback; elsewhere by a token: metrics.rs.
    Row("GET", "/metrics", Status(200), 200, 200),
    Row("GET", "/favicon.svg", Status(200), 200, 200),
    Row("GET", "/robots.txt", Status(200), 200, 200),
    Row("GET", "/states", Status(200), 200, 200),
    Row("GET", "/{pkg}/{file}", Status(404), 404, 404),
    // The token in the address is the proof; a person is led to the page of all choices.
    Row("POST", "/unsubscribe/{token}", Status(404), 404, 404),
    Row("GET", "/unsubscribe/{token}", Status(303), 303, 303),
    // In sandbox mode only, where nobody else can come.
    Row("GET", "/mail", Status(200), 200, 200),
    Row("GET", "/mail/{mail}", Status(404), 404, 404),
    Row("GET", "/mail/{mail}/html", Status(404), 404, 404),
    // Behind keys; a session opens nothing.
    Row("GET", "/api/v1/businesses", Status(401), 401, 401),
    Row("GET", "/api/v1/businesses/{id}", Status(401), 401, 401),
    Row("PUT", "/api/v1/businesses/{id}/reference", Status(401), 401, 401),
    Row("GET", "/api/v1/openapi.json", Status(200), 200, 200),
    Row("GET", "/api/v1/{*rest}", Status(404), 404, 404),
    // Only who knows the key.
    Row("POST", "/webhooks/doku", Status(401), 401, 401),
    // A merchant's own: the wrong role is a partner's.
    Row("GET", "/preferences", Page, 200, 403),
    Row("POST", "/preferences", Form, 303, 403),
    Row("GET", "/businesses", Page, 200, 403),
    Row("GET", "/businesses/new", Page, 200, 403),
    Row("POST", "/businesses/new", Form, 422, 403),
    Row("GET", "/businesses/{id}", Page, 404, 403),
    Row("GET", "/businesses/{id}/documents", Page, 404, 403),
    Row("GET", "/businesses/{id}/business", Page, 404, 403),
    Row("GET", "/businesses/{id}/brand", Page, 404, 403),
    Row("GET", "/businesses/{id}/contact", Page, 404, 403),
    Row("GET", "/businesses/{id}/address", Page, 404, 403),
    Row("GET", "/businesses/{id}/bank", Page, 404, 403),
    Row("GET", "/businesses/{id}/social", Page, 404, 403),
    Row("GET", "/businesses/{id}/check", Page, 404, 403),
    Row("GET", "/businesses/{id}/receipt", Page, 404, 403),
    Row("GET", "/businesses/{id}/receipts/{revision}", Page, 404, 403),
    Row("GET", "/businesses/{id}/receipts/{revision}/pdf", Form, 404, 403),
    Row("GET", "/businesses/{id}/history", Page, 404, 403),
    Row("GET", "/businesses/{id}/live", Form, 404, 403),
    Row("GET", "/businesses/{id}/documents/{slot}/{document}", Form, 404, 403),
    Row("POST", "/businesses/{id}/documents/{slot}", Form, 404, 403),
    Row("POST", "/api/onboarding/save_documents", Form, 404, 403),
    Row("POST", "/api/onboarding/save_business", Form, 404, 403),
    Row("POST", "/api/onboarding/save_brand", Form, 404, 403),
    Row("POST", "/api/onboarding/save_contact", Form, 404, 403),
    Row("POST", "/api/onboarding/save_address", Form, 404, 403),
    Row("POST", "/api/onboarding/save_bank", Form, 404, 403),
    Row("POST", "/api/onboarding/save_social", Form, 404, 403),
    Row("POST", "/api/onboarding/consent", Form, 404, 403),
    Row("POST", "/api/onboarding/submit", Form, 404, 403),
    Row("POST", "/api/onboarding/keep_as_is", Form, 404, 403),
    Row("POST", "/api/onboarding/send_fixes", Form, 404, 403),
    Row("POST", "/api/onboarding/withdraw", Form, 404, 403),
    Row("POST", "/api/onboarding/start_again", Form, 404, 403),
    // The partner's: every merchant has the wrong role.
    Row("GET", "/review", Page, 403, 403),
    Row("GET", "/review/{id}", Page, 403, 403),
    // An admin's; that reviewers are refused too is in hooks.rs.
    Row("GET", "/review/settings", Page, 403, 403),
    Row("POST", "/review/settings/endpoints", Form, 403, 403),
    Row("POST", "/review/settings/keys", Form, 403, 403),
    Row("POST", "/review/settings/secrets", Form, 403, 403),
    Row("POST", "/api/review/switch_endpoint", Form, 403, 403),
    Row("POST", "/api/review/test_endpoint", Form, 403, 403),
    Row("POST", "/api/review/end_old_secret", Form, 403, 403),
    Row("POST", "/api/review/remove_endpoint", Form, 403, 403),
    Row("POST", "/api/review/resend", Form, 403, 403),
    Row("POST", "/api/review/revoke_key", Form, 403, 403),
    Row("GET", "/review/live", Form, 403, 403),
    Row("GET", "/review/{id}/live", Form, 403, 403),
    Row("GET", "/review/{id}/documents/{slot}/{document}", Form, 403, 403),
    Row("GET", "/review/{id}/receipts/{revision}", Page, 403, 403),
    Row("GET", "/review/{id}/receipts/{revision}/pdf", Form, 403, 403),
    Row("GET", "/review/{id}/evidence", Page, 403, 403),
    Row("GET", "/review/{id}/evidence.txt", Form, 403, 403),
    Row("GET", "/review/{id}/evidence.pdf", Form, 403, 403),
    Row("GET", "/review/{id}/reveal", Page, 404, 404),
    Row("POST", "/review/{id}/reveal", Form, 403, 403),
    Row("GET", "/review/notes", Page, 403, 403),
    Row("POST", "/api/review/map_note", Form, 403, 403),
    Row("POST", "/api/review/approve", Form, 403, 403),
    Row("POST", "/api/review/send_back", Form, 403, 403),
    Row("POST", "/api/review/decline", Form, 403, 403),
    Row("GET", "/review/troubles", Page, 403, 403),
    Row("GET", "/review/exchanges", Page, 403, 403),
    Row("POST", "/api/review/retry_call", Form, 403, 403),
    Row("POST", "/api/review/give_up_call", Form, 403, 403),
    Row("POST", "/api/review/send_anew", Form, 403, 403),
    Row("POST", "/api/review/adopt_call", Form, 403, 403),
    Row("POST", "/api/review/deal_with_calls", Form, 403, 403),
    Row("POST", "/api/review/take_back", Form, 403, 403),
    Row("POST", "/api/review/mend_part", Form, 403, 403),
    Row("POST", "/api/review/mend_update", Form, 403, 403),
    Row("POST", "/api/review/evidence_sent", Form, 403, 403),
];

/// What the router answers to, as far as it can be asked.
fn routes(world: &World) -> BTreeSet<(String, String)> {
    let mut routes = BTreeSet::new();
    routes.extend(server::page_routes(&world.services).iter().map(|page| ("GET".to_owned(), page.path().to_owned())));
    let functions = leptos::server_fn::axum::server_fn_paths();
    routes.extend(functions.map(|(path, method)| (method.to_string(), path.to_owned())));
    let raw = [table::of_people(), table::streams(), table::uploads(), table::open(), table::of_systems()]
        .into_iter()
        .flatten();
    routes.extend(raw.map(|route| (route.method.to_string(), route.path.to_owned())));
    routes
}

/// As a script would ask: told by status, never led anywhere.
async fn ask(who: &Person<'_>, method: &str, path: &str, accept: &str) -> Answer {
    let version = app::texts::CONSENT_VERSION;
    let id = path_id(path);
    let fields = format!("business={id}&call={id}&note={id}&version={version}&task=bank&reasons[bank]=x");
    let request = match method {
        "GET" => who.world.http.get(format!("{}{}", who.world.base, bare(path))).header(header::COOKIE, &who.cookie),
        "PUT" => who.world.http.put(format!("{}{}", who.world.base, bare(path))).header(header::COOKIE, &who.cookie),
        _ if path.contains("/documents/") => {
            let part = reqwest::multipart::Part::bytes(jpeg(100)).file_name("a.jpg");
            who.plain_request(bare(path)).multipart(reqwest::multipart::Form::new().part("file", part))
        }
        _ => {
            let request = who.plain_request(bare(path));
            request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(fields)
        }
    };
    Answer::read(request.header(header::ACCEPT, accept).send().await.unwrap()).await
}

/// The id that a form names travels behind `|`.
fn bare(path: &str) -> &str {
    path.split('|').next().unwrap()
}
fn path_id(path: &str) -> &str {
    path.split('|').nth(1).unwrap()
}

on_both! {
    async fn every_route_refuses_everybody_who_may_not(world: &World) {
        let owner = world.merchant().await;
        let id = owner.submitted(&[]).await;
        let document = world.case(id).await.documents["KTP"].id;
        let (nobody, stranger, reviewer) = (world.nobody(), world.merchant().await, world.reviewer().await);
        let mut open = routes(world);
        for Row(method, path, signed_out, other_merchant, wrong_role) in ROWS {
            assert!(open.remove(&((*method).to_owned(), (*path).to_owned())), "no such route: {method} {path}");
            let at = format!("{}|{id}", path.replace("{id}", &id.to_string()).replace("{revision}", "1").replace("{slot}", "KTP").replace("{document}", &document.to_string()).replace("{pkg}/{file}", "pkg/x.js"));
            let page = ask(&nobody, method, &at, "text/html").await;
            let script = ask(&nobody, method, &at, "application/json").await;
            match signed_out {
                Page => {
                    for answer in [&page, &script] {
                        assert_eq!((answer.status, answer.location.starts_with("/sign-in?next=")), (302, true), "{path}");
                    }
                }
                Form => assert_eq!((page.status, page.location.starts_with("/sign-in"), script.status), (303, true, 401), "{method} {path}"),
                Status(status) => assert_eq!((page.status, script.status), (*status, *status), "{method} {path}"),
            }
            // Sign-out would end these two.
            if *path == "/sign-out" {
                continue;
            }
            let other = ask(&stranger, method, &at, "application/json").await;
            assert_eq!(other.status, *other_merchant, "another merchant: {method} {path}: {}", other.body);
            let wrong = if path.contains("/review") { &stranger } else { &reviewer };
            let refused = ask(wrong, method, &at, "application/json").await;
            assert_eq!(refused.status, *wrong_role, "wrong role: {method} {path}: {}", refused.body);
            for answer in [&page, &other, &refused] {
                assert!(!answer.body.contains("3273205507880004") && !answer.body.contains("4370112233"), "{path}");
            }
        }
        assert!(open.is_empty(), "without a row in this table: {open:?}");
        // Nothing of all that changed anything.
        let stands = world.case(id).await;
        assert_eq!((stands.business.progress, stands.returned.len()), (domain::kyb::Progress::PartnerCheck, 0));
    }

    async fn who_asks_for_a_page_or_a_file_signed_out_is_led_back_to_it(world: &World) {
        let id = world.merchant().await.start_business().await;
        let anything = [None, Some(""), Some("*/*"), Some("application/json"), Some("image/avif,image/webp,*/*;q=0.8"), Some("text/html")];
        for Row(method, path, told, ..) in ROWS {
            let accepted = match told {
                Page => &anything[..],
                // A script or a picture would take the page of sign-in for an answer.
                Form if *method == "GET" && !path.ends_with("/live") => &anything[5..],
                Form | Status(_) => continue,
            };
            let at = format!("{}?from=mail&x=1", path.replace("{id}", &id.to_string()).replace("{revision}", "1").replace("{slot}", "KTP"));
            for accept in accepted {
                let mut request = world.http.get(format!("{}{at}", world.base));
                if let Some(accept) = accept {
                    request = request.header(header::ACCEPT, *accept);
                }
                let answer = Answer::read(request.send().await.unwrap()).await;
                assert!(matches!(answer.status, 302 | 303), "{path} for {accept:?}: {}", answer.status);
                let sign_in = world.nobody().get(&answer.location).await.body;
                let back = format!("value=\"{}\"", at.replace('&', "&amp;"));
                assert!(sign_in.contains(&back), "{path} for {accept:?}: no way back from {}", answer.location);
            }
        }
    }

    async fn no_unsafe_route_but_the_callback_takes_a_request_from_elsewhere(world: &World) {
        let owner = world.merchant().await;
        let id = owner.start_business().await;
        let unsafe_routes: Vec<(String, String)> = routes(world).into_iter().filter(|(method, _)| method != "GET").collect();
        assert!(unsafe_routes.len() > 15);
        for (method, path) in unsafe_routes {
            let at = format!("{}{}", world.base, path.replace("{id}", &id.to_string()).replace("{slot}", "KTP"));
            for foreign in [None, Some(("Sec-Fetch-Site", "cross-site")), Some(("Sec-Fetch-Site", "same-site")), Some(("Origin", "https://evil.example")), Some(("Origin", "null"))] {
                let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
                let mut request = world.http.request(method, &at).header(header::COOKIE, &owner.cookie).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                if let Some((name, value)) = foreign {
                    request = request.header(name, value);
                }
                let status = request.body(format!("business={id}&version=x")).send().await.unwrap().status().as_u16();
                // A mail program comes from anywhere: its token is the proof. A system does, too: a cookie is nothing to it.
                let expected = match path.as_str() {
                    "/webhooks/doku" => 401,
                    path if path.starts_with("/api/v1/") => 401,
                    "/unsubscribe/{token}" => 404,
                    _ => 403,
                };
                assert_eq!(status, expected, "{path} {foreign:?}");
            }
        }
    }

    async fn a_server_function_answers_no_get_and_an_unknown_one_is_not_found(world: &World) {
        let owner = world.merchant().await;
        let id = owner.submitted(&[]).await;
        for (path, _) in leptos::server_fn::axum::server_fn_paths() {
            let answer = owner.get(&format!("{path}?business={id}")).await;
            assert_eq!(answer.status, 405, "{path}");
        }
        assert_eq!(owner.post("/api/onboarding/nothing", &[]).await.status, 404);
        assert_eq!(owner.get("/no/such/page").await.status, 404);
    }
}
