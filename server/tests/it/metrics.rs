//! The operators' counters, and who may read them.

use crate::callback_order::registered;
use crate::world::{World, on_both};
use reqwest::header;
use server::config::Config;

on_both! {
    metrics_count_what_happens_and_name_nobody(explicit), away_from_loopback_metrics_want_the_token,
    each_stands_in_the_guide_for_operators(explicit)
}

async fn metrics_count_what_happens_and_name_nobody(world: &World) {
    let case = registered(world).await;
    let body = case.says("BUSINESS_BANK", "ACTIVE", None);
    for status in [world.callback("m-1", &body).await, world.callback("m-1", &body).await] {
        assert_eq!(status, 200);
    }
    assert_eq!(world.callback_signed_with(&"SK-somebody-else".into(), "m-2", &body).await, 401);
    let waiting = world.nobody().get("/metrics").await;
    assert_eq!(waiting.status, 200);
    // Events that have not happened are counted as 0, so that the first one is a rise.
    for name in [
        "callbacks_total{outcome=\"dated_ahead\"}",
        "files_swept_total ",
        "outbox_attempts_total{lane=\"webhook\",kind=\"webhook\",outcome=\"gave_up\"}",
        "outbox_attempts_total{lane=\"doku\",kind=\"update\",outcome=\"failed\"}",
    ] {
        assert!(waiting.body.contains(name), "{name} is missing in {}", waiting.body);
    }
    assert!(waiting.body.contains("\ncallbacks_waiting 1\n"), "{}", waiting.body);
    world.run_due().await;
    let told = world.nobody().get("/metrics").await.body;
    for name in [
        "callbacks_total{outcome=\"new\"}",
        "callbacks_total{outcome=\"duplicate\"}",
        "callbacks_total{outcome=\"refused\"}",
        "callback_lag_seconds_bucket{",
        "doku_requests_total{",
        "outbox_calls{lane=\"doku\",status=\"waiting\"}",
        "outbox_calls{lane=\"mail\",status=\"needs_person\"}",
        "live_streams 0",
        "callbacks_waiting 0",
    ] {
        assert!(told.contains(name), "{name} is missing in {told}");
    }
    let row = world.case(case.id).await.business;
    let (business, brand) = (row.doku_business_id.unwrap(), world.brand(case.id).await.doku_id);
    for id in [&row.id.to_string(), business.as_str(), brand.as_str(), "m-1", "@", "BRN-", "DCM-"] {
        assert!(!told.contains(id), "{id} is a label");
    }
}

async fn away_from_loopback_metrics_want_the_token(world: &World) {
    let public = |config: &mut Config| config.public_url = Some("https://onboarding.example".into());
    let (_, without) = world.another(public).await;
    assert_eq!(world.http.get(format!("{without}/metrics")).send().await.unwrap().status(), 404);
    let token = "a token that nobody guesses";
    let (_, base) = world
        .another(|config| {
            public(config);
            config.metrics_token = Some(token.into());
        })
        .await;
    for (given, status) in [(None, 401), (Some("Bearer "), 401), (Some("Bearer wrong"), 401), (Some(token), 401)] {
        let mut request = world.http.get(format!("{base}/metrics"));
        if let Some(given) = given {
            request = request.header(header::AUTHORIZATION, given);
        }
        assert_eq!(request.send().await.unwrap().status(), status, "{given:?}");
    }
    let right = world.http.get(format!("{base}/metrics")).bearer_auth(token).send().await.unwrap();
    assert_eq!(right.status(), 200);
}

async fn each_stands_in_the_guide_for_operators(world: &World) {
    const GUIDE: &str = include_str!("../../../docs/operating.md");
    let case = registered(world).await;
    assert_eq!(world.callback("m-1", &case.says("BUSINESS_BANK", "ACTIVE", None)).await, 200);
    world.run_due().await;
    let told = world.nobody().get("/metrics").await.body;
    let names = told.lines().filter_map(|line| line.strip_prefix("# TYPE ")).filter_map(|line| line.split(' ').next());
    for name in names {
        assert!(GUIDE.contains(&format!("`{name}`")) || GUIDE.contains(&format!("`{name}{{")), "{name}");
    }
    for kind in server::telemetry::INCIDENT_KINDS {
        assert!(GUIDE.contains(&format!("`{kind}`")), "{kind}");
    }
    let outcomes = told.lines().filter_map(|line| line.strip_prefix("callbacks_total{outcome=\"")?.split('"').next());
    for outcome in outcomes {
        assert!(GUIDE.contains(&format!("`{outcome}`")), "{outcome}");
    }
}
