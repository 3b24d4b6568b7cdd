//! What becomes of a form post, with and without scripts.

use crate::{
    fake::{BUSINESS, Fake},
    world::World,
};
use domain::kyb::State;

const HTML: &str = "text/html,application/xhtml+xml";
const JSON: &str = "application/json";

fn world() -> World {
    World::of(Fake::in_state(State::Draft))
}

#[tokio::test]
async fn a_judged_form_leads_to_the_next_task() {
    let body = format!(
        "business={BUSINESS}&form%5Bbank%5D=014&form%5Baccount_number%5D=5220304455&form%5Baccount_name%5D=Ratna&judge=true"
    );
    // The fake names the bank as the next task after every other one.
    let answer = world().post("/api/onboarding/save_bank", &body, HTML).await;
    assert_eq!(answer.status, 302);
    assert_eq!(answer.location, Some(format!("/businesses/{BUSINESS}")));
    let body = format!("business={BUSINESS}&judge=true&form%5Binstagram%5D=%40warungratna&form%5Bfacebook%5D=");
    let answer = world().post("/api/onboarding/save_social", &body, HTML).await;
    assert_eq!(answer.location, Some(format!("/businesses/{BUSINESS}/bank")));
}

#[tokio::test]
async fn a_refused_form_comes_back() {
    let body = format!("business={BUSINESS}&form%5Bname%5D=x&judge=true");
    let answer = world().post("/api/onboarding/save_contact", &body, HTML).await;
    assert_eq!((answer.status, answer.location), (302, Some(format!("/businesses/{BUSINESS}/contact#error-summary"))));
}

#[tokio::test]
async fn values_of_files_arrive_under_their_names() {
    let body = format!("business={BUSINESS}&form%5Bvalues%5D%5BKTP.NO_KTP%5D=3273205507880004&judge=true");
    let answer = world().post("/api/onboarding/save_documents", &body, HTML).await;
    assert_eq!(answer.location, Some(format!("/businesses/{BUSINESS}/bank")), "accepted, so the next task");
    let short = body.replace("0004", "");
    let answer = world().post("/api/onboarding/save_documents", &short, HTML).await;
    assert_eq!(
        answer.location,
        Some(format!("/businesses/{BUSINESS}/documents#error-summary")),
        "refused, so the same page"
    );
}

#[tokio::test]
async fn an_island_is_answered_without_a_redirect() {
    let body = format!("business={BUSINESS}&form%5Bname%5D=x");
    let answer = world().post("/api/onboarding/save_contact", &body, JSON).await;
    assert_eq!((answer.status, answer.location), (200, None));
}

#[tokio::test]
async fn a_failure_is_told_by_its_code() {
    let answer = world().post("/api/onboarding/submit", &format!("business={BUSINESS}"), HTML).await;
    assert_eq!(answer.location, Some(format!("/businesses/{BUSINESS}/check?problem=not_ready")));
    let call = "call=0193504e-8c1f-7000-8000-0000000000c1";
    let answer = world().post("/api/review/retry_call", call, HTML).await;
    assert_eq!(answer.location, Some("/review/troubles?problem=out_of_date".into()));
}

#[tokio::test]
async fn a_stranger_is_led_to_sign_in_and_back() {
    let world = World { role: None, ..world() };
    let answer = world.post("/api/onboarding/submit", &format!("business={BUSINESS}"), HTML).await;
    let location = answer.location.map(|to| to.replace("%2D", "-"));
    assert_eq!(location, Some(format!("/sign-in?next=%2Fbusinesses%2F{BUSINESS}%2Fcheck")));
    let answer = world.post("/api/onboarding/submit", &format!("business={BUSINESS}"), JSON).await;
    assert!(answer.location.is_none() && answer.status >= 400);
}

#[test]
fn every_function_has_a_written_address() {
    let mut paths: Vec<_> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    paths.sort_unstable();
    let expected = [
        "consent",
        "keep_as_is",
        "save_address",
        "save_bank",
        "save_brand",
        "save_business",
        "save_contact",
        "save_documents",
        "save_social",
        "send_fixes",
        "start_again",
        "submit",
        "withdraw",
    ];
    let expected = expected.iter().map(|name| format!("/api/onboarding/{name}"));
    let partner = [
        "adopt_call",
        "deal_with_calls",
        "end_old_secret",
        "evidence_sent",
        "give_up_call",
        "map_note",
        "mend_part",
        "mend_update",
        "remove_endpoint",
        "resend",
        "retry_call",
        "revoke_key",
        "send_anew",
        "switch_endpoint",
        "take_back",
        "test_endpoint",
    ];
    let partner = partner.iter().map(|name| format!("/api/review/{name}"));
    let expected: Vec<_> = expected.chain(partner).collect();
    assert_eq!(paths, expected);
}
