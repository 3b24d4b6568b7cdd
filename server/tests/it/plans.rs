//! The plans of both databases for every statement that lists or opens something, over 20,000 businesses: none looks
//! through a whole table, and a page makes as many statements as it has kinds of things.

use crate::{
    callback_order::registered,
    crowd,
    receiver::{Receiver, add},
    world::{Database, Person, World, kind, page, watched},
};
use app::paths::Side;
use domain::kyb::State;
use server::{
    counts, seed,
    store::{Link, Store, hooks, news, outbox},
};
use sqlx::{AssertSqlSafe, Row, types::Json};
use std::collections::{BTreeMap, BTreeSet};

const BUSINESSES: u64 = 20_000;

/// The tables that grow without end.
const LARGE: [&str; 21] = [
    "accounts",
    "audit",
    "businesses",
    "callbacks",
    "decisions",
    "deliveries",
    "documents",
    "doku_entities",
    "drafts",
    "events",
    "exchanges",
    "facets",
    "mails",
    "notices",
    "observations",
    "outbox",
    "readbacks",
    "returned_items",
    "sends",
    "submissions",
    "updates",
];

/// Finds the names under which a statement speaks of large tables.
fn large(text: &str) -> BTreeMap<String, String> {
    let words: Vec<&str> = text.split([' ', ',', '(', ')']).filter(|word| !word.is_empty()).collect();
    let mut names = BTreeMap::new();
    for table in LARGE {
        names.insert(table.to_owned(), table.to_owned());
        for pair in words.windows(2).filter(|pair| pair[0] == table) {
            names.insert(pair[1].to_owned(), table.to_owned());
        }
    }
    names
}

/// Lists what a statement reads from end to end. A partial index has waiting rows only, and a limit stops after a page.
async fn scans(store: &Store, text: &str) -> Vec<String> {
    let mut db = store.read().await.unwrap();
    let names = large(text);
    match &mut db.link {
        Link::Lite(held) => {
            let sql = AssertSqlSafe(format!("explain query plan {text}"));
            let rows = sqlx::query(sql).fetch_all(&mut **held).await.unwrap_or_else(|error| panic!("{text}: {error}"));
            let details: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
            let partial: BTreeSet<String> =
                sqlx::query_scalar("select name from sqlite_master where type = 'index' and sql like '% where %'")
                    .fetch_all(&mut **held)
                    .await
                    .unwrap()
                    .into_iter()
                    .collect();
            let is_scan = |detail: &&String| {
                let mut words = detail.split(' ');
                let is_large =
                    words.next() == Some("SCAN") && words.next().is_some_and(|name| names.contains_key(name));
                let index = detail.split_once("INDEX ").map(|(_, index)| index);
                is_large && !index.is_some_and(|index| partial.contains(index) || text.contains(" limit "))
            };
            // A question about one business walks along nobody else's calls.
            let strays = |detail: &&String| {
                let is_of_one = text.contains("business_id = $") || text.contains("business_id = ?");
                let by_one = ["business_id=", "(id=", "queue=", "rowid="].iter().any(|key| detail.contains(key));
                is_of_one && detail.starts_with("SEARCH outbox ") && !by_one
            };
            details.iter().filter(|detail| is_scan(detail) || strays(detail)).cloned().collect()
        }
        Link::Pg(held) => {
            let most = text
                .split('$')
                .skip(1)
                .filter_map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok());
            let nulls = vec!["null"; most.max().unwrap_or_default()].join(", ");
            let given = if nulls.is_empty() { String::new() } else { format!("({nulls})") };
            for step in ["set plan_cache_mode = force_generic_plan".to_owned(), format!("prepare asked as {text}")] {
                sqlx::raw_sql(AssertSqlSafe(step))
                    .execute(&mut **held)
                    .await
                    .unwrap_or_else(|error| panic!("{text}: {error}"));
            }
            let explain = AssertSqlSafe(format!("explain (format json) execute asked {given}"));
            let row =
                sqlx::raw_sql(explain).fetch_one(&mut **held).await.unwrap_or_else(|error| panic!("{text}: {error}"));
            let Json(plan): Json<serde_json::Value> = row.get(0);
            let partial: BTreeSet<String> =
                sqlx::query_scalar("select indexrelid::regclass::text from pg_index where indpred is not null")
                    .fetch_all(&mut **held)
                    .await
                    .unwrap()
                    .into_iter()
                    .collect();
            sqlx::raw_sql("deallocate asked; reset plan_cache_mode").execute(&mut **held).await.unwrap();
            let mut found = Vec::new();
            walk(&plan[0]["Plan"], false, &partial, &mut found);
            found
        }
    }
}

