//! Ends of applications, who may end them, and the effect of a note that is not for merchants.

use crate::callback_order::registered;
use crate::world::{World, on_both};
use domain::{
    Millis,
    application::Page,
    ids::BusinessId,
    kyb::{FacetKey, State, Verdict},
};
use server::{seed, store::outbox::Status};

async fn state(world: &World, id: BusinessId) -> State {
    world.case(id).await.business.state
}

on_both! {
    a_merchant_withdraws_before_doku_took_it_and_starts_again_with_the_same_data,
    consent_on_an_old_page_sends_nothing_of_what_ended, a_draft_is_withdrawn_and_its_files_go_nowhere,
    what_doku_has_in_hand_is_not_withdrawn_but_what_is_to_be_fixed_is(explicit),
    an_admin_declines_with_a_reason_that_the_merchant_reads,
    an_internal_note_declines_and_only_admins_read_it(automatic),
    every_kind_of_internal_note_declines_and_others_do_not(explicit)
}

async fn a_merchant_withdraws_before_doku_took_it_and_starts_again_with_the_same_data(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    assert_eq!(state(world, id).await, State::PartnerCheck);
    assert!(merchant.get(&format!("/businesses/{id}")).await.body.contains("Batalkan pengajuan ini"));
    let answer = merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    assert_eq!(answer.location, format!("/businesses/{id}"));
    assert_eq!(state(world, id).await, State::Withdrawn);
    merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(page.contains("Mulai lagi dengan data yang sama") && !page.contains("Batalkan pengajuan ini"));
    assert!(merchant.get(&format!("/businesses/{id}/history")).await.body.contains("Pengajuan dibatalkan"));
    // Nobody decides about it any more, and nothing is written to it.
    assert_eq!(world.reviewer().await.approve(id).await.status, 409);
    merchant.save(id, "bank", &[("account_number", "1")]).await;
    assert!(merchant.submit(id).await.status < 400);
    assert_eq!(state(world, id).await, State::Withdrawn);

    let answer = merchant.post(&format!("/businesses/{id}/start-again"), &[]).await;
    let new: BusinessId = answer.location.trim_start_matches("/businesses/").parse().unwrap();
    assert_ne!(new, id);
    let again = merchant.post(&format!("/businesses/{id}/start-again"), &[]).await;
    assert_eq!(again.location, answer.location, "the second click finds the first");
    let (old, copy) = (world.case(id).await, world.case(new).await);
    assert_eq!((copy.business.state, copy.business.consented_at), (State::Ready, None));
    assert_eq!(copy.business.name, old.business.name);
    for page in Page::FIRST {
        assert!(copy.form(page) == old.form(page), "{page}");
    }
    assert_eq!(copy.documents.len(), 3);
    for (slot, file) in &copy.documents {
        assert_ne!(file.stored_as, old.documents[slot].stored_as, "sealed anew");
        assert_eq!(file.doku_file_id, None);
        let page = merchant.get(&format!("/businesses/{new}/documents/{slot}/{}", file.id)).await;
        let before = merchant.get(&format!("/businesses/{id}/documents/{slot}/{}", old.documents[slot].id)).await;
        assert_eq!((page.status, page.body), (200, before.body), "{slot}");
    }
    // Nothing goes to DOKU before a new consent.
    world.run_due().await;
    assert!(world.calls(new).await.is_empty());
    assert!(merchant.submit(new).await.location.contains("no_consent"));
    merchant.consent(new).await;
    world.run_due().await;
    assert_eq!(world.calls(new).await.len(), 3);
    merchant.submit(new).await;
    assert_eq!(state(world, new).await, State::PartnerCheck);
    world.reviewer().await.approve(new).await;
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(state(world, new).await, State::Active);
    assert_eq!(state(world, id).await, State::Withdrawn);
}

async fn consent_on_an_old_page_sends_nothing_of_what_ended(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let withdraw = async |id: BusinessId| merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    withdraw(id).await;
    let again = merchant.post(&format!("/businesses/{id}/start-again"), &[]).await;
    let new: BusinessId = again.location.trim_start_matches("/businesses/").parse().unwrap();
    withdraw(new).await;
    merchant.consent(new).await;
    world.run_due().await;
    assert!(world.calls(new).await.is_empty());
}

async fn a_draft_is_withdrawn_and_its_files_go_nowhere(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
    world.run_due().await;
    assert_eq!(state(world, id).await, State::Withdrawn);
    assert!(world.calls(id).await.iter().all(|call| call.status == Status::Dropped));
}

