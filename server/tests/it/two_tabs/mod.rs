//! Two tabs, or two devices, with the same form: a change of one stays, and a change of both leads to a question.

mod tab;

use crate::{
    fixes::{REJECTED, rejected},
    world::{Answer, Person, World, on_both, usual},
};
use domain::{
    application::Page,
    forms::{Filled, Task},
    ids::BusinessId,
    requirement::Changes,
};
use server::store::businesses;
use tab::{Tab, fields};

const ASKED: &str = "Mana yang dipakai?";

async fn values(world: &World, id: BusinessId, page: Page) -> Vec<String> {
    let form = world.case(id).await.form(page).into_owned();
    form.typed().into_iter().map(|(_, value)| value).collect()
}

/// Returns name, e-mail, phone and position.
async fn contact(world: &World, id: BusinessId) -> Vec<String> {
    let form = world.case(id).await.form(Page::Contact(0)).into_owned();
    let is_meant = |name: &str| ["name", "email", "phone", "position"].contains(&name);
    form.typed().into_iter().filter(|(name, _)| is_meant(name)).map(|(_, value)| value).collect()
}

on_both! {
    what_two_tabs_changed_stands, two_devices_are_two_tabs, a_clash_shows_both_values_and_keeps_nothing,
    what_was_chosen_is_kept, a_choice_that_is_not_made_or_out_of_date_is_asked_again, both_may_type_the_same,
    a_number_that_clashes_shows_its_end_alone, numbers_beside_files_merge_too,
    a_number_that_doku_no_longer_asks_for_goes_with_the_next_save, a_script_is_told_and_overwrites_nothing,
    a_page_does_not_clash_with_itself, a_form_that_does_not_say_is_kept_as_it_is, corrections_merge_too(line),
    a_form_of_a_session_that_ended_merges_as_it_was_typed
}

async fn what_two_tabs_changed_stands(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "contact", &[("name", ""), ("email", "lama@warung.example")]).await;
    let (one, two) = (Tab::open(&merchant, id, "contact").await, Tab::open(&merchant, id, "contact").await);
    let answer = two.types("name", "Ratna Sari").types("phone", "0813 2044 5566").saves().await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let answer = one.types("email", "ratna@warung.example").saves().await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(contact(world, id).await, ["Ratna Sari", "ratna@warung.example", "0813 2044 5566", ""]);
}

async fn two_devices_are_two_tabs(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let stranger = Person { world, cookie: String::new(), email: merchant.email.clone() };
    let words = [("email", merchant.email.as_str()), ("password", "nasi goreng tiap pagi")];
    let phone = Person { cookie: stranger.post("/sign-in", &words).await.cookie, ..stranger };
    // Both begin with the form as it was offered: the first save clashes with nothing.
    let (here, there) = (Tab::open(&merchant, id, "contact").await, Tab::open(&phone, id, "contact").await);
    let mut there = there.types("name", "Ratna Sari");
    assert_eq!(there.saves_itself().await, 200);
    assert_eq!(here.types("phone", "0813 2044 5566").saves().await.status, 303);
    assert_eq!(contact(world, id).await, ["Ratna Sari", merchant.email.as_str(), "0813 2044 5566", ""]);
}

/// Types two numbers in two tabs, and saves the second; returns the first with its answer.
async fn clashing<'p>(merchant: &'p Person<'p>, id: BusinessId) -> (Tab<'p>, Answer) {
    merchant.save(id, "contact", &[("name", "Ratna"), ("phone", "0811 1111 1111")]).await;
    let (one, two) = (Tab::open(merchant, id, "contact").await, Tab::open(merchant, id, "contact").await);
    assert_eq!(two.types("name", "Ratna Sari").types("phone", "0812 2222 2222").saves().await.status, 303);
    let one = one.types("phone", "0813 <3333> 3333").types("email", "ratna@warung.example");
    let asked = one.saves().await;
    assert_eq!(asked.status, 409, "{}", asked.body);
    (one, asked)
}

