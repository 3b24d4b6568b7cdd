//! The merchant's pages: whose turn it is, until when, why something is locked, what is saved; no more, and each once.

use crate::{
    callback_order::registered,
    fixes::{PUT, REJECTED, fix_three, rejected, send},
    needs_person::unanswered,
    outbox::refused,
    usual::escape,
    world::{Answer, Person, World, on_both},
};
use app::texts::{Lang, when};
use domain::{
    Millis,
    kyb::{FacetKey, State, Verdict},
};
use http::header;
use server::seed;

/// Returns the status card.
pub fn card(page: &str) -> &str {
    let rest = page.split_once("data-state=\"").map_or("", |(_, rest)| rest);
    rest.split("</section>").next().unwrap_or_default()
}

/// Returns the sentences beside a lock.
fn locks(page: &str) -> Vec<&str> {
    page.split("class=\"lock\"").skip(1).filter_map(|rest| rest.split("</p>").next()).collect()
}

/// Saves as scripts do, while somebody types.
async fn typed(who: &Person<'_>, id: domain::ids::BusinessId, task: &str, fields: &[(&str, &str)]) -> u16 {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", escape(&format!("form[{name}]")), escape(value));
    let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
    let request = who.plain_request(&format!("/businesses/{id}/{task}"));
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.header(header::ACCEPT, "application/json").body(body).send().await.unwrap().status().as_u16()
}

/// Posts after the end of a session, by a browser that then signs in again.
async fn too_late<'w>(who: &Person<'w>, path: &str, fields: &[(&str, &str)]) -> (Person<'w>, Answer) {
    who.post("/sign-out", &[]).await;
    let answer = who.post(path, fields).await;
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
    let held = cookies.filter(|cookie| cookie.starts_with("kept=")).map(|cookie| cookie.split(';').next().unwrap());
    let held: Vec<String> = held.map(str::to_owned).collect();
    let again = who.world.sign_in_as(who).await;
    let cookie = [vec![again.cookie.clone()], held].concat().join("; ");
    (Person { world: who.world, cookie, email: who.email.clone() }, answer)
}

on_both! {
    a_bank_account_that_is_checked_says_until_when_and_one_that_is_late_says_so(explicit), a_lock_says_whose_turn_it_is,
    while_fixes_are_sent_only_they_are_said_to_be_sent(line),
    what_is_locked_while_somebody_types_is_not_said_to_be_tried_again,
    after_a_session_that_ended_one_thing_is_said_and_it_is_true, a_button_that_was_pressed_too_late_is_no_typed_word,
    active_says_what_comes_first_from_what_is_known(explicit),
    the_same_words_about_several_parts_are_told_once_whenever_they_came(explicit),
    why_doku_declined_stands_first_and_once(explicit), a_name_of_four_hundred_letters_fills_no_page,
    a_wrong_account_that_saved_itself_is_named_and_its_page_says_what_is_wrong(automatic),
    fixes_that_failed_once_may_be_mended_there_while_they_still_wait(line)
}

async fn a_bank_account_that_is_checked_says_until_when_and_one_that_is_late_says_so(world: &World) {
    let case = registered(world).await;
    let path = format!("/businesses/{}", case.id);
    let bank =
        world.case(case.id).await.application.facets.into_iter().find(|row| row.key == FacetKey::Bank(0)).unwrap();
    let until =
        format!("Rekening bank Anda diperiksa DOKU tersendiri, sampai {}.", when(Lang::Id, bank.deadline.unwrap().due));
    let page = case.merchant.get(&path).await.body;
    assert!(card(&page).contains(&until), "{page}");
    let form = case.merchant.get(&format!("{path}/bank")).await.body;
    assert!(
        form.contains(&until) && !case.merchant.get(&format!("{path}/address")).await.body.contains("tersendiri"),
        "{form}"
    );
    world.advance(25 * Millis::HOUR).await;
    let page = case.merchant.get(&path).await.body;
    assert!(card(&page).contains("lebih lama dari yang dijanjikan.") && !page.contains("tersendiri, sampai"), "{page}");
    case.decide("BUSINESS_BANK", "VERIFIED", "").await;
    let page = case.merchant.get(&path).await.body;
    assert!(!card(&page).contains("ekening bank Anda di"), "{page}");
}

async fn a_lock_says_whose_turn_it_is(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let page = merchant.get(&format!("/businesses/{id}/bank")).await.body;
    assert!(locks(&page).len() == 1 && locks(&page)[0].contains("Logipay sedang memeriksa bagian ini"), "{page}");
    merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    for part in ["bank", "documents"] {
        let page = merchant.get(&format!("/businesses/{id}/{part}")).await.body;
        assert!(
            locks(&page).len() == 1 && locks(&page)[0].contains("Anda membatalkan pengajuan ini"),
            "{part}: {page}"
        );
    }
}

