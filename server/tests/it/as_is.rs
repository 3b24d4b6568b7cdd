//! Unusual corrections: a number of the person, a part that is right as it is, a business rejected for its parts alone.

use crate::{
    callback_order::registered,
    fixes::{PUT, rejected, send},
    usual::named,
    world::{World, bank, jpeg, on_both, usual},
};
use domain::{
    Millis,
    kyb::{FacetKey, State, Verdict},
};
use serde_json::Value;
use server::store::sends;

on_both! {
    a_rejected_person_opens_the_number_of_their_paper_but_not_the_paper(line),
    what_is_right_goes_out_once_more_as_it_is(line), another_note_wants_another_word(explicit),
    what_nobody_confirmed_is_not_ready(explicit), a_business_rejected_for_its_parts_goes_along_with_them(explicit)
}

/// The magic NIK 9900000101900002: DOKU rejects the contact, while the photo of the KTP is accepted.
async fn a_rejected_person_opens_the_number_of_their_paper_but_not_the_paper(world: &World) {
    let (merchant, id) = rejected(world, &[("documents.KTP.NO_KTP", "9900000101900002")]).await;
    let stands = world.case(id).await;
    assert_eq!(stands.wanted, [FacetKey::Contact(0)]);
    assert!(
        stands.facets.iter().any(|row| row.key == FacetKey::document("KTP", 0) && row.verdict == Verdict::Accepted)
    );
    let page = merchant.get(&format!("/businesses/{id}/documents?fix=KTP.NO_KTP")).await.body;
    assert!(page.contains("form[values][KTP.NO_KTP]"), "{page}");
    // The note is not about the selfie, and another selfie is no correction.
    merchant.upload(id, "OWNER_LIVENESS", "swafoto-lagi.jpg", jpeg(701)).await;
    assert!(!world.case(id).await.is_ready(&FacetKey::Contact(0)));
    assert!(page.matches("NIK dan nama harus sama persis seperti di KTP.").count() == 1, "{page}");
    let ktp = merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    assert_eq!((ktp.status, ktp.location.contains("field_locked")), (303, true), "{}", ktp.location);

    let wrong = merchant.save(id, "documents", &[("KTP.NO_KTP", "12")]).await;
    assert!(!wrong.location.contains("check") && !world.case(id).await.is_ready(&FacetKey::Contact(0)));
    let saved = merchant.save(id, "documents", &[("KTP.NO_KTP", usual("documents", "KTP.NO_KTP"))]).await;
    assert!(saved.location.ends_with("/check"), "{}", saved.location);
    let check = merchant.get(&format!("/businesses/{id}/check")).await.body;
    assert!(
        check.contains(usual("documents", "KTP.NO_KTP"))
            && check.contains("···· 0002")
            && !check.contains("9900000101900002"),
        "{check}"
    );
    send(&merchant, id).await;
    world.run_due().await;
    let mut db = world.services.store.read().await.unwrap();
    let again: Vec<String> = sends::all(&mut db, id)
        .await
        .unwrap()
        .into_iter()
        .filter(|sent| sent.revision == 2)
        .map(|sent| sent.facet.to_string())
        .collect();
    drop(db);
    assert_eq!(again, ["contact[0]", "document[KTP]"]);
    let body: Value = serde_json::from_slice(&world.line().passed(PUT)[0].body).unwrap();
    let paper = &body["business"]["contacts"][0]["documents"][0];
    assert_eq!(
        (&paper["code"], &paper["forms"][0]["value"]),
        (&"KTP".into(), &usual("documents", "KTP.NO_KTP").into())
    );
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
}

async fn what_is_right_goes_out_once_more_as_it_is(world: &World) {
    let (merchant, id) = rejected(world, &[("address.street", "SIM-ALAMAT Jalan Benar No 1")]).await;
    let as_is = |task: &'static str| {
        let merchant = &merchant;
        async move { merchant.post(&format!("/businesses/{id}/{task}/keep-as-is"), &[]).await.location }
    };
    assert!(as_is("bank").await.contains("problem=field_locked"), "it was not rejected");
    let stands = world.case(id).await;
    let domain::forms::Filled::Address(form) = stands.form(domain::application::Page::Address(0)).into_owned() else {
        panic!("an address")
    };
    let same = [
        ("street", form.street.as_str()),
        ("village", &form.village),
        ("district", &form.district),
        ("city", &form.city),
        ("province", &form.province),
        ("postal_code", &form.postal_code),
    ];
    let unchanged = merchant.save(id, "address", &same).await.location;
    assert!(unchanged.ends_with("?unchanged=true"), "{unchanged}");
    assert!(merchant.get(&unchanged).await.body.contains("Kirim apa adanya"));
    assert!(as_is("address").await.ends_with("/check"));
    assert!(merchant.get(&format!("/businesses/{id}/check")).await.body.contains("Dikirim lagi apa adanya"));
    send(&merchant, id).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active, "a second look");
    assert_eq!(world.line().passed(PUT).len(), 1);
}

