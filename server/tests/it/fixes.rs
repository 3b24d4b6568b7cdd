//! Parts that DOKU rejects open again, and nothing else; the corrections are sent together, once.

use crate::{
    callback_order::registered,
    usual::USUAL,
    world::{Person, Trouble, World, bank, jpeg, on_both, usual},
};
use app::paths::Side;
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{FacetKey, Progress, State, Verdict},
};
use serde_json::{Value, json};
use server::{
    store::{outbox::Kind, sends},
    values,
};

pub const REJECTED: &[(&str, &str)] = &[
    ("KTP", "sim-blur.jpg"),
    ("bank.account_number", "0000000002"),
    ("address.street", "SIM-ALAMAT Jalan Sesat No 1"),
];
/// The number of the bank account that is right.
const ACCOUNT: &str = "4370112244";
pub const PUT: &str = "PUT /business/{id}";

fn all_usual(task: &str) -> &'static [(&'static str, &'static str)] {
    &USUAL.iter().find(|(name, _)| *name == task).unwrap().1
}

/// Returns a business that was registered, and rejected in three places.
pub async fn rejected<'w>(world: &'w World, change: &[(&str, &str)]) -> (Person<'w>, BusinessId) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(change).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::ActionNeeded);
    (merchant, id)
}

pub async fn fix_three(merchant: &Person<'_>, id: BusinessId) {
    merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    merchant.save(id, "bank", &bank(ACCOUNT)).await;
    merchant.save(id, "address", all_usual("address")).await;
}

pub async fn send(merchant: &Person<'_>, id: BusinessId) -> crate::world::Answer {
    merchant.send_fixes(id).await
}

async fn revisions(world: &World, id: BusinessId) -> Vec<(String, u32)> {
    let mut db = world.services.store.read().await.unwrap();
    let all = sends::all(&mut db, id).await.unwrap();
    all.into_iter().filter(|sent| sent.revision > 1).map(|sent| (sent.facet.to_string(), sent.revision)).collect()
}

async fn verdict(world: &World, id: BusinessId, facet: &FacetKey) -> Verdict {
    world.case(id).await.application.facets.into_iter().find(|row| row.key == *facet).unwrap().verdict
}

on_both! {
    three_fixes_go_out_as_one_update_and_end_active(line), an_answer_that_got_lost_counts_once(line),
    a_final_refusal_goes_back_to_the_part_it_names(line), a_file_that_doku_forgot_is_uploaded_again(line),
    a_verdict_about_what_was_replaced_changes_nothing(explicit), a_second_rejection_opens_it_again(line),
    every_other_part_opens_in_the_same_way(line), a_rejected_business_opens_its_form(line)
}

async fn three_fixes_go_out_as_one_update_and_end_active(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    let before = world.file(Side::Merchant, id, "KTP").await;
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(page.contains("0 dari 3 diperbaiki") && page.contains("Perbaiki 3 hal"), "{page}");
    assert!(send(&merchant, id).await.location.contains("problem=not_ready"));

    let answer = merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    assert!(!answer.location.contains("problem"), "{}", answer.location);
    // The same again is no correction.
    let same = bank("0000000002");
    assert!(merchant.save(id, "bank", &same).await.location.ends_with("/bank?unchanged=true"));
    let on = merchant.save(id, "bank", &bank(ACCOUNT)).await.location;
    assert!(on.ends_with("/address?fix=address%5B0%5D"), "{on}");
    assert!(merchant.get(&format!("/businesses/{id}")).await.body.contains("2 dari 3 diperbaiki"));
    assert!(merchant.get(&format!("/businesses/{id}/check")).await.body.contains("Belum siap dikirim"));
    assert!(merchant.save(id, "address", all_usual("address")).await.location.ends_with("/check"));

    let check = merchant.get(&format!("/businesses/{id}/check")).await.body;
    assert!(check.contains("4370112244") && check.contains("···· 0002") && !check.contains("0000000002"), "{check}");
    assert!(check.contains("ktp-baru.jpg") && check.contains("sim-blur.jpg") && check.contains(&before));
    assert_eq!(merchant.get(&before).await.status, 200);
    world.run_due().await;
    let (one, two) = tokio::join!(send(&merchant, id), send(&merchant, id));
    assert!(
        !one.location.contains("problem") && !two.location.contains("problem"),
        "{} {}",
        one.location,
        two.location
    );
    assert_eq!(world.case(id).await.business.state, State::Sending);
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::InVerification);
    assert_eq!(
        revisions(world, id).await,
        [("address[0]".into(), 2), ("bank[0]".into(), 2), ("document[KTP]".into(), 2)]
    );
    world.advance(Millis::MINUTE).await;
    let stands = world.case(id).await;
    assert_eq!(stands.business.state, State::Active, "{:?}", stands.facets);

    let sent = world.line().passed(PUT);
    assert_eq!(sent.len(), 1);
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&body), ["business"]);
    assert_eq!(names(&body["business"]), ["addresses", "banks", "contacts"]);
    assert_eq!(names(&body["business"]["contacts"][0]), ["documents", "id"]);
    assert_eq!(body["business"]["banks"][0]["account_number"], "4370112244");
    assert!(body["business"]["banks"][0]["id"].as_str().unwrap().starts_with("BNK-"));
    let file = body["business"]["contacts"][0]["documents"][0]["id"].as_str().unwrap();
    assert!(file.starts_with("DCM-") && stands.documents["KTP"].doku_file_id.as_ref().unwrap().as_str() == file);
    assert_eq!(world.registrations().await.len(), 1);
    assert!(merchant.get(&format!("/businesses/{id}/history")).await.body.contains("3 perbaikan dikirim"));
}

