//! The partner's own name of a business: who may give it, and where it is found again.

use crate::{
    read_api::{ApiAnswer, ask, key_that_may, make_key},
    schema::fits,
    usual::escape,
    world::{Person, World, on_both},
};
use domain::{Millis, ids::BusinessId};
use reqwest::header;
use serde_json::{Value, json};
use server::seed;

async fn put(world: &World, id: impl std::fmt::Display, key: &str, body: &Value) -> ApiAnswer {
    let request = world.http.put(format!("{}/api/v1/businesses/{id}/reference", world.base));
    ApiAnswer::of(request.header(header::AUTHORIZATION, format!("Bearer {key}")).json(body)).await
}

async fn with_reference(world: &World, reference: &str, key: &str) -> Vec<String> {
    let told =
        ask(world, &format!("/businesses?reference={}", escape(reference)), Some(&format!("Bearer {key}"))).await;
    assert_eq!(told.status, 200, "{}", told.text);
    told.body["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn found(admin: &Person<'_>, search: &str, id: BusinessId) -> bool {
    let page = admin.get(&format!("/review?search={}", escape(search))).await;
    page.body.contains(&format!("href=\"/review/{id}"))
}

on_both! {
    a_key_gives_a_business_the_partners_own_reference, two_who_give_one_reference_at_once_do_not_both_have_it,
    a_key_that_reads_gives_no_reference_and_the_page_says_which_may, what_is_no_reference_is_refused_and_nothing_changes
}

async fn a_key_gives_a_business_the_partners_own_reference(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let merchant = world.merchant().await;
    let (first, second) = (merchant.start_business().await, merchant.start_business().await);
    let key = key_that_may(&admin, "Kasir", "refer").await;
    world.clock.advance(Millis::HOUR);
    let given = put(world, first, &key, &json!({ "reference": "TOKO 17/b" })).await;
    assert_eq!(
        (given.status, &given.body["reference"], &given.body["id"]),
        (200, &"TOKO 17/b".into(), &first.to_string().into()),
        "{}",
        given.text
    );
    fits(&given.body, "Business");
    let changed = given.body["updated_at"].clone();
    assert_eq!(changed, world.clock.now().to_iso().as_str(), "it counts as a change");
    world.clock.advance(Millis::HOUR);
    let again = put(world, first, &key, &json!({ "reference": "TOKO 17/b" })).await;
    assert_eq!((again.status, &again.body), (200, &given.body), "sent again it changes nothing");
    let one = ask(world, &format!("/businesses/{first}"), Some(&format!("Bearer {key}"))).await;
    assert_eq!(one.body, given.body);
    assert_eq!(with_reference(world, "TOKO 17/b", &key).await, [first.to_string()]);
    assert!(
        with_reference(world, "toko 17/b", &key).await.is_empty()
            && with_reference(world, "TOKO", &key).await.is_empty()
    );
    // The partner's people see it, and find by it.
    let page = admin.get(&format!("/review/{first}")).await.body;
    assert!(page.contains("Referensi Anda") && page.contains("TOKO 17/b"), "{page}");
    assert!(!admin.get(&format!("/review/{second}")).await.body.contains("Referensi Anda"));
    assert!(found(&admin, "toko 17/b", first).await);
    // It is still found after the merchant named the business.
    merchant.save(first, "business", &[("name", "Warung Melati")]).await;
    assert!(
        found(&admin, "toko 17/b", first).await
            && found(&admin, "melati", first).await
            && found(&admin, &merchant.email, first).await
    );
    // No two businesses share a reference.
    let taken = put(world, second, &key, &json!({ "reference": "TOKO 17/b" })).await;
    assert_eq!((taken.status, &taken.body["parameter"]), (409, &"reference".into()), "{}", taken.text);
    assert_eq!(world.count("select count(*) from audit where action = 'set_reference'").await, 1);
    assert_eq!(put(world, first, &key, &json!({ "reference": null })).await.body["reference"], Value::Null);
    assert_eq!(put(world, second, &key, &json!({ "reference": "TOKO 17/b" })).await.status, 200);
    assert_eq!(with_reference(world, "TOKO 17/b", &key).await, [second.to_string()]);
    assert!(!found(&admin, "toko 17/b", first).await && found(&admin, "toko 17/b", second).await);
}

async fn two_who_give_one_reference_at_once_do_not_both_have_it(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let merchant = world.merchant().await;
    let (first, second) = (merchant.start_business().await, merchant.start_business().await);
    let key = key_that_may(&admin, "Kasir", "refer").await;
    for n in 0..5 {
        let body = json!({ "reference": format!("TOKO-{n}") });
        let (one, other) = tokio::join!(put(world, first, &key, &body), put(world, second, &key, &body));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", one.text, other.text);
        assert_eq!(with_reference(world, &format!("TOKO-{n}"), &key).await.len(), 1);
    }
}

async fn a_key_that_reads_gives_no_reference_and_the_page_says_which_may(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let id = world.merchant().await.start_business().await;
    let body = json!({ "reference": "TOKO-17" });
    for (name, right) in [("Laporan", "read"), ("Aneh", "everything"), ("Kosong", "")] {
        let key = key_that_may(&admin, name, right).await;
        let refused = put(world, id, &key, &body).await;
        assert_eq!(refused.status, 403, "{right}");
        assert!(refused.text.contains("references:write"), "{}", refused.text);
    }
    assert_eq!(put(world, id, "sk_nothing", &body).await.status, 401);
    let page = admin.get("/review/settings").await.body;
    assert!(
        page.contains("value=\"refer\"") && page.matches("Membaca dan mengisi referensi").count() == 1,
        "only the choice itself"
    );
    key_that_may(&admin, "Kasir", "refer").await;
    let page = admin.get("/review/settings").await.body;
    assert_eq!(page.matches("Membaca dan mengisi referensi").count(), 2, "and the key");
    assert_eq!(admin.post("/review/settings/keys", &[("name", ""), ("right", "refer")]).await.status, 422);
}

async fn what_is_no_reference_is_refused_and_nothing_changes(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let id = world.merchant().await.start_business().await;
    let key = key_that_may(&admin, "Kasir", "refer").await;
    let long = "x".repeat(65);
    for (body, named) in [
        (json!({ "reference": "" }), "reference"),
        (json!({ "reference": " x" }), "reference"),
        (json!({ "reference": long }), "reference"),
        (json!({ "reference": "a\nb" }), "reference"),
        (json!({ "reference": "a\u{0}b" }), "reference"),
        (json!({ "reference": "\u{202e}x" }), "reference"),
        (json!({ "reference": 17 }), "reference"),
        (json!({ "reference": ["x"] }), "reference"),
        (json!({ "reference": "x", "name": "y" }), "name"),
        (json!({ "Reference": "x" }), "Reference"),
        (json!({}), "body"),
        (json!([]), "body"),
        (json!("x"), "body"),
        (Value::Null, "body"),
    ] {
        let told = put(world, id, &key, &body).await;
        assert_eq!((told.status, &told.body["parameter"]), (400, &named.into()), "{body}: {}", told.text);
    }
    let send = |kind: &'static str, body: String| {
        let request = world.http.put(format!("{}/api/v1/businesses/{id}/reference", world.base));
        ApiAnswer::of(
            request
                .header(header::AUTHORIZATION, format!("Bearer {key}"))
                .header(header::CONTENT_TYPE, kind)
                .body(body),
        )
    };
    let good = "{\"reference\": \"TOKO-17\"}";
    for (kind, body, status) in [
        ("application/json", "{".to_owned(), 400),
        ("application/json", String::new(), 400),
        ("text/plain", good.to_owned(), 415),
        ("application/x-www-form-urlencoded", "reference=x".to_owned(), 415),
        ("application/json", format!("{{\"reference\": \"{}\"}}", "x".repeat(10_000)), 413),
        ("Application/JSON; charset=utf-8", good.to_owned(), 200),
    ] {
        let told = send(kind, body).await;
        assert_eq!(told.status, status, "{kind}: {}", told.text);
    }
    for nothing in ["0193504e-8c1f-7000-8000-000000000001", "x", "%00"] {
        assert_eq!(put(world, nothing, &key, &json!({ "reference": "TOKO-18" })).await.status, 404, "{nothing}");
    }
    let reader = make_key(&admin, "Laporan").await;
    assert_eq!(with_reference(world, "TOKO-17", &reader).await, [id.to_string()]);
}
