use doku::Clock;
use domain::Millis;
use sandbox::{Decide, Sandbox};
use serde_json::json;

use crate::usual::usual;
use crate::world::{World, config};

#[tokio::test]
async fn explicit_waits_to_be_told() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    world.advance(Millis::DAY).await;
    assert!(world.receiver.all().is_empty());

    let decide = format!("/sim/api/registrations/{id}/decide");
    let note = "Foto kurang jelas";
    let rejection = json!({"entity": "BUSINESS_DOCUMENT", "code": "KTP", "verdict": "REJECTED", "note": note});
    assert_eq!(world.sim("POST", &decide, rejection).await.body, json!({"decided": 1}));
    world.sandbox.deliver_due().await;
    assert_eq!(world.receiver.all()[0].body["reject_notes"], note);

    let decide_all = format!("/sim/api/registrations/{id}/decide-all");
    world.sim("POST", &decide_all, json!({})).await;
    world.sandbox.deliver_due().await;
    assert_eq!(world.business(&id).await["status"], "UPDATING", "one part is still rejected");
    world.sim("POST", &decide, json!({"entity": "BUSINESS_DOCUMENT", "verdict": "ACTIVE"})).await;
    assert_eq!(world.business(&id).await["status"], "ACTIVE");
    world.sim("POST", &decide_all, json!({})).await;
    world.sandbox.deliver_due().await;
    assert_eq!(world.receiver.about("BRAND_PRODUCT").len(), 3);
}

#[tokio::test]
async fn a_bank_account_may_be_called_verified() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    let decide = format!("/sim/api/registrations/{id}/decide");
    world.sim("POST", &decide, json!({"entity": "BUSINESS_BANK", "verdict": "VERIFIED"})).await;
    world.order("registrations", &id, "decide-all").await;
    let business = world.business(&id).await;
    assert_eq!((&business["banks"][0]["status"], &business["status"]), (&json!("VERIFIED"), &json!("ACTIVE")));
}

#[tokio::test]
async fn a_suspension_is_two_callbacks() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    let decide = format!("/sim/api/registrations/{id}/decide");
    world.sim("POST", &decide, json!({"verdict": "SUSPENDED", "note": "Menunggu klarifikasi"})).await;
    world.sandbox.deliver_due().await;
    let said = [("BRAND", "SUSPENDED"), ("BRAND.OPERATIONAL_STATUS", "SUSPENDED")];
    assert_eq!(world.receiver.statuses(), said.map(|(kind, status)| (kind.to_owned(), status.to_owned())));
}

#[tokio::test]
async fn orders_that_make_no_sense_are_refused() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    let decide = format!("/sim/api/registrations/{id}/decide");
    assert_eq!(world.sim("POST", &decide, json!({"entity": "BUSINESS_PET", "verdict": "ACTIVE"})).await.status, 404);
    assert_eq!(world.sim("POST", &decide, json!({"verdict": "<b>"})).await.status, 400);
    assert_eq!(world.sim("POST", "/sim/api/registrations/none/decide-all", json!({})).await.status, 404);
    assert_eq!(world.sim("POST", "/sim/api/callbacks/99/resend", json!({})).await.status, 404);
}

#[tokio::test]
async fn the_clock_moves_and_a_callback_can_be_sent_again() {
    let world = World::new(Decide::Auto).await;
    world.registered(&world.registration().await).await;
    let before = world.clock.now();
    world.sim("POST", "/sim/api/clock/advance", json!({"hours": 24})).await;
    assert_eq!(world.clock.now().since(before), Millis::DAY);
    world.sandbox.deliver_due().await;
    let sent = world.receiver.all().len();
    let kept = world.sim("GET", "/sim/api/callbacks", json!({})).await.body;
    assert_eq!(kept[0]["attempts"][0]["status"], 200);
    world.sim("POST", &format!("/sim/api/callbacks/{}/resend", kept[0]["id"]), json!({})).await;
    world.sandbox.deliver_due().await;
    let all = world.receiver.all();
    assert_eq!(all.len(), sent + 1);
    assert_eq!(json!(all[sent].request_id), kept[0]["request_id"]);
}

#[tokio::test]
async fn an_outage_answers_503_and_survives_a_restart() {
    let world = World::new(Decide::Explicit).await;
    world.sim("POST", "/sim/api/outage", json!({"on": true})).await;
    let world = world.restarted().await;
    assert_eq!(world.call("GET", "/business/BSN-0001-1700000000000", None).await.status, 503);
    world.sim("POST", "/sim/api/outage", json!({"on": false})).await;
    assert_eq!(world.call("GET", "/business/BSN-0001-1700000000000", None).await.status, 404);
}

#[tokio::test]
async fn only_its_own_pages_push_buttons() {
    let world = World::new(Decide::Explicit).await;
    let own = format!("http://{}", world.sandbox.address());
    let rows = [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("origin", "http://127.0.0.1:3000", 403),
        ("origin", "null", 403),
        ("sec-fetch-site", "same-origin", 200),
        ("origin", own.as_str(), 200),
    ];
    for (name, value, status) in rows {
        for path in ["/sim/api/outage", "/sim/switches"] {
            let request = world.http.post(world.url(path)).header(name, value);
            let request = match path {
                "/sim/switches" => {
                    request.header("content-type", "application/x-www-form-urlencoded").body("outage=false")
                }
                _ => request.json(&json!({"on": false})),
            };
            assert_eq!(request.send().await.unwrap().status(), status, "{path} {name}: {value}");
        }
    }
}

