//! Another master key than that of the data: nothing starts with it, so nothing is acknowledged that nobody could read.
//! Data sealed under another key all the same holds up nobody.

use crate::{
    callback_order::registered,
    world::{World, on_both},
};
use domain::{
    ids::FactId,
    kyb::{FacetKey, Verdict},
};
use secrecy::SecretString;
use server::{
    replay,
    services::Services,
    store::callbacks::{self, Callback, Status},
    vault::{Place, Vault, new_master_key},
};

/// Starts an instance whose settings name this key.
async fn start(world: &World, key: &SecretString) -> Result<Services, String> {
    let mut config = world.config.clone();
    config.master_key = Some(key.clone());
    Services::open(&config, world.clock.clone(), world.chance.clone(), Some(world.sandbox.address()))
        .await
        .map_err(|stop| stop.to_string())
}

/// Starts an instance with the key that it always had.
async fn start_as_ever(world: &World) -> Result<Services, String> {
    let opened =
        Services::open(&world.config, world.clock.clone(), world.chance.clone(), Some(world.sandbox.address())).await;
    opened.map_err(|stop| stop.to_string())
}

async fn is_refused(world: &World, key: &SecretString) {
    let said = start(world, key).await.err().expect("another key starts nothing");
    assert!(said.contains("master key") && said.contains("SERAMBI_MASTER_KEY"), "{said}");
}

async fn replayed(world: &World, check: bool) -> (String, Vec<String>) {
    let mut lines = Vec::new();
    let tally = replay::run(&world.services, check, |line| lines.push(line)).await.unwrap();
    (tally.to_string(), lines)
}

