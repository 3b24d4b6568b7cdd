//! Marked file names and combined plus-tags of DESIGN.md §6, each over real HTTP.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::Millis;
use sandbox::Decide;
use serde_json::{Value, json};

use crate::world::{JPEG, World};

const DELAY: i64 = 5 * Millis::SECOND;

/// Marked files as `(category, code, pointer to the file id, pointer to the verdict)`.
const FILES: [(&str, &str, &str, &str); 3] = [
    ("DOCUMENT", "KTP", "/contacts/0/documents/0/id", "/contacts/0/documents/0"),
    ("OWNER_LIVENESS", "", "/contacts/0/owner_liveness/id", "/contacts/0"),
    ("PHOTO_PROOF", "", "/brands/0/photo_proofs/0/id", "/brands/0/photo_proofs/0"),
];

#[tokio::test]
async fn a_marked_file_name_rejects_the_part_it_belongs_to_with_a_note_of_its_own() {
    let mut notes = Vec::new();
    for mark in ["sim-blur", "sim-crop", "sim-expired", "sim-wrong", "sim-nophoto"] {
        let world = World::new(Decide::Auto).await;
        let mut ids = Vec::new();
        for (category, code, place, judged) in FILES {
            let mut body = world.registration().await;
            let file = world.file(category, code, &format!("{mark} foto 1.jpg")).await;
            *body["business"].pointer_mut(place).unwrap() = file.into();
            ids.push((world.registered(&body).await, judged));
        }
        world.advance(DELAY).await;
        for (id, judged) in ids {
            let read = world.business(&id).await;
            let part = read.pointer(judged).unwrap();
            // A document has no face to look for.
            let expected = if mark == "sim-nophoto" && judged.contains("documents") { "ACTIVE" } else { "REJECTED" };
            assert_eq!(part["status"], expected, "{mark} {judged}");
            let others: usize = doku::readback::entities(&read).iter().filter(|one| one.notes.is_some()).count();
            assert_eq!(others, usize::from(expected == "REJECTED"), "{mark} {judged}: nothing else");
            notes.extend(part["reject_notes"].as_str().map(str::to_owned));
        }
    }
    let all = notes.len();
    notes.sort();
    notes.dedup();
    assert_eq!((all, notes.len()), (14, 14));
}

#[tokio::test]
async fn a_slow_upload_takes_its_time_and_succeeds() {
    let world = World::new(Decide::Explicit).await;
    let started = Instant::now();
    let answer = world.upload("DOCUMENT", "KTP", "sim-slow-ktp.jpg", JPEG.to_vec()).await;
    assert_eq!(answer.status, 200);
    assert!(started.elapsed() >= Duration::from_secs(3));
}

#[tokio::test]
async fn notes_of_a_declined_contact_are_marked_as_internal() {
    let world = World::new(Decide::Auto).await;
    let mut body = world.registration().await;
    body["business"]["contacts"][0]["documents"][0]["forms"][0]["value"] = "9900000101900009".into();
    world.registered(&body).await;
    world.advance(DELAY).await;
    let callback = &world.receiver.about("BUSINESS_CONTACT")[0];
    assert_eq!(callback.status(), "DECLINED");
    assert!(callback.body["reject_notes"].as_str().unwrap().starts_with("INTERNAL: "));
}

#[tokio::test]
async fn marks_of_several_kinds_combine() {
    let world = World::new(Decide::Auto).await;
    let mut body = world.registration_with("sim-blur.jpg", "sim-crop.jpg").await;
    let business = &mut body["business"];
    business["name"] = "Toko SIM-ODD-STATUS".into();
    business["banks"][0]["account_number"] = "0000000003".into();
    business["email"] = "ratna+dup@warung.example".into();
    let id = world.registered(&body).await;
    world.advance(DELAY).await;
    let read = world.business(&id).await;
    let status = |pointer: &str| read.pointer(pointer).unwrap()["status"].clone();
    assert_eq!(status("/contacts/0/documents/0"), "REJECTED");
    assert_eq!(status("/brands/0/photo_proofs/0"), "REJECTED");
    assert_eq!(status("/addresses/0"), "MENUNGGU_SURVEI");
    assert_eq!(read["banks"][0]["reject_notes"], "Mohon lampirkan foto halaman depan buku tabungan.");
    assert_eq!(status("/contacts/0"), "ACTIVE");
    assert_eq!(world.receiver.all().len(), 7 * 3, "everything that was said, thrice");
}

async fn tagged(tags: &str, decide: Decide) -> (World, Value) {
    let world = World::new(decide).await;
    let mut body = world.registration().await;
    body["business"]["email"] = format!("rina+{tags}@warung.example").into();
    (world, body)
}

#[tokio::test]
async fn dup_and_reorder_together() {
    let (world, body) = tagged("dup+reorder", Decide::Auto).await;
    world.registered(&body).await;
    for _ in 0..4 {
        world.advance(DELAY).await;
    }
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for callback in world.receiver.all() {
        *times.entry(callback.request_id).or_default() += 1;
    }
    assert_eq!(times.len(), 13);
    assert!(times.values().all(|times| *times == 3));
}

#[tokio::test]
async fn late_and_badsig_and_dup_together() {
    let (world, body) = tagged("late+badsig+dup", Decide::Auto).await;
    world.registered(&body).await;
    world.advance(2 * DELAY).await;
    assert!(world.receiver.all().is_empty(), "the forged one is late too");
    world.advance(49 * Millis::HOUR).await;
    world.advance(DELAY).await;
    world.advance(49 * Millis::HOUR).await;
    let (signed, forged): (Vec<_>, Vec<_>) = world.receiver.all().into_iter().partition(|callback| callback.is_signed);
    assert_eq!((signed.len(), forged.len()), (13 * 3, 1));
}

#[tokio::test]
async fn early_and_flaky_together() {
    let (world, body) = tagged("early+flaky", Decide::Explicit).await;
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(world.call_as("one", "POST", "/business", Some(&body)).await.status);
        assert_eq!(world.receiver.all().len(), 1, "before the first answer, once");
    }
    assert_eq!(statuses, [500, 500, 409]);
}

#[tokio::test]
async fn lost_beats_everything_and_a_resend_brings_it_after_all() {
    let (world, body) = tagged("lost+dup", Decide::Auto).await;
    let id = world.registered(&body).await;
    world.advance(2 * DELAY).await;
    world.advance(Millis::DAY).await;
    assert!(world.receiver.all().is_empty());
    world.order("registrations", &id, "resend").await;
    assert_eq!(world.receiver.all().len(), 13 * 3);
}

#[tokio::test]
async fn timeout_answers_while_it_is_still_silent_to_the_first() {
    let (world, body) = tagged("timeout+early", Decide::Explicit).await;
    let stalled =
        world.request("slow", "POST", "/business", Some(&body)).timeout(Duration::from_millis(500)).send().await;
    assert!(stalled.unwrap_err().is_timeout());
    assert_eq!(world.receiver.all().len(), 1);
    let again = world.call_as("slow", "POST", "/business", Some(&body)).await;
    assert_eq!((again.status, again.body["business"]["status"].clone()), (409, json!("UPDATING")));
}