async fn an_answer_that_got_lost_counts_once(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    fix_three(&merchant, id).await;
    world.run_due().await;
    world.line().next(PUT, 2, Trouble::Garbled((500, &[], "{}".into())));
    send(&merchant, id).await;
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    assert_eq!(revisions(world, id).await.len(), 3);
    let ids: std::collections::BTreeSet<String> =
        world.line().passed(PUT).into_iter().map(|one| one.request_id).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(world.calls(id).await.iter().filter(|call| call.kind == Kind::Update).count(), 1);
}

async fn a_final_refusal_goes_back_to_the_part_it_names(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    fix_three(&merchant, id).await;
    world.run_due().await;
    let words = json!({ "message": ["business.banks[0].account_number is closed"] }).to_string();
    world.line().next(PUT, 1, Trouble::Refused((400, &[], words)));
    send(&merchant, id).await;
    world.run_due().await;
    let stands = world.case(id).await;
    assert_eq!(
        (stands.business.state, stands.business.progress, stands.to_fix()),
        (State::ActionNeeded, Progress::Registered, 3)
    );
    let ready: Vec<bool> = stands.wanted.iter().map(|facet| stands.is_ready(facet)).collect();
    assert_eq!(ready, [true, true, false], "{:?}", stands.wanted);
    assert!(merchant.get(&format!("/businesses/{id}/bank")).await.body.contains("account_number is closed"));
    merchant.save(id, "bank", &bank("4370112255")).await;
    send(&merchant, id).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    let sent = world.line().passed(PUT);
    assert!(sent.len() == 2 && sent[0].request_id != sent[1].request_id);
    let mut db = world.services.store.read().await.unwrap();
    let taken: Vec<bool> = values!(&mut db, "select taken_at is not null from updates where business_id = " {id}
        " order by revision desc")
    .await
    .unwrap();
    assert_eq!(taken, [true, false]);
}

async fn a_file_that_doku_forgot_is_uploaded_again(world: &World) {
    let (merchant, id) = rejected(world, &REJECTED[..1]).await;
    merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    world.run_due().await;
    let file = world.case(id).await.documents["KTP"].doku_file_id.clone().unwrap();
    let words = json!({ "message": [format!("FILE {file} NOT FOUND")] }).to_string();
    world.line().next(PUT, 1, Trouble::Refused((400, &[], words)));
    send(&merchant, id).await;
    world.advance(Millis::MINUTE).await;
    let stands = world.case(id).await;
    assert_eq!(stands.business.state, State::Active);
    assert_ne!(stands.documents["KTP"].doku_file_id, Some(file));
    assert_eq!(world.line().passed(PUT).len(), 2);
}

