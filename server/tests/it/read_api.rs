//! The read API: what a key opens and what it never shows; its description is true.

use crate::schema::fits;
use crate::{
    receiver::secret,
    world::{Person, World, on_both, usual, watched},
};
use axum::body::Body;
use domain::{Millis, ids::KeyId, reason::Reason};
use http::Request;
use reqwest::{RequestBuilder, header};
use serde_json::Value;
use server::{
    api::{OPENAPI, key},
    execute, seed,
    store::api_keys::{self, ApiKey, Scopes},
    webhooks::event::Event,
};
use tower::ServiceExt;

pub struct ApiAnswer {
    pub status: u16,
    pub kind: String,
    pub headers: header::HeaderMap,
    /// The body as JSON, or null.
    pub body: Value,
    pub text: String,
}

pub async fn ask(world: &World, path: &str, authorization: Option<&str>) -> ApiAnswer {
    let mut request = world.http.get(format!("{}/api/v1{path}", world.base));
    if let Some(authorization) = authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    ApiAnswer::of(request).await
}

impl ApiAnswer {
    pub async fn of(request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        let headers = answer.headers().clone();
        let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned()).unwrap_or_default();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        Self { status, kind, headers, body: serde_json::from_str(&text).unwrap_or_default(), text }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

/// Makes a key that reads.
pub async fn make_key(admin: &Person<'_>, name: &str) -> String {
    key_that_may(admin, name, "read").await
}

pub async fn key_that_may(admin: &Person<'_>, name: &str, right: &str) -> String {
    let answer = admin.post("/review/settings/keys", &[("name", name), ("right", right)]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    secret(&answer)
}

#[test]
fn a_webhook_and_every_state_are_described() {
    let description: Value = serde_json::from_str(OPENAPI).unwrap();
    let states = description["components"]["schemas"]["State"]["enum"].as_array().unwrap();
    let ours: Vec<Value> = domain::kyb::State::ALL.iter().map(|state| serde_json::to_value(state).unwrap()).collect();
    assert_eq!(states, &ours);
    let reasons = description["components"]["schemas"]["Reason"]["enum"].as_array().unwrap();
    let ours: Vec<Value> = Reason::ALL.iter().map(|reason| reason.as_str().into()).chain([Value::Null]).collect();
    assert_eq!(reasons, &ours);
    for (kind, webhook) in description["webhooks"].as_object().unwrap() {
        let content = &webhook["post"]["requestBody"]["content"]["application/json"];
        let schema = content["schema"]["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let example = &content["example"];
        assert_eq!(example["type"], kind.as_str());
        fits(example, schema);
        let read: Event = serde_json::from_value(example.clone()).unwrap();
        assert_eq!(&serde_json::to_value(read).unwrap(), example);
    }
}

on_both! {
    a_key_reads_every_business_page_by_page(automatic), what_was_committed_late_is_not_missed,
    who_has_no_right_key_is_told_in_json, a_key_that_asks_too_often_is_told_to_wait,
    whoever_asks_too_often_with_wrong_keys_is_told_so_before_the_database_is_asked, the_description_is_for_everybody
}

async fn a_key_reads_every_business_page_by_page(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let merchant = world.merchant().await;
    let active = merchant.submitted(&[]).await;
    world.advance(Millis::MINUTE).await;
    let mut drafts = Vec::new();
    for _ in 0..4 {
        drafts.push(merchant.start_business().await);
        world.clock.advance(20 * Millis::SECOND);
    }
    let key = format!("Bearer {}", make_key(&admin, "Sistem toko").await);
    let mut seen = Vec::new();
    let mut path = "/businesses?limit=2".to_owned();
    loop {
        let page = ask(world, &path, Some(&key)).await;
        assert_eq!((page.status, page.kind.as_str()), (200, "application/json"), "{}", page.text);
        fits(&page.body, "List");
        let rows = page.body["data"].as_array().unwrap();
        assert!(rows.len() <= 2);
        seen.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page.body["next_cursor"].as_str() else { break };
        path = format!("/businesses?limit=2&cursor={cursor}");
    }
    let expected: Vec<String> = [active].iter().chain(&drafts).map(ToString::to_string).collect();
    assert_eq!(seen, expected, "the oldest change first, each once");
    let only = |body: &Value| {
        body["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(only(&ask(world, "/businesses?state=active", Some(&key)).await.body), [active.to_string()]);
    let since = world.clock.now().plus(-35 * Millis::SECOND).to_iso();
    let path = format!("/businesses?updated_since={since}");
    assert_eq!(only(&ask(world, &path, Some(&key)).await.body), expected[2..], "and those of the 30 seconds before");
    let one = ask(world, &format!("/businesses/{active}"), Some(&key)).await;
    fits(&one.body, "Business");
    assert_eq!(
        (one.status, &one.body["state"], &one.body["name"]),
        (200, &"active".into(), &"Warung Ratna Sari".into())
    );
    assert!(
        one.body["facets"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["facet"] == "document[KTP]" && row["verdict"] == "accepted")
    );
    for personal in [
        merchant.email.as_str(),
        usual("documents", "KTP.NO_KTP"),
        usual("bank", "account_number"),
        "Dewanti",
        "81320445566",
        "note",
    ] {
        assert!(!one.text.contains(personal), "{personal}");
    }
    let settings = admin.get("/review/settings").await.body;
    assert!(
        settings.contains("Sistem toko")
            && !settings.contains("belum pernah")
            && !settings.contains(key.trim_start_matches("Bearer "))
    );
}

async fn what_was_committed_late_is_not_missed(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let merchant = world.merchant().await;
    let late = merchant.start_business().await;
    world.clock.advance(Millis::MINUTE);
    merchant.start_business().await;
    let key = format!("Bearer {}", make_key(&admin, "Sistem toko").await);
    let read = ask(world, "/businesses", Some(&key)).await.body;
    let last = read["data"].as_array().unwrap().last().unwrap()["updated_at"].as_str().unwrap().to_owned();
    // The row has an earlier time, but its transaction ended only now.
    world.run("update businesses set updated_at = (select max(updated_at) from businesses) - 10000 where updated_at = (select min(updated_at) from businesses)").await;
    for path in [format!("/businesses?updated_since={last}"), format!("/businesses?limit=1&updated_since={last}")] {
        let answer = ask(world, &path, Some(&key)).await.body;
        assert_eq!(answer["data"][0]["id"], late.to_string().as_str(), "{answer}");
    }
}

async fn who_has_no_right_key_is_told_in_json(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let id = world.merchant().await.start_business().await;
    let secret = make_key(&admin, "Sistem toko").await;
    let key = format!("Bearer {secret}");
    let path = format!("/businesses/{id}");
    for wrong in [
        None,
        Some("Bearer sk_nothing"),
        Some("Bearer "),
        Some("Basic YTpi"),
        Some(secret.as_str()),
        Some("Bearer sk_\u{e9}"),
    ] {
        let answer = ask(world, &path, wrong).await;
        assert_eq!(
            (answer.status, answer.kind.as_str(), &answer.headers["www-authenticate"]),
            (401, "application/problem+json", &header::HeaderValue::from_static("Bearer")),
            "{wrong:?}"
        );
        fits(&answer.body, "Problem");
    }
    let by_cookie = world
        .http
        .get(format!("{}/api/v1{path}", world.base))
        .header(header::COOKIE, &admin.cookie)
        .send()
        .await
        .unwrap();
    assert_eq!(by_cookie.status(), 401, "a session opens nothing here");
    for (path, status) in [
        ("/businesses/0193504e-8c1f-7000-8000-000000000001", 404),
        ("/businesses/nothing", 404),
        ("/nothing", 404),
        ("/businesses/x/y", 404),
        ("/businesses?state=happy", 400),
        ("/businesses?updated_since=yesterday", 400),
        ("/businesses?cursor=x", 400),
        ("/businesses?limit=0", 400),
        ("/businesses?limit=201", 400),
        ("/businesses?limit=1&limit=2", 400),
    ] {
        let answer = ask(world, path, Some(&key)).await;
        assert_eq!(
            (answer.status, answer.kind.as_str()),
            (status, "application/problem+json"),
            "{path}: {}",
            answer.text
        );
        fits(&answer.body, "Problem");
    }
    let narrow = key::new(&world.chance).unwrap();
    let narrow = secrecy::ExposeSecret::expose_secret(&narrow);
    let row = ApiKey {
        id: KeyId::new(world.services.id().unwrap()),
        name: "sempit".into(),
        hash: key::hash(narrow),
        head: key::head(narrow),
        scopes: Scopes(Vec::new()),
        created_at: world.clock.now(),
        used_at: None,
        revoked_at: None,
    };
    let mut tx = world.services.store.begin().await.unwrap();
    assert!(api_keys::insert(&mut tx, &row).await.unwrap());
    let () = execute!(&mut tx, "update api_keys set scopes = 'businesses:write' where id = $1", row.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ask(world, &path, Some(&format!("Bearer {narrow}"))).await.status, 403);
    assert_eq!(ask(world, &path, Some(&key)).await.status, 200);
    for name in ["", "Sistem toko"] {
        assert_eq!(admin.post("/review/settings/keys", &[("name", name)]).await.status, 422, "{name}");
    }
    let page = admin.get("/review/settings").await.body;
    let of_key = page.split("Sistem toko").nth(1).and_then(|rest| rest.split("/review/settings/keys/").nth(1)).unwrap();
    assert_eq!(
        admin.post(&format!("/review/settings/keys/{}/revoke", of_key.split('/').next().unwrap()), &[]).await.status,
        303
    );
    assert_eq!(ask(world, &path, Some(&key)).await.status, 401);
    make_key(&admin, "Sistem toko").await;
}

async fn a_key_that_asks_too_often_is_told_to_wait(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let key = format!("Bearer {}", make_key(&admin, "rajin").await);
    let other = format!("Bearer {}", make_key(&admin, "tenang").await);
    let mut answer = ask(world, "/businesses", Some(&key)).await;
    for _ in 0..200 {
        if answer.status != 200 {
            break;
        }
        answer = ask(world, "/businesses", Some(&key)).await;
    }
    assert_eq!((answer.status, answer.kind.as_str()), (429, "application/problem+json"));
    assert!(answer.headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
    fits(&answer.body, "Problem");
    assert_eq!(ask(world, "/businesses", Some(&other)).await.status, 200, "each key by itself");
}

async fn whoever_asks_too_often_with_wrong_keys_is_told_so_before_the_database_is_asked(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let right = format!("Bearer {}", make_key(&admin, "tenang").await);
    assert_eq!(ask(world, "/businesses", Some(&right)).await.status, 200);
    for n in 0..200 {
        let request = Request::get("/api/v1/businesses")
            .header(header::HOST, world.base.trim_start_matches("http://"))
            .header(header::AUTHORIZATION, format!("Bearer sk_{n}"))
            .body(Body::empty())
            .unwrap();
        let router = server::router(world.services.clone());
        let (status, asked) = watched(async { router.oneshot(request).await.unwrap().status().as_u16() }).await;
        assert_eq!(asked.len(), usize::from(status == 401), "{status}: {asked:#?}");
        if status == 429 {
            return assert_eq!(ask(world, "/businesses", Some(&right)).await.status, 200, "a right key is held up");
        }
    }
    panic!("nobody was told to wait");
}

async fn the_description_is_for_everybody(world: &World) {
    let answer = ask(world, "/openapi.json", None).await;
    assert_eq!((answer.status, &answer.body["openapi"]), (200, &"3.1.0".into()));
    let people = server::routes::table::of_people();
    assert!(people.iter().all(|row| !row.path.starts_with("/api")), "people's addresses and machines' are apart");
}