/// "As it is" answers one rejection, not the next.
async fn another_note_wants_another_word(world: &World) {
    let case = registered(world).await;
    let (merchant, id) = (&case.merchant, case.id);
    world
        .callback("first", &case.says_at("BUSINESS_ADDRESS", "REJECTED", Some("Alamat tidak ditemukan"), case.later(1)))
        .await;
    server::projection::run(&world.services).await.unwrap();
    assert!(merchant.post(&format!("/businesses/{id}/address/keep-as-is"), &[]).await.location.ends_with("/check"));
    assert!(world.case(id).await.is_ready(&FacetKey::Address(0)));
    world
        .callback("same", &case.says_at("BUSINESS_ADDRESS", "REJECTED", Some("Alamat tidak ditemukan"), case.later(2)))
        .await;
    server::projection::run(&world.services).await.unwrap();
    assert!(world.case(id).await.is_ready(&FacetKey::Address(0)), "nothing new was said");
    world.callback("other", &case.says_at("BUSINESS_ADDRESS", "REJECTED", Some("Kode pos salah"), case.later(3))).await;
    server::projection::run(&world.services).await.unwrap();
    assert!(!world.case(id).await.is_ready(&FacetKey::Address(0)));
}

/// Typed values are not sent by themselves: neither a number beside a saved form, nor a part that would go along.
async fn what_nobody_confirmed_is_not_ready(world: &World) {
    let case = registered(world).await;
    let (merchant, id) = (&case.merchant, case.id);
    for (n, kind) in ["BUSINESS_CONTACT", "BUSINESS"].into_iter().enumerate() {
        world
            .callback(
                &format!("{n}"),
                &case.says_at(kind, "REJECTED", (n == 0).then_some("NIK tidak sesuai nama"), case.later(1)),
            )
            .await;
    }
    server::projection::run(&world.services).await.unwrap();
    let ready = async || {
        let stands = world.case(id).await;
        [FacetKey::Contact(0), FacetKey::Business].map(|facet| stands.is_ready(&facet))
    };
    let typed = |task: &'static str, field: &'static str, value: &'static str, judge: bool| async move {
        let name = named(task, field);
        let mut fields = vec![(name.as_str(), value)];
        fields.extend(judge.then_some(("judge", "true")));
        merchant.post(&format!("/businesses/{id}/{task}"), &fields).await
    };
    typed("documents", "KTP.NO_KTP", "3273205507880005", false).await;
    assert_eq!(ready().await, [false, false], "typed, not said to be right");
    typed("documents", "KTP.NO_KTP", "3273205507880005", true).await;
    assert_eq!(ready().await, [true, true]);
    typed("business", "name", "", false).await;
    assert_eq!(ready().await, [true, false], "changed, so it does not go along");
    assert!(
        merchant
            .post(&format!("/businesses/{id}/business/keep-as-is"), &[])
            .await
            .location
            .contains("problem=not_ready")
    );
}

/// A business without a note of its own holds up no correction of a part.
async fn a_business_rejected_for_its_parts_goes_along_with_them(world: &World) {
    let case = registered(world).await;
    world
        .callback("bank", &case.says_at("BUSINESS_BANK", "REJECTED", Some("Nama pemilik berbeda."), case.later(1)))
        .await;
    world.callback("whole", &case.says_at("BUSINESS", "REJECTED", None, case.later(1))).await;
    world.clock.advance(2 * Millis::SECOND);
    server::projection::run(&world.services).await.unwrap();
    let (merchant, id) = (&case.merchant, case.id);
    assert_eq!(world.case(id).await.wanted, [FacetKey::Business, FacetKey::Bank(0)]);
    assert!(!world.case(id).await.is_ready(&FacetKey::Business));
    let check = merchant.get(&format!("/businesses/{id}/check")).await.body;
    assert!(check.contains("Ikut dikirim bersama perbaikan lain"), "{check}");
    let fields = bank("4370112244");
    assert!(merchant.save(id, "bank", &fields).await.location.ends_with("/check"));
    let stands = world.case(id).await;
    assert!(stands.wanted.iter().all(|facet| stands.is_ready(facet)), "{:?}", stands.wanted);
    send(merchant, id).await;
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::InVerification);
}
