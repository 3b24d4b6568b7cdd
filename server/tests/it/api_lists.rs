//! Lists of the read API: their filters, their refusals, and their cursors.

use crate::{
    read_api::{ask, make_key},
    world::{World, on_both},
};
use domain::Millis;
use server::seed;
use std::collections::BTreeSet;

/// Collects the ids of a list, page by page.
async fn walk(world: &World, query: &str, key: &str) -> Vec<String> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ask(world, &format!("/businesses?{query}{cursor}"), Some(key)).await;
        assert_eq!(page.status, 200, "{query}{cursor}: {}", page.text);
        all.extend(page.body["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        let Some(next) = page.body["next_cursor"].as_str() else { return all };
        assert!(
            next.len() == 40 && next.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
            "{next}"
        );
        cursor = format!("&cursor={next}");
    }
}

on_both! {
    a_list_is_narrowed_by_several_states_and_by_the_merchants_address(automatic),
    a_cursor_of_another_list_is_refused_in_a_sentence, what_we_do_not_know_or_cannot_read_is_refused_by_name
}

async fn a_list_is_narrowed_by_several_states_and_by_the_merchants_address(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let (first, second) = (world.merchant().await, world.merchant().await);
    let active = first.submitted(&[]).await.to_string();
    world.advance(Millis::MINUTE).await;
    let mut drafts = Vec::new();
    for merchant in [&first, &second, &second] {
        drafts.push(merchant.start_business().await.to_string());
        world.clock.advance(Millis::SECOND);
    }
    let withdrawn = second.start_business().await.to_string();
    second.post(&format!("/businesses/{withdrawn}/withdraw"), &[]).await;
    let key = format!("Bearer {}", make_key(&admin, "Sistem toko").await);
    let found = |ids: &[&String]| ids.iter().map(|id| (*id).clone()).collect::<Vec<String>>();
    let all = found(&[&active, &drafts[0], &drafts[1], &drafts[2], &withdrawn]);
    for query in ["limit=1", "limit=2", "limit=200", "limit=5&updated_since=2000-01-01T07:00:00%2B07:00"] {
        assert_eq!(walk(world, query, &key).await, all, "{query}");
    }
    for query in ["limit=1&state=active&state=draft", "limit=3&state=draft,active", "state=draft,active,draft"] {
        assert_eq!(walk(world, query, &key).await, all[..4], "{query}");
    }
    assert_eq!(walk(world, "limit=1&state=withdrawn,draft,suspended", &key).await, all[1..]);
    for email in [first.email.clone(), first.email.to_uppercase()] {
        assert_eq!(walk(world, &format!("limit=1&email={email}"), &key).await, found(&[&active, &drafts[0]]));
    }
    let second = format!("limit=1&email={}", second.email);
    assert_eq!(walk(world, &second, &key).await, all[2..]);
    assert_eq!(walk(world, &format!("{second}&state=draft"), &key).await, found(&[&drafts[1], &drafts[2]]));
    assert!(walk(world, &format!("{second}&state=active,verified"), &key).await.is_empty());
    assert!(walk(world, "email=nobody@warung.example", &key).await.is_empty());
}

async fn a_cursor_of_another_list_is_refused_in_a_sentence(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let merchant = world.merchant().await;
    for _ in 0..3 {
        merchant.start_business().await;
    }
    let key = format!("Bearer {}", make_key(&admin, "Sistem toko").await);
    let page = ask(world, "/businesses?limit=1&state=draft", Some(&key)).await.body;
    let cursor = page["next_cursor"].as_str().unwrap();
    let goes_on = ask(world, &format!("/businesses?limit=2&state=draft&cursor={cursor}"), Some(&key)).await;
    assert_eq!((goes_on.status, goes_on.body["data"].as_array().unwrap().len()), (200, 2), "{}", goes_on.text);
    for other in
        ["", "&state=active", "&state=draft,ready", "&state=draft&reference=x", "&state=draft&email=a@b.example"]
    {
        let refused = ask(world, &format!("/businesses?cursor={cursor}{other}"), Some(&key)).await;
        assert_eq!((refused.status, &refused.body["parameter"]), (409, &"cursor".into()), "{other}: {}", refused.text);
        assert!(refused.body["detail"].as_str().unwrap().contains("other filters"), "{}", refused.text);
    }
}

async fn what_we_do_not_know_or_cannot_read_is_refused_by_name(world: &World) {
    let admin = world.sign_in(seed::ADMIN).await;
    let id = world.merchant().await.start_business().await;
    let key = format!("Bearer {}", make_key(&admin, "Sistem toko").await);
    let mut sentences = BTreeSet::new();
    for (query, named) in [
        ("?stat=draft", "stat"),
        ("?page=2", "page"),
        ("?state=draft&State=draft", "State"),
        ("?x%00y=1", "x\u{0}y"),
        ("?=1", ""),
        ("?state=happy", "state"),
        ("?state=", "state"),
        ("?state=draft,", "state"),
        ("?state=draft%00", "state"),
        ("?updated_since=yesterday", "updated_since"),
        ("?updated_since=2026-11-23T03:00:00+07:00", "updated_since"),
        ("?limit=0", "limit"),
        ("?limit=1.0", "limit"),
        ("?limit=", "limit"),
        ("?cursor=x", "cursor"),
        ("?cursor=%ff", "cursor"),
        ("?email=ratna", "email"),
        ("?email=a%00@b.example", "email"),
        ("?email=", "email"),
        ("?reference=", "reference"),
        ("?reference=a%00b", "reference"),
        ("?reference=%20x", "reference"),
        ("?reference=a&reference=b", "reference"),
        ("?email=a@b.example&email=a@b.example", "email"),
    ] {
        let answer = ask(world, &format!("/businesses{query}"), Some(&key)).await;
        assert_eq!(
            (answer.status, answer.kind.as_str(), &answer.body["parameter"]),
            (400, "application/problem+json", &named.into()),
            "{query}: {}",
            answer.text
        );
        let detail = answer.body["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(named), "{query}: {detail}");
        sentences.insert(detail);
    }
    assert!(sentences.len() > 10, "{sentences:?}");
    let one = ask(world, &format!("/businesses/{id}?expand=facets"), Some(&key)).await;
    assert_eq!((one.status, &one.body["parameter"]), (400, &"expand".into()));
    // A caller without a key is told that, and no more.
    assert_eq!(ask(world, "/businesses?stat=draft", None).await.status, 401);
}
