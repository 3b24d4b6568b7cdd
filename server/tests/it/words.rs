//! The words are true: no act that nobody did, no service that is off, no money that is not there.

use crate::{
    callback_order::registered,
    fixes::{PUT, rejected, send},
    letters::without_service,
    mail::letters,
    outbox::REGISTER,
    world::{Person, World, jpeg, on_both},
};
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{FacetKey, State, Verdict},
};
use serde_json::{Value, json};

/// Returns the status card.
fn card(page: &str) -> &str {
    let rest = page.split_once("data-state=\"").map_or("", |(_, rest)| rest);
    rest.split("</section>").next().unwrap_or_default()
}

/// Returns the colours of the tags and cards that hold a word, wherever it is text.
fn tone<'p>(page: &'p str, word: &str) -> Vec<&'p str> {
    let before = page.match_indices(word).map(|(at, _)| &page[..at]).filter(|before| before.ends_with('>'));
    let tones = before.filter_map(|before| before.rsplit("data-tone=\"").next());
    tones.filter_map(|rest| rest.split('"').next()).collect()
}

async fn ask_for_refresh(world: &World, id: BusinessId, who: &Person<'_>) -> bool {
    let page = who.get(&format!("/businesses/{id}")).await;
    assert_eq!(page.status, 200, "{:?}", world.case(id).await.business.state);
    let head = page.body.split("</head>").next().unwrap();
    assert!(!page.body[head.len()..].contains("http-equiv"), "not in the body");
    head.contains("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>")
}

on_both! {
    active_without_a_service_is_called_so_in_waiting_colours_everywhere(explicit),
    a_suspension_quotes_doku_and_says_where_the_money_is_and_whom_to_write_to(explicit),
    what_doku_declined_says_where_the_money_is_and_whom_to_write_to(explicit),
    what_the_partner_declined_never_had_money_at_doku, one_note_about_two_parts_is_told_once_with_both_names(explicit),
    what_the_partner_looks_at_refreshes_by_itself_and_reads_as_sent,
    a_wrong_account_that_may_stay_empty_is_counted_and_can_be_emptied(automatic),
    nobody_is_said_to_have_asked_doku_until_somebody_marked_that_they_did(explicit),
    a_page_refreshes_without_scripts_only_while_doku_or_we_act(explicit),
    how_many_transactions_is_told_only_by_who_chose_it(line),
    the_check_page_shows_what_is_sent_beside_what_was_typed(automatic),
    a_bank_book_photo_has_a_place_and_goes_with_the_account(line),
    a_bank_book_that_doku_will_never_take_goes_back_to_the_merchant(line)
}

async fn active_without_a_service_is_called_so_in_waiting_colours_everywhere(world: &World) {
    let case = without_service(world).await;
    let (word, reviewer) = ("Terverifikasi, belum ada layanan", world.reviewer().await);
    let id = case.id;
    let mut pages = Vec::new();
    for path in ["/businesses".to_owned(), format!("/businesses/{id}"), "/states".to_owned()] {
        pages.push((case.merchant.get(&path).await.body, path));
    }
    for path in ["/review?tab=active".to_owned(), format!("/review/{id}"), "/review?search=ratna".to_owned()] {
        pages.push((reviewer.get(&path).await.body, path));
    }
    for (page, path) in &pages {
        let main = page.split("<main").nth(1).unwrap();
        assert!(!tone(main, word).is_empty() && tone(main, word).iter().all(|tone| *tone == "wait"), "{path}: {main}");
        if path != "/states" {
            assert!(!main.contains("dapat menerima pembayaran"), "{path}: {main}");
        }
    }
    assert!(pages[4].0.contains("Anda dan DOKU"), "who acts next");
    let pack = reviewer.get(&format!("/review/{id}/evidence.txt")).await.body;
    assert!(pack.contains(&format!("Status: {word}")), "{pack}");
    case.decide("BRAND_PRODUCT", "ACTIVE", "").await;
    let page = case.merchant.get("/businesses").await.body;
    assert!(page.contains("Aktif") && !page.contains(word), "{page}");
}

async fn a_suspension_quotes_doku_and_says_where_the_money_is_and_whom_to_write_to(world: &World) {
    let case = registered(world).await;
    case.accept_all().await;
    world
        .callback("stop", &case.says("BRAND.OPERATIONAL_STATUS", "SUSPENDED", Some("Alamat tidak dapat dihubungi.")))
        .await;
    world.run_due().await;
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    let card = card(&page);
    let around = card.split("<q>Alamat tidak dapat dihubungi.").next().unwrap();
    assert!(around.len() < card.len() && around.rsplit('<').next().unwrap().contains("lang=\"id\""), "{card}");
    assert!(card.contains("Pencairan") && card.contains(&case.brand), "{card}");
    assert!(card.contains("href=\"mailto:bantuan@logipay.example\""), "{card}");
    world.advance(40 * Millis::MINUTE).await;
    let letter = letters(world).await.pop().unwrap();
    for part in ["“Alamat tidak dapat dihubungi.”", "Pencairan", &case.brand, "bantuan@logipay.example"] {
        assert!(
            letter.text.contains(part) && letter.html.contains(part.trim_matches(['“', '”'])),
            "{part}: {}",
            letter.text
        );
    }
    assert!(letter.html.contains("lang=\"id\">“Alamat"), "{}", letter.html);
}

