//! DOKU's promises: their start, pause and end, and who reads about them.

use crate::{
    callback_order::{Registered, registered},
    world::{World, on_both},
};
use domain::{
    Millis,
    kyb::{Deadline, FacetKey, KYB_MILLIS, Pace, Sent, State, Verdict},
};
use serde_json::json;
use server::store::{businesses, flags, sends};

/// The parts that DOKU judges before it turns to services.
const KYB: [&str; 9] = [
    "BUSINESS_CONTACT",
    "BUSINESS_ADDRESS",
    "BUSINESS_DOCUMENT",
    "BUSINESS_BANK",
    "BRAND_SOCIAL_MEDIA",
    "BRAND_PHOTO_PROOF",
    "BUSINESS",
    "BRAND",
    "BRAND.OPERATIONAL_STATUS",
];

/// Lets the sandbox judge and call back, until everything settles.
async fn judge(case: &Registered<'_>, kind: &str, verdict: &str, note: Option<&str>) {
    let world = case.merchant.world;
    let order = json!({ "entity": kind, "verdict": verdict, "note": note });
    world.order(&format!("registrations/{}/decide", case.business), &order).await;
    // The sandbox's times are whole seconds.
    world.advance(2 * Millis::SECOND).await;
}

async fn deadline(case: &Registered<'_>) -> Option<Deadline> {
    case.merchant.world.case(case.id).await.business.deadline()
}

fn about(at: Millis, millis: i64) -> bool {
    (at.0 - millis).abs() <= 10 * Millis::SECOND
}

on_both! {
    the_clock_runs_from_the_2xx_turns_amber_and_late(explicit),
    with_something_to_fix_the_clock_stands_and_that_time_does_not_count(explicit),
    a_resubmission_starts_the_clock_afresh(explicit), a_bank_account_has_a_clock_of_its_own(explicit),
    a_bank_check_that_is_late_by_its_own_clock_is_among_what_is_late(explicit),
    with_working_days_the_weekend_does_not_count(explicit),
    services_have_clocks_of_their_own_and_undo_nothing(explicit),
    what_a_personal_account_never_gets_waits_for_nothing(explicit), without_simulation_there_is_no_page_of_states(line)
}

async fn the_clock_runs_from_the_2xx_turns_amber_and_late(world: &World) {
    let case = registered(world).await;
    let sent_at = world.case(case.id).await.business.sent_at.unwrap();
    let promise = deadline(&case).await.unwrap();
    assert_eq!((promise.from, promise.due), (sent_at, sent_at.plus(KYB_MILLIS)));
    let page = format!("/businesses/{}", case.id);
    let reviewer = world.reviewer().await;
    assert!(case.merchant.get(&page).await.body.contains("Paling lambat"));
    world.advance(37 * Millis::HOUR).await;
    assert_eq!(promise.pace(world.clock.now()), Pace::Amber);
    assert!(reviewer.get("/review?tab=at_doku").await.body.contains("segera jatuh tempo"));
    assert!(reviewer.get(&format!("/review/{}", case.id)).await.body.contains("segera jatuh tempo"));
    assert_eq!(case.merchant.get(&page).await.body.matches("Lebih lama").count(), 1, "the bank account's alone");
    world.advance(12 * Millis::HOUR).await;
    assert_eq!(deadline(&case).await, Some(promise), "reading back moves no clock");
    let merchant = case.merchant.get(&page).await.body;
    assert!(merchant.contains("Lebih lama dari yang dijanjikan") && !merchant.contains("Paling lambat"));
    let late = reviewer.get("/review?tab=late").await.body;
    assert!(late.contains("Warung Ratna Sari") && late.contains(&format!("/review/{}/evidence", case.id)));
}

async fn with_something_to_fix_the_clock_stands_and_that_time_does_not_count(world: &World) {
    let case = registered(world).await;
    let sent_at = world.case(case.id).await.business.sent_at.unwrap();
    world.advance(10 * Millis::HOUR).await;
    judge(&case, "BUSINESS_BANK", "REJECTED", Some("Nama pemilik berbeda.")).await;
    let stands = world.case(case.id).await.business;
    assert_eq!(
        (stands.state, stands.due_at, stands.amber_at, stands.clock_from),
        (State::ActionNeeded, None, None, None)
    );
    world.advance(6 * Millis::HOUR).await;
    // DOKU takes the rejection back by itself.
    judge(&case, "BUSINESS_BANK", "APPROVED", None).await;
    assert_eq!(world.case(case.id).await.business.state, State::InVerification);
    let promise = deadline(&case).await.unwrap();
    assert!(about(promise.due, sent_at.0 + KYB_MILLIS + 6 * Millis::HOUR), "{promise:?}");
    assert_eq!(promise.from, sent_at);
}

