//! A full disk is answered with 503, and work goes on as soon as there is room.

use crate::{
    lost_database::{no_transaction_is_open, run},
    uploads::ready,
    usual::{escape, named},
    world::{Database, SmallDisk, World, jpeg, kind},
};
use app::{
    error::AppError,
    paths::Side,
    texts::{Lang, app_error, texts},
};
use domain::Millis;
use reqwest::header;
use server::store::{Pools, flags, sessions};
use std::{fs, time::Duration};
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(15);

pub fn news(bytes: usize) -> Vec<u8> {
    format!(r#"{{"type":"BUSINESS","status":"ACTIVE","padding":"{}"}}"#, "x".repeat(bytes)).into_bytes()
}

pub async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    let came = async {
        while !done().await {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, came).await.unwrap_or_else(|_| panic!("waited too long for {what}"));
}

pub async fn readyz(world: &World) -> (u16, String) {
    let answer = world.nobody().get("/readyz").await;
    (answer.status, answer.body)
}

mod after_one_write_without_room_the_next_is_taken {
    use super::*;
    #[tokio::test(flavor = "multi_thread")]
    async fn sqlite() {
        let world = World::new(Database::Sqlite, kind!()).await;
        // The database may have no more pages than it has.
        world.run("pragma max_page_count = 1").await;
        let refused = world.callback("one", &news(900_000)).await;
        // SQLite ends this transaction by itself.
        let mut tx = world.services.store.begin().await.unwrap();
        sessions::insert(&mut tx, b"large", &vec![0; 3_000_000], None, Millis(0)).await.unwrap_err();
        drop(tx);
        let Pools::Lite { write, .. } = &world.services.store.pools else { panic!("not SQLite") };
        sqlx::query("pragma max_page_count = 4294967294").execute(write).await.unwrap();
        let mut last = 0;
        for _ in 0..20 {
            sleep(Duration::from_millis(50)).await;
            last = world.callback("one", &news(900_000)).await;
        }
        assert_eq!((refused, last, world.count("select count(*) from callbacks").await), (503, 200, 1));
        world.done().await;
    }
}

mod nothing_is_kept_by_itself_after_a_statement_that_ended_its_transaction {
    use super::*;
    #[tokio::test(flavor = "multi_thread")]
    async fn sqlite() {
        let world = World::new(Database::Sqlite, kind!()).await;
        let mut tx = world.services.store.begin().await.unwrap();
        run(&mut tx, "pragma max_page_count = 1").await.unwrap();
        sessions::insert(&mut tx, b"large", &vec![0; 3_000_000], None, Millis(0)).await.unwrap_err();
        assert!(flags::set(&mut tx, "left over", Millis(0)).await.is_err(), "no transaction is open any more");
        drop(tx);
        assert_eq!(world.count("select count(*) from flags where name = 'left over'").await, 0);
        no_transaction_is_open(&world).await;
        world.done().await;
    }
}

mod a_full_disk_is_told_reading_goes_on_and_nothing_acknowledged_is_lost {
    use super::*;

    /// Sends until one is refused; returns the number of those taken.
    async fn send(world: &World, name: &str, bytes: usize) -> i64 {
        for n in 0..400 {
            match world.callback(&format!("{name}-{n}"), &news(bytes)).await {
                200 => {}
                status => {
                    assert_eq!(status, 503, "{name} {n}");
                    return n;
                }
            }
        }
        panic!("the disk does not fill up");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn sqlite() {
        let Some(disk) = SmallDisk::mount(48, "a disk that is really full") else { return };
        let world = World::new_in(disk.folder(), Database::Sqlite, kind!()).await;
        let (merchant, id) = ready(&world).await;
        merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
        assert_eq!((readyz(&world).await.0, world.callback("before", &news(10)).await), (200, 200));

        disk.fill();
        let mut kept = 1 + send(&world, "large", 100_000).await + send(&world, "small", 10).await;
        // The rest of the journal fills page by page.
        until("the last page", async || {
            disk.fill();
            let mut tx = world.services.store.begin().await.unwrap();
            flags::take_turn(&mut tx, "page", world.services.now(), 0).await.is_err() || tx.commit().await.is_err()
        })
        .await;
        assert_eq!(world.callback("full", &news(10)).await, 503);
        let (status, told) = readyz(&world).await;
        assert_eq!((status, told.contains("free")), (503, true), "{told}");

        for page in ["", "/documents", "/contact", "/history"] {
            assert_eq!(merchant.get(&format!("/businesses/{id}{page}")).await.status, 200, "{page}");
        }
        assert_eq!(merchant.get(&world.file(Side::Merchant, id, "KTP").await).await.status, 200);
        // The free space is read once a second.
        until("a form that is refused", async || {
            merchant.save(id, "contact", &[("name", "Ratna")]).await.status == 503
        })
        .await;
        let answer = merchant.save(id, "contact", &[("name", "Ratna")]).await;
        assert!(
            answer.body.contains(app_error(texts(Lang::Id), &AppError::NoRoom).title)
                && answer.body.contains("value=\"Ratna\""),
            "{}",
            answer.body
        );
        let (password, new) = (
            "nasi goreng tiap pagi",
            [
                ("business_type", "PERSONAL"),
                ("legal_entity", "PERSEORANGAN"),
                ("business_line", "RETAIL"),
                ("nationality", "ID"),
            ],
        );
        for (path, fields) in [
            ("/sign-in", [("email", merchant.email.as_str()), ("password", password)].as_slice()),
            ("/sign-up", &[("email", "baru@warung.example"), ("password", password)]),
            ("/businesses/new", &new),
            ("/language", &[("lang", "en")]),
            ("/preferences", &[("language", "en")]),
            ("/sign-out", &[]),
        ] {
            let answer = merchant.post(path, fields).await;
            assert_eq!(
                (answer.status, answer.body.contains(app_error(texts(Lang::Id), &AppError::NoRoom).title)),
                (503, true),
                "{path} {}",
                answer.body
            );
        }
        let body = format!("judge=true&{}=Ratna", escape(&named("contact", "name")));
        let script =
            merchant.plain_request(&format!("/businesses/{id}/contact")).header(header::ACCEPT, "application/json");
        let script = script.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        assert_eq!(script.send().await.unwrap().status(), 503);
        let answer = merchant.upload(id, "KTP", "lain.jpg", jpeg(3_000_000)).await;
        assert!(answer.location.contains("problem=no_room#slot-KTP"), "{} {}", answer.status, answer.location);
        assert_eq!(fs::read_dir(world.folder.path().join("files")).unwrap().count(), 1);

        disk.clear();
        until("a callback that is taken", async || world.callback("full", &news(10)).await == 200).await;
        kept += 1;
        assert_eq!(world.count("select count(*) from callbacks").await, kept, "acknowledged and kept differ");
        until("readiness", async || readyz(&world).await.0 == 200).await;
        until("a form that is taken", async || merchant.save(id, "contact", &[("name", "Ratna")]).await.status < 400)
            .await;
        let answer = merchant.save(id, "contact", &[("name", "Ratna")]).await;
        assert!(answer.status < 400 && !answer.location.contains("problem"), "{} {}", answer.status, answer.location);
        let answer = merchant.upload(id, "KTP", "lain.jpg", jpeg(3_000_000)).await;
        assert!(!answer.location.contains("problem"), "{}", answer.location);
        world.run_due().await;
        world.done().await;
    }
}

mod drafts_cannot_take_the_reserve_and_callbacks_go_on {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn sqlite() {
        let Some(disk) = SmallDisk::mount(64, "a disk that drafts fill") else { return };
        let world = World::new_in(disk.folder(), Database::Sqlite, kind!()).await;
        let (merchant, id) = ready(&world).await;
        disk.fill_but(7_000_000);
        let save = async || merchant.save(id, "contact", &[("name", "Ratna")]).await.status;
        until("a form that is refused", async || save().await == 503).await;
        let before = world.count("select count(*) from drafts").await;
        for n in 0..10 {
            assert_eq!(save().await, 503, "{n}");
            assert_eq!(world.callback(&format!("news-{n}"), &news(1_000)).await, 200, "{n}");
        }
        assert_eq!(readyz(&world).await.0, 200);
        assert_eq!(world.count("select count(*) from drafts").await, before);
        disk.clear();
        until("a form that is taken", async || save().await == 303).await;
        world.done().await;
    }
}
