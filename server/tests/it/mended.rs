//! Parts fixed in DOKU's dashboard, since no update of ours could: somebody reports it, and it counts once DOKU agrees.

use crate::{
    fixes::{PUT, REJECTED, rejected},
    needs_person::unanswered,
    outbox::refused,
    world::{Person, World, on_both},
};
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{FacetKey, State, Verdict},
};
use server::{
    seed,
    store::outbox::{Kind, Status},
};

const WHO: &str = "Dewi mengganti nomor rekening di dashboard, tiket 4711.";

/// Saves it in DOKU's dashboard, where it waits for a verdict again.
async fn at_doku(world: &World, id: BusinessId, entity: &str, verdict: &str) {
    let business = world.case(id).await.business.doku_business_id.unwrap();
    let order = serde_json::json!({"entity": entity, "verdict": verdict});
    let done = world.order(&format!("registrations/{business}/decide"), &order).await;
    assert!(done["decided"].as_u64().is_some_and(|decided| decided > 0), "{done}");
}

/// Drops the sandbox's callbacks: only a question brings the news.
async fn silent(world: &World, id: BusinessId) {
    let business = world.case(id).await.business.doku_business_id.unwrap();
    world.order(&format!("registrations/{business}/drop"), &serde_json::json!({})).await;
}

async fn mend(who: &Person<'_>, id: BusinessId, facet: &str, reason: &str) -> String {
    who.post(&format!("/review/{id}/mend"), &[("facet", facet), ("reason", reason)]).await.location
}

async fn verdict(world: &World, id: BusinessId, facet: &FacetKey) -> Verdict {
    world.case(id).await.application.facets.into_iter().find(|row| row.key == *facet).unwrap().verdict
}

on_both! {
    a_part_counts_as_mended_once_doku_says_so_too(line),
    fixes_of_which_nobody_knows_whether_they_arrived_are_mended_there(line),
    while_doku_does_not_answer_nothing_counts(line)
}

async fn a_part_counts_as_mended_once_doku_says_so_too(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    let reviewer = world.reviewer().await;
    let case = format!("/review/{id}");
    let page = reviewer.get(&case).await.body;
    assert!(page.contains(&format!("/review/{id}/mend\"")) && page.contains("value=\"bank[0]\""), "{page}");
    for (facet, reason, code) in [
        ("bank[0]", " ", "no_reason&of=mended"),
        ("", WHO, "not_ready"),
        ("contact[0]", WHO, "out_of_date"),
        ("bank[0]", WHO, "still_rejected"),
    ] {
        let answer = mend(&reviewer, id, facet, reason).await;
        assert_eq!(answer, format!("{case}?problem={code}"), "{facet} {reason}");
    }
    assert!(reviewer.get(&format!("{case}?problem=still_rejected")).await.body.contains("DOKU masih menolaknya"));
    assert_eq!(world.count("select count(*) from mended").await, 0);
    silent(world, id).await;
    world.clock.advance(Millis::MINUTE);
    at_doku(world, id, "BUSINESS_BANK", "PENDING").await;
    // The values typed here meanwhile stay on this page.
    assert_eq!(verdict(world, id, &FacetKey::Bank(0)).await, Verdict::Rejected);
    assert_eq!(mend(&reviewer, id, "bank[0]", WHO).await, case);
    let stands = world.case(id).await;
    assert_eq!((stands.business.state, stands.to_fix()), (State::ActionNeeded, 2));
    assert_eq!(verdict(world, id, &FacetKey::Bank(0)).await, Verdict::Pending);
    assert_eq!(mend(&reviewer, id, "bank[0]", WHO).await, format!("{case}?problem=out_of_date"));
    // Both sides read about it; the words are the partner's.
    for path in ["", "/bank", "/history"] {
        let page = merchant.get(&format!("/businesses/{id}{path}")).await.body;
        assert!(page.contains("langsung di DOKU") && !page.contains("tiket 4711"), "{path}: {page}");
    }
    assert!(
        merchant
            .get(&format!("/businesses/{id}/bank"))
            .await
            .body
            .contains("data yang terakhir dikirim dari halaman ini")
    );
    assert!(!merchant.get(&format!("/businesses/{id}/address")).await.body.contains("langsung di DOKU"));
    let page = reviewer.get(&case).await.body;
    assert!(page.contains("tiket 4711") && !page.contains("value=\"bank[0]\""), "{page}");
    assert_eq!(world.count("select count(*) from audit where action = 'mended_at_doku'").await, 1);
    for reason in world.blobs("select reason from mended").await {
        assert!(!reason.windows(4).any(|part| part == b"Dewi"), "kept in the open");
    }
    assert!(world.line().passed(PUT).is_empty(), "something was sent");
}

async fn fixes_of_which_nobody_knows_whether_they_arrived_are_mended_there(world: &World) {
    let (merchant, id, call) = unanswered(world, refused(502, "")).await;
    let admin = world.sign_in(seed::ADMIN).await;
    let page = admin.get("/review/troubles").await.body;
    let (call, name) = (call.id.to_string(), format!("reasons[mended-{}]", call.id));
    assert!(page.contains(&format!("/review/calls/{call}/mend\"")) && page.contains(&name), "{page}");
    let mend =
        async |reason: &str| admin.post(&format!("/review/calls/{call}/mend"), &[(&name, reason)]).await.location;
    assert!(mend("").await.contains("problem=no_reason&of=reasons"));
    assert!(mend(WHO).await.ends_with("problem=still_rejected"));
    silent(world, id).await;
    world.clock.advance(Millis::MINUTE);
    for entity in ["BUSINESS_BANK", "BUSINESS_ADDRESS"] {
        at_doku(world, id, entity, "PENDING").await;
    }
    assert!(mend(WHO).await.ends_with("problem=still_rejected"), "one part is not mended yet");
    at_doku(world, id, "BUSINESS_DOCUMENT", "ACTIVE").await;
    assert_eq!(mend(WHO).await, "/review/troubles");
    let stands = world.case(id).await.business;
    assert_eq!((stands.state, stands.trouble), (State::InVerification, None));
    let update = world.calls(id).await.into_iter().find(|call| call.kind == Kind::Update).unwrap();
    assert_eq!(update.status, Status::Dropped);
    let sent = world.line().passed(PUT).len();
    world.advance(3 * Millis::HOUR).await;
    assert_eq!(world.line().passed(PUT).len(), sent, "sent once more");
    assert!(merchant.get(&format!("/businesses/{id}/history")).await.body.contains("langsung di DOKU"));
    assert!(mend(WHO).await.ends_with("problem=out_of_date"));
    assert_eq!(world.count("select count(*) from mended").await, 3);
}

async fn while_doku_does_not_answer_nothing_counts(world: &World) {
    let (_, id) = rejected(world, REJECTED).await;
    let reviewer = world.reviewer().await;
    world.line().next("GET /business/{id}", 1, refused(503, ""));
    let answer = mend(&reviewer, id, "bank[0]", WHO).await;
    assert_eq!(answer, format!("/review/{id}?problem=doku_unavailable"));
    assert_eq!(world.count("select count(*) from mended").await, 0);
    let merchant = world.merchant().await;
    let fields = [("facet", "bank[0]"), ("reason", WHO)];
    assert_eq!(merchant.post(&format!("/review/{id}/mend"), &fields).await.status, 403);
}
