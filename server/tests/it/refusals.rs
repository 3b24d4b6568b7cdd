//! Who is refused what: every route and every server function, by everybody who may not.

use crate::world::{Answer, Person, World, on_both};
use reqwest::header;
on_both! {
    async fn probe(world: &World) {
        let merchant = world.merchant().await;
        let id = merchant.start_business().await;
        let stranger = world.merchant().await;
        let reviewer = world.reviewer().await;
        for r in server::page_routes(&world.services) { println!("PAGE {:?}", r.path()); }
        for (p, m) in leptos::server_fn::axum::server_fn_paths() { println!("FN {m} {p}"); }
        let nobody = world.nobody();
        for (who, p) in [("nobody", &nobody), ("stranger", &stranger), ("reviewer", &reviewer)] {
            for path in ["/api/onboarding/submit", "/api/onboarding/save_bank", "/api/review/approve", "/api/nothing"] {
                let a = p.post(path, &[("business", &id.to_string())]).await;
                println!("{who} {path} html {} {} {}", a.status, a.location, a.body);
                let r = world.http.post(format!("{}{path}", world.base)).header("cookie", &p.cookie).header("sec-fetch-site", "same-origin").header("accept", "application/json").header("content-type", "application/x-www-form-urlencoded").body(format!("business={id}")).send().await.unwrap();
                println!("   json {} {}", r.status(), r.text().await.unwrap());
            }
            for path in ["/", "/sign-in", "/sign-up", "/businesses", "/businesses/new", &format!("/businesses/{id}"), &format!("/businesses/{id}/bank"), "/review", &format!("/review/{id}"), &format!("/businesses/{id}/live"), &format!("/review/{id}/live"), "/review/live", &format!("/businesses/{id}/documents/KTP/file"), "/livez", "/readyz", "/favicon.svg", "/pkg/x.js"] {
                if path.ends_with("/live") && (who == "reviewer" && path.starts_with("/review")) { continue; }
                let a = p.get(path).await;
                println!("{who} {path} {} {}", a.status, a.location);
            }
            for path in ["/sign-up", "/sign-in", "/sign-out", "/language", "/businesses/new"] {
                if path == "/sign-out" { continue }
                let a = p.post(path, &[]).await;
                println!("{who} POST {path} {} {}", a.status, a.location);
            }
            let a = p.upload(id, "KTP", "a.jpg", crate::world::jpeg(100)).await;
            println!("{who} upload {} {} {}", a.status, a.location, a.body);
        }
        let _ = header::ACCEPT;
        let _: Option<(Answer, Person)> = None;
        panic!("probe");
    }
}
