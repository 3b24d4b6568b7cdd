//! The results of a search of the queue.

use crate::queue::walk;
use crate::{
    crowd,
    usual::escape,
    world::{Person, World, on_both},
};
use domain::ids::BusinessId;

async fn search(person: &Person<'_>, text: &str) -> Vec<BusinessId> {
    walk(person, &format!("/review?search={}", escape(text))).await
}

on_both! {
    a_search_finds_by_number_within_and_at_the_beginning, a_new_name_is_found_and_the_old_one_is_not,
    what_stands_behind_many_others_is_found_and_too_much_is_said_to_be_too_much, a_search_is_taken_whole_however_long
}

async fn a_search_finds_by_number_within_and_at_the_beginning(world: &World) {
    crowd::businesses(&world.services.store, 0..1_000, world.clock.now()).await;
    let reviewer = world.reviewer().await;
    let all = world.ids("select id from businesses where search like '%warung%' order by state_since, id").await;
    assert!(all.len() > 102);
    assert_eq!(search(&reviewer, "WARUNG").await, all);
    assert!(!world.ids("select id from businesses where search like '%n 12%'").await.is_empty());
    assert!(search(&reviewer, "n 12").await.is_empty(), "without three letters in a row: where a name begins");
    let one = world.ids("select id from businesses where name like '% 777'").await;
    for text in ["bsn-0104-1700000000777", "BRN-0104-1700000000777", " 777 pemilik259"] {
        assert_eq!(search(&reviewer, text).await, one, "{text}");
    }
    let beginning = world.ids("select id from businesses where search like 'ke%' order by state_since, id").await;
    assert!(beginning.len() > 51);
    assert_eq!(search(&reviewer, "Ke").await, beginning);
    let page = reviewer.get("/review?search=ke").await.body;
    assert!(page.contains("hanya mencocokkan awal nama"), "{page}");
    for text in [
        "tidak ada",
        "zq",
        "%",
        "_",
        "100%",
        "\"",
        "wa\"rung",
        "warung*",
        "warung or toko",
        "\\",
        "'",
        "BSN-",
        "a\u{0}b",
    ] {
        let answer = reviewer.get(&format!("/review?search={}", escape(text))).await;
        assert_eq!(answer.status, 200, "{text}");
        assert!(!answer.body.contains("table__name"), "{text}: {}", answer.body);
    }
}

async fn a_new_name_is_found_and_the_old_one_is_not(world: &World) {
    let (reviewer, merchant) = (world.reviewer().await, world.merchant().await);
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    assert_eq!(search(&reviewer, &merchant.email).await, [id], "before it has a name");
    merchant.save(id, "business", &[("name", "Kedai \"Bu Éndang\" 100%")]).await;
    for text in ["endang", "bu", "100_"] {
        assert!(search(&reviewer, text).await.is_empty(), "{text}");
    }
    for text in ["Éndang", "ndang", "g\" 100%", "ke", "kedai \"", "100%"] {
        assert_eq!(search(&reviewer, text).await, [id], "{text}");
    }
    merchant.save(id, "business", &[("name", "Toko Bu Endang")]).await;
    assert!(search(&reviewer, "kedai").await.is_empty() && search(&reviewer, "ke").await.is_empty());
    assert_eq!(search(&reviewer, "toko bu endang").await, [id]);
    world.run("delete from businesses").await;
    assert!(search(&reviewer, "toko").await.is_empty());
}

async fn what_stands_behind_many_others_is_found_and_too_much_is_said_to_be_too_much(world: &World) {
    crowd::businesses(&world.services.store, 0..24_500, world.clock.now()).await;
    // These are the newest in their state.
    world.run("update businesses set search = 'langka ' || search where state_since > 1795402800000 - 31536000000 / 245 * 42").await;
    let reviewer = world.reviewer().await;
    let page = reviewer.get("/review?search=langka").await.body;
    assert!(page.contains("Lebih dari 3.000 hasil cocok") && page.contains(">Halaman berikutnya<"), "{page}");
    let short = reviewer.get("/review?search=la").await.body;
    assert!(short.contains("Lebih dari 3.000 hasil cocok"), "{short}");
    let some =
        world.ids("select id from businesses where search like '%langka warung%' order by state_since, id").await;
    assert!(some.len() > 102 && some.len() < 3_000, "{}", some.len());
    assert_eq!(search(&reviewer, "langka warung").await, some);
    assert!(!reviewer.get("/review?search=langka+warung").await.body.contains("Lebih dari"));
}

async fn a_search_is_taken_whole_however_long(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "business", &[("name", &format!("Toko {}", "panjang ".repeat(20).trim()))]).await;
    let reviewer = world.reviewer().await;
    let (own, other) = ("panjang ".repeat(20), format!("{}x", "panjang ".repeat(19)));
    assert_eq!(search(&reviewer, own.trim()).await, [id]);
    assert!(search(&reviewer, &other).await.is_empty(), "what stands behind its first hundred characters counts");
    let long = "x".repeat(2_000);
    let page = reviewer.get(&format!("/review?search={long}")).await.body;
    assert!(page.contains(&format!("value=\"{long}\"")), "{page}");
}
