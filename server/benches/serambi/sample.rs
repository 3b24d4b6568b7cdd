//! Holds what every measurement stands on: businesses that DOKU holds, callbacks as DOKU signs them, and percentiles.

use crate::process::{CLIENT_ID, MASTER_KEY, Process, SECRET_KEY};
use doku::{Parts, TimestampLabel, signature};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, DokuBrandId, DokuBusinessId},
    kyb::{EntityKind, FacetKey, Sent},
};
use reqwest::Client;
use secrecy::SecretString;
use server::{
    store::{Conn, accounts, businesses, sends},
    vault::Vault,
};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Seeded businesses, by number from 0.
pub const BUSINESSES: u64 = 3_000;
const OWNER: &str = "bench@warung.example";

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

pub fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

/// Writes "p50, p99" in milliseconds.
pub fn both(times: &[Duration]) -> String {
    format!("{:.1}, {:.1} ms", ms(percentile(times, 50)), ms(percentile(times, 99)))
}

pub fn business(n: u64) -> BusinessId {
    BusinessId::new(Uuid::from_u128(1_000 + u128::from(n)))
}

pub fn doku_ids(n: u64) -> (String, String) {
    (format!("BSN-0104-{:013}", 1_762_148_000_000 + n), format!("BRN-0104-{:013}", 1_762_148_000_000 + n))
}

/// Makes registered businesses with all their facets, so that projection has real work, and returns the cookie of their
/// owner.
pub async fn seed(process: &Process) -> String {
    let cookie = process.sign_up(OWNER).await;
    let vault = Vault::new(&SecretString::from(MASTER_KEY)).unwrap();
    let store = process.store().await;
    let mut tx = store.begin().await.unwrap();
    let owner = accounts::by_email(&mut tx, OWNER).await.unwrap().unwrap().id;
    for n in 0..BUSINESSES {
        start(&mut tx, &vault, owner, business(n)).await;
        register(&mut tx, business(n), n).await;
    }
    tx.commit().await.unwrap();
    store.close().await;
    cookie
}

async fn start(db: &mut Conn, vault: &Vault, owner: AccountId, id: BusinessId) {
    let (_, wrapped) = vault.new_key(id).unwrap();
    let row = businesses::New {
        id,
        owner,
        search: "",
        business_type: "PERSONAL",
        legal_entity: "PERSEORANGAN",
        business_line: "RETAIL",
        nationality: "ID",
        data_key: &wrapped,
        checklist: &serde_json::json!({}),
        checklist_at: None,
        now: Millis(1),
    };
    businesses::insert(db, &row).await.unwrap();
}

/// Records that DOKU holds it under the ids of that number.
pub async fn register(db: &mut Conn, id: BusinessId, n: u64) {
    let (business, brand) = doku_ids(n);
    // A sent time far ahead keeps the poller away from businesses that the sandbox does not know.
    let later = Millis(4_000_000_000_000);
    businesses::set_registered(db, id, &DokuBusinessId::new(business), &DokuBrandId::new(brand), None, (later, later))
        .await
        .unwrap();
    let facets = [
        FacetKey::Business,
        FacetKey::Brand(0),
        FacetKey::Operational(0),
        FacetKey::Contact(0),
        FacetKey::Address(0),
        FacetKey::Bank(0),
        FacetKey::Photo(0, 0),
        FacetKey::Document("KTP".into()),
        FacetKey::Social(0, "KTP".into()),
    ];
    for facet in facets {
        sends::insert(db, id, &Sent { facet, revision: 1, at: Millis(1), file: None }).await.unwrap();
    }
}

/// Sends the `n`-th callback of a run, about one entity of a business, and returns when it was acknowledged.
pub async fn report(http: &Client, base: &str, n: u64, about: u64) -> Instant {
    let kind = EntityKind::ALL[usize::try_from(n % 10).unwrap()].as_str();
    call(http, base, n, about, kind, "PENDING", None).await
}

pub async fn call(
    http: &Client,
    base: &str,
    n: u64,
    about: u64,
    kind: &str,
    status: &str,
    notes: Option<&str>,
) -> Instant {
    let (business, brand) = doku_ids(about);
    let timestamp = Millis(1_762_238_000_000 + i64::try_from(n).unwrap() * 1_000).to_iso();
    let body = serde_json::json!({"type": kind, "business": {"id": business}, "brand": {"id": brand}, "entity": {"id": brand, "code": "KTP"}, "status": status, "reject_notes": notes, "updated_at": timestamp}).to_string();
    let request_id = format!("bench-{n}");
    let parts = Parts {
        client_id: CLIENT_ID,
        request_id: &request_id,
        timestamp: &timestamp,
        timestamp_label: TimestampLabel::Request,
        target: "/webhooks/doku",
        body: Some(body.as_bytes()),
    };
    let signature = signature::sign(&SecretString::from(SECRET_KEY), &parts);
    let answer = http
        .post(format!("{base}/webhooks/doku"))
        .header("Client-Id", CLIENT_ID)
        .header("Request-Id", &request_id)
        .header("Request-Timestamp", &timestamp)
        .header("Signature", signature)
        .body(body)
        .send()
        .await
        .unwrap();
    let acknowledged = Instant::now();
    assert!(answer.status().is_success(), "{}", answer.status());
    acknowledged
}

/// Sends `per_second` callbacks from the `first` on, each about what `about` says, on time whether or not earlier ones
/// were answered, so that a stall shows in every call it held up. Returns of each call whom it was about, how long it
/// took from when it was due, and when it was acknowledged.
pub async fn paced(
    http: &Client,
    base: &str,
    numbers: std::ops::Range<u64>,
    per_second: u64,
    about: impl Fn(u64) -> u64,
) -> Vec<(u64, Duration, Instant)> {
    let (began, first) = (tokio::time::Instant::now(), numbers.start);
    let gap = Duration::from_micros(1_000_000 / per_second);
    let about = &about;
    let calls = numbers.map(|n| async move {
        let due = began + gap * u32::try_from(n - first).unwrap();
        tokio::time::sleep_until(due).await;
        let acknowledged = report(http, base, n, about(n)).await;
        (about(n), acknowledged.saturating_duration_since(due.into_std()), acknowledged)
    });
    futures::future::join_all(calls).await
}

pub fn took(calls: &[(u64, Duration, Instant)]) -> Vec<Duration> {
    calls.iter().map(|(_, took, _)| *took).collect()
}