/// Keeps a callback as acknowledged under another key, as it could be before a start noticed.
async fn acknowledged_under(world: &World, vault: &Vault, status: Status, request_id: &str, body: &[u8]) -> FactId {
    let (services, inbox) = (&world.services, vault.inbox());
    let id = FactId::new(services.id().unwrap());
    let callback = Callback {
        id,
        client_id: services.settings.client_id.clone(),
        request_id: request_id.into(),
        received_at: services.now(),
        sent_at: services.now(),
        headers: inbox.seal(&Place::Headers(id), b"{}").unwrap(),
        body: inbox.seal(&Place::Callback(id), body).unwrap(),
        digest: Some(request_id.as_bytes().to_vec()),
        other_body: false,
        no_later_than: None,
        about: None,
        deliveries: 1,
        status,
        problem: None,
        business_id: None,
    };
    let mut tx = services.store.begin().await.unwrap();
    callbacks::insert(&mut tx, &[callback]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

on_both! {
    it_starts_nothing_and_the_right_one_starts_again(explicit), an_empty_database_belongs_to_the_key_of_its_first_start,
    a_database_of_before_is_known_by_its_oldest_business(explicit),
    a_database_of_before_without_a_business_is_known_by_what_waits_in_it,
    of_two_keys_that_start_at_once_one_stays_outside, a_key_file_that_is_gone_is_not_made_anew(explicit),
    a_replay_goes_on_past_a_business_that_does_not_open(explicit),
    a_callback_sealed_under_another_one_is_put_aside_and_counted(explicit)
}

async fn it_starts_nothing_and_the_right_one_starts_again(world: &World) {
    let case = registered(world).await;
    is_refused(world, &new_master_key().unwrap()).await;
    let again = start_as_ever(world).await.unwrap();
    assert!(again.brand_credential(case.id).await.is_ok());
    assert_eq!(world.count("select count(*) from canary").await, 1);
}

/// Nobody has registered, signed up or called yet: the very first start decides.
async fn an_empty_database_belongs_to_the_key_of_its_first_start(world: &World) {
    is_refused(world, &new_master_key().unwrap()).await;
    start_as_ever(world).await.unwrap();
}

async fn a_database_of_before_is_known_by_its_oldest_business(world: &World) {
    registered(world).await;
    world.run("delete from canary").await;
    is_refused(world, &new_master_key().unwrap()).await;
    assert_eq!(world.count("select count(*) from canary").await, 0, "a refused start leaves nothing behind");
    start_as_ever(world).await.unwrap();
    assert_eq!(world.count("select count(*) from canary").await, 1);
    is_refused(world, &new_master_key().unwrap()).await;
}

async fn a_database_of_before_without_a_business_is_known_by_what_waits_in_it(world: &World) {
    let stranger = br#"{"type":"BUSINESS","business":{"id":"BSN-0001-1111111111111"},"status":"ACTIVE"}"#;
    assert_eq!(world.callback("nobody", stranger).await, 200);
    world.run("delete from canary").await;
    is_refused(world, &new_master_key().unwrap()).await;
    start_as_ever(world).await.unwrap();
}

async fn of_two_keys_that_start_at_once_one_stays_outside(world: &World) {
    world.run("delete from canary").await;
    let keys = [new_master_key().unwrap(), new_master_key().unwrap()];
    let (first, second) = tokio::join!(start(world, &keys[0]), start(world, &keys[1]));
    assert!(first.is_ok() != second.is_ok(), "one of them, and not both");
    let (inside, outside) = if first.is_ok() { (&keys[0], &keys[1]) } else { (&keys[1], &keys[0]) };
    is_refused(world, outside).await;
    assert!(start(world, inside).await.is_ok());
    assert_eq!(world.count("select count(*) from canary").await, 1);
}

/// The key is a file of ours in sandbox mode. A new one would open nothing.
async fn a_key_file_that_is_gone_is_not_made_anew(world: &World) {
    registered(world).await;
    let (file, away) = (world.folder.path().join("master.key"), world.folder.path().join("away.key"));
    std::fs::rename(&file, &away).unwrap();
    let said = start_as_ever(world).await.err().unwrap();
    assert!(said.contains("master.key") && !file.exists(), "{said}");
    std::fs::rename(&away, &file).unwrap();
    start_as_ever(world).await.unwrap();
}

async fn a_replay_goes_on_past_a_business_that_does_not_open(world: &World) {
    let broken = registered(world).await;
    world.clock.advance(1_000);
    let whole = registered(world).await;
    world.callback("bank", &whole.says("BUSINESS_BANK", "REJECTED", None)).await;
    world.advance(10_000).await;
    world.run("update businesses set data_key = (select b.data_key from businesses b where b.id <> businesses.id) where created_at = (select min(created_at) from businesses)").await;
    world.run("delete from facets where facet = 'bank[0]'").await;
    for check in [true, false] {
        let (tally, lines) = replayed(world, check).await;
        assert!(tally.contains("2 businesses") && tally.contains("1 unreadable"), "{tally}");
        let about = |id: &str| lines.iter().any(|line| line.contains(id));
        assert!(about(&broken.id.to_string()) && about(&whole.id.to_string()), "{lines:?}");
    }
    assert_eq!(whole.verdict(FacetKey::Bank(0)).await, Verdict::Rejected, "what can be mended is mended");
    let (tally, _) = replayed(world, true).await;
    assert!(tally.contains("0 differences, 1 unreadable"), "{tally}");
}

async fn a_callback_sealed_under_another_one_is_put_aside_and_counted(world: &World) {
    let case = registered(world).await;
    let other = Vault::new(&new_master_key().unwrap()).unwrap();
    let lost = acknowledged_under(world, &other, Status::New, "lost", &case.says("BUSINESS", "SUSPENDED", None)).await;
    let waits =
        acknowledged_under(world, &other, Status::Orphan, "waits", &case.says("BUSINESS", "SUSPENDED", None)).await;
    assert_eq!(world.callback("next", &case.says("BUSINESS_BANK", "ACTIVE", None)).await, 200);
    world.run_due().await;
    assert_eq!(case.verdict(FacetKey::Bank(0)).await, Verdict::Accepted, "it holds up no other");
    assert_eq!(world.count("select count(*) from callbacks where status = 'flagged' and problem = 'sealed'").await, 1);
    let (tally, lines) = replayed(world, false).await;
    assert!(tally.contains("2 unreadable"), "{tally}");
    assert!([lost, waits].iter().all(|id| lines.iter().any(|line| line.contains(&id.to_string()))), "{lines:?}");
    assert_eq!(
        world.count("select count(*) from callbacks where status = 'flagged' and problem = 'sealed'").await,
        2,
        "counted where operators look"
    );
}
