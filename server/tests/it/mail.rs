//! Mail to merchants: one for many callbacks, true when it is sent, in their language, and never more than they want.

use crate::{
    callback_order::{Registered, registered},
    world::{Answer, Person, World, on_both, usual},
};
use domain::{
    Millis,
    ids::{BusinessId, MailId},
    kyb::{FacetKey, State},
};
use reqwest::header;
use serde_json::json;
use server::{
    mailer::Letter,
    store::{
        mails,
        outbox::{Call, Kind, Status},
    },
};

/// Lists all mails, oldest first.
pub async fn letters(world: &World) -> Vec<Letter> {
    let mut db = world.services.store.read().await.unwrap();
    let mut sent = mails::newest(&mut db, 100).await.unwrap();
    drop(db);
    sent.reverse();
    let mut letters = Vec::new();
    for mail in sent {
        letters.push(world.services.one_mail(mail.id).await.unwrap().1);
    }
    letters
}

pub async fn subjects(world: &World) -> Vec<String> {
    letters(world).await.into_iter().map(|letter| letter.subject).collect()
}

pub async fn mail_calls(world: &World, id: BusinessId) -> Vec<Call> {
    world.calls(id).await.into_iter().filter(|call| call.kind == Kind::Mail).collect()
}

impl Registered<'_> {
    /// Gives a verdict by hand: callback and read-back agree.
    pub async fn decide(&self, entity: &str, verdict: &str, note: &str) {
        let order = json!({ "entity": entity, "verdict": verdict, "note": note });
        let done = self.merchant.world.order(&format!("registrations/{}/decide", self.business), &order).await;
        assert!(done["decided"].as_i64() > Some(0), "{done}");
        self.merchant.world.run_due().await;
    }

    pub async fn accept_all(&self) {
        for entity in &self.entities {
            self.decide(entity["entity"].as_str().unwrap(), "ACTIVE", "").await;
        }
    }
}

async fn unsubscribe(world: &World, address: &str) -> u16 {
    let request = world.http.post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body("List-Unsubscribe=One-Click").send().await.unwrap().status().as_u16()
}