async fn a_resubmission_starts_the_clock_afresh(world: &World) {
    let case = registered(world).await;
    world.advance(20 * Millis::HOUR).await;
    judge(&case, "BUSINESS_BANK", "REJECTED", Some("Nama pemilik berbeda.")).await;
    world.advance(30 * Millis::HOUR).await;
    // An update leaves this row behind once DOKU took it.
    let again = Sent { facet: FacetKey::Bank(0), revision: 2, at: world.clock.now(), file: None };
    let mut tx = world.services.store.begin().await.unwrap();
    sends::insert(&mut tx, case.id, &again).await.unwrap();
    let row = businesses::lock(&mut tx, case.id).await.unwrap().unwrap();
    server::projection::refold(&world.services, &mut tx, row).await.unwrap();
    tx.commit().await.unwrap();
    let stands = world.case(case.id).await.business;
    assert_eq!((stands.state, stands.clock_from), (State::InVerification, Some(again.at)));
    assert_eq!(stands.due_at, Some(again.at.plus(KYB_MILLIS)));
    assert!(case.merchant.get(&format!("/businesses/{}", case.id)).await.body.contains("Paling lambat"));
}

async fn a_bank_account_has_a_clock_of_its_own(world: &World) {
    let case = registered(world).await;
    let sent_at = world.case(case.id).await.business.sent_at.unwrap();
    let (page, reviewer) = (format!("/businesses/{}", case.id), world.reviewer().await);
    let times = |body: &str, words: &str| body.matches(words).count();
    assert_eq!(times(&case.merchant.get(&page).await.body, "Paling lambat"), 2, "the whole and the bank account");
    world.advance(25 * Millis::HOUR).await;
    // The bank account's promise is over, and no other.
    let body = case.merchant.get(&page).await.body;
    assert_eq!((times(&body, "Paling lambat"), times(&body, "Lebih lama")), (1, 1));
    assert_eq!(deadline(&case).await.unwrap().due, sent_at.plus(KYB_MILLIS));
    let pack = reviewer.get(&format!("/review/{}/evidence.txt", case.id)).await.body;
    assert_eq!((times(&pack, "Dijanjikan paling lambat"), times(&pack, "(lewat")), (2, 1), "{pack}");
    for kind in ["BUSINESS_CONTACT", "BUSINESS_ADDRESS", "BUSINESS_DOCUMENT", "BRAND_SOCIAL_MEDIA", "BRAND_PHOTO_PROOF"]
    {
        judge(&case, kind, "APPROVED", None).await;
    }
    assert_eq!(deadline(&case).await.unwrap().due, sent_at.plus(24 * Millis::HOUR), "it alone is left");
    assert!(reviewer.get("/review?tab=late").await.body.contains("Warung Ratna Sari"));
    judge(&case, "BUSINESS_BANK", "VERIFIED", None).await;
    let body = case.merchant.get(&page).await.body;
    assert_eq!((world.case(case.id).await.business.state, times(&body, "Lebih lama")), (State::Verified, 0), "{body}");
}

async fn a_bank_check_that_is_late_by_its_own_clock_is_among_what_is_late(world: &World) {
    let case = registered(world).await;
    let reviewer = world.reviewer().await;
    let (name, clock) = ("Warung Ratna Sari", "Rekening bank");
    world.advance(19 * Millis::HOUR).await;
    let page = reviewer.get("/review?tab=at_doku").await.body;
    assert!(page.contains(clock) && page.contains("segera jatuh tempo"), "{page}");
    assert!(!reviewer.get("/review?tab=late").await.body.contains(name));
    world.advance(6 * Millis::HOUR).await;
    let promise = deadline(&case).await.unwrap();
    assert_eq!(promise.pace(world.clock.now()), Pace::InTime, "the whole has time left");
    let late = reviewer.get("/review?tab=late").await.body;
    assert!(
        late.contains(name) && late.contains(clock) && late.contains(&format!("/review/{}/evidence", case.id)),
        "{late}"
    );
    let count = late.split("href=\"/review?tab=late\"").nth(1).and_then(|tab| tab.split("tabs__count\">").nth(1));
    assert!(count.unwrap().starts_with("1<"), "{late}");
    let replayed = server::replay::run(&world.services, true, drop).await.unwrap();
    assert_eq!(replayed.differences, 0, "a replay counts the same");
    // The clock stands while there is something to fix; once it is judged there is none.
    judge(&case, "BUSINESS_ADDRESS", "REJECTED", Some("Alamat tidak ditemukan.")).await;
    assert!(!reviewer.get("/review?tab=late").await.body.contains(name));
    judge(&case, "BUSINESS_ADDRESS", "APPROVED", None).await;
    assert!(reviewer.get("/review?tab=late").await.body.contains(name));
    judge(&case, "BUSINESS_BANK", "VERIFIED", None).await;
    assert!(!reviewer.get("/review?tab=late").await.body.contains(name));
    world.advance(24 * Millis::HOUR).await;
    let late = reviewer.get("/review?tab=late").await.body;
    assert!(late.contains(name) && !late.contains(clock), "the whole's now: {late}");
}