/// Walks PostgreSQL's plan. `limited` means that the reader stops at a limit, and that rows come in the wanted order.
fn walk(node: &serde_json::Value, limited: bool, partial: &BTreeSet<String>, found: &mut Vec<String>) {
    let text = |name: &str| node[name].as_str().unwrap_or_default();
    let kind = text("Node Type");
    let is_large = LARGE.contains(&text("Relation Name"));
    let has_condition = node.get("Index Cond").is_some();
    let is_scan = match kind {
        "Seq Scan" => is_large,
        "Index Scan" | "Index Only Scan" => {
            is_large && !has_condition && !limited && !partial.contains(text("Index Name"))
        }
        "Bitmap Index Scan" => !has_condition && !partial.contains(text("Index Name")),
        _ => false,
    };
    if is_scan {
        found.push(format!("{kind} on {} {}", text("Relation Name"), text("Index Name")));
    }
    let limited = match kind {
        "Limit" => true,
        // These read all that is below them.
        "Sort" | "Hash" | "Aggregate" | "WindowAgg" | "Materialize" => false,
        _ => limited,
    };
    for below in node["Plans"].as_array().into_iter().flatten() {
        walk(below, limited, partial, found);
    }
}

async fn vacuum(world: &World) {
    let mut db = world.services.store.read().await.unwrap();
    let () = server::execute!(&mut db, "vacuum").await.unwrap();
}

/// Opens a store that learned of the tables when there was little in them.
async fn opened_early(world: &World) -> Store {
    let (early, _) = world.another(|_| {}).await;
    let mut db = early.store.read().await.unwrap();
    outbox::is_due(&mut db, outbox::Lane::Doku, world.clock.now()).await.unwrap();
    early.store.clone()
}

