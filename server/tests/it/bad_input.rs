//! Any input is kept as typed, shown as text and judged in words, and is never a 5xx.

use crate::world::{Answer, World, on_both, usual};
use domain::{application::Page, kyb::State};
use reqwest::header;

/// Returns a page's text as a person reads it.
fn read(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn form(fields: &[(&str, &str)]) -> String {
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", crate::usual::escape(name), crate::usual::escape(value)))
        .collect::<Vec<_>>()
        .join("&")
}

pub async fn send(request: reqwest::RequestBuilder, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
    Answer::read(request.header(header::CONTENT_TYPE, kind).body(body).send().await.unwrap()).await
}
pub const URLENCODED: &str = "application/x-www-form-urlencoded";

on_both! {
    whatever_is_typed_is_kept_and_shown_as_text,
    every_form_takes_two_thousand_characters_in_every_field_without_a_fault,
    a_draft_kept_while_typing_is_not_judged_and_survives, what_was_submitted_is_locked,
    a_body_that_is_no_form_or_too_large_is_refused_in_words, a_bank_that_is_gone_keeps_its_name_and_is_not_taken,
    unknown_fields_change_nothing
}

async fn whatever_is_typed_is_kept_and_shown_as_text(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let long = "panjang ".repeat(200);
    // Each case is a typed name, and whether a business may have it.
    let cases = [
        ("<script>alert(1)</script>", true),
        ("\"><img src=x onerror=alert(1)>", true),
        ("Warung \u{202e}gnuraw", true),
        ("Warung\u{0007}Ratna", true),
        ("a\u{0000}b", true),
        ("Q2", true),
        ("\u{3164}\u{3164}\u{3164}", false),
        ("Warung 🍜 Ratna", true),
        ("مطعم راتنا", true),
        ("' or 1=1; drop table businesses; --", true),
        ("{{7*7}} ${7*7} %s", true),
        (long.as_str(), false),
        ("", false),
        ("   ", false),
    ];
    for (typed, good) in cases {
        let shown: String = typed.chars().take(30).collect();
        let answer = merchant
            .save(
                id,
                "business",
                &[("name", typed), ("description", typed), ("email", "bukan e-mail"), ("phone", "08x")],
            )
            .await;
        assert_eq!(answer.status, 303, "{shown}: {}", answer.body);
        let draft = world.case(id).await.profile();
        assert!(
            draft.name == typed && draft.email == "bukan e-mail",
            "{shown}: not kept as typed: {:?}",
            draft.name.chars().take(40).collect::<String>()
        );
        let page = merchant.get(&format!("/businesses/{id}/business")).await;
        assert_eq!(page.status, 200, "{shown}");
        assert!(
            !page.body.contains("<script>alert") && !page.body.contains("<img src=x"),
            "{shown}: came back as markup"
        );
        assert!(typed.contains('\u{0}') || read(&page.body).contains(typed.trim_end()), "{shown}: not shown again");
        let wrong = world.case(id).await.errors(Page::Business);
        assert_eq!(wrong.of("name").is_none(), good, "{shown}: {wrong:?}");
        assert!(wrong.of("email").is_some() && wrong.of("phone").is_some());
        assert!(page.body.contains("aria-invalid=\"true\""), "{shown}: no field is marked");
        for path in [format!("/businesses/{id}"), "/businesses".to_owned(), format!("/businesses/{id}/check")] {
            let page = merchant.get(&path).await;
            assert!(
                page.status == 200 && !page.body.contains("<script>alert") && !page.body.contains("<img src=x"),
                "{path} {shown}"
            );
        }
    }
    let reviewer = world.reviewer().await;
    for path in [
        "/review".to_owned(),
        format!("/review/{id}"),
        "/review?search=%3Cscript%3E%22%27%25_%5C".to_owned(),
        "/review?after=x.y&tab=nothing".to_owned(),
    ] {
        let page = reviewer.get(&path).await;
        assert!(page.status == 200 && !page.body.contains("<script>alert"), "{path}");
    }
}

async fn every_form_takes_two_thousand_characters_in_every_field_without_a_fault(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let long = "x".repeat(2_000);
    let fields: [(&str, &[&str]); 7] = [
        ("documents", &["KTP.NO_KTP"]),
        ("business", &["name", "description", "email", "phone", "website_readiness", "mobile_app_readiness"]),
        ("brand", &["name", "description", "category", "transaction_frequency", "transaction_quantity"]),
        ("contact", &["name", "email", "phone", "position"]),
        ("address", &["street", "postal_code", "village", "district", "city", "province"]),
        ("bank", &["bank", "account_number", "account_name"]),
        ("social", &["instagram", "facebook"]),
    ];
    for (task, names) in fields {
        for value in [long.as_str(), "\u{202e}\u{0}\u{7f}<b>🙂", "-1", "null"] {
            let all: Vec<(&str, &str)> = names.iter().map(|name| (*name, value)).collect();
            assert_eq!(merchant.save(id, task, &all).await.status, 303, "{task}");
            let page = merchant.get(&format!("/businesses/{id}/{task}")).await;
            assert!(page.status == 200 && !page.body.contains("\u{202e}\u{0}\u{7f}<b>"), "{task}");
        }
    }
    assert_eq!(world.case(id).await.business.state, State::Draft);
    assert_eq!(merchant.get(&format!("/businesses/{id}/check")).await.status, 200);
    assert!(merchant.submit(id).await.location.contains("problem="), "such an application was submitted");
}

async fn a_draft_kept_while_typing_is_not_judged_and_survives(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let body = form(&[("form[account_number]", "43701"), ("form[account_name]", "Rat")]);
    let request = merchant.plain_request(&format!("/businesses/{id}/bank")).header(header::ACCEPT, "application/json");
    let answer = send(request, URLENCODED, body).await;
    assert_eq!((answer.status, answer.location.as_str()), (200, ""));
    let page = merchant.get(&format!("/businesses/{id}/bank")).await.body;
    assert!(
        page.contains("value=\"43701\"") && page.contains("value=\"Rat\"") && !page.contains("aria-invalid=\"true\"")
    );
    // A part that was judged once stays judged while somebody types on.
    merchant.save(id, "bank", &[("account_number", "43701"), ("account_name", "Rat")]).await;
    assert!(merchant.get(&format!("/businesses/{id}/bank")).await.body.contains("aria-invalid=\"true\""));
    let elsewhere = world.sign_in_as(&merchant).await;
    assert!(elsewhere.get(&format!("/businesses/{id}/bank")).await.body.contains("value=\"43701\""));
}

async fn what_was_submitted_is_locked(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    for task in ["documents", "business", "brand", "contact", "address", "bank", "social"] {
        let request =
            merchant.plain_request(&format!("/businesses/{id}/{task}")).header(header::ACCEPT, "application/json");
        let answer =
            send(request, URLENCODED, form(&[(&crate::usual::named(task, "name"), "x"), ("judge", "true")])).await;
        assert_eq!((answer.status, answer.body.as_str()), (409, "field_locked"), "{task}");
        let by_form = merchant.save(id, task, &[("name", "x")]).await;
        assert!(
            by_form.status == 303 && by_form.location.contains("problem=field_locked"),
            "{task}: {}",
            by_form.location
        );
    }
    assert_eq!(world.case(id).await.profile().name, "Warung Ratna Sari");
    assert_eq!(world.case(id).await.business.state, State::PartnerCheck);
}

async fn a_body_that_is_no_form_or_too_large_is_refused_in_words(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "bank", &[("account_name", usual("bank", "account_name"))]).await;
    let huge = form(&[("form[account_name]", &"x".repeat(300 * 1024))]);
    let bodies = [
        (URLENCODED, huge, [400, 413]),
        (URLENCODED, "business=%zz&&&=".to_owned(), [400, 400]),
        (URLENCODED, String::new(), [400, 400]),
        (URLENCODED, format!("business={id}&form=%5B%5D"), [400, 400]),
        (URLENCODED, "business=not-a-uuid".to_owned(), [400, 404]),
        ("application/json", "{".to_owned(), [400, 415]),
        ("text/plain", "x".to_owned(), [400, 415]),
    ];
    for (kind, body, statuses) in bodies {
        let shown: String = body.chars().take(40).collect();
        let request =
            merchant.plain_request(&format!("/businesses/{id}/bank")).header(header::ACCEPT, "application/json");
        let answer = send(request, kind, body.clone()).await;
        assert!(statuses.contains(&answer.status), "{kind} {shown}: {} {}", answer.status, answer.body);
        let answer = send(merchant.request(&format!("/businesses/{id}/bank")), kind, body).await;
        assert!((300..500).contains(&answer.status), "{kind} {shown}: {}", answer.status);
        assert!(!answer.location.contains("__err"), "{shown}: {}", answer.location);
    }
    for path in ["/sign-up", "/sign-in", "/businesses/new", "/language"] {
        for (kind, body) in [
            (URLENCODED, "%ff=%fe&email=%ff".to_owned()),
            ("application/json", "{}".to_owned()),
            (URLENCODED, "x".repeat(300 * 1024)),
        ] {
            let answer = send(merchant.request(path), kind, body).await;
            assert!((300..500).contains(&answer.status), "{path}: {}", answer.status);
        }
    }
    assert!(
        *world.case(id).await.form(Page::Bank(0))
            == domain::forms::Filled::Bank(domain::forms::BankForm {
                account_name: usual("bank", "account_name").into(),
                ..Default::default()
            }),
        "a bad request changed the draft"
    );
}

