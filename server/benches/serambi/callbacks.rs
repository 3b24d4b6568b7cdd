//! How fast callbacks are acknowledged: at 200 a second, and as fast as they go, against plain committed inserts into the
//! same kind of database in the same run.

use crate::{
    line,
    process::{CLIENT_ID, MASTER_KEY, Process, SECRET_KEY},
};
use doku::{Parts, TimestampLabel, signature};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, DokuBrandId, DokuBusinessId, FactId},
    kyb::{EntityKind, FacetKey, Sent},
};
use secrecy::SecretString;
use server::{
    store::{
        Store,
        accounts::{self, Account, Role},
        businesses,
        callbacks::{self, Callback, Status},
        sends,
    },
    vault::Vault,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use uuid::Uuid;

/// DOKU reports on ten entities of one business in a row, then on the next business.
const BUSINESSES: u64 = 3_000;
const TASKS: usize = 8;
const PACED_PER_SECOND: u64 = 200;
const SECONDS: u64 = 10;

pub async fn measure(process: &Process) {
    let store = process.store().await;
    seed(&store).await;
    store.close().await;
    let paced = paced(process).await;
    let (p50, p99) = (percentile(&paced, 50), percentile(&paced, 99));
    line("callback acknowledged at 200/s, p50", &format!("{:.1} ms", ms(p50)), "", true);
    line(
        "callback acknowledged at 200/s, p99",
        &format!("{:.1} ms", ms(p99)),
        "< 100 ms",
        p99 < Duration::from_millis(100),
    );
    let plain = plain_inserts(&process.plain_url).await;
    let (rate, all) = flood(process).await;
    let ratio = rate / plain;
    line("callbacks acknowledged, eight at a time", &format!("{rate:.0} /s"), "", true);
    line(
        "  p50, p99 meanwhile",
        &format!("{:.1}, {:.1} ms", ms(percentile(&all, 50)), ms(percentile(&all, 99))),
        "",
        true,
    );
    line("plain committed inserts, eight at a time", &format!("{plain:.0} /s"), "", true);
    line("  ratio", &format!("{ratio:.2}"), ">= 0.5", ratio >= 0.5);
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

fn doku_ids(n: u64) -> (String, String) {
    (format!("BSN-0104-{:013}", 1_762_148_000_000 + n), format!("BRN-0104-{:013}", 1_762_148_000_000 + n))
}

/// Registered businesses with all their facets, so that projection has real work.
async fn seed(store: &Store) {
    let vault = Vault::new(&SecretString::from(MASTER_KEY)).unwrap();
    let owner = AccountId::new(Uuid::from_u128(1));
    let mut tx = store.begin().await.unwrap();
    let account =
        Account { id: owner, email: "bench@warung.example".into(), password_hash: "-".into(), role: Role::Merchant };
    accounts::insert(&mut tx, &account, Millis(1)).await.unwrap();
    for n in 0..BUSINESSES {
        let id = BusinessId::new(Uuid::from_u128(1_000 + u128::from(n)));
        let (_, wrapped) = vault.new_key(id).unwrap();
        let checklist = serde_json::json!({});
        let row = businesses::New {
            id,
            owner,
            search: "",
            business_type: "PERSONAL",
            legal_entity: "PERSEORANGAN",
            business_line: "RETAIL",
            nationality: "ID",
            data_key: &wrapped,
            checklist: &checklist,
            now: Millis(1),
        };
        businesses::insert(&mut tx, &row).await.unwrap();
        let (business, brand) = doku_ids(n);
        // A sent time far ahead keeps the poller away from businesses that the sandbox does not know.
        let later = Millis(4_000_000_000_000);
        businesses::set_registered(&mut tx, id, &DokuBusinessId::new(business), &DokuBrandId::new(brand), None, later)
            .await
            .unwrap();
        let facets = [
            FacetKey::Business,
            FacetKey::Brand,
            FacetKey::Operational,
            FacetKey::Contact(0),
            FacetKey::Address(0),
            FacetKey::Bank(0),
            FacetKey::Photo(0),
            FacetKey::Document("KTP".into()),
            FacetKey::Social("KTP".into()),
        ];
        for facet in facets {
            sends::insert(&mut tx, id, &Sent { facet, revision: 1, at: Millis(1), file: None }).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// One callback as DOKU signs it.
async fn call(process: &Process, n: u64) -> Duration {
    let (business, brand) = doku_ids(n / 10 % BUSINESSES);
    let kind = EntityKind::ALL[usize::try_from(n % 10).unwrap()].as_str();
    let timestamp = Millis(1_762_238_000_000 + i64::try_from(n).unwrap() * 1_000).to_iso();
    let body = serde_json::json!({"type": kind, "business": {"id": business}, "brand": {"id": brand}, "entity": {"id": brand, "code": "KTP"}, "status": "PENDING", "reject_notes": null, "updated_at": timestamp}).to_string();
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
    let began = Instant::now();
    let answer = process
        .http
        .post(format!("{}/webhooks/doku", process.base))
        .header("Client-Id", CLIENT_ID)
        .header("Request-Id", &request_id)
        .header("Request-Timestamp", &timestamp)
        .header("Signature", signature)
        .body(body)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    began.elapsed()
}

/// Sends on time whether or not earlier ones were answered, so that a stall shows in every call it held up.
async fn paced(process: &Process) -> Vec<Duration> {
    let began = tokio::time::Instant::now();
    let gap = Duration::from_micros(1_000_000 / PACED_PER_SECOND);
    let calls = (0..PACED_PER_SECOND * SECONDS).map(|n| async move {
        let due = began + gap * u32::try_from(n).unwrap();
        tokio::time::sleep_until(due).await;
        call(process, n).await;
        tokio::time::Instant::now().duration_since(due)
    });
    futures::future::join_all(calls).await
}

async fn flood(process: &Process) -> (f64, Vec<Duration>) {
    let next = AtomicU64::new(10_000);
    let until = Instant::now() + Duration::from_secs(SECONDS);
    let began = Instant::now();
    let tasks = (0..TASKS).map(|_| async {
        let mut times = Vec::new();
        while Instant::now() < until {
            times.push(call(process, next.fetch_add(1, Ordering::Relaxed)).await);
        }
        times
    });
    let all: Vec<Duration> = futures::future::join_all(tasks).await.concat();
    (all.len() as f64 / began.elapsed().as_secs_f64(), all)
}

/// The same row, one transaction each, nothing else.
async fn plain_inserts(url: &str) -> f64 {
    let store = Store::open(url).await.unwrap();
    let count = Arc::new(AtomicU64::new(0));
    let until = Instant::now() + Duration::from_secs(SECONDS);
    let began = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let (store, count) = (store.clone(), count.clone());
            tokio::spawn(async move {
                while Instant::now() < until {
                    let n = count.fetch_add(1, Ordering::Relaxed);
                    let callback = Callback {
                        id: FactId::new(Uuid::from_u128(u128::from(n))),
                        client_id: CLIENT_ID.into(),
                        request_id: format!("plain-{n}"),
                        received_at: Millis(1),
                        sent_at: Millis(1),
                        headers: vec![1; 260],
                        body: vec![2; 300],
                        deliveries: 1,
                        status: Status::New,
                        problem: None,
                        business_id: None,
                    };
                    let mut tx = store.begin().await.unwrap();
                    callbacks::insert(&mut tx, &callback).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let rate = count.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64();
    store.close().await;
    rate
}
