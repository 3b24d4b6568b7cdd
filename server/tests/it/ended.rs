//! Applications that ended or stand still: found in the queue, described in words, and without anything to fix.

use crate::callback_order::registered;
use crate::usual::escape;
use crate::world::{Person, World, on_both};
use app::review::data::Tab;
use domain::{Millis, ids::BusinessId, kyb::State};
use server::seed;

async fn state(world: &World, id: BusinessId) -> State {
    world.case(id).await.business.state
}

async fn withdraw(merchant: &Person<'_>, id: BusinessId) {
    merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
}

/// Returns one row of the task list.
fn row<'p>(page: &'p str, item: &str) -> &'p str {
    let rest = page.split_once(&format!("id=\"row-{item}\"")).map_or("", |(_, rest)| rest);
    rest.split("</li>").next().unwrap_or_default()
}

/// Returns the status card.
fn card(page: &str) -> &str {
    let rest = page.split_once("data-state=\"").map_or("", |(_, rest)| rest);
    rest.split("</section>").next().unwrap_or_default()
}

on_both! {
    what_ended_is_found_in_its_tab_and_by_a_word_in_every_tab(automatic),
    a_row_of_what_stands_still_or_ended_asks_for_no_fix(explicit),
    what_was_with_the_partner_when_it_ended_is_not_with_them_any_more,
    what_doku_declined_says_which_part_and_why(explicit), an_old_page_submits_nothing_of_what_ended(automatic)
}

async fn what_ended_is_found_in_its_tab_and_by_a_word_in_every_tab(world: &World) {
    let merchant = world.merchant().await;
    let declined = merchant.submitted(&[("documents.KTP.NO_KTP", "9900000101900009")]).await;
    world.advance(2 * Millis::MINUTE).await;
    let withdrawn = merchant.start_business().await;
    withdraw(&merchant, withdrawn).await;
    assert_eq!((state(world, declined).await, state(world, withdrawn).await), (State::Declined, State::Withdrawn));
    let link = |id: BusinessId| format!("href=\"/review/{id}\"");
    for (who, reads_internal) in [(seed::ADMIN, true), (seed::REVIEWER, false)] {
        let person = world.sign_in(who).await;
        let ended = person.get("/review?tab=ended").await.body;
        assert!(ended.contains(&link(declined)) && ended.contains(&link(withdrawn)), "{ended}");
        assert!(ended.contains("Berakhir") && ended.contains("Ditolak") && ended.contains("Dibatalkan"));
        for tab in Tab::ALL {
            let path = format!("/review?tab={}", tab.as_str());
            assert_eq!(person.get(&path).await.body.contains(&link(declined)), tab == Tab::Ended, "{tab:?}");
            let found = person.get(&format!("{path}&search={}", escape(&merchant.email))).await.body;
            assert!(found.contains(&link(declined)) && found.contains(&link(withdrawn)), "{tab:?}: {found}");
            assert!(found.contains("Hasil dari semua bagian antrean.") && !found.contains("pantauan"), "{tab:?}");
            let other = person.get(&format!("{path}&search=tidak-ada")).await.body;
            assert!(!other.contains(&link(declined)), "{tab:?}");
        }
        let case = person.get(&format!("/review/{declined}")).await.body;
        assert_eq!(case.contains("daftar pantauan"), reads_internal, "{case}");
    }
}

async fn a_row_of_what_stands_still_or_ended_asks_for_no_fix(world: &World) {
    let case = registered(world).await;
    let path = format!("/businesses/{}", case.id);
    let no = Some("Nama pemilik rekening berbeda.");
    world.callback("bank", &case.says("BUSINESS_BANK", "REJECTED", no)).await;
    world.run_due().await;
    let page = case.merchant.get(&path).await.body;
    assert!(row(&page, "bank").contains("Perlu diperbaiki") && row(&page, "bank").contains("?fix="), "{page}");

    world.callback("address", &case.says("BUSINESS_ADDRESS", "SUSPENDED", Some("Tidak dapat dihubungi."))).await;
    world.run_due().await;
    assert_eq!(state(world, case.id).await, State::Suspended);
    let page = case.merchant.get(&path).await.body;
    assert!(row(&page, "bank").contains("Ditolak DOKU") && row(&page, "address").contains("Ditangguhkan"), "{page}");
    assert!(!page.contains("Perlu diperbaiki") && !page.contains("?fix="), "{page}");
    assert!(card(&page).contains("Alamat · Catatan DOKU") && card(&page).contains("Tidak dapat dihubungi."), "{page}");
    assert!(!card(&page).contains("Nama pemilik rekening"), "only what was suspended explains it");
    for (task, word) in [("bank", "Ditolak DOKU"), ("address", "Ditangguhkan")] {
        let form = case.merchant.get(&format!("{path}/{task}")).await.body;
        assert!(form.contains(word) && !form.contains("Perlu diperbaiki"), "{form}");
    }

    let case = registered(world).await;
    world.callback("again", &case.says("BUSINESS_BANK", "REJECTED", no)).await;
    world.run_due().await;
    withdraw(&case.merchant, case.id).await;
    assert_eq!(state(world, case.id).await, State::Withdrawn);
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    assert!(row(&page, "bank").contains("Ditolak DOKU") && !page.contains("?fix="), "{page}");
}

async fn what_was_with_the_partner_when_it_ended_is_not_with_them_any_more(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    withdraw(&merchant, id).await;
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(row(&page, "bank").contains("Terisi") && !page.contains("Diperiksa Logipay"), "{page}");
}

async fn what_doku_declined_says_which_part_and_why(world: &World) {
    let case = registered(world).await;
    world.callback("no", &case.says("BUSINESS_BANK", "DECLINED", Some("Rekening ditutup oleh bank."))).await;
    world.run_due().await;
    assert_eq!(state(world, case.id).await, State::Declined);
    let page = case.merchant.get(&format!("/businesses/{}", case.id)).await.body;
    assert!(card(&page).contains("Rekening bank · Catatan DOKU"), "{page}");
    assert!(card(&page).contains("Rekening ditutup oleh bank."), "{page}");
    assert!(row(&page, "bank").contains("Ditolak DOKU") && page.contains("Hubungi Logipay"), "{page}");
}

async fn an_old_page_submits_nothing_of_what_ended(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    world.run_due().await;
    let path = format!("/businesses/{id}/check");
    assert!(merchant.get(&path).await.body.contains("Kirim pengajuan"));
    withdraw(&merchant, id).await;
    let page = merchant.get(&path).await.body;
    assert!(!page.contains("Kirim pengajuan") && !page.contains("aria-label=\"Ubah"), "{page}");
    let answer = merchant.submit(id).await;
    assert!(answer.location.contains("problem=out_of_date"), "{}", answer.location);
    world.advance(Millis::MINUTE).await;
    assert_eq!((state(world, id).await, world.registrations().await.len()), (State::Withdrawn, 0));
}