async fn what_doku_has_in_hand_is_not_withdrawn_but_what_is_to_be_fixed_is(world: &World) {
    let case = registered(world).await;
    let withdraw = || async { case.merchant.post(&format!("/businesses/{}/withdraw", case.id), &[]).await.location };
    assert!(withdraw().await.contains("problem=out_of_date"));
    assert!(!case.merchant.get(&format!("/businesses/{}", case.id)).await.body.contains("Batalkan pengajuan ini"));
    world.callback("no", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."))).await;
    world.run_due().await;
    assert_eq!(state(world, case.id).await, State::ActionNeeded);
    assert!(!withdraw().await.contains("problem"));
    assert_eq!(state(world, case.id).await, State::Withdrawn);
    // DOKU may send more; it is kept, and the end stays the end.
    world.callback("yes", &case.says_at("BUSINESS_BANK", "ACTIVE", None, case.later(300))).await;
    world.run_due().await;
    assert_eq!(
        (state(world, case.id).await, case.verdict(FacetKey::Bank(0)).await),
        (State::Withdrawn, Verdict::Accepted)
    );
}

async fn an_admin_declines_with_a_reason_that_the_merchant_reads(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let (admin, reviewer) = (world.sign_in(seed::ADMIN).await, world.reviewer().await);
    let case = format!("/review/{id}");
    let decline = async |who: &crate::world::Person<'_>, reason: &'static str| {
        let answer = who.decide("decline", id, &[("reason", reason)]).await;
        (answer.status, answer.location)
    };
    assert!(admin.get(&case).await.body.contains("Tolak pengajuan"));
    assert!(!reviewer.get(&case).await.body.contains("Tolak pengajuan"));
    assert_eq!(decline(&reviewer, "Tidak").await.0, 403);
    assert_eq!(decline(&admin, "  ").await.0, 409);
    assert_eq!(state(world, id).await, State::PartnerCheck);
    assert_eq!(decline(&admin, "Jenis usaha <di luar> layanan kami.").await, (303, case));
    assert_eq!(state(world, id).await, State::Declined);
    assert_eq!((decline(&admin, "Lagi").await.0, reviewer.approve(id).await.status), (409, 409));
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    assert!(page.contains("Jenis usaha &lt;di luar&gt; layanan kami."), "{page}");
    assert!(!page.contains("Salin dan mulai lagi"));
    let again = merchant.post(&format!("/businesses/{id}/start-again"), &[]).await;
    assert!(again.location.contains("problem=out_of_date"));
    world.advance(Millis::HOUR).await;
    assert_eq!(world.registrations().await.len(), 0);
    for body in world.blobs("select decline_reason from businesses where decline_reason is not null").await {
        assert!(!body.windows(11).any(|part| part == b"Jenis usaha"), "kept in the open");
    }
}

async fn an_internal_note_declines_and_only_admins_read_it(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[("documents.KTP.NO_KTP", "9900000101900009")]).await;
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(state(world, id).await, State::Declined);
    let (admin, reviewer) = (world.sign_in(seed::ADMIN).await, world.reviewer().await);
    let case = format!("/review/{id}");
    let (told, hidden) = (admin.get(&case).await.body, reviewer.get(&case).await.body);
    assert!(told.contains("daftar pantauan") && told.contains("Ada catatan internal DOKU"));
    assert!(hidden.contains("Ada catatan internal DOKU") && !hidden.contains("daftar pantauan"), "{hidden}");
    for page in ["", "/history", "/contact", "/documents", "/check", "/receipt"] {
        let page = merchant.get(&format!("/businesses/{id}{page}")).await.body;
        assert!(!page.contains("pantauan") && !page.contains("internal"), "{page}");
    }
    // Nothing opens: there is nothing to mend.
    assert!(merchant.save(id, "contact", &[("name", "Lain")]).await.location.contains("problem"));
}

async fn every_kind_of_internal_note_declines_and_others_do_not(world: &World) {
    for (n, (status, note, ends)) in [
        ("REJECTED", Some("Indikasi fraud"), State::Declined),
        ("REJECTED", Some("PEP"), State::Declined),
        ("REJECTED", Some("INTERNAL: lihat tiket"), State::Declined),
        ("DECLINED", None, State::Declined),
        ("REJECTED", Some("Mohon unggah surat internal perusahaan"), State::ActionNeeded),
        ("DENIED", None, State::ActionNeeded),
    ]
    .into_iter()
    .enumerate()
    {
        let case = registered(world).await;
        world.callback(&format!("word-{n}"), &case.says("BUSINESS_BANK", status, note)).await;
        world.run_due().await;
        assert_eq!(state(world, case.id).await, ends, "{status} {note:?}");
        // The last word counts: DOKU may think better of it.
        world.callback(&format!("better-{n}"), &case.says_at("BUSINESS_BANK", "ACTIVE", None, case.later(300))).await;
        world.run_due().await;
        assert_eq!(state(world, case.id).await, State::InVerification);
    }
}
