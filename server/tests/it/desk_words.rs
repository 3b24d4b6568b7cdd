//! A reviewer's page of an application is true about its parts, who decided, how late DOKU is, and where a file is.

use crate::{
    callback_order::registered,
    world::{World, on_both},
};
use domain::{Millis, kyb::State};
use server::seed;

/// Returns the page from this heading to the next of its kind.
fn card<'a>(page: &'a str, title: &str) -> &'a str {
    let from = page.split(&format!("<h3>{title}</h3>")).nth(1).unwrap_or_else(|| panic!("no {title}: {page}"));
    from.split("<h3>").next().unwrap()
}

/// Returns the section with the reason of the state.
fn why(page: &str) -> &str {
    let from = page.split("Mengapa statusnya begini?").nth(1).unwrap_or_else(|| panic!("no reason: {page}"));
    from.split("</section>").next().unwrap()
}

on_both! {
    a_rejected_form_is_marked_and_named_with_its_note(explicit),
    a_note_about_the_person_stands_at_the_person_alone(explicit), who_decided_what_is_named,
    how_late_doku_is_is_told(explicit), a_file_that_doku_has_ahead_of_the_application_is_told_so,
    values_are_named_and_not_asked_for, without_a_reason_the_box_that_wants_one_stands_open
}

async fn a_rejected_form_is_marked_and_named_with_its_note(world: &World) {
    let case = registered(world).await;
    world.callback("bank", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama pemilik rekening berbeda."))).await;
    world.run_due().await;
    let page = world.reviewer().await.get(&format!("/review/{}", case.id)).await.body;
    let bank = card(&page, "Rekening bank");
    assert!(bank.contains("Menunggu perbaikan merchant") && bank.contains("Nama pemilik rekening berbeda."), "{bank}");
    assert!(why(&page).contains("Ditolak DOKU: Rekening bank."), "{}", why(&page));
    assert!(!card(&page, "Data usaha").contains("Menunggu perbaikan merchant"));
}

async fn a_note_about_the_person_stands_at_the_person_alone(world: &World) {
    let case = registered(world).await;
    world.callback("contact", &case.says("BUSINESS_CONTACT", "REJECTED", Some("Mohon diulang."))).await;
    world.run_due().await;
    let page = world.reviewer().await.get(&format!("/review/{}", case.id)).await.body;
    assert!(card(&page, "Data pemilik").contains("Mohon diulang."), "{page}");
    assert!(!card(&page, "Swafoto pemilik dengan KTP").contains("Mohon diulang."), "{page}");
}

async fn who_decided_what_is_named(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    assert!(reviewer.decide("send_back", id, &[("reasons[bank]", "Nama berbeda.")]).await.status < 400);
    let page = reviewer.get(&format!("/review/{id}")).await.body;
    assert!(why(&page).contains("Dikembalikan kepada merchant: Rekening bank."), "{}", why(&page));
    let by = format!("dikembalikan oleh {}, Senin 23 November", seed::REVIEWER);
    assert!(why(&page).contains(&by), "{}", why(&page));
}

async fn how_late_doku_is_is_told(world: &World) {
    let case = registered(world).await;
    world.clock.advance(51 * Millis::HOUR);
    let page = world.reviewer().await.get(&format!("/review/{}", case.id)).await.body;
    assert!(why(&page).contains("sudah lewat 3 jam"), "{}", why(&page));
}

async fn a_file_that_doku_has_ahead_of_the_application_is_told_so(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::PartnerCheck);
    let page = world.reviewer().await.get(&format!("/review/{id}")).await.body;
    let ktp = card(&page, "Foto KTP");
    assert!(ktp.contains("sudah diunggah ke DOKU") && ktp.contains("Menunggu pemeriksaan Anda"), "{ktp}");
    assert!(!page.contains("sudah di DOKU"), "{page}");
}

async fn values_are_named_and_not_asked_for(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    for page in [
        world.reviewer().await.get(&format!("/review/{id}")).await.body,
        merchant.get(&format!("/businesses/{id}/check")).await.body,
        merchant.get(&format!("/businesses/{id}/receipts/1")).await.body,
    ] {
        assert!(
            page.contains("Barang atau jasa yang dijual")
                && !page.contains("Apa yang Anda jual?")
                && !page.contains("Punya situs web?"),
            "{page}"
        );
    }
    let form = merchant.get(&format!("/businesses/{id}/business")).await.body;
    assert!(form.contains("Apa yang Anda jual?"), "the form asks");
}

async fn without_a_reason_the_box_that_wants_one_stands_open(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let admin = world.sign_in(seed::ADMIN).await;
    for (way, fields, told) in [
        ("send_back", [("reasons[bank]", " ")], "merchant membacanya"),
        ("decline", [("reason", " ")], "Alasannya belum ditulis"),
    ] {
        let answer = admin.decide(way, id, &fields).await;
        assert_eq!(answer.status, 409, "{way}");
        assert!(answer.body.contains(told) && answer.body.contains("<details open"), "{way}: {}", answer.body);
    }
    assert_eq!(world.case(id).await.business.state, State::PartnerCheck);
}
