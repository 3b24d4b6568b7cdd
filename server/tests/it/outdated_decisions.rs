//! Decisions name the versions that they are about.

use crate::versions::{as_shown, of};
use crate::world::{Person, World, bank, jpeg, on_both};
use domain::{Millis, ids::BusinessId, kyb::State};
use reqwest::header;
use server::seed;

/// Sends it back for its KTP, replaces that, and submits once more.
pub async fn submitted_again(world: &World, merchant: &Person<'_>, id: BusinessId) {
    let back = world.reviewer().await.decide("send_back", id, &[("reasons[KTP]", "Terlalu gelap.")]).await;
    assert!(back.status < 400, "{}", back.body);
    world.clock.advance(Millis::SECOND);
    merchant.upload(id, "KTP", "ktp-terang.jpg", jpeg(950)).await;
    merchant.submit(id).await;
    assert_eq!(world.case(id).await.business.state, State::PartnerCheck);
}

on_both! {
    a_decision_on_an_old_page_is_refused_with_what_changed_and_loses_no_word,
    a_form_that_was_changed_is_named_and_others_are_not,
    another_file_than_the_one_shown_is_refused_even_within_a_submission,
    a_decision_that_says_of_nothing_that_it_was_seen_is_refused_also_from_a_program,
    what_somebody_typed_is_shown_to_them_when_another_decided_first, nothing_written_is_told_on_the_same_page
}

