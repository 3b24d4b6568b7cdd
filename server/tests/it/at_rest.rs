//! A stolen copy of the disk shows neither numbers nor words about a person, nor a key.

use crate::{
    callback_order::registered,
    world::{World, on_both},
};
use domain::{Millis, kyb::State};
use server::{random::Chance, store::Store, vault::Place};
use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
};

const PERSONAL: [&str; 9] = [
    "3273205507880004",
    "4370112233",
    "Jalan Terusan Jakarta",
    "Ratna Sari Dewanti",
    "2044 5566",
    "81320445566",
    "warungratnasari",
    "ktp.jpg",
    "JFIF",
];

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// Tells whether `needle` is there in the open, in text or in bytes.
fn finds(haystack: &[u8], needle: &str) -> bool {
    let text = String::from_utf8_lossy(haystack);
    text.contains(needle) || text.contains(&hex(needle))
}

/// Lists everything that the app (not the sandbox) wrote, by name.
async fn disk(world: &World) -> Vec<(String, Vec<u8>)> {
    let mut found = world.tables().await;
    for folder in [world.folder.path().to_owned(), world.folder.path().join("files")] {
        for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = file.file_name().to_string_lossy().into_owned();
            if file.file_type().unwrap().is_file() && !name.starts_with("sandbox") {
                found.push((name, std::fs::read(file.path()).unwrap()));
            }
        }
    }
    found
}

/// Lists the permissions of group and others, file by file.
fn open_bits(folder: &Path) -> Vec<(String, u32)> {
    let files = fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|file| file.file_type().unwrap().is_file());
    files
        .map(|file| {
            (file.file_name().to_string_lossy().into_owned(), file.metadata().unwrap().permissions().mode() & 0o077)
        })
        .collect()
}

#[tokio::test]
async fn a_database_that_lay_open_is_closed_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("serambi.db").display());
    Store::open(&url, &Chance::System).await.unwrap().close().await;
    for ending in ["", "-wal", "-shm"] {
        let file = folder.path().join(format!("serambi.db{ending}"));
        fs::OpenOptions::new().append(true).create(true).open(&file).unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    }
    let store = Store::open(&url, &Chance::System).await.unwrap();
    let bits = open_bits(folder.path());
    assert!(bits.len() == 3 && bits.iter().all(|(_, bits)| *bits == 0), "{bits:?}");
    store.close().await;
}

on_both! {
    databases_are_closed_to_everybody_else_on_this_machine,
    nothing_personal_lies_in_the_open_from_draft_to_active(automatic), a_note_and_a_reason_lie_sealed_too(explicit),
    calls_are_logged_without_query_body_or_name(automatic)
}

async fn databases_are_closed_to_everybody_else_on_this_machine(world: &World) {
    world.merchant().await;
    world.run_due().await;
    let bits = open_bits(world.folder.path());
    let named = |start: &str| bits.iter().any(|(name, _)| name.starts_with(start));
    assert!(named("sandbox.db") && named("serambi.db") == world.services.store.is_one_process(), "{bits:?}");
    assert!(bits.iter().all(|(_, bits)| *bits == 0), "{bits:?}");
}

async fn nothing_personal_lies_in_the_open_from_draft_to_active(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[]).await;
    for (name, bytes) in disk(world).await {
        for needle in PERSONAL {
            assert!(!finds(&bytes, needle), "a draft: {name} holds {needle}");
        }
    }
    world.run_due().await;
    merchant.submit(id).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    let stands = world.case(id).await;
    let sealed = stands.brands[0].shared_key.as_ref().unwrap();
    let key = String::from_utf8(stands.key.open(&Place::SharedKey, sealed).unwrap()).unwrap();
    let disk = disk(world).await;
    assert!(key.starts_with("SK-") && disk.iter().any(|(_, bytes)| finds(bytes, "BSN-")), "this test sees nothing");
    for (name, bytes) in disk {
        for needle in PERSONAL {
            assert!(!finds(&bytes, needle), "sent: {name} holds {needle}");
        }
        assert!(!finds(&bytes, &key), "{name} holds a brand's key");
    }
}

async fn a_note_and_a_reason_lie_sealed_too(world: &World) {
    let case = registered(world).await;
    world.callback("note", &case.says("BUSINESS_BANK", "REJECTED", Some("Rekening atas nama RAHASIA"))).await;
    world.run_due().await;
    assert_eq!(world.case(case.id).await.business.state, State::ActionNeeded);
    assert!(disk(world).await.iter().all(|(_, bytes)| !finds(bytes, "RAHASIA")));
}

async fn calls_are_logged_without_query_body_or_name(world: &World) {
    let merchant = world.merchant().await;
    merchant.submitted(&[]).await;
    world.run_due().await;
    for _ in 0..50 {
        if world.count("select count(*) from exchanges").await >= 6 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(world.count("select count(*) from exchanges where method = 'POST' and status = 200").await >= 5);
    assert_eq!(world.count("select count(*) from exchanges where path like '%?%' or path like '%@%'").await, 0);
}
