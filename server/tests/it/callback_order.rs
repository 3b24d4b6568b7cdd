//! Callbacks in any order, shape and luck: the same facts end in the same state.

use crate::world::{Person, World, on_both};
use domain::{
    Millis,
    ids::{BusinessId, DokuFileId},
    kyb::{FacetKey, Sent, State, Verdict},
};
use serde_json::{Value, json};
use server::store::{
    callbacks::{self, CallbackProblem},
    observations::{self, Outcome},
    sends,
};

/// A business that DOKU took, in a world where callbacks are made by hand.
pub struct Registered<'w> {
    pub merchant: Person<'w>,
    pub id: BusinessId,
    pub business: String,
    pub brand: String,
    pub entities: Vec<Value>,
}

pub async fn registered(world: &World) -> Registered<'_> {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    world.run_due().await;
    let stands = world.case(id).await;
    assert_eq!(stands.business.state, State::InVerification);
    let held = world.registrations().await.remove(0);
    let text = |name: &str| held[name].as_str().unwrap().to_owned();
    let entities = held["entities"].as_array().unwrap().clone();
    Registered { merchant, id, business: text("business_id"), brand: text("brand_id"), entities }
}

impl Registered<'_> {
    pub fn later(&self, seconds: i64) -> Millis {
        self.merchant.world.clock.now().plus(seconds * Millis::SECOND)
    }

    pub async fn verdict(&self, facet: FacetKey) -> Verdict {
        let stands = self.merchant.world.case(self.id).await;
        stands.facets.iter().find(|row| row.key == facet).unwrap().verdict
    }

    /// Builds a callback of shape A, a minute from now.
    pub fn says(&self, kind: &str, status: &str, note: Option<&str>) -> Vec<u8> {
        self.says_at(kind, status, note, self.later(60))
    }

    pub fn says_at(&self, kind: &str, status: &str, note: Option<&str>, at: Millis) -> Vec<u8> {
        let entity = self.entities.iter().find(|entity| entity["entity"] == kind).cloned().unwrap_or_default();
        self.about(kind, &entity, status, note, at)
    }

    fn about(&self, kind: &str, entity: &Value, status: &str, note: Option<&str>, at: Millis) -> Vec<u8> {
        let body = json!({
            "type": kind, "business": { "id": self.business }, "brand": { "id": self.brand },
            "entity": { "id": entity["id"], "code": entity["code"] },
            "status": status, "reject_notes": note, "updated_at": at.to_iso(),
        });
        body.to_string().into_bytes()
    }

    async fn outcomes(&self) -> Vec<(String, Outcome)> {
        let mut db = self.merchant.world.services.store.read().await.unwrap();
        let rows = observations::all(&mut db, self.id).await.unwrap();
        let said = rows.into_iter().filter(|row| row.source == domain::kyb::Source::Callback);
        let mut said: Vec<_> = said.map(|row| (row.facet, row.outcome)).collect();
        said.sort();
        said
    }
}

on_both! {
    approvals_of_all_entities_end_active_in_any_order(explicit),
    an_older_word_arriving_later_is_kept_and_changes_nothing(explicit),
    a_verdict_about_an_earlier_file_changes_nothing(explicit), a_callback_for_nobody_waits_as_an_orphan(explicit),
    a_callback_that_beats_the_answer_is_adopted_when_it_comes(line),
    unknown_types_words_and_entities_are_flagged_and_read_back(explicit),
    shapes_b_and_c_say_the_same_as_shape_a(explicit), a_note_is_shown_word_by_word(explicit),
    lost_callbacks_are_healed_by_reading_back(automatic), what_a_callback_told_first_is_not_called_healed(explicit),
    bad_luck_with_callbacks_ends_active_all_the_same(automatic), late_callbacks_find_the_door_open(automatic)
}

async fn approvals_of_all_entities_end_active_in_any_order(world: &World) {
    for order in 0..4 {
        let case = registered(world).await;
        let mut entities = case.entities.clone();
        match order {
            0 => {}
            1 => entities.reverse(),
            2 => entities.rotate_left(5),
            _ => entities.sort_by_key(|entity| entity["id"].to_string()),
        }
        let kinds: std::collections::BTreeSet<String> =
            entities.iter().map(|entity| entity["entity"].to_string()).collect();
        assert_eq!(kinds.len(), 10, "all ten types");
        for (n, entity) in entities.iter().enumerate() {
            let body = case.about(entity["entity"].as_str().unwrap(), entity, "ACTIVE", None, case.later(60));
            assert_eq!(world.callback(&format!("{order}-{n}"), &body).await, 200);
            if n % 3 == 0 {
                world.run_due().await;
            }
        }
        world.run_due().await;
        let stands = world.case(case.id).await;
        assert_eq!(stands.business.state, State::Active, "{order}: {:?}", stands.facets);
    }
}

