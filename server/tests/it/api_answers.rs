//! The API's answers beside their bodies, and their description, which must agree.

use crate::{
    read_api::{ApiAnswer, ask, key_that_may, make_key},
    schema::misfit,
    world::{World, on_both},
};
use reqwest::{Method, header};
use serde_json::{Value, json};
use server::{api::OPENAPI, seed};

fn description() -> Value {
    serde_json::from_str(OPENAPI).unwrap()
}

/// Returns the target of a reference, or the part itself.
fn followed<'a>(part: &'a Value, whole: &'a Value) -> &'a Value {
    part["$ref"].as_str().map_or(part, |at| whole.pointer(at.trim_start_matches('#')).unwrap())
}

/// Lists path, method, status and description of each answer.
fn answers(whole: &Value) -> Vec<(String, String, String, &Value)> {
    let mut all = Vec::new();
    for (path, methods) in whole["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            for (status, answer) in operation["responses"].as_object().unwrap() {
                all.push((path.clone(), method.clone(), status.clone(), followed(answer, whole)));
            }
        }
    }
    all
}

fn examples(answer: &Value) -> Vec<&Value> {
    let kinds = answer["content"].as_object().into_iter().flat_map(|kinds| kinds.values());
    kinds.flat_map(|kind| kind["examples"].as_object().unwrap().values().map(|example| &example["value"])).collect()
}

/// Compares members of objects, however deep, and lists by their first item.
fn same_members(one: &Value, other: &Value, at: &str) -> Result<(), String> {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let (mine, theirs): (Vec<_>, Vec<_>) = (a.keys().collect(), b.keys().collect());
            if mine != theirs {
                return Err(format!("{at}: {mine:?} and {theirs:?}"));
            }
            a.iter().try_for_each(|(name, value)| same_members(value, &b[name], &format!("{at}.{name}")))
        }
        (Value::Array(a), Value::Array(b)) => match (a.first(), b.first()) {
            (Some(a), Some(b)) => same_members(a, b, &format!("{at}[]")),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

#[test]
fn every_operation_has_a_name_a_tag_and_examples_that_fit() {
    let whole = description();
    let tags: Vec<&Value> = whole["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    for (path, methods) in whole["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["operationId"].is_string(), "{method} {path}");
            assert!(operation["tags"].as_array().unwrap().iter().all(|tag| tags.contains(&tag)), "{method} {path}");
        }
    }
    for (path, method, status, answer) in answers(&whole) {
        // The description is its own example.
        if path == "/openapi.json" && status == "200" {
            continue;
        }
        for name in ["RateLimit", "RateLimit-Policy"] {
            assert!(answer["headers"][name].is_object(), "{method} {path} {status}: {name}");
        }
        let told = examples(answer);
        assert!(!told.is_empty() || status == "304", "{method} {path} {status} has no example");
        for (kind, content) in answer["content"].as_object().into_iter().flatten() {
            for example in &told {
                assert_eq!(
                    misfit(example, &content["schema"], &whole, "example"),
                    None,
                    "{method} {path} {status} {kind}"
                );
            }
        }
    }
}

