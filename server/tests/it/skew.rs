//! Clocks that are wrong, ours or one of DOKU's: the truth counts all the same, and operators learn of it.

use crate::callback_order::{Registered, registered};
use crate::fixes::send;
use crate::world::{World, bank, on_both};
use domain::{
    Millis,
    kyb::{FacetKey, Verdict},
};
use server::{
    seed,
    services::Services,
    store::callbacks::{CallbackProblem, Status},
};

const BANK: FacetKey = FacetKey::Bank(0);
/// The offset of a clock. DOKU's gate takes what is signed within an hour.
const OFF: i64 = 3_000 * Millis::SECOND;

async fn run_due(services: &Services) {
    for _ in 0..200 {
        if !server::jobs::run_once(services).await.unwrap() {
            return;
        }
    }
    panic!("it does not come to rest");
}

/// Returns a business whose bank account was rejected and corrected, at a server whose clock is off by `off`.
async fn corrected_by(world: &World, off: i64) -> Registered<'_> {
    let case = registered(world).await;
    assert_eq!(world.callback("no", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."))).await, 200);
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(case.verdict(BANK).await, Verdict::Rejected);
    case.merchant.save(case.id, "bank", &bank("4370112244")).await;
    send(&case.merchant, case.id).await;
    // The call is due at once by either clock.
    world.run("update outbox set due_at = 0 where status = 'waiting'").await;
    let (services, _) = world.another_off_by(off).await;
    while server::outbox::run(&services).await.unwrap() {}
    assert_eq!(case.verdict(BANK).await, Verdict::Pending, "not sent");
    case
}

on_both! {
    a_true_suspension_counts_at_a_server_whose_clock_is_slow(explicit), operators_read_that_a_clock_is_wrong(explicit),
    one_that_is_signed_far_in_our_future_counts_and_holds_up_no_later_word(explicit),
    one_that_dates_its_verdict_far_after_itself_is_dated_by_its_delivery(explicit),
    a_verdict_about_a_correction_counts_though_our_clock_was_fast_when_it_was_sent(explicit),
    a_verdict_about_what_was_corrected_changes_nothing_though_our_clock_was_slow_when_it_was_sent(explicit)
}

async fn a_true_suspension_counts_at_a_server_whose_clock_is_slow(world: &World) {
    let case = registered(world).await;
    world.advance(2 * Millis::HOUR).await;
    assert_eq!(world.callback("on", &case.says_at("BRAND", "ACTIVE", None, case.later(-60))).await, 200);
    world.run_due().await;
    assert_eq!(case.verdict(FacetKey::Brand(0)).await, Verdict::Accepted);
    let (slow, base) = world.another_off_by(-OFF).await;
    let now = world.clock.now();
    let dated = case.says_at("BRAND", "SUSPENDED", Some("Ditinjau."), now);
    let undated =
        format!(r#"{{"type":"BRAND.OPERATIONAL_STATUS","brand":{{"id":"{}"}},"status":"SUSPENDED"}}"#, case.brand);
    assert_eq!(world.callback_at(&base, now, "off", &dated).await, 200);
    assert_eq!(world.callback_at(&base, now, "off too", undated.as_bytes()).await, 200);
    while server::projection::run(&slow).await.unwrap() {}
    assert_eq!(case.verdict(FacetKey::Brand(0)).await, Verdict::Suspended);
    assert_eq!(case.verdict(FacetKey::Operational(0)).await, Verdict::Suspended);
}

async fn operators_read_that_a_clock_is_wrong(world: &World) {
    let case = registered(world).await;
    let (slow, base) = world.another_off_by(-OFF).await;
    let admin = world.sign_in(seed::ADMIN).await;
    assert!(!admin.get("/review/troubles").await.body.contains("Jam server"));
    assert_eq!(
        world.callback_at(&base, world.clock.now(), "ahead", &case.says("BUSINESS_BANK", "PENDING", None)).await,
        200
    );
    run_due(&slow).await;
    world.run("update brands set next_read_at = 0").await;
    run_due(&slow).await;
    let page =
        world.http.get(format!("{base}/review/troubles")).header("cookie", &admin.cookie).header("accept", "text/html");
    let page = page.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Jam server") && page.contains("50 menit"), "{page}");
    let told = world.http.get(format!("{base}/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(told.contains("callbacks_total{outcome=\"ahead\"}"), "{told}");
    assert!(told.contains("\ndoku_clock_skew_seconds "), "{told}");
    let case_page = world.reviewer().await.get(&format!("/review/{}", case.id)).await.body;
    assert!(case_page.contains("jauh lebih maju daripada jam server kami"), "{case_page}");
}

/// One machine of DOKU's runs fast: its verdict counts, and outranks no later one of the others.
async fn one_that_is_signed_far_in_our_future_counts_and_holds_up_no_later_word(world: &World) {
    let case = registered(world).await;
    world.advance(Millis::MINUTE).await;
    let ahead = case.later(2 * 3_600);
    assert_eq!(world.callback_dated(ahead, "ahead", &case.says_at("BUSINESS_BANK", "ACTIVE", None, ahead)).await, 200);
    server::projection::run(&world.services).await.unwrap();
    assert_eq!(case.verdict(BANK).await, Verdict::Accepted, "it is a fact");
    world.advance(Millis::MINUTE).await;
    assert_eq!(
        world
            .callback("later", &case.says_at("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."), world.clock.now()))
            .await,
        200
    );
    world.run_due().await;
    assert_eq!(case.verdict(BANK).await, Verdict::Rejected, "the other waits for two hours");
    let (tally, lines) = crate::replay::checked(world).await;
    assert_eq!(tally.differences, 0, "{lines:?}");
}

/// A date of the next decade, or one of WIB written as UTC: the verdict counts, and shuts out no later one.
async fn one_that_dates_its_verdict_far_after_itself_is_dated_by_its_delivery(world: &World) {
    for (n, ahead) in [10 * 365 * Millis::DAY, 7 * Millis::HOUR, 6 * Millis::MINUTE].into_iter().enumerate() {
        let case = registered(world).await;
        world.advance(Millis::MINUTE).await;
        let sent = world.clock.now();
        let to_come = case.says_at("BUSINESS_BANK", "ACTIVE", None, sent.plus(ahead));
        assert_eq!(world.callback(&format!("to come {n}"), &to_come).await, 200);
        server::projection::run(&world.services).await.unwrap();
        assert_eq!(case.verdict(BANK).await, Verdict::Accepted, "it is a fact");
        let row = world.callbacks(case.id).await.pop().unwrap();
        assert_eq!((row.status, row.problem), (Status::Flagged, Some(CallbackProblem::DatedAhead)));
        assert_eq!(world.brand(case.id).await.next_read_at, Some(sent), "DOKU is not asked at once");
        world.clock.advance(2 * Millis::SECOND);
        let later = case.says_at("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."), world.clock.now());
        assert_eq!(world.callback(&format!("later {n}"), &later).await, 200);
        server::projection::run(&world.services).await.unwrap();
        assert_eq!(case.verdict(BANK).await, Verdict::Rejected, "the truth waits");
        // A newer verdict is not overtaken by an older one that names a later time.
        let brand = case.says_at("BRAND", "SUSPENDED", Some("Ditinjau."), world.clock.now());
        assert_eq!(world.callback(&format!("brand {n}"), &brand).await, 200);
        let old = case.says_at("BRAND", "ACTIVE", None, sent.plus(ahead));
        assert_eq!(world.callback_dated(sent, &format!("old brand {n}"), &old).await, 200);
        server::projection::run(&world.services).await.unwrap();
        assert_eq!(case.verdict(FacetKey::Brand(0)).await, Verdict::Suspended);
        let page = world.reviewer().await.get(&format!("/review/{}", case.id)).await.body;
        assert!(page.contains("jauh setelah waktu kirimnya"), "{page}");
    }
    let told = world.nobody().get("/metrics").await.body;
    assert!(told.contains("callbacks_total{outcome=\"dated_ahead\"}"), "{told}");
    let (tally, lines) = crate::replay::checked(world).await;
    assert_eq!(tally.differences, 0, "{lines:?}");
}

async fn a_verdict_about_a_correction_counts_though_our_clock_was_fast_when_it_was_sent(world: &World) {
    let case = corrected_by(world, OFF).await;
    assert_eq!(world.callback("yes", &case.says_at("BUSINESS_BANK", "ACTIVE", None, case.later(60))).await, 200);
    world.run_due().await;
    assert_eq!(case.verdict(BANK).await, Verdict::Accepted);
}

async fn a_verdict_about_what_was_corrected_changes_nothing_though_our_clock_was_slow_when_it_was_sent(world: &World) {
    let case = corrected_by(world, -OFF).await;
    let late = case.says_at("BUSINESS_BANK", "REJECTED", Some("Masih berbeda."), case.later(-30));
    assert_eq!(world.callback("about the old one", &late).await, 200);
    world.run_due().await;
    assert_eq!(case.verdict(BANK).await, Verdict::Pending);
}