async fn a_clash_shows_both_values_and_keeps_nothing(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let (_, asked) = clashing(&merchant, id).await;
    let page = &asked.body;
    assert_eq!(page.matches(ASKED).count(), 1, "of one field: {page}");
    for told in
        ["0812 2222 2222", "0813 &lt;3333&gt; 3333", "Isian Anda di sini", "Tersimpan dari tab atau perangkat lain"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(page.contains("<title>Periksa 1 hal: ") && page.contains("href=\"#upon-phone\""), "{page}");
    assert!(!page.contains("data-autosave=") && !page.contains("data-kept"), "it would choose by itself: {page}");
    // Other fields are as this tab typed them, or as they are saved if it did not.
    let drawn = fields(page);
    let shown = |name: &str| drawn.iter().find(|(other, _)| other == name).unwrap().1.as_str();
    assert_eq!(
        [shown("form[name]"), shown("form[email]"), shown("form[phone]")],
        ["Ratna Sari", "ratna@warung.example", "0813 <3333> 3333"]
    );
    assert_eq!(contact(world, id).await, ["Ratna Sari", "", "0812 2222 2222", ""]);
}

async fn what_was_chosen_is_kept(world: &World) {
    let merchant = world.merchant().await;
    for (nth, kept) in [(0, "0813 <3333> 3333"), (1, "0812 2222 2222")] {
        let id = merchant.start_business().await;
        let (tab, asked) = clashing(&merchant, id).await;
        assert_eq!(tab.chooses(&asked, "phone", nth).saves().await.status, 303);
        assert_eq!(contact(world, id).await, ["Ratna Sari", "ratna@warung.example", kept, ""]);
    }
}

async fn a_choice_that_is_not_made_or_out_of_date_is_asked_again(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let (mut tab, asked) = clashing(&merchant, id).await;
    tab.fields = fields(&asked.body);
    let again = tab.saves().await;
    assert!(again.status == 409 && again.body.contains(ASKED), "{}", again.body);
    let mine = tab.chooses(&again, "phone", 0);
    let third = Tab::open(&merchant, id, "contact").await.types("phone", "0814 4444 4444");
    assert_eq!(third.saves().await.status, 303);
    let again = mine.saves().await;
    assert!(again.status == 409 && again.body.contains("0814 4444 4444"), "{}", again.body);
    assert_eq!(tab.chooses(&again, "phone", 0).saves().await.status, 303);
    assert_eq!(contact(world, id).await[2], "0813 <3333> 3333");
}

async fn both_may_type_the_same(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "contact", &[("name", "Ratna")]).await;
    let (one, two) = (Tab::open(&merchant, id, "contact").await, Tab::open(&merchant, id, "contact").await);
    assert_eq!(one.types("name", "Ratna Sari").saves().await.status, 303);
    assert_eq!(two.types("name", "Ratna\u{a0}Sari ").saves().await.status, 303);
    assert_eq!(contact(world, id).await[0].trim_end(), "Ratna\u{a0}Sari");
}

async fn a_number_that_clashes_shows_its_end_alone(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let account =
        [("bank", "014"), ("account_number", usual("bank", "account_number")), ("account_name", "Ratna Sari")];
    merchant.save(id, "bank", &account).await;
    let open = || async { Tab::open(&merchant, id, "bank").await.types("bank", "014") };
    let (one, two) = (open().await, open().await);
    let marks = one.fields.iter().filter(|(name, _)| name.starts_with("upon[")).collect::<Vec<_>>();
    assert_eq!(marks.len(), 3);
    assert!(marks.iter().all(|(_, mark)| mark.len() == 22 && !mark.contains("2233")), "{marks:?}");
    assert_eq!(two.types("account_number", "4370998877").saves().await.status, 303);
    let one = one.types("account_number", "4370554466");
    let asked = one.saves().await;
    assert_eq!(asked.status, 409, "{}", asked.body);
    assert!(asked.body.contains("···· 8877") && asked.body.contains("···· 4466"), "{}", asked.body);
    assert!(!asked.body.contains("4370998877"), "{}", asked.body);
    let theirs = one.chooses(&asked, "account_number", 1).types("bank", "014");
    assert_eq!(theirs.saves().await.status, 303);
    assert_eq!(values(world, id, Page::Bank(0)).await, ["014", "4370998877", "Ratna Sari"]);
}

async fn numbers_beside_files_merge_too(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    let field = "KTP.NO_KTP";
    let open = || Tab::open(&merchant, id, "documents");
    let (one, two, three) = (open().await, open().await, open().await);
    assert_eq!(one.types(field, usual("documents", "KTP.NO_KTP")).saves().await.status, 303);
    // Nothing was typed here: what is saved stays.
    assert_eq!(two.saves().await.status, 303);
    let number = || async { values(world, id, Page::Documents).await };
    assert_eq!(number().await, [usual("documents", "KTP.NO_KTP")]);
    let three = three.types(field, "3273205507881111");
    let asked = three.saves().await;
    assert!(asked.status == 409 && asked.body.contains("···· 0004"), "{}", asked.body);
    assert!(!asked.body.contains(usual("documents", "KTP.NO_KTP")) && asked.body.contains("NIK"), "{}", asked.body);
    assert_eq!(three.chooses(&asked, field, 0).saves().await.status, 303);
    assert_eq!(number().await, ["3273205507881111"]);
}

