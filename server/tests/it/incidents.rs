//! The code that people quote leads operators to a line of the log, and a metric counts the incident.

use crate::world::{Person, World, errors_with, listen, on_both};
use domain::ids::BusinessId;

/// Returns a merchant, and a business of theirs that does not open any more.
async fn damaged(world: &World) -> (Person<'_>, BusinessId) {
    let merchant = world.merchant().await;
    let broken = merchant.start_business().await;
    world.clock.advance(1_000);
    merchant.start_business().await;
    world.run("update businesses set data_key = (select b.data_key from businesses b where b.id <> businesses.id) where created_at = (select min(created_at) from businesses)").await;
    (merchant, broken)
}

fn counted(metrics: &str, kind: &str) -> Option<u64> {
    let name = format!("serambi_incidents_total{{kind=\"{kind}\"}} ");
    metrics.lines().find_map(|line| line.strip_prefix(name.as_str()))?.parse().ok()
}

on_both! { what_a_person_is_shown_stands_in_the_log_and_is_counted, each_kind_is_there_before_it_happens }

async fn what_a_person_is_shown_stands_in_the_log_and_is_counted(world: &World) {
    listen();
    let (merchant, id) = damaged(world).await;
    let before = counted(&world.nobody().get("/metrics").await.body, "sealed");
    assert!(before.is_some(), "what never happened is not counted as nought");
    let page = merchant.get(&format!("/businesses/{id}")).await;
    assert_eq!(page.status, 500);
    let incident: String = page.body.split("Sebutkan ").nth(1).unwrap().chars().take(6).collect();
    assert!(
        incident.len() == 6 && incident.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
        "{incident}"
    );
    let lines = errors_with(&incident);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(
        (lines[0]["incident"].as_str(), lines[0]["kind"].as_str()),
        (Some(incident.as_str()), Some("sealed")),
        "{lines:?}"
    );
    assert!(lines[0]["error"].is_string(), "{lines:?}");
    let after = counted(&world.nobody().get("/metrics").await.body, "sealed");
    assert!(after > before, "{before:?} {after:?}");
}

async fn each_kind_is_there_before_it_happens(world: &World) {
    let metrics = world.nobody().get("/metrics").await.body;
    for kind in ["database", "doku", "file", "no_room", "panic", "session", "worker"] {
        assert!(counted(&metrics, kind).is_some(), "{kind}");
    }
}