/// Opens the page `/mail`, then the first mail on it, as anybody in simulation sees them.
async fn first_in_mailbox(nobody: &Person<'_>) -> (Answer, Answer, Answer) {
    let list = nobody.get("/mail").await;
    let path = list.body.split("href=\"/mail/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let page = nobody.get(&format!("/mail/{path}")).await;
    let html = nobody.get(&format!("/mail/{path}/html")).await;
    (list, page, html)
}

on_both! {
    a_bunch_of_rejections_is_one_mail_that_leads_to_each_place(automatic),
    there_is_half_an_hour_between_two_mails(explicit), what_became_untrue_is_not_told(explicit),
    an_internal_note_reaches_no_mail(explicit), news_speaks_the_persons_language_and_ends_with_one_post(explicit),
    what_was_chosen_is_kept, an_unfinished_draft_is_recalled_after_two_and_seven_days_then_never,
    who_works_on_it_is_not_reminded
}

async fn a_bunch_of_rejections_is_one_mail_that_leads_to_each_place(world: &World) {
    let merchant = world.merchant().await;
    let change =
        [("KTP", "sim-blur.jpg"), ("bank.account_number", "0000000002"), ("address.street", "Jalan SIM-ALAMAT 1")];
    let id = merchant.submitted(&change).await;
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::ActionNeeded);
    let letters = letters(world).await;
    assert_eq!(letters.len(), 1, "{:?}", letters.iter().map(|l| &l.subject).collect::<Vec<_>>());
    let letter = &letters[0];
    assert_eq!(
        (letter.to.as_str(), letter.subject.as_str()),
        (merchant.email.as_str(), "Perlu perbaikan (3) · Logipay")
    );
    assert_eq!(letter.unsubscribe, None, "a service mail");
    for facet in [FacetKey::Document("KTP".into()), FacetKey::Bank(0), FacetKey::Address(0)] {
        let link = format!("{}{}", world.base, app::onboarding::fix_link(id, &facet));
        assert!(letter.text.contains(&format!("{link}\n")), "{link}: {}", letter.text);
        assert!(letter.html.contains(&format!("href=\"{link}\"")), "{link}");
        assert_eq!(merchant.get(link.trim_start_matches(&world.base)).await.status, 200);
    }
    assert!(letter.text.contains("Catatan DOKU: “") && letter.text.contains("/preferences"));
    for secret in [usual("documents", "KTP.NO_KTP"), "0000000002", usual("contact", "name")] {
        assert!(
            !letter.text.contains(secret) && !letter.html.contains(secret) && !letter.subject.contains(secret),
            "{secret}"
        );
    }
    let (list, page, html) = first_in_mailbox(&world.nobody()).await;
    assert!(list.body.contains("Perlu perbaikan (3)") && list.body.contains(&merchant.email));
    assert!(page.body.contains("/bank?fix="));
    assert_eq!((html.status, html.body.as_str()), (200, letter.html.as_str()));
    assert!(html.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    // The same news is told once, however often it comes.
    world.advance(26 * Millis::HOUR).await;
    assert_eq!(subjects(world).await.len(), 1);
}

async fn there_is_half_an_hour_between_two_mails(world: &World) {
    let case = registered(world).await;
    case.decide("BUSINESS_BANK", "REJECTED", "Nama pemilik berbeda").await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(subjects(world).await, ["Perlu perbaikan (1) · Logipay"]);
    for (n, entity) in ["BUSINESS_DOCUMENT", "BUSINESS_CONTACT", "BUSINESS_ADDRESS"].iter().enumerate() {
        case.decide(entity, "REJECTED", "Tidak terbaca").await;
        world.advance(5 * Millis::MINUTE).await;
        assert_eq!(subjects(world).await.len(), 1, "{n}");
    }
    world.advance(20 * Millis::MINUTE).await;
    assert_eq!(subjects(world).await, ["Perlu perbaikan (1) · Logipay", "Perlu perbaikan (4) · Logipay"]);
    assert_eq!(mail_calls(world, case.id).await.len(), 2, "one row for all that came meanwhile");
}

async fn what_became_untrue_is_not_told(world: &World) {
    let case = registered(world).await;
    case.decide("BUSINESS_BANK", "REJECTED", "Nama pemilik berbeda").await;
    assert_eq!(world.case(case.id).await.business.state, State::ActionNeeded);
    world.advance(5 * Millis::SECOND).await;
    case.decide("BUSINESS_BANK", "ACTIVE", "").await;
    world.advance(Millis::HOUR).await;
    assert_eq!(subjects(world).await, Vec::<String>::new());
    let calls = mail_calls(world, case.id).await;
    assert_eq!(calls.iter().map(|call| call.status).collect::<Vec<_>>(), [Status::Dropped]);
    // It does not stand in the way of the next news.
    case.decide("BUSINESS_BANK", "REJECTED", "Nama pemilik berbeda").await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(subjects(world).await, ["Perlu perbaikan (1) · Logipay"]);
}

async fn an_internal_note_reaches_no_mail(world: &World) {
    let case = registered(world).await;
    case.decide("BUSINESS_BANK", "REJECTED", "Nama pemilik berbeda").await;
    case.decide("BUSINESS_CONTACT", "REJECTED", "Cocok dengan daftar pantauan").await;
    world.advance(Millis::HOUR).await;
    for letter in letters(world).await {
        assert!(!letter.text.contains("pantauan") && !letter.html.contains("pantauan"), "{}", letter.text);
    }
}

async fn news_speaks_the_persons_language_and_ends_with_one_post(world: &World) {
    let case = registered(world).await;
    assert_eq!(case.merchant.post("/language", &[("lang", "en"), ("next", "/businesses")]).await.status, 303);
    case.accept_all().await;
    world.advance(Millis::MINUTE).await;
    let told = letters(world).await;
    assert_eq!(told.last().unwrap().subject, "Your business is active · Logipay");
    assert!(told.last().unwrap().html.contains("<html lang=\"en\">"));
    let address = told.last().unwrap().unsubscribe.clone().unwrap();
    let forged = format!("{}A", &address[..address.len() - 1]);
    assert_eq!(unsubscribe(world, &format!("{}/unsubscribe/nothing", world.base)).await, 404);
    assert!(address == forged || unsubscribe(world, &forged).await == 404);
    assert!(case.merchant.get("/preferences").await.body.contains("value=\"yes\" checked"));
    assert_eq!(unsubscribe(world, &address).await, 200);
    assert_eq!(unsubscribe(world, &address).await, 200, "a mail program may ask twice");
    assert!(case.merchant.get("/preferences").await.body.contains("value=\"no\" checked"));
    // Necessary news is sent all the same.
    case.decide("BRAND.OPERATIONAL_STATUS", "SUSPENDED", "").await;
    world.advance(Millis::HOUR).await;
    case.decide("BRAND.OPERATIONAL_STATUS", "ACTIVE", "").await;
    world.advance(Millis::HOUR).await;
    let subjects = subjects(world).await;
    assert_eq!(subjects.last().unwrap(), "Your business is suspended · Logipay", "{subjects:?}");
}

async fn what_was_chosen_is_kept(world: &World) {
    let merchant = world.merchant().await;
    let answer = merchant.post("/preferences", &[("language", "en"), ("news", "no")]).await;
    assert_eq!(
        (answer.status, answer.location.as_str(), answer.cookie.as_str()),
        (303, "/preferences?saved=1", "lang=en")
    );
    let page = merchant.get("/preferences?saved=1").await.body;
    assert!(page.contains("value=\"no\" checked") && page.contains("value=\"en\" checked"));
    assert_eq!(world.reviewer().await.get("/preferences").await.status, 403);
}

async fn an_unfinished_draft_is_recalled_after_two_and_seven_days_then_never(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let other = world.merchant().await;
    let finished = other.submitted(&[]).await;
    world.clock.advance(2 * Millis::DAY - Millis::MINUTE);
    world.run_due().await;
    assert_eq!(subjects(world).await.len(), 0);
    world.clock.advance(2 * Millis::MINUTE);
    world.run_due().await;
    assert_eq!(subjects(world).await, ["Pengajuan Anda belum selesai · Logipay"]);
    world.clock.advance(5 * Millis::DAY);
    world.run_due().await;
    assert_eq!(subjects(world).await.len(), 2);
    world.clock.advance(60 * Millis::DAY);
    world.run_due().await;
    assert_eq!(subjects(world).await.len(), 2);
    let told = letters(world).await;
    assert!(told.iter().all(|letter| letter.to == merchant.email && letter.unsubscribe.is_some()));
    assert!(told[0].text.contains(&format!("{}/businesses/{id}", world.base)));
    assert_eq!(world.case(finished).await.business.state, State::PartnerCheck);
}

async fn who_works_on_it_is_not_reminded(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    for _ in 0..5 {
        world.clock.advance(Millis::DAY);
        merchant.save(id, "bank", &[("bank", "014")]).await;
        world.run_due().await;
    }
    assert_eq!(subjects(world).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_sandbox_there_is_no_mailbox() {
    let setup = crate::world::kind!(line);
    let world = World::new(crate::world::Database::Sqlite, setup).await;
    let reviewer = world.merchant().await;
    assert_eq!(reviewer.get("/mail").await.status, 404);
    let id = MailId::new(world.services.id().unwrap());
    assert_eq!(reviewer.get(&format!("/mail/{id}")).await.status, 404);
    assert_eq!(reviewer.get(&format!("/mail/{id}/html")).await.status, 404);
    world.done().await;
}
