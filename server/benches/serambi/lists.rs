//! Measures what lists cost over very many applications: every tab, a search, the next page, and one application
//! opened.

use crate::{
    crowd, line,
    process::Process,
    sample::{self, ms, percentile},
};
use doku::Clock;
use domain::ids::BusinessId;
use futures::future::join_all;
use reqwest::header;
use server::store::{Store, counts};
use std::time::{Duration, Instant};

const SOME: u64 = 100_000;
const MILLION: u64 = 1_000_000;
/// The number of applications that can be opened: they are made by people and DOKU, and lie among the others.
const OPENED: u64 = 12;
/// The number of requests of each kind.
const TIMES: usize = 60;
const BUDGET: Duration = Duration::from_millis(50);

const TABS: [&str; 9] = ["to_check", "drafts", "fixes", "sending", "at_doku", "late", "troubled", "active", "ended"];
/// The searches: for what many have, what few have, what one has, what nobody has, two letters, and a number of DOKU's.
const SEARCHES: [(&str, &str); 7] = [
    ("a word that most have", "warung"),
    ("a word of one in ten", "kedai"),
    ("what one in 300 has", "mawar+1"),
    ("what a few have", "melati+98"),
    ("what nobody has", "tidak-ada-yang-begini"),
    ("two letters", "to"),
    ("a number", "BSN-0104-1700000000777"),
];

pub async fn measure(process: &Process, with_a_million: bool) {
    let merchant = process.sign_up("lists@warung.example").await;
    let opened = open(process, &merchant).await;
    let reviewer = reviewer(process).await;
    let store = process.store().await;
    let mut filled = 0;
    for size in [SOME, MILLION].into_iter().take(if with_a_million { 2 } else { 1 }) {
        fill(&store, filled..size).await;
        filled = size;
        println!("  over {size} applications, p50, p95");
        all(process, &reviewer, &merchant, &opened).await;
    }
    store.close().await;
}

async fn all(process: &Process, reviewer: &str, merchant: &str, opened: &[BusinessId]) {
    for tab in TABS {
        let first = format!("/review?tab={tab}");
        time(process, reviewer, tab, std::slice::from_ref(&first)).await;
        if let Some(second) = next(&get(process, reviewer, &first).await) {
            time(process, reviewer, &format!("  {tab}, second page"), &[second]).await;
        }
    }
    for (name, text) in SEARCHES {
        let first = format!("/review?search={text}");
        time(process, reviewer, &format!("search: {name}"), std::slice::from_ref(&first)).await;
        if let Some(second) = next(&get(process, reviewer, &first).await) {
            time(process, reviewer, "  its second page", &[second]).await;
        }
    }
    let of = |path: &str| opened.iter().map(|id| format!("{path}/{id}")).collect::<Vec<_>>();
    time(process, reviewer, "case page", &of("/review")).await;
    time(process, merchant, "status page", &of("/businesses")).await;
    time(process, merchant, "businesses of a merchant", &["/businesses".to_owned()]).await;
}

async fn time(process: &Process, cookie: &str, name: &str, paths: &[String]) {
    // Warm, as a page is that people look at all day.
    for path in paths.iter().take(3) {
        get(process, cookie, path).await;
    }
    // Each connection plans by what it found when it was opened: some find nothing, some a million.
    join_all((0..8).map(|_| get(process, cookie, &paths[0]))).await;
    let mut times = Vec::new();
    for path in paths.iter().cycle().take(TIMES) {
        let began = Instant::now();
        get(process, cookie, path).await;
        times.push(began.elapsed());
    }
    let p95 = percentile(&times, 95);
    let figure = format!("{:.1}, {:.1} ms", ms(percentile(&times, 50)), ms(p95));
    line(&format!("  {name}"), &figure, "< 50 ms", p95 < BUDGET);
}

async fn get(process: &Process, cookie: &str, path: &str) -> String {
    let request = process.http.get(format!("{}{path}", process.base)).header(header::COOKIE, cookie);
    let answer = request.header(header::ACCEPT, "text/html").send().await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.text().await.unwrap()
}

/// Returns the address of the next page.
fn next(page: &str) -> Option<String> {
    let link = page.split("href=\"").find(|part| part.contains(">Halaman berikutnya<"))?;
    Some(link.split('"').next()?.replace("&amp;", "&"))
}

/// Makes applications that a merchant began and DOKU took, with a word of DOKU's on each entity.
async fn open(process: &Process, merchant: &str) -> Vec<BusinessId> {
    let store = process.store().await;
    let mut opened = Vec::new();
    for n in 0..OPENED {
        let id: BusinessId = process.business(merchant).await.parse().unwrap();
        let mut tx = store.begin().await.unwrap();
        sample::register(&mut tx, id, n).await;
        tx.commit().await.unwrap();
        for entity in 0..10 {
            sample::report(&process.http, &process.base, n * 10 + entity, n).await;
        }
        opened.push(id);
    }
    store.close().await;
    opened
}

/// Returns a cookie of somebody of the partner.
async fn reviewer(process: &Process) -> String {
    process.sign_up("reviewer@partner.example").await;
    let store = process.store().await;
    let mut tx = store.begin().await.unwrap();
    let () =
        server::execute!(&mut tx, "update accounts set role = 'reviewer' where email = 'reviewer@partner.example'")
            .await
            .unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    let body = "email=reviewer%40partner.example&password=nasi+goreng+tiap+pagi".to_owned();
    let answer = process.post("/sign-in", "", body).await;
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn fill(store: &Store, numbers: std::ops::Range<u64>) {
    crowd::everything(store, numbers, Clock::wall().now()).await;
    loop {
        let mut tx = store.begin().await.unwrap();
        let taken = counts::fold(&mut tx, 50_000).await.unwrap();
        tx.commit().await.unwrap();
        if taken < 50_000 {
            break;
        }
    }
    store.analyze().await.unwrap();
    if !store.is_one_process() {
        // PostgreSQL gets as many rows over months: its cleaning up after them is no part of their weight.
        let mut db = store.read().await.unwrap();
        let () = server::execute!(&mut db, "vacuum (analyze)").await.unwrap();
        let () = server::execute!(&mut db, "checkpoint").await.unwrap();
    }
}