/// Tries a world with one application on its way, and very many others.
async fn crowded(database: Database) {
    let world = World::new(database, kind!(explicit)).await;
    let case = registered(&world).await;
    let admin = world.sign_in(seed::ADMIN).await;
    world.callback("no", &case.says("BUSINESS_BANK", "REJECTED", Some("Nama pemilik rekening berbeda."))).await;
    world.run_due().await;
    let key = crate::read_api::make_key(&admin, "plans").await;
    let reader = Person { world: &world, cookie: String::new(), email: format!("Bearer {key}") };
    let early = opened_early(&world).await;
    crowd::everything(&world.services.store, 0..BUSINESSES, world.clock.now()).await;
    while counts::fold(&world.services).await.unwrap() {}
    world.services.store.analyze().await.unwrap();
    if database == Database::Postgres {
        // PostgreSQL does so by itself.
        vacuum(&world).await;
    }
    let mut pages: Vec<(&Person<'_>, String)> = Vec::new();
    let id = case.id;
    for path in ["", "/documents", "/business", "/bank", "/bank?fix=1", "/check", "/receipts/1", "/history"] {
        pages.push((&case.merchant, format!("/businesses/{id}{path}")));
    }
    for path in ["/businesses", "/preferences"] {
        pages.push((&case.merchant, path.to_owned()));
    }
    let after = format!("after={}.{id}", world.clock.now().0 - 90_000_000);
    for tab in app::review::data::Tab::ALL {
        pages.push((&admin, format!("/review?tab={}", tab.as_str())));
        pages.push((&admin, format!("/review?tab={}&{after}", tab.as_str())));
    }
    for search in
        ["warung", "melati+12345", "tidak-ada", "wa", "%25", "BSN-0104-1700000000777", "SRB-7F3K-9Q2M", "bsn-0104-0"]
    {
        pages.push((&admin, format!("/review?search={search}")));
        pages.push((&admin, format!("/review?search={search}&{after}")));
    }
    for path in ["", "/evidence", "/evidence.txt", "/receipts/1", "/reveal?what=account_number"] {
        pages.push((&admin, format!("/review/{id}{path}")));
    }
    pages.push((&case.merchant, world.file(Side::Merchant, id, "KTP").await));
    pages.push((&admin, world.file(Side::Partner, id, "KTP").await));
    for path in ["/notes", "/troubles", "/exchanges", "/exchanges?request=call-7", "/settings"] {
        pages.push((&admin, format!("/review{path}")));
    }
    for path in [
        "".to_owned(),
        format!("/{id}"),
        "?state=active".to_owned(),
        "?state=active&state=draft,action_needed&limit=200".to_owned(),
        "?reference=TOKO-777".to_owned(),
        "?email=pemilik17@warung.example".to_owned(),
        "?email=pemilik17@warung.example&state=active,verified&reference=TOKO-51".to_owned(),
        "?email=pemilik17@warung.example&state=active,verified&updated_since=2026-01-01T00:00:00Z".to_owned(),
        "?updated_since=2026-11-01T00:00:00Z&limit=200".to_owned(),
    ] {
        pages.push((&reader, format!("/api/v1/businesses{path}")));
    }
    for path in ["/readyz", "/metrics"] {
        pages.push((&admin, path.to_owned()));
    }
    let mut statements: BTreeMap<String, String> = BTreeMap::new();
    for (person, path) in pages {
        let seen = page(person, &path).await;
        // The number of statements does not grow with the rows.
        assert!(seen.len() <= 18, "{path} asks {} times: {seen:#?}", seen.len());
        statements.extend(seen.into_iter().map(|text| (text, path.clone())));
    }
    // The jobs follow, and a callback that the partner's systems are told of.
    let receiver = Receiver::open().await;
    add(&admin, &receiver.url).await;
    world.callback("yes", &case.says_at("BUSINESS_BANK", "ACTIVE", None, case.later(300))).await;
    let (_, seen) = watched(server::jobs::run_once(&world.services)).await;
    assert_ne!(world.case(id).await.business.state, State::ActionNeeded, "the callback was projected");
    statements.extend(seen.into_iter().map(|text| (text, "the jobs".to_owned())));
    let (_, seen) = watched(server::outbox::run(&world.services)).await;
    assert!(!receiver.got().is_empty(), "it was claimed");
    statements.extend(seen.into_iter().map(|text| (text, "webhooks".to_owned())));
    let call = world.calls(id).await.pop().unwrap();
    let (_, seen) = watched(async {
        let (mut tx, now) = (world.services.store.begin().await.unwrap(), world.clock.now());
        let endpoint = hooks::endpoints(&mut tx).await.unwrap()[0].id;
        outbox::hold_up(&mut tx, &call, endpoint, now).await.unwrap();
        outbox::let_on(&mut tx, &call, endpoint, now).await.unwrap();
        hooks::purge_old_secrets(&mut tx, now).await.unwrap();
    })
    .await;
    statements.extend(seen.into_iter().map(|text| (text, "webhooks in turn".to_owned())));
    let (_, seen) = watched(async {
        let (mut tx, now) = (world.services.store.begin().await.unwrap(), world.clock.now());
        let file = outbox::Call::new(&tx, id, outbox::Kind::Upload, None, world.clock.now()).unwrap();
        outbox::insert(&mut tx, &file).await.unwrap();
        outbox::raise_uploads(&mut tx, id).await.unwrap();
        let holder = world.services.id().unwrap();
        assert!(!outbox::claim(&mut tx, outbox::Lane::Doku, holder, now, now.plus(1), 4).await.unwrap().is_empty());
    })
    .await;
    statements.extend(seen.into_iter().map(|text| (text, "files in turn".to_owned())));
    let mut db = world.services.store.read().await.unwrap();
    let (_, seen) = watched(news::changed_since(&mut db, world.clock.now(), 100)).await;
    statements.extend(seen.into_iter().map(|text| (text, "the net under the news".to_owned())));
    drop(db);
    let mut wrong = Vec::new();
    let is_question =
        |text: &str| ["select", "update", "delete", "insert", "with"].iter().any(|word| text.starts_with(word));
    // A connection of SQLite plans by the tables as they were when it was opened: empty, small, and full.
    let (anew, _) = world.another(|_| {}).await;
    for (text, path) in statements.iter().filter(|(text, _)| is_question(text)) {
        for store in [&world.services.store, &early, &anew.store] {
            for scan in scans(store, text).await {
                wrong.push(format!("{path}: {scan}\n  {text}"));
            }
        }
    }
    anew.store.close().await;
    early.close().await;
    assert!(statements.len() > 60, "{}", statements.len());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    world.done().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_that_lists_or_opens_looks_through_a_whole_table_sqlite() {
    crowded(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_that_lists_or_opens_looks_through_a_whole_table_postgres() {
    crowded(Database::Postgres).await;
}
