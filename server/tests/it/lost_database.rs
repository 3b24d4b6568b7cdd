//! A refused commit, a dropped transaction, a lost connection, a database that is away: 503, and nothing stays open.

use crate::{
    full_disk::{news, readyz, until},
    world::{Database, World, kind, on_both},
};
use domain::Millis;
use reqwest::header;
use server::store::{Conn, Link, Pools, flags};
use std::time::Duration;
use tokio::{task::yield_now, time::timeout};

/// Runs a statement as a function of `store` would.
pub async fn run(db: &mut Conn, sql: &'static str) -> sqlx::Result<()> {
    let outcome = match &mut db.link {
        Link::Lite(held) => sqlx::query(sql).execute(&mut **held).await.map(drop),
        Link::Pg(held) => sqlx::query(sql).execute(&mut **held).await.map(drop),
    };
    db.seen(outcome)
}

/// Waits until dropped transactions have ended. SQLite has one connection for writing: a new transaction proves it.
pub async fn no_transaction_is_open(world: &World) {
    let open = "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'";
    match &world.services.store.pools {
        Pools::Lite { .. } => until("a writer", async || world.services.store.begin().await.is_ok()).await,
        Pools::Pg(_) => until("the end of all transactions", async || world.count(open).await == 0).await,
    }
}

on_both! {
    with_the_database_away_people_read_a_sentence, a_commit_that_is_refused_leaves_no_transaction_behind,
    a_transaction_that_is_dropped_at_whatever_moment_is_over,
    readiness_is_told_within_a_second_when_every_connection_is_taken
}

async fn with_the_database_away_people_read_a_sentence(world: &World) {
    let merchant = world.merchant().await;
    let (other, base) = world.another(|_| {}).await;
    other.store.close().await;
    for path in ["/", "/sign-in", "/businesses"] {
        let request = world.http.get(format!("{base}{path}")).header(header::ACCEPT, "text/html");
        let answer = request.header(header::COOKIE, &merchant.cookie).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 503, "{path}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("Penyimpanan kami sedang penuh atau terganggu"), "{path}: {page}");
    }
}

async fn a_commit_that_is_refused_leaves_no_transaction_behind(world: &World) {
    world.run("create table promises (id bigint not null primary key, other bigint references promises (id) deferrable initially deferred)").await;
    // It happens more often than there are connections.
    for _ in 0..20 {
        let mut tx = world.services.store.begin().await.unwrap();
        run(&mut tx, "insert into promises (id, other) values (1, 2)").await.unwrap();
        tx.commit().await.unwrap_err();
    }
    no_transaction_is_open(world).await;
    for _ in 0..20 {
        assert_eq!(world.count("select count(*) from promises").await, 0);
    }
    world.run("insert into promises (id, other) values (1, 1)").await;
    assert_eq!(world.count("select count(*) from promises").await, 1);
}

async fn a_transaction_that_is_dropped_at_whatever_moment_is_over(world: &World) {
    for moment in (0..3_000).step_by(15) {
        let later = async {
            for _ in 0..moment {
                yield_now().await
            }
        };
        tokio::select! { biased; () = later => {}, tx = world.services.store.begin() => drop(tx) }
    }
    no_transaction_is_open(world).await;
}

async fn readiness_is_told_within_a_second_when_every_connection_is_taken(world: &World) {
    let mut held = Vec::new();
    while let Ok(tx) = timeout(Duration::from_millis(500), world.services.store.begin()).await {
        held.push(tx.unwrap());
    }
    let (status, told) = timeout(Duration::from_secs(3), readyz(world)).await.expect("no answer");
    assert_eq!((status, told.contains("database")), (503, true), "{told}");
    drop(held);
    until("readiness", async || readyz(world).await.0 == 200).await;
}

mod a_connection_that_is_lost_while_it_commits_is_replaced {
    use super::*;
    #[tokio::test(flavor = "multi_thread")]
    async fn postgres() {
        let world = World::new(Database::Postgres, kind!()).await;
        for _ in 0..20 {
            let mut tx = world.services.store.begin().await.unwrap();
            flags::set(&mut tx, "lost", Millis(0)).await.unwrap();
            let end = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and state = 'idle in transaction'";
            assert!(world.count(end).await >= 1);
            tx.commit().await.unwrap_err();
            assert_eq!(world.callback("lost", &news(10)).await, 200);
        }
        no_transaction_is_open(&world).await;
        assert_eq!(world.count("select count(*) from flags where name = 'lost'").await, 0);
        world.done().await;
    }
}
