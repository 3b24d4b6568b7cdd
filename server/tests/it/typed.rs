//! Pasted text is taken as it looks: kept as typed, folded before it is judged, sent and searched.

use crate::{
    fixes::{rejected, send},
    outbox::REGISTER,
    usual::{USUAL, escape, laid},
    world::{Answer, World, jpeg, on_both},
};
use doku::wire::Registration;
use domain::{
    Millis,
    application::Page,
    forms::{Filled, SocialForm},
    kyb::State,
};
use server::{
    store::{drafts, submissions},
    vault::Place,
};

/// Each field as a phone might paste it.
const COPIED: [(&str, &str); 8] = [
    ("business.name", "Kopi\u{a0}Cafe\u{301} \u{2013} Senja\u{200b}"),
    ("business.phone", "\u{202a}+62 812\u{2011}3456\u{2011}7890\u{202c}"),
    ("contact.name", "Li"),
    ("contact.phone", "+65\u{a0}9123\u{a0}4567"),
    ("address.street", "Jl. Melati No. 5\tRT 03/RW 05"),
    ("bank.account_number", "٠٠١\u{a0}234\u{a0}5678"),
    ("social.instagram", "Https://m.instagram.com/Kopi.Senja/?igsh=MXg2"),
    ("social.facebook", "https://web.facebook.com/KopiSenja?mibextid=ZbWKwL"),
];

on_both! {
    what_was_copied_reaches_doku_as_it_looks(automatic), what_is_wrong_is_told_in_its_own_words,
    a_search_finds_what_looks_the_same, a_rule_that_became_stricter_holds_up_nothing_that_doku_took(line),
    words_that_read_like_the_place_of_a_file_arrive_as_they_were_typed(line)
}

async fn what_was_copied_reaches_doku_as_it_looks(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &COPIED).await;
    let Filled::Contact(contact) = world.case(id).await.form(Page::Contact(0)).into_owned() else {
        panic!("a contact")
    };
    assert_eq!(contact.phone, "+65\u{a0}9123\u{a0}4567", "kept as typed");
    let page = merchant.get(&format!("/businesses/{id}/check")).await.body;
    for shown in [
        "Kopi Café - Senja",
        "+62 81234567890",
        "+65 91234567",
        "Jl. Melati No. 5 RT 03/RW 05",
        "https://www.instagram.com/kopi.senja",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    world.run_due().await;
    let answer = merchant.submit(id).await;
    assert!(!answer.location.contains("problem"), "{}", answer.location);
    let case = world.case(id).await;
    let mut db = world.services.store.read().await.unwrap();
    let kept = submissions::newest(&mut db, id).await.unwrap().unwrap();
    let sent: Registration = case.key.open_json(&Place::Submission(kept.id), &kept.body).unwrap();
    let b = &sent.business;
    assert_eq!(
        (b.name.as_str(), b.phone_calling_code.as_str(), b.phone_number.as_str()),
        ("Kopi Café - Senja", "62", "81234567890")
    );
    let contact = &b.contacts[0];
    assert_eq!(
        (contact.name.as_str(), contact.phone_calling_code.as_str(), contact.phone_number.as_str()),
        ("Li", "65", "91234567")
    );
    assert_eq!(
        (b.addresses[0].name.as_str(), b.banks[0].account_number.as_str()),
        ("Jl. Melati No. 5 RT 03/RW 05", "0012345678")
    );
    let accounts: Vec<&str> =
        b.brands[0].social_media.iter().flat_map(|media| &media.accounts).map(String::as_str).collect();
    assert_eq!(accounts, ["https://www.instagram.com/kopi.senja", "https://www.facebook.com/KopiSenja"]);
}

async fn what_is_wrong_is_told_in_its_own_words(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    for (task, field, typed, told) in [
        ("contact", "phone", "+65 1234 5678", "tidak cocok dengan kode negaranya"),
        ("contact", "phone", "+852 9123 4567", "belum bisa menerima nomor dari negara ini"),
        ("social", "instagram", "https://www.tiktok.com/@kopisenja", "Itu alamat TikTok."),
        ("business", "name", "\u{3164}\u{3164}\u{3164}", "Isi bagian ini."),
    ] {
        merchant.save(id, task, &[(field, typed)]).await;
        let page = merchant.get(&format!("/businesses/{id}/{task}")).await.body;
        assert!(page.contains(told), "{typed}: {page}");
    }
}

async fn a_search_finds_what_looks_the_same(world: &World) {
    let (reviewer, merchant) = (world.reviewer().await, world.merchant().await);
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    merchant.save(id, "business", &[("name", "Kopi\u{a0}Cafe\u{301} \u{2013} Senja\u{200b}")]).await;
    for text in ["CAF\u{c9} - senja", "cafe\u{301} \u{2014} Senja", "\u{202a}kopi  caf\u{e9}\u{202c}"] {
        let answer: Answer = reviewer.get(&format!("/review?search={}", escape(text))).await;
        assert!(answer.body.contains(&format!("/review/{id}")), "{}: {}", text.escape_unicode(), answer.body);
    }
}

async fn a_rule_that_became_stricter_holds_up_nothing_that_doku_took(world: &World) {
    let (merchant, id) = rejected(world, &[("PHOTO_PROOF", "sim-nophoto.png")]).await;
    let taken =
        Filled::Social(SocialForm { instagram: "https://www.tiktok.com/@warung".into(), ..SocialForm::default() });
    let body = world.case(id).await.key.seal_json(&Place::Draft(Page::Social(0)), &taken).unwrap();
    let mut tx = world.services.store.begin().await.unwrap();
    drafts::save(&mut tx, id, Page::Social(0), &body, world.clock.now(), true).await.unwrap();
    tx.commit().await.unwrap();
    merchant.upload(id, "PHOTO_PROOF", "toko.jpg", jpeg(702)).await;
    let answer = send(&merchant, id).await;
    assert!(!answer.location.contains("problem"), "{}", answer.location);
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
}

async fn words_that_read_like_the_place_of_a_file_arrive_as_they_were_typed(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    let document = world.case(id).await.documents["KTP"].id;
    let typed = format!("document:{document}");
    let (task, usual) = USUAL.iter().find(|(task, _)| *task == "brand").unwrap();
    let fields = laid(task, usual, &merchant.email, &[("brand.description", &typed)]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    merchant.save(id, task, &fields).await;
    world.run_due().await;
    merchant.submit(id).await;
    world.run_due().await;
    let sent: Registration = serde_json::from_slice(&world.line().passed(REGISTER)[0].body).unwrap();
    let sent = serde_json::to_value(sent).unwrap();
    assert_eq!(sent.pointer("/business/brands/0/description").unwrap(), typed.as_str());
    let text = sent.to_string();
    assert_eq!(text.matches("document:").count(), 1, "a file has DOKU's id: {text}");
}
