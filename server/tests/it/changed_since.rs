//! The check page sends what it showed: what was changed since, in another tab or on another device, is seen first.

use crate::{
    fixes::{REJECTED, fix_three, rejected},
    world::{Answer, Person, World, bank, jpeg, on_both, usual},
};
use app::{
    error::AppError,
    texts::{Lang, app_error, texts},
};
use domain::{ids::BusinessId, kyb::State};
use reqwest::header;
use server::value;

on_both! {
    what_another_tab_saved_is_not_submitted_unseen, a_file_that_was_replaced_is_seen_first_and_an_upload_changes_nothing,
    a_page_from_before_shows_once_more_what_is_sent, a_script_is_told_the_code, a_mark_tells_nothing,
    corrections_are_seen_first_too(line)
}

/// Checks that nothing was sent, and that the page says in both languages that something changed.
async fn is_asked_to_look_again(merchant: &Person<'_>, id: BusinessId, answer: &Answer) {
    let asked = format!("/businesses/{id}/check?problem=changed_since");
    assert_eq!((answer.status, answer.location.as_str()), (303, asked.as_str()), "{}", answer.body);
    for lang in [Lang::Id, Lang::En] {
        let cookie = format!("{}; lang={}", merchant.cookie, lang.as_str());
        let reader = Person { world: merchant.world, cookie, email: merchant.email.clone() };
        let page = reader.get(&asked).await.body;
        let words = app_error(texts(lang), &AppError::ChangedSince);
        assert!(page.contains(words.title) && page.contains(words.text), "{page}");
    }
}

async fn filled(world: &World) -> (Person<'_>, BusinessId) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    (merchant, id)
}

async fn submissions(world: &World, id: BusinessId) -> i64 {
    let mut db = world.services.store.read().await.unwrap();
    value!(&mut db, "select count(*) from submissions where business_id = $1", id).await.unwrap()
}

async fn what_another_tab_saved_is_not_submitted_unseen(world: &World) {
    let (merchant, id) = filled(world).await;
    let shown = merchant.shown(id).await;
    assert!(merchant.save(id, "bank", &bank("5220304455")).await.status < 400);
    let answer = merchant.send("submit", id, &shown).await;
    is_asked_to_look_again(&merchant, id, &answer).await;
    assert_eq!((world.case(id).await.business.state, submissions(world, id).await), (State::Ready, 0));
    // The page now shows it, and sends it.
    let page = merchant.get(&answer.location).await.body;
    assert!(page.contains("5220304455") && !page.contains(&shown), "{page}");
    assert_eq!(merchant.submit(id).await.location, format!("/businesses/{id}"));
    assert_eq!(submissions(world, id).await, 1);
    // A person who presses twice is not asked: the first click has sent it.
    assert_eq!(merchant.send("submit", id, &shown).await.location, format!("/businesses/{id}"));
    assert_eq!(submissions(world, id).await, 1);
}

async fn a_file_that_was_replaced_is_seen_first_and_an_upload_changes_nothing(world: &World) {
    let (merchant, id) = filled(world).await;
    let shown = merchant.shown(id).await;
    // The same words saved again, and files that arrive at DOKU, are no change.
    merchant.save(id, "bank", &bank(usual("bank", "account_number"))).await;
    world.run_due().await;
    assert_eq!(merchant.shown(id).await, shown);
    merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    let answer = merchant.send("submit", id, &shown).await;
    is_asked_to_look_again(&merchant, id, &answer).await;
    // A number beside the file is one of its values.
    let shown = merchant.shown(id).await;
    merchant.save(id, "documents", &[("KTP.NO_KTP", "3273205507880009")]).await;
    is_asked_to_look_again(&merchant, id, &merchant.send("submit", id, &shown).await).await;
    assert_eq!(merchant.submit(id).await.location, format!("/businesses/{id}"));
}

async fn a_page_from_before_shows_once_more_what_is_sent(world: &World) {
    let (merchant, id) = filled(world).await;
    let answer = merchant.post(&format!("/businesses/{id}/submit"), &[]).await;
    is_asked_to_look_again(&merchant, id, &answer).await;
    assert_eq!(submissions(world, id).await, 0);
}

async fn a_script_is_told_the_code(world: &World) {
    let (merchant, id) = filled(world).await;
    let request =
        merchant.plain_request(&format!("/businesses/{id}/submit")).header(header::ACCEPT, "application/json");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body("shown=x");
    let answer = Answer::read(request.send().await.unwrap()).await;
    assert_eq!((answer.status, answer.body.as_str()), (409, "changed_since"));
}

async fn a_mark_tells_nothing(world: &World) {
    let (merchant, id) = filled(world).await;
    let (other, same) = (world.merchant().await, merchant.shown(id).await);
    let another = other.start_business().await;
    let owner = [("contact.email", merchant.email.as_str()), ("business.email", merchant.email.as_str())];
    other.fill(another, &owner).await;
    let mark = other.shown(another).await;
    assert!(mark.len() == 22 && mark != same, "the same words of two businesses have one mark: {mark}");
}

async fn corrections_are_seen_first_too(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    fix_three(&merchant, id).await;
    let shown = merchant.shown(id).await;
    assert!(!shown.is_empty());
    merchant.save(id, "bank", &bank("5220304455")).await;
    is_asked_to_look_again(&merchant, id, &merchant.send("fixes", id, &shown).await).await;
    let shown = merchant.shown(id).await;
    merchant.upload(id, "KTP", "ktp-lain.jpg", jpeg(902)).await;
    is_asked_to_look_again(&merchant, id, &merchant.send("fixes", id, &shown).await).await;
    is_asked_to_look_again(&merchant, id, &merchant.send("fixes", id, "").await).await;
    let sent = async || -> i64 {
        let mut db = world.services.store.read().await.unwrap();
        value!(&mut db, "select count(*) from updates where business_id = $1", id).await.unwrap()
    };
    assert_eq!((world.case(id).await.business.state, sent().await), (State::ActionNeeded, 0));
    let shown = merchant.shown(id).await;
    world.run_due().await;
    assert_eq!(merchant.shown(id).await, shown, "an upload changes nothing");
    assert_eq!(merchant.send("fixes", id, &shown).await.location, format!("/businesses/{id}"));
    assert_eq!((world.case(id).await.business.state, sent().await), (State::Sending, 1));
}