async fn an_older_word_arriving_later_is_kept_and_changes_nothing(world: &World) {
    let case = registered(world).await;
    world.callback("newer", &case.says_at("BUSINESS_BANK", "REJECTED", Some("baru"), case.later(120))).await;
    world.run_due().await;
    world.callback("older", &case.says_at("BUSINESS_BANK", "ACTIVE", None, case.later(60))).await;
    world.run_due().await;
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Rejected);
    assert_eq!(case.outcomes().await, [("bank[0]".into(), Outcome::Rejected), ("bank[0]".into(), Outcome::Stale)]);
    world.callback("newest", &case.says_at("BUSINESS_BANK", "ACTIVE", None, case.later(180))).await;
    world.run_due().await;
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Accepted);
}

async fn a_verdict_about_an_earlier_file_changes_nothing(world: &World) {
    let case = registered(world).await;
    let ktp = FacetKey::Document("KTP".into());
    let mut tx = world.services.store.begin().await.unwrap();
    let again = Sent {
        facet: ktp.clone(),
        revision: 2,
        at: case.later(30),
        file: Some(DokuFileId::new("DCM-0001-9999999999999")),
    };
    sends::insert(&mut tx, case.id, &again).await.unwrap();
    tx.commit().await.unwrap();
    world.callback("old-file", &case.says("BUSINESS_DOCUMENT", "REJECTED", Some("buram"))).await;
    world.run_due().await;
    assert_eq!(case.verdict(ktp.clone()).await, Verdict::Pending);
    assert_eq!(case.outcomes().await, [("document[KTP]".into(), Outcome::EarlierVersion)]);
    let new_file = json!({ "id": "DCM-0001-9999999999999", "code": "KTP" });
    world
        .callback("new-file", &case.about("BUSINESS_DOCUMENT", &new_file, "REJECTED", Some("buram"), case.later(90)))
        .await;
    world.run_due().await;
    assert_eq!(case.verdict(ktp).await, Verdict::Rejected);
}

async fn a_callback_for_nobody_waits_as_an_orphan(world: &World) {
    let case = registered(world).await;
    let stranger = String::from_utf8(case.says("BUSINESS_BANK", "REJECTED", None))
        .unwrap()
        .replace(&case.business, "BSN-0001-1111111111111")
        .replace(&case.brand, "BRN-0001-2222222222222");
    assert_eq!(world.callback("nobody", stranger.as_bytes()).await, 200);
    world.run_due().await;
    let mut db = world.services.store.read().await.unwrap();
    assert_eq!(callbacks::count(&mut db, callbacks::Status::Orphan).await.unwrap(), 1);
    drop(db);
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Pending);
}

async fn a_callback_that_beats_the_answer_is_adopted_when_it_comes(world: &World) {
    let merchant = world.merchant_tagged("early").await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    world.run_due().await;
    merchant.submit(id).await;
    world.line().next("POST /business", 1, crate::world::Trouble::Silent(std::time::Duration::from_millis(1_000)));
    let meanwhile = async {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert!(server::projection::run(&world.services).await.unwrap(), "no callback came early");
        world.count("select count(*) from callbacks where status = 'orphan'").await
    };
    let (sent, orphans) = tokio::join!(server::outbox::run(&world.services), meanwhile);
    assert!(sent.unwrap() && orphans == 1);
    assert_eq!(world.count("select count(*) from callbacks where status = 'orphan'").await, 0);
    let stands = world.case(id).await;
    assert_eq!(stands.facets.iter().filter(|row| row.verdict == Verdict::Accepted).count(), 1, "{:?}", stands.facets);
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
}

async fn unknown_types_words_and_entities_are_flagged_and_read_back(world: &World) {
    let case = registered(world).await;
    let (business, brand) = (&case.business, &case.brand);
    let bodies = [
        (
            CallbackProblem::UnknownType,
            json!({"type": "BRAND_LOGO", "business": {"id": business}, "brand": {"id": brand}, "status": "ACTIVE"}),
        ),
        (
            CallbackProblem::UnknownStatus,
            json!({"type": "BUSINESS_BANK", "business": {"id": business}, "status": "MENUNGGU_SURVEI"}),
        ),
        (CallbackProblem::UnknownStatus, json!({"type": "BUSINESS_BANK", "business": {"id": business}})),
        (CallbackProblem::UnknownType, json!({"business": {"id": business}})),
        (
            CallbackProblem::UnknownEntity,
            json!({"type": "BUSINESS_DOCUMENT", "business": {"id": business}, "entity": {"id": "x\u{0}", "code": "K\u{0}P"}, "status": "ACTIVE", "reject_notes": "\u{0}"}),
        ),
    ];
    for (n, (problem, body)) in bodies.iter().enumerate() {
        world.advance(10 * Millis::SECOND).await;
        assert_eq!(world.callback(&format!("odd-{n}"), body.to_string().as_bytes()).await, 200);
        world.run_due().await;
        let row = world.callbacks(case.id).await.pop().unwrap();
        assert_eq!((row.status, row.problem), (callbacks::Status::Flagged, Some(*problem)), "{body}");
        assert_eq!(world.brand(case.id).await.next_read_at, Some(case.later(5)), "no read-back follows {body}");
    }
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Pending);
    assert_eq!(world.case(case.id).await.business.state, State::InVerification);
    // The partner's people see it, merchants do not.
    let page = world.reviewer().await.get(&format!("/review/{}", case.id)).await.body;
    for why in ["jenisnya tidak dikenal", "statusnya tidak dikenal", "bagian yang dimaksud tidak dikenal"] {
        assert!(page.contains(why), "{why}");
    }
    assert!(!case.merchant.get(&format!("/businesses/{}/history", case.id)).await.body.contains("tidak dikenal"));
}