async fn a_decision_on_an_old_page_is_refused_with_what_changed_and_loses_no_word(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let (reviewer, admin) = (world.reviewer().await, world.sign_in(seed::ADMIN).await);
    let old = admin.get(&format!("/review/{id}")).await.body;
    submitted_again(world, &merchant, id).await;
    let reasons = [("reasons[bank]", "Nama berbeda & <lain>."), ("reasons[KTP]", "Masih gelap.")];
    for (who, action, typed) in [
        (&reviewer, "approve", &[][..]),
        (&reviewer, "send_back", &reasons[..]),
        (&admin, "decline", &[("reason", "Bukan usaha.")][..]),
    ] {
        let fields = as_shown(&old, action, typed);
        assert!(fields.iter().any(|(name, _)| *name == "documents[KTP]"), "{action} names no files: {fields:?}");
        let late = who.post(&of(id, action), &fields).await;
        assert_eq!(late.status, 409, "{action}: {} {}", late.location, late.body);
        let page = late.body;
        assert!(page.contains("role=\"alert\"") && page.contains("Foto KTP"), "{action}: {page}");
        let alert = page.split("role=\"alert\"").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(alert.contains("Foto KTP") && !alert.contains("Rekening"), "{action}: {alert}");
        for (name, words) in typed {
            let field = page.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("</textarea>").next().unwrap();
            assert!(
                field.contains(&words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
                "{action}: {name}: {field}"
            );
        }
        // The form on the refusal is the newest one: a post from here counts.
        let again = as_shown(&page, action, typed);
        assert!(
            again.contains(&("revision", "2"))
                && !again.iter().any(|field| fields.contains(field) && field.0 == "documents[KTP]"),
            "{again:?}"
        );
        assert_eq!(world.case(id).await.business.state, State::PartnerCheck);
    }
    let fresh = reviewer.get(&format!("/review/{id}")).await.body;
    let sent = reviewer.post(&of(id, "send_back"), &as_shown(&fresh, "send_back", &reasons)).await;
    assert_eq!((sent.status, sent.location), (303, format!("/review/{id}")));
    let stands = world.case(id).await;
    assert_eq!((stands.business.state, stands.returned.len()), (State::ActionNeeded, 2));
}

async fn a_form_that_was_changed_is_named_and_others_are_not(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    let old = reviewer.get(&format!("/review/{id}")).await.body;
    reviewer.post(&of(id, "send_back"), &as_shown(&old, "send_back", &[("reasons[bank]", "Nama berbeda.")])).await;
    merchant.save(id, "bank", &bank("4370112234")).await;
    merchant.submit(id).await;
    let late = reviewer.post(&of(id, "approve"), &as_shown(&old, "approve", &[])).await;
    assert_eq!(late.status, 409);
    let alert = late.body.split("role=\"alert\"").nth(1).unwrap().split("</div>").next().unwrap().to_owned();
    assert!(alert.contains("Rekening bank") && !alert.contains("Foto KTP") && !alert.contains("Alamat"), "{alert}");
    assert!(!late.body.contains("4370112234"), "a number is told");
    // A script gets the status without a page.
    let fields = reviewer.plain_request(&of(id, "approve")).header(header::ACCEPT, "application/json");
    let fields = fields.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body("revision=1");
    assert_eq!(fields.send().await.unwrap().status(), 409);
}

async fn another_file_than_the_one_shown_is_refused_even_within_a_submission(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    let page = reviewer.get(&format!("/review/{id}")).await.body;
    let selfie = world.case(id).await.documents["OWNER_LIVENESS"].id.to_string();
    let mut fields = as_shown(&page, "approve", &[]);
    for field in fields.iter_mut().filter(|(name, _)| *name == "documents[KTP]") {
        field.1 = &selfie;
    }
    let refused = reviewer.post(&of(id, "approve"), &fields).await;
    assert!(refused.status == 409 && refused.body.contains("Foto KTP"), "{}", refused.body);
    assert!(reviewer.post(&of(id, "approve"), &as_shown(&page, "approve", &[])).await.status < 400);
    assert_eq!(world.case(id).await.business.state, State::Sending);
}

async fn a_decision_that_says_of_nothing_that_it_was_seen_is_refused_also_from_a_program(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let admin = world.sign_in(seed::ADMIN).await;
    let typed = [("reasons[bank]", "Nama berbeda."), ("reason", "Bukan usaha.")];
    for action in ["approve", "send_back", "decline"] {
        let page = admin.post(&of(id, action), &typed).await;
        assert_eq!(page.status, 400, "{action}: {}", page.location);
        assert!(page.body.contains("harus menyebut pengajuan dan berkas mana"), "{action}: {}", page.body);
        let program = admin.plain_request(&of(id, action)).header(header::ACCEPT, "application/json");
        let program = program.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let told = program.body("reason=x&reasons[bank]=x").send().await.unwrap();
        assert_eq!((told.status().as_u16(), told.text().await.unwrap().as_str()), (400, "nothing_seen"), "{action}");
        // A submission without its files is only a part of what is decided upon.
        let half = [("revision", "1"), ("reasons[bank]", "x"), ("reason", "x")];
        assert_eq!(admin.post(&of(id, action), &half).await.status, 409, "{action}");
    }
    assert_eq!(world.case(id).await.business.state, State::PartnerCheck);
    assert_eq!(world.count("select count(*) from decisions").await, 0);
    assert!(admin.approve(id).await.status < 400);
}

async fn what_somebody_typed_is_shown_to_them_when_another_decided_first(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let (reviewer, other) = (world.reviewer().await, world.reviewer().await);
    let page = reviewer.get(&format!("/review/{id}")).await.body;
    assert!(other.approve(id).await.status < 400);
    let late =
        reviewer.post(&of(id, "send_back"), &as_shown(&page, "send_back", &[("reasons[bank]", "Nama berbeda.")])).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("Nama berbeda.") && late.body.contains("role=\"alert\""), "{}", late.body);
    assert!(!late.body.contains("data-live"), "it would be redrawn, and the words gone");
    let faster = format!("sudah disetujui oleh {}, Senin 23 November", seed::REVIEWER);
    assert!(late.body.contains(&faster), "who was faster: {}", late.body);
    assert_eq!(world.case(id).await.business.state, State::Sending);
}

async fn nothing_written_is_told_on_the_same_page(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    let page = reviewer.get(&format!("/review/{id}")).await.body;
    let answer = reviewer.post(&of(id, "send_back"), &as_shown(&page, "send_back", &[("reasons[bank]", "  ")])).await;
    assert!(answer.status == 409 && answer.body.contains("role=\"alert\""), "{}", answer.status);
    assert_eq!(world.case(id).await.business.state, State::PartnerCheck);
}
