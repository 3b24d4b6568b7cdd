//! `kill -9` at any moment: nothing acknowledged is lost, nothing is registered twice. The real binaries, each a
//! process of its own; only the server is killed, DOKU goes on.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

#[path = "../usual/chance.rs"]
mod chance;
#[path = "../it/world/disk.rs"]
mod disk;
#[path = "../usual/installation.rs"]
mod installation;
#[path = "../usual/panel.rs"]
mod panel;
#[path = "../usual/person.rs"]
mod person;
#[path = "../usual/mod.rs"]
mod usual;

mod facts;
mod full;
mod machine;
mod sandbox;
mod uploads;

use chance::Chance;
use facts::Facts;
use installation::{Database, wait_for};
use machine::{Machine, Worker};
use person::{KTP_PHOTO, Person};
use sandbox::Decide;
use std::time::Duration;

/// Each case runs on both databases, as `case::sqlite` and `case::postgres`, with a sandbox that decides as told.
macro_rules! on_both {
    ($($case:ident ($decide:expr)),* $(,)?) => { $(
        mod $case {
            use super::*;
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                let mut machine = Machine::new(Database::Sqlite, $decide).await;
                super::$case(&mut machine).await;
                machine.installation.done().await;
            }
            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                let mut machine = Machine::new(Database::Postgres, $decide).await;
                super::$case(&mut machine).await;
                machine.installation.done().await;
            }
        }
    )* };
}

on_both! {
    between_the_acknowledgement_of_a_callback_and_its_projection(Decide::Explicit),
    in_the_middle_of_a_registration(Decide::Explicit), during_an_upload(Decide::Explicit),
    between_two_starts_of_which_one_has_another_master_key(Decide::Explicit),
    before_a_replay_that_cannot_read_everything(Decide::Explicit), again_and_again_while_files_come(Decide::Explicit),
    at_random_moments_of_the_whole_journey(Decide::After(Duration::from_millis(1500)))
}

async fn between_the_acknowledgement_of_a_callback_and_its_projection(machine: &mut Machine) {
    machine.start(Worker::Runs).await;
    let merchant = Person::sign_up(&machine.installation.url, "ratna@warung.example").await;
    let business = merchant.submitted(&[]).await;
    merchant.until(&business, "in_verification").await;
    machine.kill().await;
    machine.start(Worker::Rests).await;
    machine.sandbox.a_second_later().await;
    let sent = machine.sandbox.everything_decided_and_delivered().await;
    assert!(sent >= 10, "a PERSONAL registration has more parts than {sent}");
    let facts = Facts::open(&machine.installation.database_url).await;
    assert_eq!((facts.callbacks().await, facts.callbacks_with("new").await), (sent, sent));
    facts.close().await;
    assert_eq!(merchant.state(&business).await, "in_verification");
    // No read-back may help: the acknowledged callbacks are enough.
    machine.sandbox.outage(true).await;
    machine.kill().await;
    machine.start(Worker::Runs).await;
    merchant.until(&business, "active").await;
    let facts = Facts::open(&machine.installation.database_url).await;
    assert_eq!((facts.callbacks().await, facts.callbacks_with("projected").await), (sent, sent));
    assert_eq!((facts.deliveries().await, facts.told_by_callbacks().await), (sent, sent));
    facts.close().await;
}

async fn in_the_middle_of_a_registration(machine: &mut Machine) {
    machine.start(Worker::Runs).await;
    // The sandbox does the work, then answers only after 90 seconds.
    let merchant = Person::sign_up(&machine.installation.url, "ratna+timeout@warung.example").await;
    let business = merchant.submitted(&[]).await;
    wait_for("the sandbox to hold the registration", async || machine.sandbox.registrations().await.len() == 1).await;
    assert_eq!(merchant.state(&business).await, "sending");
    machine.kill().await;
    machine.start(Worker::Runs).await;
    merchant.until(&business, "in_verification").await;
    let facts = Facts::open(&machine.installation.database_url).await;
    assert_eq!((machine.sandbox.registrations().await.len(), facts.registered().await), (1, 1));
    facts.close().await;
}

async fn at_random_moments_of_the_whole_journey(machine: &mut Machine) {
    let seed = machine.seed;
    let chance = Chance::new(seed);
    machine.start(Worker::Runs).await;
    let url = machine.installation.url.clone();
    let journey = async {
        let mut merchant = Person::sign_up(&url, "ratna@warung.example").await;
        merchant.pace = Some(Chance::new(seed + 1));
        let business = merchant.submitted(&[]).await;
        (merchant, business)
    };
    let kills = async {
        for _ in 0..10 {
            tokio::time::sleep(chance.millis(20..700)).await;
            machine.kill().await;
            // The pause is long enough for somebody to find nobody there.
            tokio::time::sleep(chance.millis(50..400)).await;
            machine.start(Worker::Runs).await;
        }
    };
    let ((merchant, business), ()) = tokio::join!(journey, kills);
    assert!(merchant.turned_away.get() > 0, "the server was never away, seed {seed}");
    merchant.until(&business, "active").await;
    assert_eq!(machine.sandbox.registrations().await.len(), 1, "seed {seed}");
    // Callbacks from the outage come again; those acknowledged before are still the same facts.
    machine.sandbox.advance_hours(1).await;
    let sent = machine.sandbox.everything_delivered().await;
    let facts = Facts::open(&machine.installation.database_url).await;
    wait_for("every callback to be projected", async || facts.callbacks_with("projected").await == sent).await;
    assert_eq!(
        (facts.callbacks().await, facts.told_by_callbacks().await, facts.registered().await),
        (sent, sent, 1),
        "seed {seed}"
    );
    facts.close().await;
    assert_eq!(merchant.state(&business).await, "active");
}

