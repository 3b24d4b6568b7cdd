//! Lists of the queue: what stands first, and what comes on the next page.

use crate::{
    crowd,
    world::{Person, World, on_both},
};
use domain::ids::BusinessId;

/// The businesses of one page, in their order, and where the next page is.
async fn page(person: &Person<'_>, path: &str) -> (Vec<BusinessId>, Option<String>) {
    let body = person.get(path).await.body;
    let rows = body.split("class=\"table__name\"").skip(1);
    let id = |row: &str| row.split_once("href=\"/review/")?.1.get(..36)?.parse().ok();
    let ids = rows.map(|row| id(row).unwrap()).collect();
    let next = body.split("href=\"").find(|part| part.starts_with("/review?") && part.contains("after="));
    (ids, next.map(|part| part.split('"').next().unwrap().replace("&amp;", "&")))
}

/// A list from its first page to its last.
async fn walk(person: &Person<'_>, path: &str) -> Vec<BusinessId> {
    let (mut all, mut next) = page(person, path).await;
    while let Some(path) = next {
        let more;
        (more, next) = page(person, &path).await;
        assert!(!more.is_empty(), "a next page has rows");
        all.extend(more);
    }
    all
}

on_both! {
    async fn what_was_due_first_is_the_first_of_what_is_late(world: &World) {
        crowd::businesses(&world.services.store, 0..1_000, world.clock.now()).await;
        world.run("update businesses set due_at = 1795402800000 - state_since % 1000003 where state = 'in_verification'").await;
        let late = walk(&world.reviewer().await, "/review?tab=late").await;
        let due = world.ids("select id from businesses where due_at <= 1795402800000 order by due_at, id").await;
        assert!(due.len() > 51, "more than a page of {}", due.len());
        assert_eq!(late, due);
    }

    async fn a_tab_of_several_states_is_sorted_as_one(world: &World) {
        crowd::businesses(&world.services.store, 0..1_000, world.clock.now()).await;
        let reviewer = world.reviewer().await;
        let listed = walk(&reviewer, "/review?tab=at_doku").await;
        let stored = world.ids("select id from businesses where state in ('sending', 'in_verification', 'verified') order by state_since, id").await;
        assert!(stored.len() > 102, "more than two pages of {}", stored.len());
        assert_eq!(listed, stored);
    }
}