async fn a_number_that_doku_no_longer_asks_for_goes_with_the_next_save(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    assert_eq!(merchant.save(id, "documents", &[("KTP.NO_KTP", usual("documents", "KTP.NO_KTP"))]).await.status, 303);
    let mut list = world.case(id).await.business.checklist.unwrap().0;
    list["business"]["contact"]["documents"][0]["form"][0]["code"] = "NO_LAIN".into();
    let mut tx = world.services.store.begin().await.unwrap();
    businesses::set_checklist(&mut tx, id, &list, &Changes::default(), world.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let tab = Tab::open(&merchant, id, "documents").await.types("KTP.NO_LAIN", "3273205507881111");
    assert_eq!(tab.saves().await.status, 303);
    assert_eq!(values(world, id, Page::Documents).await, ["3273205507881111"]);
}

async fn a_script_is_told_and_overwrites_nothing(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "contact", &[("name", "Ratna")]).await;
    let open = || Tab::open(&merchant, id, "contact");
    let (mut one, mut two) = (open().await.types("name", "Ratna S"), open().await.types("phone", "0812"));
    assert_eq!((one.saves_itself().await, two.saves_itself().await), (200, 200));
    // Each continues from its own save; neither page has seen the other's.
    let (mut one, mut two) = (one.types("name", "Ratna Sari"), two.types("phone", "0812 2222 2222"));
    assert_eq!((one.saves_itself().await, two.saves_itself().await), (200, 200));
    assert_eq!(contact(world, id).await, ["Ratna Sari", "", "0812 2222 2222", ""]);
    let mut one = one.types("phone", "0813 3333 3333");
    assert_eq!((one.saves_itself().await, one.saves_itself().await), (412, 412));
    assert_eq!(contact(world, id).await, ["Ratna Sari", "", "0812 2222 2222", ""]);
    let asked = one.saves().await;
    assert!(asked.status == 409 && asked.body.contains("0812 2222 2222"), "{}", asked.body);
}

async fn a_page_does_not_clash_with_itself(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "contact", &[("name", "Ratna")]).await;
    let first = Tab::open(&merchant, id, "contact").await.types("name", "Ratna S");
    let upon = first.fields.clone();
    assert_eq!(first.send("application/json", "").await.status, 200, "its answer gets lost");
    let mut next = Tab { fields: upon, ..first }.types("name", "Ratna Sari");
    assert_eq!(next.send("application/json", "").await.status, 412);
    next.put("tried[name]".into(), "Ratna S");
    assert_eq!(next.saves().await.status, 303);
    assert_eq!(contact(world, id).await[0], "Ratna Sari");
}

async fn a_form_that_does_not_say_is_kept_as_it_is(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "contact", &[("name", "Ratna"), ("phone", "0811")]).await;
    merchant.save(id, "contact", &[("name", "Ratna Sari")]).await;
    assert_eq!(contact(world, id).await, ["Ratna Sari", "", "", ""]);
}

async fn corrections_merge_too(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    let open = || async { Tab::open(&merchant, id, "bank").await.types("bank", "014") };
    let (one, two) = (open().await, open().await);
    assert_eq!(two.types("account_number", "4370112244").saves().await.status, 303);
    assert_eq!(one.types("account_name", "Ratna Sari").saves().await.status, 303);
    assert_eq!(values(world, id, Page::Bank(0)).await, ["014", "4370112244", "Ratna Sari"]);
    let case = world.case(id).await;
    assert_eq!(case.sent_form(Page::Bank(0)).task(), Task::Bank);
    let Filled::Bank(sent) = case.sent_form(Page::Bank(0)).into_owned() else { panic!("a bank") };
    assert_eq!(sent.account_number, "0000000002", "what DOKU has is no part of the merge");
}

async fn a_form_of_a_session_that_ended_merges_as_it_was_typed(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "contact", &[("name", "Ratna")]).await;
    let old = Tab::open(&merchant, id, "contact").await.types("phone", "0813 3333 3333");
    merchant.save(id, "contact", &[("name", "Ratna Sari")]).await;
    merchant.post("/sign-out", &[]).await;
    let refused = old.saves().await;
    assert!(refused.location.starts_with("/sign-in"), "{}", refused.location);
    let browser = Person { world, cookie: refused.cookie.clone(), email: merchant.email.clone() };
    let words = [("email", merchant.email.as_str()), ("password", "nasi goreng tiap pagi")];
    let entered = browser.post("/sign-in", &words).await;
    let again = Person { cookie: format!("{}; {}", entered.cookie, refused.cookie), ..browser };
    let tab = Tab::open(&again, id, "contact").await;
    assert!(tab.fields.contains(&("form[phone]".into(), "0813 3333 3333".into())), "{:?}", tab.fields);
    assert_eq!(tab.saves().await.status, 303);
    assert_eq!(contact(world, id).await, ["Ratna Sari", "", "0813 3333 3333", ""]);
}