/// Brings about every described answer that somebody can bring about.
async fn brought_about(
    world: &World,
    id: &str,
    key: &str,
    reader: &str,
) -> Vec<(&'static str, &'static str, ApiAnswer)> {
    const ONE: &str = "/businesses/{id}";
    const NAME: &str = "/businesses/{id}/reference";
    let get = |path: String, key: &str| {
        let key = format!("Bearer {key}");
        async move { ask(world, &path, Some(&key)).await }
    };
    let put = |id: &str, key: &str, kind: &'static str, body: String| {
        let request = world.http.put(format!("{}/api/v1/businesses/{id}/reference", world.base));
        ApiAnswer::of(request.bearer_auth(key).header(header::CONTENT_TYPE, kind).body(body))
    };
    let json = "application/json";
    let name = |name: &str| json!({ "reference": name }).to_string();
    let nobody = "0193504e-8c1f-7000-8000-0000000000ff";
    let other = world.merchant().await.start_business().await.to_string();
    let mut told = vec![
        (NAME, "put", put(id, key, json, name("TOKO-17")).await),
        (NAME, "put", put(id, key, json, name("")).await),
        (NAME, "put", put(id, "sk_x", json, name("x")).await),
        (NAME, "put", put(id, reader, json, name("x")).await),
        (NAME, "put", put(nobody, key, json, name("x")).await),
        (NAME, "put", put(&other, key, json, name("TOKO-17")).await),
        (NAME, "put", put(id, key, json, name(&"x".repeat(9_000))).await),
        (NAME, "put", put(id, key, "text/plain", name("x")).await),
    ];
    let page = get("/businesses?limit=1".to_owned(), key).await;
    let cursor = page.body["next_cursor"].as_str().unwrap().to_owned();
    let again = world.http.get(format!("{}/api/v1/businesses?limit=1", world.base)).bearer_auth(key);
    told.push(("/businesses", "get", ApiAnswer::of(again.header(header::IF_NONE_MATCH, page.header("etag"))).await));
    told.push(("/businesses", "get", page));
    told.push(("/businesses", "get", get("/businesses?limit=0".to_owned(), key).await));
    told.push(("/businesses", "get", get("/businesses?page=2".to_owned(), key).await));
    told.push(("/businesses", "get", get(format!("/businesses?state=active&cursor={cursor}"), key).await));
    told.push(("/businesses", "get", ask(world, "/businesses", None).await));
    let one = get(format!("/businesses/{id}"), key).await;
    let again = world.http.get(format!("{}/api/v1/businesses/{id}", world.base)).bearer_auth(key);
    told.push((ONE, "get", ApiAnswer::of(again.header(header::IF_NONE_MATCH, one.header("etag"))).await));
    told.push((ONE, "get", one));
    told.push((ONE, "get", get(format!("/businesses/{nobody}"), key).await));
    told.push((ONE, "get", get(format!("/businesses/{id}?x=1"), key).await));
    told.push(("/openapi.json", "get", ask(world, "/openapi.json", None).await));
    for _ in 0..200 {
        let more = get("/businesses?limit=1".to_owned(), reader).await;
        if more.status == 429 {
            told.push(("/businesses", "get", more));
            break;
        }
    }
    told
}

on_both! {
    every_answer_is_as_it_is_described_and_as_its_example(automatic), an_answer_that_still_stands_is_not_sent_again,
    every_answer_says_how_many_questions_are_left, another_method_is_405_and_says_which_there_are,
    the_description_names_the_address_that_people_reach_us_at
}

async fn every_answer_is_as_it_is_described_and_as_its_example(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let id = world.merchant().await.submitted(&[]).await.to_string();
    world.advance(domain::Millis::MINUTE).await;
    let key = key_that_may(&admin, "Kasir", "refer").await;
    let reader = make_key(&admin, "Laporan").await;
    let whole = description();
    let described = answers(&whole);
    let mut statuses = Vec::new();
    for (path, method, told) in brought_about(world, &id, &key, &reader).await {
        let at = format!("{method} {path} {}", told.status);
        let answer =
            described.iter().find(|(p, m, status, _)| p == path && m == method && *status == told.status.to_string());
        let (.., answer) = answer.unwrap_or_else(|| panic!("{at} is not described: {}", told.text));
        for (name, header) in answer["headers"].as_object().unwrap() {
            let value = told.header(name);
            assert!(!value.is_empty(), "{at} has no {name}");
            let wanted = &followed(header, &whole)["schema"]["const"];
            assert!(wanted.is_null() || wanted == value, "{at} {name}: {value}");
        }
        for (kind, content) in answer["content"].as_object().into_iter().flatten() {
            assert_eq!(told.kind, *kind, "{at}");
            if path != "/openapi.json" {
                assert_eq!(misfit(&told.body, &content["schema"], &whole, &at), None, "{}", told.text);
                let like = examples(answer)
                    .iter()
                    .filter_map(|example| same_members(example, &told.body, &at).err())
                    .collect::<Vec<_>>();
                assert!(like.is_empty(), "{like:?}");
            }
        }
        assert!(answer["content"].is_object() || told.text.is_empty(), "{at}: {}", told.text);
        statuses.push(told.status);
    }
    for status in [200, 304, 400, 401, 403, 404, 409, 413, 415, 429] {
        assert!(statuses.contains(&status), "{status} was not brought about");
    }
}

