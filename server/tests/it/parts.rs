//! Which part DOKU means, and what nobody knows: kept, flagged, read back, never dropped.

use crate::said::registered;
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
        callbacks::{self, Status},
        readbacks, sends,
    },
    worker,
};

/// As if DOKU had taken more parts than a form of ours sends today.
async fn also_sent(world: &World, id: domain::ids::BusinessId, parts: &[(FacetKey, Option<&str>)]) {
    let mut tx = world.services.store.begin().await.unwrap();
    for (facet, file) in parts {
        let sent = Sent { facet: facet.clone(), revision: 1, at: world.clock.now(), file: file.map(DokuFileId::new) };
        sends::insert(&mut tx, id, &sent).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn mark(world: &World, id: domain::ids::BusinessId, request_id: &str) -> (Status, Option<String>) {
    let mut db = world.services.store.read().await.unwrap();
    let row = callbacks::of_business(&mut db, id)
        .await
        .unwrap()
        .into_iter()
        .find(|row| row.request_id == request_id)
        .unwrap();
    (row.status, row.problem)
}

on_both! {
    async fn a_file_id_that_we_sent_names_its_document_without_a_code(world: &World, explicit) {
        let case = registered(world).await;
        also_sent(world, case.id, &[(FacetKey::document("KTP", 1), Some("DCM-0001-1111111111111")), (FacetKey::document("NIB", 0), Some("DCM-0001-2222222222222"))]).await;
        let about = |entity: serde_json::Value| json!({
            "type": "BUSINESS_DOCUMENT", "business": { "id": case.business }, "entity": entity,
            "status": "REJECTED", "reject_notes": "buram", "updated_at": case.later(60).to_iso(),
        }).to_string().into_bytes();
        world.callback("by-file", &about(json!({ "id": "DCM-0001-1111111111111" }))).await;
        world.callback("by-code", &about(json!({ "id": "DCM-0001-9999999999999", "code": "NIB" }))).await;
        world.callback("two-owners", &about(json!({ "code": "KTP" }))).await;
        world.callback("never-sent", &about(json!({ "code": "SIUP" }))).await;
        worker::project::run(&world.services).await.unwrap();
        assert_eq!(case.verdict(FacetKey::document("KTP", 1)).await, Verdict::Rejected);
        assert_eq!(case.verdict(FacetKey::document("NIB", 0)).await, Verdict::Rejected);
        assert_eq!(case.verdict(FacetKey::document("KTP", 0)).await, Verdict::Pending);
        for (id, problem) in [("by-file", None), ("by-code", None), ("two-owners", Some("unknown_entity")), ("never-sent", Some("unknown_entity"))] {
            assert_eq!(mark(world, case.id, id).await.1.as_deref(), problem, "{id}");
        }
        assert_eq!(world.case(case.id).await.business.next_read_at, Some(case.later(5)), "no read-back follows");
        // What was never sent counts once it is.
        also_sent(world, case.id, &[(FacetKey::document("SIUP", 0), None)]).await;
        world.callback("any", &case.says("BUSINESS_BANK", "ACTIVE", None)).await;
        worker::project::run(&world.services).await.unwrap();
        assert_eq!(case.verdict(FacetKey::document("SIUP", 0)).await, Verdict::Rejected);
        assert_eq!(mark(world, case.id, "never-sent").await, (Status::Projected, None));
    }

    /// Two contacts and an id that nobody knows: ambiguous until a read-back tells whose it is.
    async fn an_ambiguous_word_counts_as_soon_as_its_id_is_learnt(world: &World, explicit) {
        let case = registered(world).await;
        also_sent(world, case.id, &[(FacetKey::Contact(1), None)]).await;
        let body = json!({
            "type": "BUSINESS_CONTACT", "business": { "id": case.business }, "entity": { "id": "CNT-0001-7777777777777" },
            "status": "REJECTED", "reject_notes": "NIK tidak sesuai nama", "updated_at": case.later(60).to_iso(),
        });
        world.callback("who", body.to_string().as_bytes()).await;
        worker::project::run(&world.services).await.unwrap();
        assert_eq!(mark(world, case.id, "who").await, (Status::Flagged, Some("unknown_entity".into())));
        assert_eq!(case.verdict(FacetKey::Contact(1)).await, Verdict::Pending);
        let mut tx = world.services.store.begin().await.unwrap();
        readbacks::remember_entity(&mut tx, case.id, "CNT-0001-7777777777777", "contact[1]").await.unwrap();
        tx.commit().await.unwrap();
        world.advance(10 * Millis::SECOND).await;
        assert_eq!(case.verdict(FacetKey::Contact(1)).await, Verdict::Rejected);
        assert_eq!(case.verdict(FacetKey::Contact(0)).await, Verdict::Pending);
        assert_eq!(mark(world, case.id, "who").await, (Status::Projected, None));
    }

    async fn another_brand_of_the_same_business_is_none_of_ours(world: &World, explicit) {
        let case = registered(world).await;
        let body = json!({
            "type": "BRAND", "business": { "id": case.business }, "brand": { "id": "BRN-0001-3333333333333" },
            "entity": { "id": "BRN-0001-3333333333333" }, "status": "SUSPENDED", "updated_at": case.later(60).to_iso(),
        });
        world.callback("theirs", body.to_string().as_bytes()).await;
        world.settle().await;
        assert_eq!(mark(world, case.id, "theirs").await.1.as_deref(), Some("unknown_entity"));
        assert_eq!(world.case(case.id).await.business.state, State::InVerification);
    }

    async fn unknown_fields_change_nothing(world: &World, explicit) {
        let case = registered(world).await;
        let body = json!({
            "type": "BUSINESS_BANK", "business": { "id": case.business, "tier": "GOLD" }, "status": "REJECTED",
            "reject_notes": "Nama berbeda.", "updated_at": case.later(60).to_iso(), "score": 0.3, "audit": [{ "by": "x" }], "trace": null,
        });
        world.callback("more", body.to_string().as_bytes()).await;
        world.settle().await;
        assert_eq!(mark(world, case.id, "more").await, (Status::Projected, None));
        assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Rejected);
    }

    /// SIM-ODD-STATUS: the sandbox says a word that nobody knows, by callback and when read back.
    async fn an_odd_word_is_in_review_flagged_and_survives_a_replay(world: &World, automatic) {
        let merchant = world.merchant().await;
        let id = merchant.submitted(&[("business.name", "Warung SIM-ODD-STATUS")]).await;
        world.advance(2 * Millis::MINUTE).await;
        let stands = world.case(id).await;
        assert_eq!(stands.business.state, State::InVerification);
        assert_eq!(stands.facets.iter().find(|row| row.key == FacetKey::Address(0)).unwrap().verdict, Verdict::Pending);
        let odd = "select count(*) from callbacks where status = 'flagged' and problem = 'unknown_status'";
        assert_eq!(world.count(odd).await, 1);
        assert!(stands.business.read_at.is_some() && stands.business.next_read_at.is_some());
        assert!(world.count("select count(*) from observations where facet = 'address[0]' and source = 'read_back'").await > 0);
        assert_eq!(replay::run(&world.services, true, |_| ()).await.unwrap().differences, 0);
    }
}