async fn a_bank_that_is_gone_keeps_its_name_and_is_not_taken(world: &World) {
    let merchant = world.merchant().await;
    let (id, other) = (merchant.start_business().await, merchant.start_business().await);
    let typed = [("bank", "422"), ("account_number", "1234567890"), ("account_name", usual("bank", "account_name"))];
    merchant.save(id, "bank", &typed).await;
    let page = merchant.get(&format!("/businesses/{id}/bank")).await.body;
    assert!(page.contains("BANK BRI SYARIAH") && page.contains("BANK JAGO"), "{page}");
    let errors = world.case(id).await.errors(Page::Bank(0));
    assert_eq!(errors.0, [("bank".to_owned(), domain::forms::FieldError::NotInTheList)]);
    assert!(merchant.get(&format!("/businesses/{id}")).await.body.contains("BANK BRI SYARIAH ···· 7890"));
    assert!(!merchant.get(&format!("/businesses/{other}/bank")).await.body.contains("BANK BRI SYARIAH"));
}

async fn unknown_fields_change_nothing(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let answer = merchant
        .save(
            id,
            "bank",
            &[("account_name", "Ratna"), ("state", "active"), ("owner_id", "x"), ("progress", "registered")],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let stands = world.case(id).await;
    assert_eq!((stands.business.state, stands.business.progress), (State::Draft, domain::kyb::Progress::Editing));
    let answer = world
        .nobody()
        .post("/sign-up", &[("email", "adik@warung.example"), ("password", "nasi goreng tiap pagi"), ("role", "admin")])
        .await;
    assert_eq!((answer.status, answer.location.as_str()), (303, "/businesses"));
}