async fn a_verdict_about_what_was_replaced_changes_nothing(world: &World) {
    let case = registered(world).await;
    let (merchant, id) = (&case.merchant, case.id);
    let (ktp, account) = (FacetKey::Document("KTP".into()), FacetKey::Bank(0));
    world.callback("ktp", &case.says("BUSINESS_DOCUMENT", "REJECTED", Some("Foto KTP buram."))).await;
    world.callback("bank", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama pemilik rekening berbeda."))).await;
    world.clock.advance(2 * Millis::MINUTE);
    world.run_due().await;
    let late_ktp = case.says_at("BUSINESS_DOCUMENT", "REJECTED", Some("Masih buram."), case.later(1));
    let late_bank = case.says_at("BUSINESS_BANK", "REJECTED", Some("Masih beda."), case.later(1));
    world.clock.advance(Millis::MINUTE);
    merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    merchant.save(id, "bank", &bank(ACCOUNT)).await;
    send(merchant, id).await;
    world.advance(10 * Millis::SECOND).await;
    assert_eq!(world.case(id).await.business.state, State::InVerification);
    world.callback("late-ktp", &late_ktp).await;
    world.callback("late-bank", &late_bank).await;
    world.run_due().await;
    assert_eq!(
        (verdict(world, id, &ktp).await, verdict(world, id, &account).await),
        (Verdict::Pending, Verdict::Pending)
    );
    // A new verdict opens it once more, and what was corrected before is what DOKU has now.
    world.callback("new", &case.says("BUSINESS_BANK", "REJECTED", Some("Rekening ditutup."))).await;
    world.run_due().await;
    let stands = world.case(id).await;
    assert_eq!((stands.business.state, stands.wanted.clone()), (State::ActionNeeded, vec![account.clone()]));
    assert!(!stands.is_ready(&account));
    assert!(merchant.get(&format!("/businesses/{id}/bank")).await.body.contains("4370112244"));
    assert!(merchant.get(&format!("/businesses/{id}/history")).await.body.contains("Foto KTP buram."));
}

async fn a_second_rejection_opens_it_again(world: &World) {
    let (merchant, id) = rejected(world, &[("business.name", "Warung SIM-TWICE"), ("KTP", "sim-blur.jpg")]).await;
    merchant.upload(id, "KTP", "sim-crop.jpg", jpeg(901)).await;
    send(&merchant, id).await;
    world.advance(Millis::MINUTE).await;
    let stands = world.case(id).await;
    assert_eq!((stands.business.state, stands.to_fix()), (State::ActionNeeded, 1));
    let documents = merchant.get(&format!("/businesses/{id}/documents?fix=document%5BKTP%5D")).await.body;
    assert!(documents.contains("Foto terpotong") && !documents.contains("Foto KTP buram"), "{documents}");
    assert!(send(&merchant, id).await.location.contains("not_ready"));
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(902)).await;
    send(&merchant, id).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    assert_eq!(revisions(world, id).await, [("document[KTP]".into(), 2), ("document[KTP]".into(), 3)]);
}

async fn every_other_part_opens_in_the_same_way(world: &World) {
    let change = [
        ("OWNER_LIVENESS", "sim-blur.jpg"),
        ("PHOTO_PROOF", "sim-nophoto.png"),
        ("social.facebook", "https://reject.sim/warung"),
    ];
    let (merchant, id) = rejected(world, &change).await;
    assert_eq!(
        world.case(id).await.wanted,
        [FacetKey::Photo(0, 0), FacetKey::Contact(0), FacetKey::Social(0, "FACEBOOK".into())]
    );
    let business = id.to_string();
    // The form has two networks: only one of them is open.
    let social = merchant.get(&format!("/businesses/{id}/social?fix=social%5BFACEBOOK%5D")).await.body;
    let field = |name: &str| {
        social
            .split(&format!("name=\"form[{name}]\""))
            .nth(1)
            .and_then(|rest| rest.split('>').next())
            .unwrap_or_default()
            .to_owned()
    };
    assert!(field("instagram").contains("readonly") && !field("facebook").contains("readonly"), "{social}");
    assert!(field("facebook").contains("autofocus"));
    let (status, _) = crate::locked::by_hand(
        &merchant,
        &format!("/businesses/{business}/social"),
        &[("form[instagram]", "@lain"), ("form[facebook]", "warungratna"), ("judge", "true")],
    )
    .await;
    assert_eq!(status, 409);
    merchant.save(id, "social", &[("instagram", usual("social", "instagram")), ("facebook", "")]).await;
    assert!(
        !world.case(id).await.is_ready(&FacetKey::Social(0, "FACEBOOK".into())),
        "what was rejected may not be left out"
    );
    merchant.save(id, "social", &[("instagram", usual("social", "instagram")), ("facebook", "warungratna")]).await;
    merchant.upload(id, "OWNER_LIVENESS", "selfie.jpg", jpeg(701)).await;
    merchant.upload(id, "PHOTO_PROOF", "toko.jpg", jpeg(702)).await;
    assert!(!send(&merchant, id).await.location.contains("problem"));
    world.advance(Millis::MINUTE).await;
    let stands = world.case(id).await;
    assert_eq!(stands.business.state, State::Active, "{:?}", stands.facets);
    assert_eq!(world.line().passed(PUT).len(), 1);
}

async fn a_rejected_business_opens_its_form(world: &World) {
    let (merchant, id) = rejected(world, &[("business.name", "Warung SIM-REJECT-BUSINESS")]).await;
    assert_eq!(world.case(id).await.wanted, [FacetKey::Business]);
    let fields: Vec<(&str, &str)> = all_usual("business")
        .iter()
        .map(|(name, value)| (*name, if *value == "@" { "a@b.example" } else { *value }))
        .collect();
    merchant.save(id, "business", &fields).await;
    assert_eq!(world.case(id).await.business.name, "Warung SIM-REJECT-BUSINESS", "lists show what DOKU has");
    send(&merchant, id).await;
    world.advance(Millis::MINUTE).await;
    let stands = world.case(id).await;
    assert_eq!((stands.business.state, stands.business.name.as_str()), (State::Active, "Warung Ratna Sari"));
}
