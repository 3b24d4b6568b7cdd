//! A receipt shows what was sent as it was then, whatever happened to it since.

use crate::{
    fixes::{REJECTED, fix_three, rejected, send},
    usual::{USUAL, escape},
    world::{Person, World, jpeg, on_both, usual},
};
use domain::{Millis, ids::BusinessId, kyb::State};
use reqwest::header;

const NUMBERS: [&str; 4] = ["3273205507880004", "4370112233", "4370112234", "4370112244"];

/// Returns a page's own part, without what surrounds every page.
fn main_of(page: &str) -> String {
    page.split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_owned()
}

async fn shown(who: &Person<'_>, path: &str) -> String {
    let page = who.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    main_of(&page.body)
}

async fn pdf(who: &Person<'_>, path: &str) -> (String, Vec<u8>) {
    let request = who.world.http.get(format!("{}{path}/pdf", who.world.base)).header(header::COOKIE, &who.cookie);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/pdf");
    let name = answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
    (name, answer.bytes().await.unwrap().to_vec())
}

fn words(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).unwrap().split_whitespace().collect()
}

/// Finds every `SRB-7F3K-9Q2M`.
fn references(page: &str) -> Vec<String> {
    let is_one = |text: &str| {
        let groups: Vec<&str> = text.split('-').collect();
        groups.len() == 2
            && groups
                .iter()
                .all(|group| group.len() == 4 && group.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
    };
    let found = page.split("SRB-").skip(1).filter_map(|rest| rest.get(..9));
    let mut found: Vec<String> = found.filter(|text| is_one(text)).map(|text| format!("SRB-{text}")).collect();
    found.dedup();
    found
}

async fn send_back(world: &World, id: BusinessId, items: &[&str]) {
    let names: Vec<String> = items.iter().map(|item| format!("reasons[{item}]")).collect();
    let typed: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "Perbaiki.")).collect();
    assert_eq!(world.reviewer().await.decide("send_back", id, &typed).await.status, 303);
}

on_both! {
    it_stays_as_it_was_when_everything_is_edited_and_sent_again,
    the_queue_finds_its_reference_as_somebody_copied_it_off_paper,
    a_name_that_the_pdfs_font_lacks_stands_in_latin_letters,
    fixes_have_a_receipt_of_their_own_that_tells_what_was_fixed(automatic), one_sending_has_one_receipt,
    the_partner_reads_the_same_sheet_and_it_tells_nobodys_number,
    what_was_sent_before_there_were_receipts_is_told_from_what_was_sent(automatic)
}

async fn it_stays_as_it_was_when_everything_is_edited_and_sent_again(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let path = format!("/businesses/{id}/receipts/1");
    let (before, first_pdf) = (shown(&merchant, &path).await, pdf(&merchant, &path).await);
    for part in [
        "ktp.jpg",
        "selfie.jpg",
        "shop.png",
        usual("business", "name"),
        usual("contact", "name"),
        usual("address", "street"),
        "November 2026",
        "10.00 WIB",
        app::texts::CONSENT_VERSION,
        &merchant.email,
    ] {
        assert!(before.contains(part), "the receipt lacks {part}: {before}");
    }
    assert!(references(&before).len() == 1 && !before.contains("BSN-"), "it has a reference before DOKU has any");

    send_back(world, id, &["KTP", "business", "brand", "contact", "address", "bank", "social"]).await;
    world.clock.advance(Millis::HOUR);
    merchant.upload(id, "KTP", "ktp-terang.jpg", jpeg(950)).await;
    for (task, fields) in USUAL.iter().filter(|(task, _)| *task != "documents") {
        let other = |name: &str, value: &str| match (*task, name) {
            (_, "name" | "account_name" | "street") => format!("{value} Baru"),
            ("bank", "account_number") => "4370112234".to_owned(),
            ("social", "instagram") => "@warungratnabaru".to_owned(),
            (_, "email") => "baru@warung.example".to_owned(),
            _ => value.to_owned(),
        };
        let fields: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, other(name, value))).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert!(merchant.save(id, task, &fields).await.status < 400, "{task}");
    }
    assert_eq!(
        (shown(&merchant, &path).await, pdf(&merchant, &path).await),
        (before.clone(), first_pdf.clone()),
        "edits reach it"
    );
    world.run_due().await;
    merchant.submit(id).await;
    world.reviewer().await.approve(id).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    assert_eq!(
        (shown(&merchant, &path).await, pdf(&merchant, &path).await),
        (before.clone(), first_pdf),
        "what DOKU says reaches it"
    );

    let second = shown(&merchant, &format!("/businesses/{id}/receipts/2")).await;
    for part in [
        "ktp-terang.jpg",
        "Warung Ratna Sari Baru",
        "Ratna Sari Dewanti Baru",
        "Jalan Terusan Jakarta No 118 Baru",
        "···· 2234",
    ] {
        assert!(second.contains(part) && !before.contains(part), "{part}: {second}");
    }
    assert_ne!(references(&second), references(&before));
    // The newest receipt is under the old address too.
    assert!(shown(&merchant, &format!("/businesses/{id}/receipt")).await.contains(&references(&second)[0]));
    let list = shown(&merchant, &format!("/businesses/{id}/history")).await;
    for reference in [references(&before), references(&second)].concat() {
        assert!(list.contains(&reference), "{reference}: {list}");
    }
}