async fn while_fixes_are_sent_only_they_are_said_to_be_sent(world: &World) {
    let (merchant, id, _) = unanswered(world, refused(502, "")).await;
    let lock = async |part: &str| {
        let page = merchant.get(&format!("/businesses/{id}/{part}")).await.body;
        locks(&page).first().map(|lock| (*lock).to_owned()).unwrap_or_default()
    };
    assert!(
        lock("bank").await.contains("terkendala") && lock("bank").await.contains("Logipay"),
        "{}",
        lock("bank").await
    );
    assert!(lock("contact").await.contains("DOKU sudah menerima bagian ini"), "{}", lock("contact").await);
    // Files in different states are described one by one.
    let page = merchant.get(&format!("/businesses/{id}/documents")).await.body;
    let selfie = page.split("id=\"slot-OWNER_LIVENESS\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(selfie.contains("DOKU sudah menerima bagian ini") && !selfie.contains("terkendala"), "{page}");
}

async fn what_is_locked_while_somebody_types_is_not_said_to_be_tried_again(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    let page = merchant.get(&format!("/businesses/{id}/bank")).await.body;
    assert!(
        page.contains("data-locked=\"Belum tersimpan: bagian ini sudah terkunci.")
            && page.contains("data-ended=\"Belum tersimpan: sesi"),
        "{page}"
    );
    merchant.submit(id).await;
    assert_eq!(typed(&merchant, id, "bank", &[("bank", "008")]).await, 409);
    assert_eq!(typed(&world.nobody(), id, "bank", &[("bank", "008")]).await, 401);
}

async fn after_a_session_that_ended_one_thing_is_said_and_it_is_true(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.save(id, "contact", &[("name", "R"), ("phone", "1")]).await;
    let path = format!("/businesses/{id}/contact");
    let page = merchant.get(&path).await.body;
    assert!(page.contains("Tersimpan ") && page.contains("Isian Anda tersimpan."), "{page}");
    let fields = [("form[name]", "Ratna Sari"), ("form[phone]", "0813-2044-5566")];
    let (again, _) = too_late(&merchant, &path, &fields).await;
    let page = again.get(&path).await.body;
    assert!(page.contains("sebelum isian ini tersimpan") && page.contains("0813-2044-5566"), "{page}");
    assert!(!page.contains("Tersimpan ") && !page.contains("Isian Anda tersimpan."), "{page}");

    // The part was locked meanwhile: the kept values have no place any more, and nobody is told otherwise.
    again.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    let page = again.get(&path).await.body;
    assert!(page.contains("Bagian ini terkunci") && page.contains("tidak tersimpan"), "{page}");
    assert!(!page.contains("sebelum isian ini tersimpan") && !page.contains("Tersimpan "), "{page}");
}

async fn a_button_that_was_pressed_too_late_is_no_typed_word(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    let business = id.to_string();
    let (again, answer) = too_late(&merchant, &format!("/businesses/{business}/submit"), &[("shown", "c2hvd24")]).await;
    assert!(
        answer.location.starts_with("/sign-in?next=") && answer.location.ends_with("&why=pressed"),
        "{}",
        answer.location
    );
    assert!(world.nobody().get(&answer.location).await.body.contains("belum diproses"), "nobody says so");
    for page in ["/check", ""] {
        let page = again.get(&format!("/businesses/{id}{page}")).await.body;
        assert!(!page.contains("Yang Anda ketik masih ada"), "{page}");
    }
    assert_eq!(world.case(id).await.business.state, State::Ready);
}

async fn active_says_what_comes_first_from_what_is_known(world: &World) {
    let case = registered(world).await;
    case.accept_all().await;
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    let card = card(&page);
    for part in [
        "Untuk pembayaran pertama, tanyakan kepada Logipay cara memakai ",
        "QRIS",
        "Hasil penjualan dicairkan ke ",
        &case.brand,
        "href=\"mailto:bantuan@logipay.example\"",
    ] {
        assert!(card.contains(part), "{part}: {card}");
    }
    assert!(!card.contains("dasbor") && !card.contains("DOKU Care"), "{card}");
}

async fn the_same_words_about_several_parts_are_told_once_whenever_they_came(world: &World) {
    let case = registered(world).await;
    for (id, entity) in [("a", "BRAND"), ("b", "BUSINESS_ADDRESS")] {
        world.callback(id, &case.says(entity, "SUSPENDED", Some("Keluhan pelanggan."))).await;
        world.run_due().await;
        world.clock.advance(10 * Millis::MINUTE);
    }
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    assert_eq!(page.matches("Keluhan pelanggan.").count(), 1, "{page}");
    world.advance(40 * Millis::MINUTE).await;
    let letter = crate::mail::letters(world).await.pop().unwrap();
    assert_eq!(letter.text.matches("Keluhan pelanggan.").count(), 1, "{}", letter.text);
}

async fn why_doku_declined_stands_first_and_once(world: &World) {
    let case = registered(world).await;
    world.callback("no", &case.says("BUSINESS_BANK", "DECLINED", Some("Rekening ditutup oleh bank."))).await;
    world.run_due().await;
    assert_eq!(world.case(case.id).await.business.state, State::Declined);
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    assert_eq!(page.matches("Rekening ditutup oleh bank.").count(), 1, "{page}");
    let at = |part: &str| card(&page).find(part).unwrap_or(usize::MAX);
    assert!(at("Rekening ditutup oleh bank.") < at("masih tersimpan di sini").min(at("Pencairan")), "{page}");
}

async fn a_name_of_four_hundred_letters_fills_no_page(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let long = "W".repeat(400);
    merchant.save(id, "business", &[("name", &long)]).await;
    let admin = world.sign_in(seed::ADMIN).await;
    let (own, search) = (format!("/businesses/{id}"), format!("/review?tab=drafts&search={}", escape(&merchant.email)));
    let case = admin.get(&format!("/review/{id}")).await.body;
    let title = case.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap().to_owned();
    let lists = [merchant.get("/businesses").await.body, merchant.get(&own).await.body, admin.get(&search).await.body];
    for (n, page) in lists.into_iter().chain([title]).enumerate() {
        let heads = page.split("<bdi>WWW").skip(1).filter_map(|rest| rest.split("</bdi>").next());
        let longest = heads.map(|name| name.chars().count() + 3).max().unwrap_or_default();
        assert!((3..=256).contains(&longest), "{n}: {longest}");
    }
    // The whole value is on the page that corrects it.
    assert!(merchant.get(&format!("{own}/business")).await.body.contains(&long));
}

async fn a_wrong_account_that_saved_itself_is_named_and_its_page_says_what_is_wrong(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    assert_eq!(typed(&merchant, id, "social", &[("instagram", ""), ("facebook", "Warung Ratna")]).await, 200);
    let path = format!("/businesses/{id}");
    let row = |page: &str| page.split("id=\"row-social\"").nth(1).unwrap().split("</li>").next().unwrap().to_owned();
    let page = merchant.get(&path).await.body;
    assert!(row(&page).contains("Perbaiki, atau kosongkan") && page.contains("8 dari 9 selesai"), "{page}");
    let check = merchant.get(&format!("{path}/check")).await.body;
    let errors = check.split("class=\"errors\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(errors.contains(&format!("href=\"{path}/social\"")) && !check.contains("submit-form"), "{check}");
    assert!(
        merchant.get(&format!("{path}/social")).await.body.contains("aria-invalid=\"true\""),
        "the page says nothing"
    );
    // Nothing is to be corrected after the end.
    merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    assert!(!row(&merchant.get(&path).await.body).contains("kosongkan"));
}

