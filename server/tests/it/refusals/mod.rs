//! Refusals at every address, for everybody who may not ask. An address without a row in this list fails the test.

mod rows;

use crate::world::{Answer, Person, World, jpeg, on_both, usual};
use app::viewer::Role;
use reqwest::header;
use rows::{
    MAY, ROWS, Row,
    SignedOut::{Form, Page, Status},
};
use server::routes::table;
use std::collections::BTreeSet;

/// Lists method and path of everything that the router answers.
fn routes() -> BTreeSet<(String, String)> {
    table::all().into_iter().map(|row| (row.method.to_string(), row.path.to_owned())).collect()
}

/// Returns an address of a row, about this business wherever it names something.
pub fn named(path: &str, id: &str) -> String {
    let ids = ["{id}", "{call}", "{note}", "{endpoint}", "{delivery}", "{key}", "{mail}", "{document}"];
    let path = ids.iter().fold(path.to_owned(), |path, name| path.replace(name, id));
    [("{revision}", "1"), ("{slot}", "KTP"), ("{page}", "bank"), ("{token}", "x"), ("{pkg}/{file}", "pkg/x.js")]
        .into_iter()
        .fold(path, |path, (name, value)| path.replace(name, value))
}

/// Asks as a script does: the answer is a status, never a redirect.
async fn ask(who: &Person<'_>, method: &str, path: &str, accept: &str) -> Answer {
    let version = app::texts::CONSENT_VERSION;
    let fields =
        format!("version={version}&form[name]=x&form[values][KTP.NO_KTP]=x&reasons[bank]=x&what=account_number");
    let request = match method {
        "GET" => who.world.http.get(format!("{}{path}", who.world.base)).header(header::COOKIE, &who.cookie),
        "PUT" => who.world.http.put(format!("{}{path}", who.world.base)).header(header::COOKIE, &who.cookie),
        _ if path.ends_with("/documents/KTP") => {
            let part = reqwest::multipart::Part::bytes(jpeg(100)).file_name("a.jpg");
            who.plain_request(path).multipart(reqwest::multipart::Form::new().part("file", part))
        }
        _ => {
            let request = who.plain_request(path);
            request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(fields)
        }
    };
    Answer::read(request.header(header::ACCEPT, accept).send().await.unwrap()).await
}

on_both! {
    every_route_refuses_everybody_who_may_not, who_asks_for_a_page_or_a_file_signed_out_is_led_back_to_it,
    no_unsafe_route_but_the_callback_takes_a_request_from_elsewhere,
    what_is_posted_answers_no_get_and_an_unknown_address_is_not_found,
    each_row_names_who_may_ask_and_they_are_those_of_this_list
}

async fn every_route_refuses_everybody_who_may_not(world: &World) {
    let owner = world.merchant().await;
    let id = owner.submitted(&[]).await;
    let document = world.case(id).await.documents["KTP"].id;
    let (nobody, stranger) = (world.nobody(), world.merchant().await);
    let (reviewer, admin) = (world.reviewer().await, world.sign_in(server::seed::ADMIN).await);
    let mut open = routes();
    for Row(method, path, signed_out, other_merchant, of_reviewer, of_admin) in ROWS {
        assert!(open.remove(&((*method).to_owned(), (*path).to_owned())), "no such route: {method} {path}");
        let at = named(&path.replace("{document}", &document.to_string()), &id.to_string());
        let page = ask(&nobody, method, &at, "text/html").await;
        let script = ask(&nobody, method, &at, "application/json").await;
        match signed_out {
            Page => {
                for answer in [&page, &script] {
                    assert_eq!((answer.status, answer.location.starts_with("/sign-in?next=")), (302, true), "{path}");
                }
            }
            Form => assert_eq!(
                (page.status, page.location.starts_with("/sign-in"), script.status),
                (303, true, 401),
                "{method} {path}"
            ),
            Status(status) => assert_eq!((page.status, script.status), (*status, *status), "{method} {path}"),
        }
        // Sign-out would end the sessions of the other two.
        if *path == "/sign-out" {
            continue;
        }
        let mut told = vec![page.body];
        for (who, whoever, status) in [
            (&stranger, "another merchant", other_merchant),
            (&reviewer, "a reviewer", of_reviewer),
            (&admin, "an admin", of_admin),
        ] {
            if *status == MAY {
                continue;
            }
            let answer = ask(who, method, &at, "application/json").await;
            assert_eq!(answer.status, *status, "{whoever}: {method} {path}: {}", answer.body);
            told.push(answer.body);
        }
        for body in told {
            assert!(
                !body.contains(usual("documents", "KTP.NO_KTP")) && !body.contains(usual("bank", "account_number")),
                "{path}"
            );
        }
    }
    assert!(open.is_empty(), "without a row in this table: {open:?}");
    // None of these requests has changed anything.
    let stands = world.case(id).await;
    assert_eq!((stands.business.progress, stands.returned.len()), (domain::kyb::Progress::PartnerCheck, 0));
}