async fn with_working_days_the_weekend_does_not_count(world: &World) {
    // The world begins on a Monday; this is Friday, 10.00 WIB.
    world.clock.advance(4 * Millis::DAY);
    let mut tx = world.services.store.begin().await.unwrap();
    flags::put(&mut tx, flags::WORKING_DAYS, true, world.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let case = registered(world).await;
    let promise = deadline(&case).await.unwrap();
    assert_eq!(promise.due, promise.from.plus(KYB_MILLIS + 2 * Millis::DAY));
}

async fn services_have_clocks_of_their_own_and_undo_nothing(world: &World) {
    let case = registered(world).await;
    for kind in KYB {
        judge(&case, kind, "APPROVED", None).await;
    }
    let stands = world.case(case.id).await;
    assert_eq!(stands.business.state, State::Verified, "{:?}", stands.facets);
    let products = stands.products();
    assert!(products.len() > 1 && products.iter().all(|row| row.verdict == Verdict::Pending));
    let verified = stands.business.verified_at.unwrap();
    assert!(
        products.iter().all(|row| row.deadline.is_some_and(|promise| promise.due == verified.plus(120 * Millis::HOUR)))
    );
    let one = |code: &str, verdict: &str| json!({ "entity": "BRAND_PRODUCT", "code": code, "verdict": verdict, "note": "Kategori belum didukung." });
    let at = format!("registrations/{}/decide", case.business);
    world.order(&at, &one(&products[0].code, "REJECTED")).await;
    world.advance(2 * Millis::SECOND).await;
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    assert_eq!(world.case(case.id).await.business.state, State::Verified);
    assert!(
        page.contains("Kategori belum didukung.") && page.contains(&format!("0 dari {} aktif", products.len())),
        "{page}"
    );
    // The rest waits longer than promised.
    world.advance(121 * Millis::HOUR).await;
    assert!(
        case.merchant.get(&format!("/businesses/{}", case.id)).await.body.contains("Lebih lama dari yang dijanjikan")
    );
    for row in &products[1..] {
        world.order(&at, &one(&row.code, "ACTIVE")).await;
    }
    world.advance(2 * Millis::SECOND).await;
    let stands = world.case(case.id).await;
    assert_eq!((stands.business.state, stands.business.due_at), (State::Active, None), "{:?}", stands.facets);
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    assert!(
        page.contains(&format!("{} dari {} aktif", products.len() - 1, products.len()))
            && page.contains("Tidak diaktifkan")
    );
}

async fn what_a_personal_account_never_gets_waits_for_nothing(world: &World) {
    let case = registered(world).await;
    let body = json!({
        "type": "BRAND_PRODUCT", "business": { "id": case.business }, "brand": { "id": case.brand },
        "entity": { "id": "PRD-0001-1700000000001", "code": "VIRTUAL_ACCOUNT_BCA" },
        "status": "PENDING", "updated_at": case.later(0).to_iso(),
    });
    assert_eq!(world.callback("never", body.to_string().as_bytes()).await, 200);
    for kind in KYB.into_iter().chain(["BRAND_PRODUCT"]) {
        judge(&case, kind, "ACTIVE", None).await;
    }
    let stands = world.case(case.id).await;
    assert!(
        stands
            .facets
            .iter()
            .any(|row| row.key == FacetKey::Product(0, "VIRTUAL_ACCOUNT_BCA".into()) && row.verdict == Verdict::Pending)
    );
    assert_eq!((stands.business.state, stands.business.due_at), (State::Active, None), "{:?}", stands.facets);
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    assert!(
        page.contains("3 dari 3 aktif") && page.contains("Virtual account BCA") && !page.contains("Sedang diaktifkan"),
        "{page}"
    );
    assert_eq!(page.matches("Tidak tersedia untuk akun perorangan").count(), 2);
    let page = world.reviewer().await.get(&format!("/review/{}", case.id)).await.body;
    assert_eq!(page.matches("Tidak tersedia untuk akun perorangan").count(), 3, "its verdict too");
}

async fn without_simulation_there_is_no_page_of_states(world: &World) {
    assert_eq!(world.nobody().get("/states").await.status, 404);
}
