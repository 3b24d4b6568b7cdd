//! Lists of the queue: their order, and their pages.

use crate::{
    crowd,
    world::{Person, World, on_both},
};
use domain::{ids::BusinessId, kyb::State};
use server::{
    replay,
    store::{
        businesses::{self, Derived},
        counts,
    },
};

const TROUBLED: &str = "select count(*) from businesses where trouble is not null or state = 'suspended' or (state = 'action_needed' and to_fix = 0)";

/// Returns the businesses of one page, in their order, and the address of the next page.
pub async fn page(person: &Person<'_>, path: &str) -> (Vec<BusinessId>, Option<String>) {
    let body = person.get(path).await.body;
    let rows = body.split("class=\"table__name\"").skip(1);
    let id = |row: &str| row.split_once("href=\"/review/")?.1.get(..36)?.parse().ok();
    let ids = rows.map(|row| id(row).unwrap()).collect();
    let next = body.split("href=\"").find(|part| part.contains(">Halaman berikutnya<"));
    (ids, next.map(|part| part.split('"').next().unwrap().replace("&amp;", "&")))
}

/// Collects a list from its first page to its last.
pub async fn walk(person: &Person<'_>, path: &str) -> Vec<BusinessId> {
    let (mut all, mut next) = page(person, path).await;
    while let Some(path) = next {
        let more;
        (more, next) = page(person, &path).await;
        assert!(!more.is_empty(), "a next page has rows");
        all.extend(more);
    }
    all
}

/// Returns the counts in the tabs above the list.
async fn tab_counts(person: &Person<'_>) -> Vec<(String, String)> {
    let body = person.get("/review").await.body;
    let tabs = body.split("href=\"/review?tab=").skip(1).filter(|part| part.contains("tabs__count"));
    let count = |tab: &str| tab.split_once("tabs__count\">")?.1.split('<').next().map(str::to_owned);
    tabs.map(|tab| (tab.split('"').next().unwrap().to_owned(), count(tab).unwrap())).collect()
}

async fn lacking(world: &World) -> counts::Counts {
    let mut db = world.services.store.read().await.unwrap();
    counts::lacking(&mut db).await.unwrap()
}