async fn what_doku_declined_says_where_the_money_is_and_whom_to_write_to(world: &World) {
    let case = registered(world).await;
    world.callback("no", &case.says("BUSINESS_BANK", "DECLINED", Some("Rekening ditutup oleh bank."))).await;
    world.run_due().await;
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    let card = card(&page);
    assert!(card.contains("<q>Rekening ditutup oleh bank."), "{card}");
    assert!(card.contains("DOKU Care") && card.contains(&case.brand), "{card}");
    assert!(card.contains("href=\"mailto:bantuan@logipay.example\""), "{card}");
}

async fn what_the_partner_declined_never_had_money_at_doku(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let admin = world.sign_in(server::seed::ADMIN).await;
    admin.decide("decline", id, &[("reason", "Bukan usaha.")]).await;
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(card(&page).contains("Logipay") && !card(&page).contains("DOKU Care"), "{page}");
    assert!(card(&page).contains("href=\"mailto:bantuan@logipay.example\""), "{page}");
}

async fn one_note_about_two_parts_is_told_once_with_both_names(world: &World) {
    let case = registered(world).await;
    for (id, entity) in [("a", "BRAND"), ("b", "BUSINESS_ADDRESS")] {
        world.callback(id, &case.says(entity, "SUSPENDED", Some("Keluhan pelanggan."))).await;
    }
    world.run_due().await;
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    assert_eq!(card(&page).matches("Keluhan pelanggan.").count(), 1, "{page}");
    let names = ["Merek, Alamat · Catatan DOKU", "Alamat, Merek · Catatan DOKU"];
    assert!(names.iter().any(|both| card(&page).contains(both)), "{page}");
}

async fn what_the_partner_looks_at_refreshes_by_itself_and_reads_as_sent(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    assert!(ask_for_refresh(world, id, &merchant).await, "the partner looks");
    let check = merchant.get(&format!("/businesses/{id}/check")).await.body;
    assert!(check.contains("Anda sudah mengirim pengajuan ini.") && check.contains("/receipt\""), "{check}");
    assert!(!check.contains("yang akan dikirim"), "{check}");
}

async fn a_wrong_account_that_may_stay_empty_is_counted_and_can_be_emptied(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    let path = format!("/businesses/{id}");
    let saved = merchant.save(id, "social", &[("instagram", "batik.ratna"), ("facebook", "")]).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    merchant.save(id, "social", &[("instagram", "batik.ratna"), ("facebook", "Warung Ratna")]).await;
    let form = merchant.get(&format!("{path}/social")).await.body;
    assert!(form.contains("Pakai nama pengguna halaman tanpa spasi"), "{form}");
    let page = merchant.get(&path).await.body;
    assert!(page.contains("8 dari 9 selesai") && page.contains("Perbaiki, atau kosongkan"), "{page}");
    merchant.save(id, "social", &[("instagram", ""), ("facebook", "")]).await;
    let page = merchant.get(&path).await.body;
    assert!(page.contains("8 dari 8 selesai") && page.contains("Siap dikirim"), "{page}");
}

async fn nobody_is_said_to_have_asked_doku_until_somebody_marked_that_they_did(world: &World) {
    let case = registered(world).await;
    world.advance(49 * Millis::HOUR).await;
    let path = format!("/businesses/{}", case.id);
    let page = case.merchant.get(&path).await.body;
    assert!(page.contains("Lebih lama dari yang dijanjikan"), "{page}");
    assert!(!page.contains("menanyakan") && !page.contains("sudah mengirim bukti"), "{page}");
    let (reviewer, business) = (world.reviewer().await, case.id.to_string());
    let refused = case.merchant.post(&format!("/review/{business}/evidence"), &[]).await;
    assert_eq!(refused.status, 403, "{}", refused.location);
    let marked = reviewer.post(&format!("/review/{business}/evidence"), &[]).await;
    assert_eq!((marked.status, marked.location), (303, format!("/review/{}/evidence", case.id)));
    assert_eq!(
        world.count("select count(*) from audit where action = 'evidence_sent' and account_id is not null").await,
        1
    );
    let page = case.merchant.get(&path).await.body;
    assert!(page.contains("Logipay sudah mengirim bukti ke DOKU"), "{page}");
    assert!(reviewer.get(&format!("/review/{}/evidence", case.id)).await.body.contains("Ditandai sudah dikirim"));
    // A new promise begins without it.
    case.decide("BUSINESS_BANK", "REJECTED", "Nama berbeda.").await;
    assert!(!case.merchant.get(&path).await.body.contains("sudah mengirim bukti"));
}

