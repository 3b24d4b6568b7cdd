//! A business that began with a kept list asks DOKU again later: it gets today's list, and loses nothing.

use crate::{
    outbox::refused,
    world::{Person, World, jpeg, on_both, usual},
};
use domain::{Millis, ids::BusinessId};
use serde_json::{Value, json};

const LIST: &str = "GET /file";

/// Begins a business while DOKU does not answer, with the list that it gave before.
async fn begun(world: &World) -> (Person<'_>, BusinessId) {
    let merchant = world.merchant().await;
    merchant.start_business().await;
    world.clock.advance(Millis::HOUR);
    world.line().next(LIST, 1_000, refused(503, ""));
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    (merchant, id)
}

/// Makes DOKU's list of today: without the self photo, with a tax number, and with a smaller KTP.
async fn another(world: &World, id: BusinessId) -> String {
    let mut list = world.case(id).await.business.checklist.unwrap().0;
    let contact = &mut list["business"]["contact"];
    contact.as_object_mut().unwrap().remove("owner_liveness");
    let documents = contact["documents"].as_array_mut().unwrap();
    documents[0]["max_size"] = json!(5);
    documents.push(json!({"code": "NPWP", "name": "NPWP", "extensions": ["PDF", "JPG"], "max_size": 15}));
    Value::to_string(&list)
}

on_both! {
    once_doku_answers_the_list_is_todays_and_the_merchant_is_told_what_differs(line),
    where_nothing_differs_nothing_is_told(line),
    it_is_sent_though_a_file_that_nobody_asks_for_any_more_never_arrived(line)
}

async fn once_doku_answers_the_list_is_todays_and_the_merchant_is_told_what_differs(world: &World) {
    let (merchant, id) = begun(world).await;
    let (overview, documents) = (format!("/businesses/{id}"), format!("/businesses/{id}/documents"));
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
    merchant.upload(id, "OWNER_LIVENESS", "selfie.jpg", jpeg(700)).await;
    merchant.save(id, "documents", &[("KTP.NO_KTP", usual("documents", "KTP.NO_KTP"))]).await;
    world.advance(5 * Millis::MINUTE).await;
    assert!(merchant.get(&overview).await.body.contains("daftar DOKU per"), "it is still the old one");
    let today = another(world, id).await;
    world.line().mend();
    world.line().next(LIST, 1, refused(200, &today));
    world.advance(2 * Millis::MINUTE).await;
    let stands = world.case(id).await;
    let slots: Vec<&str> = stands.checklist.iter().map(|file| file.slot.as_str()).collect();
    assert!(slots.contains(&"NPWP") && !slots.contains(&"OWNER_LIVENESS"), "{slots:?}");
    assert_eq!(stands.business.checklist_at, None);
    for page in [&overview, &documents] {
        let body = merchant.get(page).await.body;
        assert!(!body.contains("daftar DOKU per Senin"), "{page}: {body}");
        for told in ["Baru diminta: NPWP", "Tidak diminta lagi: ", "Syaratnya berubah: ", "tetap tersimpan"] {
            assert!(body.contains(told), "{page} does not say {told}: {body}");
        }
    }
    // Nothing is lost: neither what still applies nor what does not.
    assert_eq!(stands.documents.len(), 2);
    assert_eq!(stands.numbers().values["KTP.NO_KTP"], usual("documents", "KTP.NO_KTP"));
    assert_eq!(world.count("select count(*) from documents where replaced_at is null").await, 2);
    let asked = world.line().passed(LIST).len();
    world.advance(10 * Millis::MINUTE).await;
    assert_eq!(world.line().passed(LIST).len(), asked, "DOKU is asked again and again");
    // The next business begins with today's list.
    world.line().next(LIST, 1, refused(503, ""));
    let next = merchant.start_business().await;
    assert!(world.case(next).await.checklist.iter().any(|file| file.slot == "NPWP"));
}

async fn where_nothing_differs_nothing_is_told(world: &World) {
    let (merchant, id) = begun(world).await;
    world.line().mend();
    world.advance(2 * Millis::MINUTE).await;
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(!page.contains("daftar DOKU per") && !page.contains("berbeda dari daftar"), "{page}");
    assert_eq!(world.case(id).await.business.checklist_at, None);
}

async fn it_is_sent_though_a_file_that_nobody_asks_for_any_more_never_arrived(world: &World) {
    let (merchant, id) = begun(world).await;
    merchant.fill(id, &[]).await;
    let today = another(world, id).await.replace("\"NPWP\"", "\"LOGO\"");
    let mut list: Value = serde_json::from_str(&today).unwrap();
    list["business"]["contact"]["documents"].as_array_mut().unwrap().pop();
    world.line().mend();
    world.line().next(LIST, 1, refused(200, &list.to_string()));
    world.advance(2 * Millis::MINUTE).await;
    world.run("update documents set doku_file_id = null where slot = 'OWNER_LIVENESS'").await;
    world.run("update outbox set status = 'needs_person', problem = 'doku_401', done_at = 2 where kind = 'upload' and status = 'waiting'").await;
    assert!(!merchant.submit(id).await.location.contains("problem"));
    world.advance(Millis::MINUTE).await;
    let sent = world.line().passed(crate::outbox::REGISTER);
    assert_eq!(sent.len(), 1, "it waits for a file that is not on the list");
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert!(body["business"]["contacts"][0].get("owner_liveness").is_none_or(Value::is_null));
}