async fn fixes_that_failed_once_may_be_mended_there_while_they_still_wait(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    fix_three(&merchant, id).await;
    world.run_due().await;
    let admin = world.sign_in(seed::ADMIN).await;
    let case = format!("/review/{id}");
    assert!(!admin.get(&case).await.body.contains("/review/calls/"), "nothing was sent yet");
    world.line().next(PUT, 10_000, refused(503, ""));
    send(&merchant, id).await;
    assert!(!admin.get(&case).await.body.contains("/review/calls/"), "nothing failed yet");
    world.run_due().await;
    let page = admin.get(&case).await.body;
    let call = world.calls(id).await.into_iter().find(|call| call.kind == server::store::outbox::Kind::Update).unwrap();
    assert_eq!(call.status, server::store::outbox::Status::Waiting);
    let (call, name) = (call.id.to_string(), format!("reasons[mended-{}]", call.id));
    assert!(page.contains(&format!("/review/calls/{call}/mend")) && page.contains(&name), "{page}");
    let mend =
        async || admin.post(&format!("/review/calls/{call}/mend"), &[(&name, "Dewi, tiket 4711.")]).await.location;
    assert!(mend().await.ends_with("problem=still_rejected"));
    assert_eq!(world.case(id).await.business.state, State::Sending);
    let business = world.case(id).await.business.doku_business_id.unwrap();
    world.order(&format!("registrations/{business}/drop"), &serde_json::json!({})).await;
    world.clock.advance(Millis::MINUTE);
    for (entity, verdict) in
        [("BUSINESS_BANK", "PENDING"), ("BUSINESS_ADDRESS", "PENDING"), ("BUSINESS_DOCUMENT", "ACTIVE")]
    {
        let order = serde_json::json!({"entity": entity, "verdict": verdict});
        world.order(&format!("registrations/{business}/decide"), &order).await;
    }
    assert!(!mend().await.contains("problem"));
    world.line().mend();
    let sent = world.line().passed(PUT).len();
    for _ in 0..8 {
        world.advance(3 * Millis::HOUR).await;
    }
    let stands = world.case(id).await;
    assert_eq!(world.line().passed(PUT).len(), sent, "sent after all");
    let bank = stands.facets.iter().find(|row| row.key == FacetKey::Bank(0)).unwrap();
    assert!(
        stands.business.state != State::Sending && bank.verdict != Verdict::Rejected,
        "{:?}",
        stands.business.state
    );
    assert!(mend().await.ends_with("problem=out_of_date"));
}