async fn who_asks_for_a_page_or_a_file_signed_out_is_led_back_to_it(world: &World) {
    let id = world.merchant().await.start_business().await;
    let anything = [
        None,
        Some(""),
        Some("*/*"),
        Some("application/json"),
        Some("image/avif,image/webp,*/*;q=0.8"),
        Some("text/html"),
    ];
    for Row(method, path, signed_out, ..) in ROWS {
        let accepted = match signed_out {
            Page => &anything[..],
            // A script or a picture would take the page of sign-in for an answer.
            Form if *method == "GET" && !path.ends_with("/live") => &anything[5..],
            Form | Status(_) => continue,
        };
        let at = format!("{}?from=mail&x=1", named(path, &id.to_string()));
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
    let unsafe_routes: Vec<(String, String)> = routes().into_iter().filter(|(method, _)| method != "GET").collect();
    assert!(unsafe_routes.len() > 15);
    for (method, path) in unsafe_routes {
        let at = format!("{}{}", world.base, named(&path, &id.to_string()));
        for foreign in [
            None,
            Some(("Sec-Fetch-Site", "cross-site")),
            Some(("Sec-Fetch-Site", "same-site")),
            Some(("Origin", "https://evil.example")),
            Some(("Origin", "null")),
        ] {
            let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
            let mut request = world
                .http
                .request(method, &at)
                .header(header::COOKIE, &owner.cookie)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            if let Some((name, value)) = foreign {
                request = request.header(name, value);
            }
            let status = request.body("version=x").send().await.unwrap().status().as_u16();
            // A mail program may come from anywhere: its token is the proof. So may a system: it needs no cookie.
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

async fn what_is_posted_answers_no_get_and_an_unknown_address_is_not_found(world: &World) {
    let owner = world.merchant().await;
    let id = owner.submitted(&[]).await;
    let answered: BTreeSet<String> =
        table::all().into_iter().filter(|row| row.method == http::Method::GET).map(|row| row.path.to_owned()).collect();
    let posted = table::of_people().into_iter().chain(table::uploads()).filter(|row| row.method == http::Method::POST);
    for row in posted.filter(|row| !answered.contains(row.path)) {
        let answer = owner.get(&named(row.path, &id.to_string())).await;
        // The partner has a case of that name.
        let expected = if row.path == "/review/calls" {
            405
        } else if row.path.matches('/').count() == 2 {
            404
        } else {
            405
        };
        assert_eq!(answer.status, expected, "{}", row.path);
    }
    assert_eq!(owner.post(&format!("/businesses/{id}/nothing"), &[("form[name]", "x")]).await.status, 404);
    assert_eq!(owner.get("/no/such/page").await.status, 404);
}

async fn each_row_names_who_may_ask_and_they_are_those_of_this_list(world: &World) {
    use server::routes::access::Access;
    let _ = world;
    for row in table::all() {
        let Row(_, path, signed_out, _, reviewer, admin) =
            ROWS.iter().find(|Row(method, path, ..)| row.method.as_str() == *method && row.path == *path).unwrap();
        if matches!(signed_out, Page | Form) {
            let held = |role: Role| match row.access {
                Access::Merchant => role == Role::Merchant,
                Access::Partner => role.is_partner(),
                Access::May(right) => right.is_held_by(role),
                Access::Everybody | Access::Sandbox | Access::Proof => panic!("{} {path}", row.method),
            };
            let (by_reviewers, by_admins) = (*reviewer == MAY, *admin == MAY);
            assert_eq!(
                [Role::Merchant, Role::Reviewer, Role::Admin].map(held),
                [!by_reviewers && !by_admins, by_reviewers, by_admins],
                "{} {path}",
                row.method
            );
            continue;
        }
        let expected = match () {
            _ if path.starts_with("/mail") || *path == "/states" => Access::Sandbox,
            _ if path.starts_with("/api/") || path.starts_with("/webhooks/") || *path == "/metrics" => Access::Proof,
            _ if *path == "/unsubscribe/{token}" && row.method == http::Method::POST => Access::Proof,
            _ => Access::Everybody,
        };
        assert_eq!(row.access, expected, "{} {path}", row.method);
    }
}
