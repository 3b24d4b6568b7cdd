//! The server is killed while the disk is full: it starts, waits for room, and goes on by itself.

use crate::{
    disk::SmallDisk,
    installation::{Database, Installation, wait_for},
    machine::{Machine, Worker},
    person::Person,
    sandbox::Decide,
};
use app::{
    error::AppError,
    texts::{Lang, app_error, texts},
};
use std::fs;

mod a_start_on_a_full_disk_waits_for_room {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn sqlite() {
        let Some(disk) = SmallDisk::mount(48, "a start on a full disk") else { return };
        let installation = Installation::new_in(disk.folder(), Database::Sqlite).await;
        let mut machine = Machine::with(installation, Database::Sqlite, Decide::Explicit).await;
        machine.start(Worker::Runs).await;
        let merchant = Person::sign_up(&machine.installation.url, "ratna@warung.example").await;
        let business = merchant.start_business().await;
        machine.kill().await;
        // This file is lost with the machine: SQLite makes it anew from the journal.
        fs::remove_file(machine.installation.folder().join("data/serambi.db-shm")).unwrap();
        disk.fill_but(0);

        let elsewhere = tempfile::tempdir().unwrap();
        let log = elsewhere.path().join("server.log");
        machine.launch(&log);
        let http = reqwest::Client::new();
        let url = machine.installation.url.clone();
        let said = || fs::read_to_string(&log).unwrap();
        let ask = async |path: &str| match http.get(format!("{url}{path}")).send().await {
            Ok(answer) => (answer.status().as_u16(), answer.text().await.unwrap_or_default()),
            Err(_) => (0, said()),
        };
        wait_for("an answer", async || {
            assert!(!said().contains("serambi: "), "it ends: {}", said());
            ask("/livez").await.0 == 200
        })
        .await;
        let (status, told) = ask("/readyz").await;
        assert_eq!((status, told.contains("full")), (503, true), "{told}");
        let (status, told) = ask("/sign-in").await;
        assert_eq!(status, 503);
        for lang in [Lang::Id, Lang::En] {
            assert!(told.contains(app_error(texts(lang), &AppError::NoRoom).text), "{told}");
        }
        let callback = http.post(format!("{url}/webhooks/doku")).body("{}").send().await.unwrap();
        assert_eq!(callback.status(), 503, "DOKU sends again what is not taken");
        assert!(said().contains("the disk is full"), "{}", said());

        disk.clear();
        machine.installation.ready(&log).await;
        assert_eq!(merchant.state(&business).await, "draft");
        machine.installation.done().await;
    }
}
