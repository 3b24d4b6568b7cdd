//! The way from sign-up to ACTIVE, and the look of a rejection.

use crate::world::{World, bank, on_both};
use doku::wire::Registration;
use domain::{
    Millis,
    kyb::{FacetKey, State, Verdict},
};
use server::{store::submissions, value, vault::Place};

on_both! {
    a_shop_owner_goes_from_sign_up_to_active, automatic_review_sends_at_once(automatic),
    a_blurred_ktp_is_told_beside_that_document_and_nowhere_else(automatic),
    what_the_check_page_shows_is_what_is_sent(automatic), a_double_click_submits_once(automatic),
    the_partner_sends_items_back_with_reasons, a_page_that_shows_an_earlier_submission_decides_nothing,
    the_second_of_two_decisions_is_told_that_it_came_too_late
}

async fn a_shop_owner_goes_from_sign_up_to_active(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    assert_eq!(world.case(id).await.business.state, State::PartnerCheck);
    let reviewer = world.reviewer().await;
    assert!(reviewer.get("/review").await.body.contains("Warung Ratna Sari"));
    assert!(reviewer.approve(id).await.status < 400);
    assert_eq!(world.case(id).await.business.state, State::Sending);
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::InVerification);
    world.advance(Millis::MINUTE).await;
    let done = world.case(id).await;
    assert_eq!(done.business.state, State::Active, "{:?}", done.facets);
    assert!(merchant.get(&format!("/businesses/{id}")).await.body.contains("Aktif"));
}

async fn automatic_review_sends_at_once(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::InVerification);
}

async fn a_blurred_ktp_is_told_beside_that_document_and_nowhere_else(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[("KTP", "sim-blur.jpg")]).await;
    world.advance(Millis::MINUTE).await;
    let stands = world.case(id).await;
    assert_eq!(stands.business.state, State::ActionNeeded);
    let refused: Vec<&FacetKey> =
        stands.facets.iter().filter(|row| row.verdict == Verdict::Rejected).map(|row| &row.key).collect();
    assert_eq!(refused, [&FacetKey::Document("KTP".into())]);
    let note = stands.facets.iter().find_map(|row| row.note.clone()).unwrap();
    let documents = merchant.get(&format!("/businesses/{id}/documents")).await.body;
    let cards: Vec<&str> = documents.split("id=\"slot-").skip(1).collect();
    let with_note: Vec<&str> =
        cards.iter().filter(|card| card.contains(&note)).map(|card| card.split('"').next().unwrap()).collect();
    assert_eq!(with_note, ["KTP"]);
    for task in ["bank", "contact", "address"] {
        assert!(!merchant.get(&format!("/businesses/{id}/{task}")).await.body.contains(&note), "{task}");
    }
}

async fn what_the_check_page_shows_is_what_is_sent(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    world.run_due().await;
    let page = merchant.get(&format!("/businesses/{id}/check")).await.body;
    let shown: Vec<String> = {
        let stands = world.case(id).await;
        stands.drafts.values().flat_map(|draft| draft.form.shown()).map(|(_, value)| value).collect()
    };
    merchant.submit(id).await;
    let stands = world.case(id).await;
    let mut db = world.services.store.read().await.unwrap();
    let kept = submissions::newest(&mut db, id).await.unwrap().unwrap();
    let sent: Registration = stands.key.open_json(&Place::Submission(kept.id), &kept.body).unwrap();
    let json = serde_json::to_string(&sent).unwrap();
    for value in &shown {
        let bare = value.strip_prefix("+62 ").unwrap_or(value);
        assert!(json.contains(&serde_json::to_string(bare).unwrap()), "the JSON lacks what the page shows: {bare}");
    }
    // The page also shows everything that a person typed and DOKU gets.
    let b = &sent.business;
    let contact = &b.contacts[0];
    let told = [
        &b.name,
        &b.description,
        &b.email,
        &b.phone_number,
        &b.addresses[0].area,
        &b.addresses[0].name,
        &b.banks[0].account_number,
        &b.banks[0].account_name,
        &b.banks[0].bank_name,
        &contact.name,
        &contact.phone_number,
        &contact.documents[0].forms[0].value,
        &b.brands[0].social_media[0].accounts[0],
    ];
    for value in told {
        assert!(page.contains(value.as_str()), "the page lacks what is sent: {value}");
    }
}

async fn a_double_click_submits_once(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    let (one, two) = tokio::join!(merchant.submit(id), merchant.submit(id));
    assert!(one.status < 400 && two.status < 400);
    // Its files are still on their way.
    world.advance(10 * Millis::SECOND).await;
    let mut db = world.services.store.read().await.unwrap();
    let submitted: i64 = value!(&mut db, "select count(*) from submissions where business_id = $1", id).await.unwrap();
    assert_eq!(submitted, 1);
    assert_eq!(world.registrations().await.len(), 1);
}

async fn the_partner_sends_items_back_with_reasons(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    let typed = [("reasons[bank]", "Nama pemilik rekening berbeda."), ("reasons[KTP]", "")];
    assert!(reviewer.decide("send_back", id, &typed).await.status < 400);
    let stands = world.case(id).await;
    assert_eq!((stands.business.state, stands.to_fix()), (State::ActionNeeded, 1));
    assert!(merchant.get(&format!("/businesses/{id}/bank")).await.body.contains("Nama pemilik rekening berbeda."));
    assert!(!merchant.get(&format!("/businesses/{id}/contact")).await.body.contains("Nama pemilik rekening berbeda."));
    merchant.save(id, "bank", &bank("4370112234")).await;
    assert_eq!(world.case(id).await.business.state, State::Ready);
    merchant.submit(id).await;
    reviewer.approve(id).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
}

async fn a_page_that_shows_an_earlier_submission_decides_nothing(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let (reviewer, business) = (world.reviewer().await, id.to_string());
    let shown = reviewer.get(&format!("/review/{id}")).await.body;
    assert!(shown.contains("name=\"revision\" value=\"1\""));
    reviewer.decide("send_back", id, &[("reasons[bank]", "Nama berbeda.")]).await;
    merchant
        .save(id, "bank", &[("bank", "014"), ("account_number", "4370112234"), ("account_name", "Orang Lain")])
        .await;
    merchant.submit(id).await;
    let old = [("revision", "1"), ("reasons[bank]", "Nama berbeda."), ("reason", "Bukan usaha.")];
    for what in ["approve", "send-back"] {
        let late = reviewer.post(&format!("/review/{business}/{what}"), &old).await;
        assert_eq!(late.status, 409, "{what}: {}", late.location);
    }
    assert_eq!(world.case(id).await.business.state, State::PartnerCheck);
    assert_eq!(reviewer.approve(id).await.status, 303);
}

async fn the_second_of_two_decisions_is_told_that_it_came_too_late(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let (one, two) = (world.reviewer().await, world.reviewer().await);
    let (one, two) = tokio::join!(one.approve(id), two.approve(id));
    assert_eq!((one.status.min(two.status), one.status.max(two.status)), (303, 409));
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.registrations().await.len(), 1);
    assert_eq!(world.count("select count(*) from decisions").await, 1);
}