async fn the_queue_finds_its_reference_as_somebody_copied_it_off_paper(world: &World) {
    let merchant = world.merchant().await;
    let (id, other) = (merchant.submitted(&[]).await, merchant.submitted(&[]).await);
    let reference = references(&shown(&merchant, &format!("/businesses/{id}/receipts/1")).await).remove(0);
    let reviewer = world.reviewer().await;
    let bare = reference.replace('-', "");
    for typed in
        [reference.clone(), reference.to_lowercase(), reference.replace('-', " "), bare, format!("  {reference} ")]
    {
        let page = reviewer.get(&format!("/review?search={}", escape(&typed))).await.body;
        assert!(page.contains(&format!("href=\"/review/{id}\"")), "{typed}: {page}");
        assert!(!page.contains(&format!("href=\"/review/{other}\"")), "{typed}");
    }
    let none = reviewer.get("/review?search=SRB-0000-0000").await.body;
    assert!(none.contains("Tidak ada yang cocok") && none.contains("SRB-"), "{none}");
}

async fn a_name_that_the_pdfs_font_lacks_stands_in_latin_letters(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[("business.name", "Toko Şükran 株式会社 — “Ratna’s”")]).await;
    let path = format!("/businesses/{id}/receipts/1");
    assert!(shown(&merchant, &path).await.contains("Toko Şükran 株式会社"));
    let told = words(&pdf(&merchant, &path).await.1);
    assert!(told.contains("TokoSükranZhuShiHuiShe-“Ratna’s”") && told.contains("hurufLatin"), "{told}");
}

async fn fixes_have_a_receipt_of_their_own_that_tells_what_was_fixed(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    let first = shown(&merchant, &format!("/businesses/{id}/receipts/1")).await;
    fix_three(&merchant, id).await;
    assert_eq!(merchant.get(&format!("/businesses/{id}/receipts/2")).await.status, 404, "nothing was sent yet");
    send(&merchant, id).await;
    let second = shown(&merchant, &format!("/businesses/{id}/receipts/2")).await;
    assert!(
        second.contains("Perbaikan") && second.contains("ktp-baru.jpg") && second.contains("···· 2244"),
        "{second}"
    );
    assert_eq!(second.matches("Diperbaiki pada pengiriman ini.").count(), 3, "{second}");
    assert!(second.contains("selfie.jpg"), "what stays as it was is on it too");
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    for (revision, before) in [(1, first), (2, second)] {
        assert_eq!(shown(&merchant, &format!("/businesses/{id}/receipts/{revision}")).await, before);
    }
    assert_eq!(world.count("select count(*) from receipts where kind = 'fixes'").await, 1);
}