async fn shapes_b_and_c_say_the_same_as_shape_a(world: &World) {
    let bodies = [
        |case: &Registered<'_>, id: &Value| json!({"event": "business_document", "business_id": case.business, "brand_id": case.brand, "document": {"id": id, "code": "KTP", "status": "rejected", "notes": "Foto KTP buram."}}),
        |case: &Registered<'_>, id: &Value| json!({"type": "BUSINESS_DOCUMENT", "business": {"id": case.business, "documents": [], "contacts": [{"documents": [{"id": id, "code": "KTP", "status": "REJECTED", "reject_notes": ["Foto KTP buram."]}]}]}}),
    ];
    for (n, body) in bodies.iter().enumerate() {
        let case = registered(world).await;
        let id = &case.entities.iter().find(|entity| entity["entity"] == "BUSINESS_DOCUMENT").unwrap()["id"];
        world.clock.advance(Millis::MINUTE);
        assert_eq!(world.callback(&format!("shape-{n}"), body(&case, id).to_string().as_bytes()).await, 200);
        world.run_due().await;
        assert_eq!(case.verdict(FacetKey::Document("KTP".into())).await, Verdict::Rejected, "{n}");
    }
}

async fn a_note_is_shown_word_by_word(world: &World) {
    let case = registered(world).await;
    let note = "Nama \"Ratna\" & <b>Sari</b>\nbaris kedua: 'é' 🙂";
    world.callback("note", &case.says("BUSINESS_BANK", "REJECTED", Some(note))).await;
    world.run_due().await;
    let stands = world.case(case.id).await;
    assert_eq!(stands.facets.iter().find(|row| row.key == FacetKey::Bank(0)).unwrap().note.as_deref(), Some(note));
    let page = case.merchant.get(&format!("/businesses/{}/bank", case.id)).await.body;
    assert!(
        page.contains("&lt;b&gt;Sari&lt;/b&gt;")
            && page.contains("baris kedua")
            && page.contains('🙂')
            && !page.contains("<b>Sari")
    );
    let reviewer = world.reviewer().await.get(&format!("/review/{}", case.id)).await.body;
    assert!(reviewer.contains("&lt;b&gt;Sari&lt;/b&gt;"));
}

async fn lost_callbacks_are_healed_by_reading_back(world: &World) {
    let merchant = world.merchant_tagged("lost").await;
    let id = merchant.submitted(&[]).await;
    world.advance(3 * Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::InVerification);
    assert_eq!(world.count("select count(*) from callbacks").await, 0);
    world.advance(3 * Millis::HOUR).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    let moved = "select count(*) from facets where verdict = 'accepted'";
    let healed = "select count(*) from observations where healed and source = 'read_back'";
    assert_eq!(world.count(healed).await, world.count(moved).await);
    let mark = "ditemukan saat kami mengecek ke DOKU";
    assert!(world.reviewer().await.get(&format!("/review/{id}")).await.body.contains(mark));
    assert!(!merchant.get(&format!("/businesses/{id}/history")).await.body.contains(mark));
}

async fn what_a_callback_told_first_is_not_called_healed(world: &World) {
    let case = registered(world).await;
    world.callback("told", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama berbeda."))).await;
    world.advance(Millis::HOUR).await;
    assert_eq!(world.count("select count(*) from observations where healed").await, 0);
}

async fn bad_luck_with_callbacks_ends_active_all_the_same(world: &World) {
    for tag in ["dup", "reorder", "badsig", "dup+reorder+badsig"] {
        let merchant = world.merchant_tagged(tag).await;
        let id = merchant.submitted(&[]).await;
        world.advance(2 * Millis::MINUTE).await;
        assert_eq!(world.case(id).await.business.state, State::Active, "{tag}");
        if tag == "dup" {
            assert_eq!(world.count("select count(*) from callbacks where deliveries <> 3").await, 0);
        }
    }
    assert!(world.count("select count(*) from refused_callbacks").await >= 2);
}

async fn late_callbacks_find_the_door_open(world: &World) {
    let merchant = world.merchant_tagged("late").await;
    let id = merchant.submitted(&[]).await;
    for _ in 0..18 {
        world.advance(3 * Millis::HOUR).await;
    }
    assert_eq!(world.case(id).await.business.state, State::Active);
    assert!(world.count("select count(*) from callbacks where status = 'projected'").await >= 9);
}
