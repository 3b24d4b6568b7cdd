//! Parts that DOKU means, and words that nobody knows: kept, flagged, read back, never dropped.

use crate::callback_order::registered;
use crate::world::{World, on_both};
use domain::{
    Millis,
    ids::DokuFileId,
    kyb::{FacetKey, Sent, State, Verdict},
};
use serde_json::json;
use server::{
    replay,
    store::{
        callbacks::{CallbackProblem, Status},
        readbacks, sends,
    },
};

/// Records parts as if DOKU had taken more than a form of ours sends today.
async fn also_sent(world: &World, id: domain::ids::BusinessId, parts: &[(FacetKey, Option<&str>)]) {
    let mut tx = world.services.store.begin().await.unwrap();
    for (facet, file) in parts {
        let sent = Sent { facet: facet.clone(), revision: 1, at: world.clock.now(), file: file.map(DokuFileId::new) };
        sends::insert(&mut tx, id, &sent).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Keeps a read-back with this answer.
async fn read_back(world: &World, id: domain::ids::BusinessId, body: serde_json::Value) {
    let services = &world.services;
    let read = doku::ReadBack { body, at: world.clock.now() };
    server::poll::keep(services, &world.brand(id).await, world.clock.now(), read).await.unwrap();
}

async fn mark(world: &World, id: domain::ids::BusinessId, request_id: &str) -> (Status, Option<CallbackProblem>) {
    let row = world.callbacks(id).await.into_iter().find(|row| row.request_id == request_id).unwrap();
    (row.status, row.problem)
}

on_both! {
    a_file_id_that_we_sent_names_its_document_without_a_code(explicit),
    an_ambiguous_word_counts_as_soon_as_its_id_is_learnt(explicit),
    a_second_instance_is_told_apart_in_any_order_and_is_nobodys_to_fix_here(explicit),
    another_brand_of_the_same_business_is_none_of_ours(explicit), unknown_fields_change_nothing(explicit),
    an_odd_word_is_in_review_flagged_and_survives_a_replay(automatic),
    a_word_that_nobody_knows_moves_nothing_that_is_settled(explicit),
    an_active_business_stays_active_through_a_word_that_nobody_knows(automatic)
}

async fn a_file_id_that_we_sent_names_its_document_without_a_code(world: &World) {
    let case = registered(world).await;
    also_sent(
        world,
        case.id,
        &[
            (FacetKey::document("KTP", 1), Some("DCM-0001-1111111111111")),
            (FacetKey::document("NIB", 0), Some("DCM-0001-2222222222222")),
        ],
    )
    .await;
    let about = |entity: serde_json::Value| {
        json!({
            "type": "BUSINESS_DOCUMENT", "business": { "id": case.business }, "entity": entity,
            "status": "REJECTED", "reject_notes": "buram", "updated_at": case.later(60).to_iso(),
        })
        .to_string()
        .into_bytes()
    };
    world.callback("by-file", &about(json!({ "id": "DCM-0001-1111111111111" }))).await;
    world.callback("by-code", &about(json!({ "id": "DCM-0001-9999999999999", "code": "NIB" }))).await;
    world.callback("two-owners", &about(json!({ "code": "KTP" }))).await;
    world.callback("never-sent", &about(json!({ "code": "SIUP" }))).await;
    server::projection::run(&world.services).await.unwrap();
    assert_eq!(case.verdict(FacetKey::document("KTP", 1)).await, Verdict::Rejected);
    assert_eq!(case.verdict(FacetKey::document("NIB", 0)).await, Verdict::Rejected);
    assert_eq!(case.verdict(FacetKey::document("KTP", 0)).await, Verdict::Pending);
    for (id, problem) in [
        ("by-file", None),
        ("by-code", None),
        ("two-owners", Some(CallbackProblem::UnknownEntity)),
        ("never-sent", Some(CallbackProblem::UnknownEntity)),
    ] {
        assert_eq!(mark(world, case.id, id).await.1, problem, "{id}");
    }
    assert_eq!(world.brand(case.id).await.next_read_at, Some(case.later(5)), "no read-back follows");
    // A verdict on a part that was never sent counts once it is sent.
    also_sent(world, case.id, &[(FacetKey::document("SIUP", 0), None)]).await;
    world.callback("any", &case.says("BUSINESS_BANK", "ACTIVE", None)).await;
    server::projection::run(&world.services).await.unwrap();
    assert_eq!(case.verdict(FacetKey::document("SIUP", 0)).await, Verdict::Rejected);
    assert_eq!(mark(world, case.id, "never-sent").await, (Status::Projected, None));
}

/// Two contacts and an id that nobody knows: ambiguous until a read-back tells whose it is.
async fn an_ambiguous_word_counts_as_soon_as_its_id_is_learnt(world: &World) {
    let case = registered(world).await;
    also_sent(world, case.id, &[(FacetKey::Contact(1), None)]).await;
    let body = json!({
        "type": "BUSINESS_CONTACT", "business": { "id": case.business }, "entity": { "id": "CNT-0001-7777777777777" },
        "status": "REJECTED", "reject_notes": "NIK tidak sesuai nama", "updated_at": case.later(60).to_iso(),
    });
    world.callback("who", body.to_string().as_bytes()).await;
    server::projection::run(&world.services).await.unwrap();
    assert_eq!(mark(world, case.id, "who").await, (Status::Flagged, Some(CallbackProblem::UnknownEntity)));
    assert_eq!(case.verdict(FacetKey::Contact(1)).await, Verdict::Pending);
    let mut tx = world.services.store.begin().await.unwrap();
    readbacks::remember_entity(&mut tx, case.id, "CNT-0001-7777777777777", "contact[1]").await.unwrap();
    tx.commit().await.unwrap();
    world.advance(10 * Millis::SECOND).await;
    assert_eq!(case.verdict(FacetKey::Contact(1)).await, Verdict::Rejected);
    assert_eq!(case.verdict(FacetKey::Contact(0)).await, Verdict::Pending);
    assert_eq!(mark(world, case.id, "who").await, (Status::Projected, None));
}

/// One address was sent; DOKU has two. Whose note it is must not depend on what comes first.
async fn a_second_instance_is_told_apart_in_any_order_and_is_nobodys_to_fix_here(world: &World) {
    for (round, read_first) in [false, true].into_iter().enumerate() {
        let case = registered(world).await;
        let first = case.entities.iter().find(|entity| entity["entity"] == "BUSINESS_ADDRESS").unwrap()["id"].clone();
        let second = format!("ADR-0001-999999999999{round}");
        let callback = json!({
            "type": "BUSINESS_ADDRESS", "business": { "id": case.business }, "entity": { "id": second },
            "status": "REJECTED", "reject_notes": "Alamat kedua tidak ditemukan", "updated_at": case.later(60).to_iso(),
        })
        .to_string();
        let answer = json!({ "id": case.business, "addresses": [
                { "id": first, "status": "ACTIVE", "updated_at": case.later(30).to_iso() },
                { "id": second, "status": "REJECTED", "reject_notes": "Alamat kedua tidak ditemukan", "updated_at": case.later(60).to_iso() },
            ] });
        if read_first {
            read_back(world, case.id, answer.clone()).await;
        }
        world.callback(&format!("second-{round}"), callback.as_bytes()).await;
        server::projection::run(&world.services).await.unwrap();
        if !read_first {
            read_back(world, case.id, answer).await;
        }
        let stands = world.case(case.id).await;
        let verdict = |key: &FacetKey| stands.facets.iter().find(|row| row.key == *key).map(|row| row.verdict);
        assert_eq!(verdict(&FacetKey::Address(0)), Some(Verdict::Accepted), "{read_first}");
        assert_eq!(verdict(&FacetKey::Address(1)), Some(Verdict::Rejected), "{read_first}");
        assert_eq!((stands.business.state, stands.wanted.len()), (State::ActionNeeded, 0));
        assert_eq!(replay::run(&world.services, true, |_| ()).await.unwrap().differences, 0);
    }
}

async fn another_brand_of_the_same_business_is_none_of_ours(world: &World) {
    let case = registered(world).await;
    let body = json!({
        "type": "BRAND", "business": { "id": case.business }, "brand": { "id": "BRN-0001-3333333333333" },
        "entity": { "id": "BRN-0001-3333333333333" }, "status": "SUSPENDED", "updated_at": case.later(60).to_iso(),
    });
    world.callback("theirs", body.to_string().as_bytes()).await;
    world.run_due().await;
    assert_eq!(mark(world, case.id, "theirs").await.1, Some(CallbackProblem::UnknownEntity));
    assert_eq!(world.case(case.id).await.business.state, State::InVerification);
}

async fn unknown_fields_change_nothing(world: &World) {
    let case = registered(world).await;
    let body = json!({
        "type": "BUSINESS_BANK", "business": { "id": case.business, "tier": "GOLD" }, "status": "REJECTED",
        "reject_notes": "Nama berbeda.", "updated_at": case.later(60).to_iso(), "score": 0.3, "audit": [{ "by": "x" }], "trace": null,
    });
    world.callback("more", body.to_string().as_bytes()).await;
    world.run_due().await;
    assert_eq!(mark(world, case.id, "more").await, (Status::Projected, None));
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Rejected);
}

/// SIM-ODD-STATUS: the sandbox says a word that nobody knows, by callback and when read back.
async fn an_odd_word_is_in_review_flagged_and_survives_a_replay(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[("business.name", "Warung SIM-ODD-STATUS")]).await;
    world.advance(2 * Millis::MINUTE).await;
    let stands = world.case(id).await;
    assert_eq!(stands.business.state, State::InVerification);
    assert_eq!(stands.facets.iter().find(|row| row.key == FacetKey::Address(0)).unwrap().verdict, Verdict::Pending);
    let odd = "select count(*) from callbacks where status = 'flagged' and problem = 'unknown_status'";
    assert_eq!(world.count(odd).await, 1);
    let brand = world.brand(id).await;
    assert!(brand.read_at.is_some() && brand.next_read_at.is_some());
    assert!(world.count("select count(*) from readbacks").await > 1);
    assert_eq!(replay::run(&world.services, true, |_| ()).await.unwrap().differences, 0);
}
async fn a_word_that_nobody_knows_moves_nothing_that_is_settled(world: &World) {
    let case = registered(world).await;
    let bank = FacetKey::Bank(0);
    for (n, (word, verdict)) in
        [("ACTIVE", Verdict::Accepted), ("REJECTED", Verdict::Rejected), ("SUSPENDED", Verdict::Suspended)]
            .into_iter()
            .enumerate()
    {
        world.advance(2 * Millis::MINUTE).await;
        let said = case.says_at("BUSINESS_BANK", word, Some("Nama berbeda."), case.later(0));
        assert_eq!(world.callback(&format!("settled {n}"), &said).await, 200);
        world.run_due().await;
        assert_eq!(case.verdict(bank.clone()).await, verdict);
        let (state, note) = (world.case(case.id).await.business.state, note_of(world, case.id, &bank).await);
        world.advance(2 * Millis::MINUTE).await;
        // Both a callback and a read-back bring the word.
        let read = world.count("select count(*) from readbacks").await;
        case.decide("BUSINESS_BANK", "MENUNGGU_SURVEI", "Kata yang lain").await;
        world.advance(Millis::MINUTE).await;
        assert!(world.count("select count(*) from readbacks").await > read, "DOKU was not asked");
        assert_eq!(case.verdict(bank.clone()).await, verdict, "{word} was undone");
        let stands = world.case(case.id).await;
        assert_eq!((stands.business.state, note_of(world, case.id, &bank).await), (state, note), "{word}");
    }
    let flagged = "select count(*) from callbacks where status = 'flagged' and problem = 'unknown_status'";
    assert_eq!(world.count(flagged).await, 3, "kept, and for a person to see");
    assert!(world.nobody().get("/metrics").await.body.contains("callbacks_total{outcome=\"unknown_status\"}"));
    assert_eq!(replay::run(&world.services, true, |_| ()).await.unwrap().differences, 0);
}

async fn an_active_business_stays_active_through_a_word_that_nobody_knows(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    let held = world.registrations().await.remove(0);
    let business = held["business_id"].as_str().unwrap();
    for entity in ["BUSINESS", "BRAND", "BRAND.OPERATIONAL_STATUS", "BUSINESS_CONTACT", "BRAND_PRODUCT"] {
        let order = json!({ "entity": entity, "verdict": "DALAM_PEMANTAUAN" });
        world.order(&format!("registrations/{business}/decide"), &order).await;
        world.advance(2 * Millis::MINUTE).await;
        assert_eq!(world.case(id).await.business.state, State::Active, "{entity}");
    }
    assert!(merchant.get(&format!("/businesses/{id}")).await.status == 200);
}

async fn note_of(world: &World, id: domain::ids::BusinessId, facet: &FacetKey) -> Option<String> {
    let stands = world.case(id).await;
    stands.facets.iter().find(|row| row.key == *facet).unwrap().note.clone()
}
