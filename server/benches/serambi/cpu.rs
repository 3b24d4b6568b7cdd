//! Measures what a page costs the processor, beside a plain handler of axum in the same process that makes three
//! queries and writes as many bytes. Nothing goes over a wire: both routers are asked directly.

use crate::{
    line,
    process::{CLIENT_ID, MASTER_KEY, SECRET_KEY},
};
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::State,
    http::{Request, header},
    routing::get,
};
use doku::Clock;
use domain::kyb::State as Kyb;
use sandbox::{Decide, Sandbox};
use server::{
    config::Config,
    connections, fetch_all, fetch_optional,
    random::Chance,
    seed,
    services::Services,
    store::{accounts::Account, businesses::Business},
};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower::ServiceExt;

const ASKED: u32 = 600;
const MOST_TIMES: f64 = 2.0;
const MOST_MS: f64 = 0.30;

pub async fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let (services, sandbox, base) = open(&folder).await;
    seed::people(&services).await.unwrap();
    seed::demo(&services, &sandbox).await.unwrap();
    let mut db = services.store.read().await.unwrap();
    let rows: Vec<Business> = fetch_all!(&mut db, "select * from businesses order by created_at, id").await.unwrap();
    drop(db);
    let of = |state| rows.iter().find(|row| row.state == state).unwrap();
    let (draft, verified, asked) = (of(Kyb::Draft), of(Kyb::InVerification), of(Kyb::PartnerCheck));
    let owner = async |row: &Business| {
        let mut db = services.store.read().await.unwrap();
        let account: Option<Account> =
            fetch_optional!(&mut db, "select * from accounts where id = $1", row.owner_id).await.unwrap();
        sign_in(&base, &account.unwrap().email).await
    };
    let reviewer = sign_in(&base, seed::REVIEWER).await;
    let router = server::router(services.clone());
    for (name, path, cookie) in [
        ("task list", format!("/businesses/{}", draft.id), owner(draft).await),
        ("status", format!("/businesses/{}", verified.id), owner(verified).await),
        ("queue", "/review".to_owned(), reviewer.clone()),
        ("case", format!("/review/{}", asked.id), reviewer.clone()),
    ] {
        let request = || {
            Request::get(&path)
                .header(header::HOST, base.trim_start_matches("http://"))
                .header(header::COOKIE, &cookie)
                .header(header::ACCEPT, "text/html")
                .body(Body::empty())
                .unwrap()
        };
        let bytes = ask(&router, request()).await;
        let plain = Router::new().route("/", get(plain)).with_state(Plain {
            services: services.clone(),
            business: draft.clone(),
            page: bytes.clone(),
        });
        let ours = cost(&router, request).await;
        let theirs = cost(&plain, || Request::get("/").body(Body::empty()).unwrap()).await;
        let figure = format!("{ours:.2} ms, {:.1} x", ours / theirs);
        let about = format!("processor per {name} ({} kB), plain handler {theirs:.2} ms", bytes.len() / 1000);
        line(&about, &figure, "<= 2.0 x", ours / theirs <= MOST_TIMES && ours <= MOST_MS);
    }
    services.store.close().await;
}

#[derive(Clone)]
struct Plain {
    services: Services,
    business: Business,
    page: Bytes,
}

/// Does what no page of this kind can do without: it asks who the caller is and what the page is about, and writes it.
async fn plain(State(plain): State<Plain>) -> ([(header::HeaderName, &'static str); 1], Vec<u8>) {
    let mut db = plain.services.store.read().await.unwrap();
    let account: Option<Account> =
        fetch_optional!(&mut db, "select * from accounts where id = $1", plain.business.owner_id).await.unwrap();
    let business: Option<Business> =
        fetch_optional!(&mut db, "select * from businesses where id = $1", plain.business.id).await.unwrap();
    let facets: Vec<server::store::facets::Row> =
        fetch_all!(&mut db, "select * from facets where business_id = $1", plain.business.id).await.unwrap();
    assert!(account.is_some() && business.is_some() && facets.len() < 100);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], plain.page.to_vec())
}

async fn open(folder: &TempDir) -> (Services, Sandbox, String) {
    let config = sandbox::Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        database: folder.path().join("sandbox.db"),
        client_id: CLIENT_ID.into(),
        secret_key: SECRET_KEY.into(),
        decide: Decide::Explicit,
        auto_delay: Duration::from_secs(5),
        strict: false,
        seed: Some(7),
    };
    let clock = Clock::wall();
    let sandbox = Sandbox::start(config, clock.clone()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let config: Config = serde_json::from_value(serde_json::json!({
        "listen": "127.0.0.1:0", "public_url": base, "sandbox": "127.0.0.1:0", "master_key": MASTER_KEY,
        "database_url": format!("sqlite://{}", folder.path().join("cpu.db").display()),
        "files": format!("file://{}", folder.path().join("cpu-files").display()), "review": "before_submit",
    }))
    .unwrap();
    let services = Services::open(&config, clock, Chance::System, Some(sandbox.address())).await.unwrap();
    let (router, budget) = (server::router(services.clone()), services.connections.clone());
    tokio::spawn(connections::serve(listener, router, budget, std::future::pending()));
    (services, sandbox, base)
}

async fn sign_in(base: &str, email: &str) -> String {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let body = format!("email={}&password={}", email.replace('@', "%40"), seed::PASSWORD);
    let request = http.post(format!("{base}/sign-in")).header("Sec-Fetch-Site", "same-origin");
    let answer = request.header("Content-Type", "application/x-www-form-urlencoded").body(body).send().await.unwrap();
    answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

async fn ask(router: &Router, request: Request<Body>) -> Bytes {
    let answer = router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 200);
    to_bytes(answer.into_body(), usize::MAX).await.unwrap()
}

/// Milliseconds of the processor per request, on all threads.
async fn cost(router: &Router, request: impl Fn() -> Request<Body>) -> f64 {
    for _ in 0..ASKED / 10 {
        ask(router, request()).await;
    }
    let before = spent();
    for _ in 0..ASKED {
        ask(router, request()).await;
    }
    (spent() - before).as_secs_f64() * 1e3 / f64::from(ASKED)
}

/// Returns the processor time of this process, as the kernel counts it.
fn spent() -> Duration {
    let schedules = std::fs::read_dir("/proc/self/task").unwrap();
    let of = |task: std::io::Result<std::fs::DirEntry>| {
        let text = std::fs::read_to_string(task.unwrap().path().join("schedstat")).unwrap_or_default();
        text.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok()).unwrap_or_default()
    };
    Duration::from_nanos(schedules.map(of).sum())
}