async fn one_sending_has_one_receipt(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    assert!(shown(&merchant, &format!("/businesses/{id}/receipt")).await.contains("Belum ada yang dikirim."));
    merchant.fill(id, &[]).await;
    assert!(merchant.submit(merchant.start_business().await).await.location.contains("problem"));
    assert_eq!(world.count("select count(*) from receipts").await, 0, "nothing was sent");
    let (one, two) = tokio::join!(merchant.submit(id), merchant.submit(id));
    assert!(one.status < 400 && two.status < 400);
    assert_eq!(world.count("select count(*) from receipts").await, 1);
}

async fn the_partner_reads_the_same_sheet_and_it_tells_nobodys_number(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    let (mine, theirs) = (format!("/businesses/{id}/receipts/1"), format!("/review/{id}/receipts/1"));
    let (page, (name, sheet)) = (shown(&merchant, &mine).await, pdf(&merchant, &mine).await);
    let reference = references(&page).remove(0);
    assert_eq!(name, format!("attachment; filename=\"{reference}.pdf\""));
    assert_eq!(pdf(&reviewer, &theirs).await, (name, sheet.clone()));
    assert!(shown(&reviewer, &format!("/review/{id}")).await.contains(&reference));
    let told = words(&sheet);
    for part in
        [reference.as_str(), "ktp.jpg", "RatnaSariDewanti", "····0004", "····2233", "2026,10.00WIB", "Halaman1dari"]
    {
        assert!(told.contains(part), "the PDF lacks {part}: {told}");
    }
    for part in [reference.as_str(), "ktp.jpg", "···· 0004", "···· 2233"] {
        assert!(page.contains(part), "the page lacks {part}: {page}");
    }
    let seen = shown(&reviewer, &theirs).await;
    for number in NUMBERS {
        assert!(!page.contains(number) && !seen.contains(number) && !told.contains(number), "{number}");
    }
    for body in world.blobs("select body from receipts").await {
        assert!(!body.windows(7).any(|part| part == b"ktp.jpg"), "kept in the open");
    }
    assert_eq!(
        world.count("select count(*) from audit where action = 'take_receipt' and account_id is not null").await,
        1
    );
    for revision in ["0", "2", "-1", "x", "99999999999999999999"] {
        for (who, path) in [
            (&merchant, format!("/businesses/{id}/receipts/{revision}")),
            (&reviewer, format!("/review/{id}/receipts/{revision}")),
        ] {
            assert_eq!(who.get(&path).await.status, 404, "{path}");
            assert_eq!(who.get(&format!("{path}/pdf")).await.status, 404, "{path}/pdf");
        }
    }
    let stranger = world.merchant().await;
    assert_eq!((stranger.get(&mine).await.status, stranger.get(&format!("{mine}/pdf")).await.status), (404, 404));
}

async fn what_was_sent_before_there_were_receipts_is_told_from_what_was_sent(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    fix_three(&merchant, id).await;
    send(&merchant, id).await;
    world.run("delete from receipts").await;
    let old = shown(&merchant, &format!("/businesses/{id}/receipts/1")).await;
    for part in [
        usual("contact", "name"),
        "SIM-ALAMAT Jalan Sesat No 1",
        "···· 0004",
        "···· 0002",
        "warungratnasari",
        "Foto KTP",
        "Swafoto pemilik dengan KTP",
        "Foto tempat usaha",
        "Waktu itu rincian berkas ini belum dicatat.",
        "November 2026",
    ] {
        assert!(old.contains(part), "{part}: {old}");
    }
    assert!(references(&old).is_empty() && !old.contains("sim-blur.jpg") && !old.contains("0000000002"), "{old}");
    let fixes = shown(&merchant, &format!("/businesses/{id}/receipts/2")).await;
    assert!(
        fixes.contains("···· 2244") && fixes.contains(usual("address", "street")) && fixes.contains("Foto KTP"),
        "{fixes}"
    );
    assert!(!fixes.contains("Foto tempat usaha") && !fixes.contains("ktp-baru.jpg"), "{fixes}");
    let list = shown(&merchant, &format!("/businesses/{id}/history")).await;
    assert_eq!(list.matches("Tanpa nomor bukti").count(), 2, "{list}");
    let (name, sheet) = pdf(&merchant, &format!("/businesses/{id}/receipts/1")).await;
    assert!(name.contains("receipt-1.pdf") && words(&sheet).contains("belumdicatat"));
}