async fn an_answer_that_still_stands_is_not_sent_again(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let key = format!("Bearer {}", make_key(&admin, "Sistem toko").await);
    for path in ["/businesses".to_owned(), format!("/businesses/{id}")] {
        let first = ask(world, &path, Some(&key)).await;
        let tag = first.header("etag").to_owned();
        assert!(first.status == 200 && tag.len() == 24 && tag.starts_with('"') && tag.ends_with('"'), "{path}: {tag}");
        assert_eq!(first.header("cache-control"), "private, no-cache");
        assert_eq!(ask(world, &path, Some(&key)).await.header("etag"), tag);
        let asked = async |known: &str| {
            let request = world.http.get(format!("{}/api/v1{path}", world.base));
            ApiAnswer::of(request.header(header::AUTHORIZATION, &key).header(header::IF_NONE_MATCH, known)).await
        };
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let told = asked(&known).await;
            assert_eq!(
                (told.status, told.text.as_str(), told.header("etag")),
                (304, "", tag.as_str()),
                "{path} {known}"
            );
            assert!(!told.header("ratelimit").is_empty());
        }
        for known in ["\"x\"", "", "x"] {
            assert_eq!(asked(known).await.status, 200, "{known}");
        }
        merchant.save(id, "business", &[("name", &format!("Warung {}", path.len()))]).await;
        let changed = asked(&tag).await;
        assert!(changed.status == 200 && changed.header("etag") != tag, "{path}");
    }
    let anonymous = world.http.get(format!("{}/api/v1/businesses", world.base)).header(header::IF_NONE_MATCH, "*");
    assert_eq!(ApiAnswer::of(anonymous).await.status, 401, "what stands is for keys alone");
}

async fn every_answer_says_how_many_questions_are_left(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let key = format!("Bearer {}", make_key(&admin, "Sistem toko").await);
    let left = |told: &ApiAnswer, policy: &str| -> u32 {
        let (name, rest) = told.header("ratelimit").split_once(";r=").unwrap();
        assert_eq!(name, format!("\"{policy}\""));
        rest.split(';').next().unwrap().parse().unwrap()
    };
    let first = ask(world, "/businesses", Some(&key)).await;
    assert_eq!((first.header("ratelimit-policy"), left(&first, "key")), ("\"key\";q=120;w=60", 119));
    for path in ["/businesses/nothing", "/businesses?x=1", "/nothing", "/openapi.json"] {
        let before = left(&ask(world, path, Some(&key)).await, "key");
        assert!((100..119).contains(&before), "{path}: {before}");
    }
    let without = ask(world, "/businesses", None).await;
    assert_eq!((without.status, without.header("ratelimit-policy")), (401, "\"address\";q=60;w=60"));
    assert!(left(&without, "address") < 60);
    let mut told = without;
    for _ in 0..100 {
        told = ask(world, "/openapi.json", None).await;
        if told.status == 429 {
            break;
        }
    }
    assert_eq!((told.status, left(&told, "address")), (429, 0));
    assert!(told.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(ask(world, "/openapi.json", Some(&key)).await.status, 200, "a key counts by itself");
}

async fn another_method_is_405_and_says_which_there_are(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let id = world.merchant().await.start_business().await;
    let key = make_key(&admin, "Sistem toko").await;
    for (path, allowed) in [
        ("/businesses".to_owned(), "GET,HEAD"),
        (format!("/businesses/{id}"), "GET,HEAD"),
        (format!("/businesses/{id}/reference"), "PUT"),
        ("/openapi.json".to_owned(), "GET,HEAD"),
    ] {
        for method in [Method::POST, Method::PATCH, Method::DELETE, Method::OPTIONS, Method::TRACE] {
            let request = world.http.request(method.clone(), format!("{}/api/v1{path}", world.base)).bearer_auth(&key);
            let told = ApiAnswer::of(request).await;
            assert_eq!(
                (told.status, told.header("allow"), told.kind.as_str()),
                (405, allowed, "application/problem+json"),
                "{method} {path}"
            );
            assert!(!told.header("ratelimit").is_empty(), "{method} {path}");
        }
    }
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let request = world.http.request(method.clone(), format!("{}/api/v1/nothing", world.base)).bearer_auth(&key);
        let told = ApiAnswer::of(request).await;
        assert_eq!((told.status, told.kind.as_str()), (404, "application/problem+json"), "{method}");
    }
}

async fn the_description_names_the_address_that_people_reach_us_at(world: &World) {
    let served = ask(world, "/openapi.json", None).await.body;
    assert_eq!(served["servers"], json!([{ "url": format!("{}/api/v1", world.services.settings.public_url) }]));
    assert!(served["servers"][0]["url"].as_str().unwrap().starts_with("http"));
}