/// Moves a business as the app does: alone in its transaction, under the lock of the business.
pub async fn move_to(world: &World, id: BusinessId, state: State) {
    let mut tx = world.services.store.begin().await.unwrap();
    businesses::lock(&mut tx, id).await.unwrap().unwrap();
    let moved = Derived {
        state,
        done: 0,
        total: 8,
        to_fix: 0,
        services_on: 0,
        deadline: None,
        bank_deadline: None,
        verified_at: None,
    };
    businesses::set_derived(&mut tx, id, &moved, world.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    what_was_due_first_is_the_first_of_what_is_late, a_tab_of_several_states_is_sorted_as_one,
    what_is_only_being_sent_is_not_at_doku,
    every_page_lists_as_many_as_its_count_says_whatever_states_and_calls_there_are,
    the_counts_follow_whatever_moves_a_business, many_who_move_at_once_and_somebody_who_folds_end_with_the_right_counts,
    a_count_that_is_off_is_found_and_mended_by_a_replay
}

async fn what_was_due_first_is_the_first_of_what_is_late(world: &World) {
    crowd::businesses(&world.services.store, 0..1_000, world.clock.now()).await;
    world
        .run("update businesses set due_at = 1795402800000 - state_since % 1000003 where state = 'in_verification'")
        .await;
    let late = walk(&world.reviewer().await, "/review?tab=late").await;
    let due = world.ids("select id from businesses where coalesce(bank_due_at, due_at) <= 1795402800000 order by coalesce(bank_due_at, due_at), id").await;
    assert!(due.len() > 51, "more than a page of {}", due.len());
    assert_eq!(late, due);
}

async fn a_tab_of_several_states_is_sorted_as_one(world: &World) {
    crowd::businesses(&world.services.store, 0..1_000, world.clock.now()).await;
    let reviewer = world.reviewer().await;
    let listed = walk(&reviewer, "/review?tab=drafts").await;
    let stored =
        world.ids("select id from businesses where state in ('draft', 'ready') order by state_since, id").await;
    assert!(stored.len() > 102, "more than two pages of {}", stored.len());
    assert_eq!(listed, stored);
}

async fn what_is_only_being_sent_is_not_at_doku(world: &World) {
    crowd::businesses(&world.services.store, 0..600, world.clock.now()).await;
    let reviewer = world.reviewer().await;
    for (tab, stored) in [
        ("sending", "select id from businesses where state = 'sending' order by state_since, id"),
        (
            "at_doku",
            "select id from businesses where state in ('in_verification', 'verified') order by state_since, id",
        ),
    ] {
        let stored = world.ids(stored).await;
        assert!(!stored.is_empty());
        assert_eq!(walk(&reviewer, &format!("/review?tab={tab}")).await, stored, "{tab}");
    }
}

async fn every_page_lists_as_many_as_its_count_says_whatever_states_and_calls_there_are(world: &World) {
    crowd::everything(&world.services.store, 0..700, world.clock.now()).await;
    world.run("update outbox set done_at = created_at, problem = 'doku_400', status = case substr(request_id, length(request_id))
            when '3' then 'needs_person' when '5' then 'given_up' when '6' then 'dropped' when '8' then 'waiting' else status end").await;
    let admin = world.sign_in(server::seed::ADMIN).await;
    for (tab, count) in tab_counts(&admin).await {
        let listed = walk(&admin, &format!("/review?tab={tab}")).await;
        assert_eq!(count, listed.len().to_string(), "{tab}");
    }
    let troubled = admin.get("/review?tab=troubled").await.body;
    let count =
        troubled.split("href=\"/review/troubles\">").nth(1).and_then(|link| link.split('<').next()?.rsplit_once(' '));
    let (_, count) =
        count.unwrap_or_else(|| panic!("the way to the calls does not say how many there are: {troubled}"));
    let (mut calls, mut next) = (0, Some("/review/troubles".to_owned()));
    while let Some(path) = next {
        let body = admin.get(&path).await.body;
        calls += body.matches("name=\"calls[of-").count();
        // That page lists calls, and links to the rest with its number.
        let rest = format!(": {}</a>", world.count(TROUBLED).await);
        assert!(body.contains(&rest), "{rest} is not in {body}");
        let link = body.split("href=\"").find(|part| part.contains(">Halaman berikutnya<"));
        next = link.map(|part| part.split('"').next().unwrap().replace("&amp;", "&"));
    }
    assert!(calls > 20, "more than a page of {calls}");
    assert_eq!(count, calls.to_string());
    assert_eq!(
        i64::try_from(calls).unwrap(),
        world.count("select count(*) from outbox where status = 'needs_person'").await
    );
}

async fn the_counts_follow_whatever_moves_a_business(world: &World) {
    let count = |counts: &[(String, String)], tab: &str| counts.iter().find(|(name, _)| name == tab).unwrap().1.clone();
    let (reviewer, merchant) = (world.reviewer().await, world.merchant().await);
    let draft = merchant.start_business().await;
    let sent = merchant.submitted(&[]).await;
    let counts = tab_counts(&reviewer).await;
    assert_eq!((count(&counts, "drafts"), count(&counts, "to_check")), ("1".into(), "1".into()));
    reviewer.decide("send_back", sent, &[("reasons[KTP]", "Buram.")]).await;
    let counts = tab_counts(&reviewer).await;
    assert_eq!((count(&counts, "fixes"), count(&counts, "to_check")), ("1".into(), "0".into()));
    world.run("update businesses set trouble = 'doku_400' where state = 'draft'").await;
    merchant.post(&format!("/businesses/{draft}/withdraw"), &[]).await;
    let counts = tab_counts(&reviewer).await;
    assert_eq!(
        (count(&counts, "drafts"), count(&counts, "ended"), count(&counts, "troubled")),
        ("0".into(), "1".into(), "0".into())
    );
    crowd::businesses(&world.services.store, 0..1_500, world.clock.now()).await;
    world.run("update businesses set due_at = 1 where state <> 'withdrawn'").await;
    let counts = tab_counts(&reviewer).await;
    assert_eq!(count(&counts, "late"), "1.000+");
    world.run("delete from businesses where state = 'active'").await;
    assert_eq!(count(&tab_counts(&reviewer).await, "active"), "0");
    assert!(lacking(world).await.is_empty());
}

async fn many_who_move_at_once_and_somebody_who_folds_end_with_the_right_counts(world: &World) {
    const STATES: [State; 4] = [State::Draft, State::InVerification, State::ActionNeeded, State::Active];
    crowd::businesses(&world.services.store, 0..400, world.clock.now()).await;
    let ids = world.ids("select id from businesses order by id").await;
    let movers = (0..8).map(|mover| {
        let ids = &ids;
        async move {
            for (n, id) in ids.iter().enumerate().filter(|(n, _)| n % 8 == mover || n % 8 == (mover + 1) % 8) {
                move_to(world, *id, STATES[(n + mover) % 4]).await;
            }
        }
    });
    let folding = async {
        for _ in 0..20 {
            server::counts::fold(&world.services).await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    let (_, (), ()) = futures::join!(futures::future::join_all(movers), folding, async {
        for _ in 0..20 {
            server::counts::fold(&world.services).await.unwrap();
        }
    });
    assert!(lacking(world).await.is_empty(), "{:?}", lacking(world).await);
    while server::counts::fold(&world.services).await.unwrap() {}
    assert!(lacking(world).await.is_empty(), "{:?}", lacking(world).await);
    assert!(world.count("select count(*) from business_counts").await < 200);
}

async fn a_count_that_is_off_is_found_and_mended_by_a_replay(world: &World) {
    world.merchant().await.start_business().await;
    world.run("insert into business_counts (state, change) values ('draft', 5)").await;
    world.run("insert into business_counts (state, change) values (null, -2)").await;
    let mut lines = Vec::new();
    let tally = replay::run(&world.services, true, |line| lines.push(line)).await.unwrap();
    assert_eq!(tally.differences, 2, "{lines:?}");
    assert!(lines.iter().any(|line| line == "count of Draft: off by -5"), "{lines:?}");
    assert_eq!(replay::run(&world.services, false, drop).await.unwrap().differences, 2);
    assert_eq!(replay::run(&world.services, true, drop).await.unwrap().differences, 0);
    let drafts = tab_counts(&world.reviewer().await).await.into_iter().find(|(tab, _)| tab == "drafts");
    assert_eq!(drafts.unwrap().1, "1");
}
