//! The panel's help for a client that somebody else builds: where to call, with what, and what came in.

use sandbox::Decide;
use serde_json::{Value, json};

use crate::usual::usual;
use crate::world::{BASE, CLIENT, KEY, World};

async fn page(world: &World, path: &str) -> String {
    world.http.get(world.url(path)).send().await.unwrap().text().await.unwrap()
}

async fn log(world: &World) -> Vec<Value> {
    world.sim("GET", "/sim/api/requests", json!({})).await.body.as_array().unwrap().clone()
}

#[tokio::test]
async fn the_panel_is_the_front_and_names_address_and_credential() {
    let world = World::new(Decide::Explicit).await;
    let front = world.http.get(world.url("/")).send().await.unwrap();
    assert_eq!(front.url().path(), "/sim");
    let html = front.text().await.unwrap();
    for text in [&format!("http://{}{BASE}", world.sandbox.address()), CLIENT, KEY] {
        assert!(html.contains(text), "{text}");
    }
    for magic in ["9900000101900002", "SIM-ALAMAT", "sim-blur", "+timeout", "sim-413", "SIM-TWICE"] {
        assert!(html.contains(&format!("<code>{magic}</code>")), "{magic}");
    }
}

#[tokio::test]
async fn a_call_is_kept_with_what_the_gate_said() {
    let world = World::new(Decide::Explicit).await;
    let id = world.registered(&world.registration().await).await;
    let unknown = world.request("unknown", "GET", "/business/BRN-1", None);
    unknown.header("x-note", "<b>").send().await.unwrap();
    world.http.get(world.url(&format!("{BASE}/file"))).send().await.unwrap();
    world.http.get(world.url("/v1/business")).send().await.unwrap();

    let kept = log(&world).await;
    let told: Vec<(&str, &str, i64)> = kept[..3]
        .iter()
        .map(|call| {
            let text = |name: &str| call[name].as_str().unwrap();
            (text("target"), text("verdict"), call["status"].as_i64().unwrap())
        })
        .collect();
    let address = |path: &str| format!("{BASE}{path}");
    assert_eq!(told[0], ("/v1/business", "not asked", 404));
    assert_eq!(told[1], (address("/file").as_str(), "a header is missing or malformed", 400));
    assert_eq!((told[2].0, told[2].2), (address("/business/BRN-1").as_str(), 404));
    assert_eq!(told[2].1, "passed");
    assert!(kept[1]["answer"].as_str().unwrap().contains("Client-Id is required"));

    let is = |call: &&Value, path: &str| call["target"] == address(path).as_str() && call["method"] == "POST";
    let registered = kept.iter().find(|call| is(call, "/business")).unwrap();
    assert!(registered["body"].as_str().unwrap().contains("callback_url") && registered["answer"] == "");
    let upload = kept.iter().find(|call| is(call, "/file")).unwrap();
    assert_eq!(
        (&upload["verdict"], &upload["body"]),
        (&json!("the token is taken"), &json!("A form with a file. It is not kept."))
    );

    let html = page(&world, "/sim").await;
    assert!(html.contains(&format!("/sim/requests/{}", registered["id"])) && html.contains(&id));
    let one = page(&world, &format!("/sim/requests/{}", registered["id"])).await;
    assert!(
        one.contains(usual("documents", "KTP.NO_KTP"))
            && one.contains("<dt>request-id</dt>")
            && one.contains("gate: passed"),
        "{one}"
    );
    let noted = page(&world, &format!("/sim/requests/{}", kept[2]["id"])).await;
    assert!(noted.contains("&#60;b&#62;") && !noted.contains("<b>"));
    assert_eq!(world.sim("GET", "/sim/requests/999999", json!({})).await.status, 404);
}

#[tokio::test]
async fn the_newest_five_hundred_are_kept_and_the_beginning_of_a_long_body() {
    let world = World::new(Decide::Explicit).await;
    let long = json!({"grant_type": "x".repeat(40_000)});
    world.call("POST", "/token", Some(&long)).await;
    let kept = log(&world).await;
    assert_eq!(kept[0]["body"].as_str().unwrap().len(), 16 * 1024);
    for _ in 0..505 {
        world.http.get(world.url("/nowhere")).send().await.unwrap();
    }
    let kept = log(&world).await;
    assert_eq!(kept.len(), 500);
    assert!(kept.iter().all(|call| call["target"] == "/nowhere"));
    let html = page(&world, "/sim").await;
    assert_eq!(html.matches("/sim/requests/").count(), 25);
    let older = html.split("requests_before=").nth(1).and_then(|rest| rest.split('#').next()).unwrap();
    let second = page(&world, &format!("/sim?requests_before={older}")).await;
    let first_of_second =
        second.split("/sim/requests/").nth(1).unwrap().split('"').next().unwrap().parse::<i64>().unwrap();
    assert!(first_of_second < older.parse().unwrap());
    assert!(second.contains(">Newest</a>"));
}

#[tokio::test]
async fn a_call_whose_client_hung_up_is_kept_too() {
    let world = World::new(Decide::Explicit).await;
    let mut body = world.registration().await;
    body["business"]["email"] = "rina+timeout@toko.test".into();
    let call =
        world.request("hung-up", "POST", "/business", Some(&body)).timeout(std::time::Duration::from_millis(700));
    call.send().await.unwrap_err();
    for _ in 0..200 {
        if log(&world).await[0]["body"].as_str().unwrap().contains("rina+timeout") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    let kept = log(&world).await;
    assert!(kept[0]["body"].as_str().unwrap().contains("rina+timeout") && kept[0]["status"].is_null(), "{}", kept[0]);
}

#[tokio::test]
async fn registrations_come_by_the_page_and_a_button_leads_back_to_its_own() {
    let world = World::new(Decide::Explicit).await;
    let body = world.registration().await;
    let mut ids = Vec::new();
    for _ in 0..27 {
        ids.push(world.registered(&body).await);
    }
    let first = page(&world, "/sim").await;
    let shown = |html: &str, id: &str| html.contains(&format!("id=\"{id}\""));
    assert!(shown(&first, &ids[26]) && shown(&first, &ids[2]) && !shown(&first, &ids[1]));
    let older = first.split("/sim?before=").nth(1).and_then(|rest| rest.split('#').next()).unwrap();
    let second = page(&world, &format!("/sim?before={older}")).await;
    assert!(shown(&second, &ids[1]) && shown(&second, &ids[0]) && !shown(&second, &ids[2]));
    let browser = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let button = browser.post(world.url(&format!("/sim/registrations/{}/decide-all", ids[0])));
    let after = button.header("referer", world.url(&format!("/sim?before={older}"))).send().await.unwrap();
    assert_eq!(after.headers()["location"], format!("/sim?before={older}#{}", ids[0]).as_str());
}