#[tokio::test]
async fn a_name_that_was_made_to_lead_here_reads_and_pushes_nothing() {
    let world = World::new(Decide::Explicit).await;
    world.registered(&world.registration().await).await;
    let names = [
        ("rebind.example", 403),
        ("127.0.0.1.rebind.example:3100", 403),
        ("localhost:x", 403),
        ("localhost", 200),
        ("127.0.0.1:9", 200),
        ("[::1]", 200),
        ("[::1]:3100", 200),
    ];
    for (name, status) in names {
        for path in [
            "/",
            "/sim",
            "/sim/style.css",
            "/sim/api/requests",
            "/sim/api/registrations",
            "/sim/api/callbacks",
            "/sim/api/switches",
        ] {
            let answer = world.http.get(world.url(path)).header("host", name).send().await.unwrap();
            assert_eq!(answer.status(), status, "{name} {path}");
        }
        let order = world.http.post(world.url("/sim/api/outage")).header("host", name).json(&json!({"on": false}));
        assert_eq!(order.send().await.unwrap().status(), status, "{name}");
    }
}

#[tokio::test]
async fn the_page_escapes_and_shows_every_entity() {
    let world = World::new(Decide::Explicit).await;
    let mut body = world.registration().await;
    body["business"]["name"] = "<script>alert(1)</script>".into();
    let id = world.registered(&body).await;
    let page = world.http.get(world.url("/sim")).send().await.unwrap();
    assert!(page.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    let html = page.text().await.unwrap();
    assert!(!html.contains("<script"));
    for text in ["&#60;script&#62;", id.as_str(), "BUSINESS_DOCUMENT KTP", "Skip 24 h"] {
        assert!(html.contains(text), "{text}");
    }
    assert!(!html.contains(usual("documents", "KTP.NO_KTP")), "no NIK on the page");

    let form = [("content-type", "application/x-www-form-urlencoded")];
    let request = world.http.post(world.url(&format!("/sim/registrations/{id}/decide")));
    let request = form.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let after = request.body("entity=BUSINESS_BANK&verdict=REJECTED&note=Salah").send().await.unwrap();
    assert_eq!((after.status().as_u16(), after.url().path()), (200, "/sim"));
    assert_eq!(world.business(&id).await["banks"][0]["reject_notes"], "Salah");
}

#[tokio::test]
async fn on_its_own_only_what_is_due_moves_and_a_restart_remembers_how_far() {
    let folder = tempfile::tempdir().unwrap();
    let start = async |wall: &Clock, due: &Clock| {
        let config = config(folder.path().join("alone.db"), Decide::Explicit, false);
        Sandbox::start_alone(config, wall.clone(), due.clone()).await.unwrap()
    };
    let (wall, due) = (Clock::frozen(Millis(1_000)), Clock::frozen(Millis(1_000)));
    let sandbox = start(&wall, &due).await;
    let url = format!("http://{}/sim/api/clock/advance", sandbox.address());
    reqwest::Client::new().post(url).json(&json!({"hours": 24})).send().await.unwrap();
    assert_eq!((wall.now(), due.now()), (Millis(1_000), Millis(1_000 + Millis::DAY)));
    sandbox.stop().await;

    let again = Clock::frozen(Millis(1_000));
    start(&wall, &again).await.stop().await;
    assert_eq!(again.offset_ms(), Millis::DAY);
}

#[tokio::test]
async fn every_form_of_the_page_works_without_a_script() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    let post = async |path: String, body: &'static str| {
        let request = world.http.post(world.url(&path)).header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(body).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.url().path()), (200, "/sim"), "{path}");
        world.sandbox.deliver_due().await;
    };
    let typed = "strict=true&callback_shape=mixed&busy_calls=0&drop_all=false&skew_minutes=-30&token_seconds=20";
    post("/sim/switches".to_owned(), typed).await;
    post("/sim/chaos".to_owned(), "seed=7&drop=0&duplicate=0&reorder=0&forge=0&fail_after_work=0&timeout=1").await;
    let switches = world.sim("GET", "/sim/api/switches", json!({})).await.body;
    assert_eq!((&switches["strict"], &switches["callback_shape"]), (&json!(true), &json!("mixed")));
    assert_eq!((&switches["skew_minutes"], &switches["token_seconds"]), (&json!(-30), &json!(20)));
    assert_eq!((&switches["chaos"]["seed"], &switches["chaos"]["timeout"]), (&json!(7), &json!(1)));
    post("/sim/clock/advance".to_owned(), "hours=1").await;
    post(format!("/sim/registrations/{id}/decide-all"), "").await;
    for action in ["resend", "duplicate", "reorder", "drop", "undrop", "forge"] {
        post(format!("/sim/registrations/{id}/{action}"), "").await;
    }
    for action in ["resend", "duplicate", "forge", "snap"] {
        post(format!("/sim/callbacks/1/{action}"), "").await;
    }
    post("/sim/warnings/clear".to_owned(), "").await;
}

/// Tries every `action` and every `curl` of the page as they are printed there.
#[tokio::test]
async fn the_page_offers_every_order_as_curl() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    world.order("registrations", &id, "decide-all").await;
    let html = world.http.get(world.url("/sim")).send().await.unwrap().text().await.unwrap();
    let host = world.sandbox.address().to_string();
    for path in
        ["clock/advance", "switches", "chaos", "callbacks/1/resend", "callbacks/1/duplicate", "callbacks/1/forge"]
    {
        assert!(html.contains(&format!("curl -X POST http://{host}/sim/api/{path} ")), "{path}");
    }
    for action in ["decide", "decide-all", "resend", "duplicate", "reorder", "drop", "forge", "snap"] {
        assert!(html.contains(&format!("http://{host}/sim/api/registrations/{id}/{action} ")), "{action}");
    }
    assert!(
        !html.contains(usual("documents", "KTP.NO_KTP")) && !html.contains(usual("bank", "account_number")),
        "no NIK and no account number"
    );
}
