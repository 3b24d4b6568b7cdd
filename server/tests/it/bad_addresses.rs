//! Addresses that name nothing, or were made to lead elsewhere.

use crate::bad_input::{URLENCODED, send};
use crate::world::{World, on_both};
use app::{
    error::AppError,
    texts::{Lang, app_error, texts},
};
use domain::{
    application::Page,
    forms::{Filled, Task},
};
use reqwest::header;
use server::{store::drafts, vault::Place};

on_both! {
    a_form_leads_to_its_own_page_wherever_it_says_it_stood,
    a_name_that_was_made_to_lead_here_is_told_nothing_while_the_sandbox_is_on,
    a_second_account_has_a_page_of_its_own_once_it_is_there, an_address_that_names_nothing_is_not_found
}

async fn a_form_leads_to_its_own_page_wherever_it_says_it_stood(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let page = format!("/businesses/{id}/bank");
    let referers = [
        format!("{}{page}", world.base),
        format!("{}{page}?fix=bank&__err=x", world.base),
        "https://evil.example/login?x=y".to_owned(),
        format!("{}.evil.example{page}", world.base),
        format!("{}//evil.example/", world.base),
        "//evil.example/".to_owned(),
        "javascript:alert(1)".to_owned(),
        String::new(),
    ];
    for referer in referers {
        let request = merchant.request(&page).header(header::REFERER, &referer);
        let answer = send(request, URLENCODED, "form=%5B%5D").await;
        assert_eq!((answer.status, answer.location), (303, format!("{page}?problem=bad_request")), "{referer}");
        let request = merchant.request(&format!("/businesses/{id}/submit")).header(header::REFERER, &referer);
        let answer = send(request, URLENCODED, "").await;
        assert_eq!(
            (answer.status, answer.location),
            (303, format!("/businesses/{id}/check?problem=no_consent")),
            "{referer}"
        );
        let request = merchant.request("/businesses/not-a-uuid/bank").header(header::REFERER, &referer);
        assert_eq!(send(request, URLENCODED, "form[bank]=014").await.status, 404, "{referer}");
    }
    let told = merchant.get(&format!("{page}?problem=bad_request")).await.body;
    assert!(told.contains(app_error(texts(Lang::Id), &AppError::BadRequest).text), "the page says nothing");
}

async fn a_second_account_has_a_page_of_its_own_once_it_is_there(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let (page, second) = (format!("/businesses/{id}/bank-1"), Page::Bank(1));
    for none in ["bank-0", "bank-01", "bank-2", "business-1", "photo"] {
        assert_eq!(merchant.get(&format!("/businesses/{id}/{none}")).await.status, 404, "{none}");
    }
    assert_eq!(merchant.get(&page).await.status, 404);
    merchant.save(id, "bank-1", &[("bank", "014")]).await;
    assert!(!world.case(id).await.pages().contains(&second), "nobody adds a page by its address");

    let body = world.case(id).await.key.seal_json(&Place::Draft(second), &Filled::blank(Task::Bank)).unwrap();
    let mut tx = world.services.store.begin().await.unwrap();
    drafts::save(&mut tx, id, second, &body, world.clock.now(), false).await.unwrap();
    tx.commit().await.unwrap();
    let shown = merchant.get(&page).await;
    assert!(shown.status == 200 && shown.body.contains(&format!("action=\"{page}\"")), "{}", shown.body);
    let account = [("bank", "014"), ("account_number", "5220304455"), ("account_name", "Ratna Sari")];
    assert_eq!(merchant.save(id, "bank-1", &account).await.status, 303);
    let case = world.case(id).await;
    let typed = |page| case.form(page).typed().into_iter().map(|(_, value)| value).collect::<Vec<_>>();
    assert_eq!(typed(second), ["014", "5220304455", "Ratna Sari"]);
    assert_eq!(typed(Page::Bank(0)), ["", "", ""], "the first is another");
}

async fn a_name_that_was_made_to_lead_here_is_told_nothing_while_the_sandbox_is_on(world: &World) {
    let names = [
        ("evil.example", 421),
        ("evil.example:3000", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:80", 421),
        ("localhost:x", 421),
        ("", 421),
        ("localhost", 200),
        ("localhost:3000", 200),
        ("127.0.0.1:9", 200),
        ("[::1]", 200),
        ("[::1]:3000", 200),
    ];
    for (name, status) in names {
        for path in ["/", "/sign-in", "/mail", "/livez", "/robots.txt"] {
            let answer =
                world.http.get(format!("{}{path}", world.base)).header(header::HOST, name).send().await.unwrap();
            assert_eq!(answer.status(), status, "{name} {path}");
        }
    }
}

async fn an_address_that_names_nothing_is_not_found(world: &World) {
    let (merchant, reviewer) = (world.merchant().await, world.reviewer().await);
    let own = merchant.start_business().await;
    let nil = "00000000-0000-0000-0000-000000000000";
    for id in ["x", "1", "%00", "..", nil, "01a20658-9b80-721d-bfc8-7b8554ed676g", "%3Cscript%3E", "' or 1=1"] {
        for path in [
            format!("/businesses/{id}"),
            format!("/businesses/{id}/bank"),
            format!("/businesses/{id}/live"),
            format!("/businesses/{id}/documents/KTP/{nil}"),
        ] {
            let answer = merchant.get(&path).await;
            // The client folds `..` away before it sends.
            assert!(answer.status == 404 || id == "..", "{path}: {}", answer.status);
        }
        for path in [format!("/review/{id}"), format!("/review/{id}/documents/KTP/{nil}")] {
            let answer = reviewer.get(&path).await;
            assert!(answer.status == 404 || id == "..", "{path}: {}", answer.status);
        }
        let answer = merchant.post(&format!("/businesses/{id}/documents/KTP"), &[]).await;
        assert!((400..500).contains(&answer.status), "{id}: {}", answer.status);
    }
    for nul in ["/businesses/%00/live".to_owned(), format!("/businesses/{own}/documents/K%00P/{nil}")] {
        assert_eq!(merchant.get(&nul).await.status, 404, "{nul}");
    }
    assert_eq!(reviewer.get("/review?search=a%00b").await.status, 200);
    assert_eq!(
        world.nobody().post("/sign-in", &[("email", "a\u{0}b@c.example"), ("password", "x\u{0}y")]).await.status,
        422
    );
    // A NUL is one more mark that nobody sees.
    assert_eq!(
        world
            .nobody()
            .post("/sign-up", &[("email", "a\u{0}b@c.example"), ("password", "nasi goreng tiap pagi")])
            .await
            .status,
        303
    );
    for path in
        ["/businesses?problem=%3Cscript%3E", "/sign-in?next=%0d%0aX:1", &format!("/{}", "a".repeat(5_000)), "/%ff%fe"]
    {
        let status = merchant.get(path).await.status;
        assert!(status < 500, "{path}: {status}");
    }
}