async fn a_page_refreshes_without_scripts_only_while_doku_or_we_act(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    assert!(!ask_for_refresh(world, id, &merchant).await, "somebody fills in");
    merchant.fill(id, &[]).await;
    assert!(!ask_for_refresh(world, id, &merchant).await, "ready");
    merchant.submit(id).await;
    assert!(ask_for_refresh(world, id, &merchant).await, "we send");
    world.run_due().await;
    assert!(ask_for_refresh(world, id, &merchant).await, "DOKU looks");
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    let itself = page.split("diperbarui otomatis").next().unwrap();
    assert!(itself.rsplit('<').next().unwrap().contains("class=\"streaming\""), "{page}");
    assert!(page.contains("class=\"refresh\""));
    for path in ["bank", "documents", "check"] {
        let form = merchant.get(&format!("/businesses/{id}/{path}")).await.body;
        assert!(!form.contains("http-equiv"), "{path}");
    }
}

async fn how_many_transactions_is_told_only_by_who_chose_it(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[("brand.transaction_quantity", "")]).await;
    world.run_due().await;
    let sent: Value = serde_json::from_slice(&world.line().passed(REGISTER)[0].body).unwrap();
    let brand = sent.pointer("/business/brands/0").unwrap();
    assert!(brand.get("transaction_quantity").is_none() && brand["transaction_frequency"] == "UMI", "{brand}");
    let said = merchant.submitted(&[]).await;
    world.run_due().await;
    let sent: Value = serde_json::from_slice(&world.line().passed(REGISTER)[1].body).unwrap();
    assert_eq!(sent.pointer("/business/brands/0/transaction_quantity"), Some(&json!("UP_TO_100")));
    assert!(world.case(id).await.standing.is_registered && world.case(said).await.standing.is_registered);
}

async fn the_check_page_shows_what_is_sent_beside_what_was_typed(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    let page = merchant.get(&format!("/businesses/{id}/check")).await.body;
    for said in ["Diundang ke dasbor DOKU", "Negara", "Rupiah (IDR)", "Kewarganegaraan"] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

async fn a_bank_book_photo_has_a_place_and_goes_with_the_account(world: &World) {
    let (merchant, id) = rejected(world, &[("bank.account_number", "0000000003")]).await;
    let page = merchant.get(&format!("/businesses/{id}/bank")).await.body;
    assert!(page.contains("/documents?fix=BANK%5FACCOUNT"), "{page}");
    let page = merchant.get(&format!("/businesses/{id}/documents")).await.body;
    assert!(page.contains("id=\"slot-BANK_ACCOUNT\"") && page.contains("Foto buku tabungan"), "{page}");
    let answer = merchant.upload(id, "BANK_ACCOUNT", "buku.jpg", jpeg(640)).await;
    assert!(answer.status == 303 && !answer.location.contains("problem"), "{} {}", answer.location, answer.body);
    world.run_due().await;
    assert!(!send(&merchant, id).await.location.contains("problem"));
    world.advance(Millis::MINUTE).await;
    let sent: Value = serde_json::from_slice(&world.line().passed(PUT)[0].body).unwrap();
    let book = sent.pointer("/business/banks/0/documents/0").unwrap();
    assert!(book["category"] == "BANK_ACCOUNT" && book["id"].as_str().unwrap().starts_with("DCM-"), "{book}");
    let stands = world.case(id).await;
    let bank = stands.facets.iter().find(|row| row.key == FacetKey::Bank(0)).unwrap();
    assert_eq!((stands.business.state, bank.verdict), (State::Active, Verdict::Accepted));
    let page = merchant.get(&format!("/businesses/{id}/documents")).await.body;
    assert!(page.contains("buku.jpg"), "what was sent stays in view: {page}");
}

/// It stands on no list of DOKU's, so it is the one file whose refusal could find no row.
async fn a_bank_book_that_doku_will_never_take_goes_back_to_the_merchant(world: &World) {
    let (merchant, id) = rejected(world, &[("bank.account_number", "0000000003")]).await;
    merchant.upload(id, "BANK_ACCOUNT", "sim-413.jpg", jpeg(640)).await;
    send(&merchant, id).await;
    world.advance(Millis::MINUTE).await;
    let case = world.case(id).await;
    assert!(
        case.returned.contains_key("BANK_ACCOUNT") && case.business.state == State::ActionNeeded,
        "it waits for ever"
    );
    let page = merchant.get(&format!("/businesses/{id}/documents")).await.body;
    assert!(page.contains("FILE SIZE EXCEEDS 15 MB"), "DOKU's words are not shown beside the document");
    merchant.upload(id, "BANK_ACCOUNT", "buku.jpg", jpeg(641)).await;
    world.run_due().await;
    assert!(!send(&merchant, id).await.location.contains("problem"));
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
}