async fn during_an_upload(machine: &mut Machine) {
    machine.start(Worker::Runs).await;
    let merchant = Person::sign_up(&machine.installation.url, "ratna@warung.example").await;
    let business = merchant.start_business().await;
    merchant.consent(&business).await;
    merchant.upload(&business, "KTP", "ktp.jpg", KTP_PHOTO.to_vec()).await;
    let half = merchant.half_an_upload(&business, "KTP");
    wait_for("the second photo to be on its way", async || machine.files().len() == 2).await;
    machine.kill().await;
    half.await.unwrap();
    machine.start(Worker::Runs).await;
    assert_eq!(merchant.file(&business, "KTP").await, KTP_PHOTO, "the earlier photo stays");
    let facts = Facts::open(&machine.installation.database_url).await;
    assert_eq!(facts.documents().await, 1, "no row names half a file");
    let whole = [KTP_PHOTO, &[9; 200_000]].concat();
    merchant.upload(&business, "KTP", "ktp-baru.jpg", whole.clone()).await;
    assert_eq!(merchant.file(&business, "KTP").await, whole, "the next one works");
    wait_for("it to be at DOKU", async || facts.documents_at_doku().await == 1).await;
    facts.close().await;
}

async fn between_two_starts_of_which_one_has_another_master_key(machine: &mut Machine) {
    machine.start(Worker::Runs).await;
    let merchant = Person::sign_up(&machine.installation.url, "ratna@warung.example").await;
    let business = merchant.submitted(&[]).await;
    merchant.until(&business, "in_verification").await;
    machine.kill().await;
    let another = [("SERAMBI_MASTER_KEY", "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=")];
    for arguments in [&["serve"][..], &["doctor"], &["replay"], &["replay", "--check"]] {
        let (code, said) = machine.runs(arguments, &another).await;
        assert!(code == Some(1) && said.contains("another master key"), "{arguments:?} ended with {code:?}: {said}");
    }
    let (code, said) = machine.runs(&["doctor"], &[]).await;
    assert!(code == Some(0), "{said}");
    machine.start(Worker::Runs).await;
    assert_eq!(merchant.state(&business).await, "in_verification");
}

async fn before_a_replay_that_cannot_read_everything(machine: &mut Machine) {
    machine.start(Worker::Runs).await;
    let mut all = Vec::new();
    for email in ["ratna@warung.example", "dewi@warung.example"] {
        let merchant = Person::sign_up(&machine.installation.url, email).await;
        let business = merchant.submitted(&[]).await;
        merchant.until(&business, "in_verification").await;
        all.push(business);
    }
    machine.kill().await;
    assert_eq!(machine.runs(&["replay", "--check"], &[]).await.0, Some(0));
    let facts = Facts::open(&machine.installation.database_url).await;
    facts.lose_the_key_of_the_oldest().await;
    facts.close().await;
    for arguments in [&["replay"][..], &["replay", "--check"]] {
        let (code, said) = machine.runs(arguments, &[]).await;
        assert!(
            code == Some(1) && said.contains(&all[0]) && said.contains("2 businesses"),
            "{arguments:?} ended with {code:?}: {said}"
        );
        assert!(said.contains("1 unreadable") && !said.contains(&all[1]), "{said}");
    }
    machine.start(Worker::Runs).await;
}
async fn again_and_again_while_files_come(machine: &mut Machine) {
    let chance = Chance::new(machine.seed);
    machine.start(Worker::Runs).await;
    let merchant = Person::sign_up(&machine.installation.url, "ratna@warung.example").await;
    let business = merchant.start_business().await;
    merchant.consent(&business).await;
    let mut photo = Vec::new();
    for n in 0..20_usize {
        let before = machine.files().len();
        let half = merchant.half_an_upload(&business, "KTP");
        wait_for("a photo to be on its way", async || machine.files().len() > before).await;
        machine.kill().await;
        half.await.unwrap();
        machine.start(Worker::Runs).await;
        // A whole photo follows, which is sent again until it is there.
        photo = [KTP_PHOTO, &vec![u8::try_from(n).unwrap(); 400_000]].concat();
        let slot = ["KTP", "OWNER_LIVENESS", "PHOTO_PROOF"][n % 3];
        let kill = async {
            tokio::time::sleep(chance.millis(0..40)).await;
            machine.kill().await;
            machine.start(Worker::Runs).await;
        };
        tokio::join!(merchant.upload(&business, slot, "foto.jpg", photo.clone()), kill);
    }
    let facts = Facts::open(&machine.installation.database_url).await;
    let (named, standing) = (facts.named_files().await, facts.standing_files().await);
    facts.close().await;
    let lost = machine.files().difference(&named).count();
    assert!(standing.len() == 3 && lost >= 15, "{lost} files without a row show little, seed {}", machine.seed);
    machine.kill().await;
    machine.age_files();
    machine.start(Worker::Runs).await;
    wait_for("files without a row to be swept", async || machine.files().is_subset(&named)).await;
    assert!(standing.is_subset(&machine.files()), "a file that stands is gone");
    assert_eq!(merchant.file(&business, "OWNER_LIVENESS").await, photo, "the last one whole");
}
