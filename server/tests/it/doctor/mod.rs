//! `serambi doctor`, the real binary: each trouble is started, and its output is read as an operator reads it.

mod installation;

use crate::{
    sink::Sink,
    world::{SmallDisk, World, on_both},
};
use domain::Millis;
use installation::{
    CLIENT, DATABASE_PASSWORD, Installation, MAIL_PASSWORD, answering, by_wall, doku, greeting, nobody,
};
use secrecy::ExposeSecret;
use server::vault::new_master_key;

on_both! {
    where_all_is_well_each_check_says_so, a_wrong_secret, a_wrong_base_url,
    a_doku_that_cannot_be_reached_or_does_not_answer, a_clock_that_is_wrong, a_mail_server_that_is_dead_or_refuses_us,
    a_database_that_does_not_open, another_master_key_and_one_that_is_none, a_folder_that_takes_no_file,
    a_disk_that_is_nearly_full_or_full, several_at_once_are_all_named
}

async fn where_all_is_well_each_check_says_so(world: &World) {
    let report = Installation::new(world).await.asked().await;
    assert_eq!((report.code, report.failures().len()), (Some(0), 0), "{}", report.text);
    assert_eq!(report.text.lines().filter(|line| line.starts_with("ok ")).count(), 5, "{}", report.text);
}

async fn a_wrong_secret(world: &World) {
    let here = Installation::new(world).await;
    let report = here.asked_with(&[("SERAMBI_DOKU__SECRET_KEY", "SK-another")]).await;
    report.names(&[
        "DOKU",
        &here.place(),
        CLIENT,
        "invalid_signature",
        "SERAMBI_DOKU__CLIENT_ID",
        "SERAMBI_DOKU__SECRET_KEY",
    ]);
    assert!(!report.text.contains("SK-another"), "{}", report.text);
}

async fn a_wrong_base_url(world: &World) {
    let here = Installation::new(world).await;
    let elsewhere = format!("http://{}/elsewhere", here.place());
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &elsewhere)]).await.names(&[
        "DOKU",
        &here.place(),
        "SERAMBI_DOKU__BASE_URL",
        "/adv-core-api/partner/v1.0",
    ]);
    let page = answering(Some(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\n<p>hi</p>",
    ))
    .await;
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{page}/adv"))]).await.names(&[
        "DOKU",
        &page,
        "SERAMBI_DOKU__BASE_URL",
        "another server",
    ]);
    let moved = answering(Some(
        "HTTP/1.1 301 Moved\r\nLocation: https://doku.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    ))
    .await;
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{moved}/adv"))]).await.names(&[
        "DOKU",
        &moved,
        "SERAMBI_DOKU__BASE_URL",
        "301",
    ]);
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", "http://doku.example/adv")]).await.names(&[
        "DOKU",
        "doku.example",
        "SERAMBI_DOKU__BASE_URL",
        "https",
    ]);
}

async fn a_doku_that_cannot_be_reached_or_does_not_answer(world: &World) {
    let here = Installation::new(world).await;
    let nobody = nobody();
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{nobody}/adv"))]).await.names(&[
        "DOKU",
        &nobody,
        "cannot be reached",
        "SERAMBI_DOKU__BASE_URL",
    ]);
    let silent = answering(None).await;
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{silent}/adv"))]).await.names(&[
        "DOKU",
        &silent,
        "in time",
        "SERAMBI_DOKU__BASE_URL",
    ]);
    let down = answering(Some("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).await;
    here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &format!("http://{down}/adv"))]).await.names(&[
        "DOKU",
        &down,
        "502",
        "try again",
    ]);
}

async fn a_clock_that_is_wrong(world: &World) {
    let here = Installation::new(world).await;
    // The first clock is too far off for DOKU, the second is not.
    for (n, off) in [2 * Millis::HOUR, -10 * Millis::MINUTE].into_iter().enumerate() {
        let doku = doku(world, &format!("off-{n}.db"), by_wall(off)).await;
        here.asked_with(&[("SERAMBI_DOKU__BASE_URL", &doku.base_url())]).await.names(&[
            "DOKU",
            &doku.address().to_string(),
            "clock",
            "NTP",
        ]);
    }
}

async fn a_mail_server_that_is_dead_or_refuses_us(world: &World) {
    let here = Installation::new(world).await;
    let nobody = nobody();
    let report = here.asked_with(&[("SERAMBI_MAIL", &format!("smtp://serambi:{MAIL_PASSWORD}@{nobody}"))]).await;
    report.names(&["mail", &nobody, "does not answer", "host and port in SERAMBI_MAIL"]);
    let strict = Sink::open_but("535 5.7.8 no").await;
    let report =
        here.asked_with(&[("SERAMBI_MAIL", &format!("smtp://serambi:{MAIL_PASSWORD}@{}", strict.address))]).await;
    report.names(&["mail", &strict.address.to_string(), "535", "user and password in SERAMBI_MAIL"]);
    let another = greeting("SSH-2.0-OpenSSH_9.2\r\n").await;
    let report = here.asked_with(&[("SERAMBI_MAIL", &format!("smtp://serambi:{MAIL_PASSWORD}@{another}"))]).await;
    report.names(&["mail", &another, "SERAMBI_MAIL"]);
    here.asked_with(&[("SERAMBI_MAIL", &format!("imap://serambi:{MAIL_PASSWORD}@{another}"))])
        .await
        .names(&["mail", "SERAMBI_MAIL"]);
}

async fn a_database_that_does_not_open(world: &World) {
    let here = Installation::new(world).await;
    if world.services.store.is_one_process() {
        // Permissions keep a test that runs as root out of nothing.
        let file = world.folder.path().join("a file");
        std::fs::write(&file, "").unwrap();
        for place in [file.join("serambi.db"), world.folder.path().to_owned()] {
            let report = here.asked_with(&[("SERAMBI_DATABASE_URL", &format!("sqlite://{}", place.display()))]).await;
            report.names(&["database", &place.display().to_string(), "SERAMBI_DATABASE_URL"]);
        }
        let torn = world.folder.path().join("torn.db");
        std::fs::write(&torn, "no database at all".repeat(100)).unwrap();
        here.asked_with(&[("SERAMBI_DATABASE_URL", &format!("sqlite://{}", torn.display()))]).await.names(&[
            "database",
            "torn.db",
            "SERAMBI_DATABASE_URL",
        ]);
    } else {
        let nobody = nobody();
        let url = format!("postgres://serambi:{DATABASE_PASSWORD}@{nobody}/serambi");
        here.asked_with(&[("SERAMBI_DATABASE_URL", &url)]).await.names(&["database", &nobody, "SERAMBI_DATABASE_URL"]);
        let url = world.config.database_url.expose_secret();
        let (server, _) = url.rsplit_once('/').unwrap();
        let report = here.asked_with(&[("SERAMBI_DATABASE_URL", &format!("{server}/no_such_database"))]).await;
        report.names(&["database", "no_such_database", "SERAMBI_DATABASE_URL"]);
    }
}

async fn another_master_key_and_one_that_is_none(world: &World) {
    let here = Installation::new(world).await;
    let another = new_master_key().unwrap();
    let report = here.asked_with(&[("SERAMBI_MASTER_KEY", another.expose_secret())]).await;
    report.names(&["database", "another master key", "SERAMBI_MASTER_KEY"]);
    let report = here.asked_with(&[("SERAMBI_MASTER_KEY", "kunci-yang-salah")]).await;
    report.names(&["SERAMBI_MASTER_KEY", "32 bytes in base64"]);
}

async fn a_folder_that_takes_no_file(world: &World) {
    let here = Installation::new(world).await;
    let file = world.folder.path().join("a file");
    std::fs::write(&file, "").unwrap();
    let below = file.join("files");
    let report = here.asked_with(&[("SERAMBI_FILES", &format!("file://{}", below.display()))]).await;
    report.names(&["files", &below.display().to_string(), "SERAMBI_FILES"]);
}

async fn a_disk_that_is_nearly_full_or_full(world: &World) {
    let here = Installation::new(world).await;
    let report = here.asked_with(&[("SERAMBI_UPLOADS_LEAVE_MB", "900000000000")]).await;
    report.names(&["files", &world.folder.path().display().to_string(), "SERAMBI_UPLOADS_LEAVE_MB", "Make room"]);
    let Some(disk) = SmallDisk::mount(8, "doctor on a full disk") else { return };
    let folder = disk.folder();
    disk.fill();
    let files = format!("file://{}", folder.path().display());
    here.asked_with(&[("SERAMBI_FILES", &files)]).await.names(&[
        "files",
        &folder.path().display().to_string(),
        "Make room",
    ]);
    disk.clear();
    // There is room for a file, and for little more.
    let ballast = vec![0; 5_000_000];
    std::fs::write(folder.path().join("ballast"), ballast).unwrap();
    here.asked_with(&[("SERAMBI_FILES", &files)]).await.names(&[
        "files",
        &folder.path().display().to_string(),
        "Make room",
    ]);
}

async fn several_at_once_are_all_named(world: &World) {
    let here = Installation::new(world).await;
    let (nobody, another) = (nobody(), new_master_key().unwrap());
    let report = here
        .asked_with(&[
            ("SERAMBI_MASTER_KEY", another.expose_secret()),
            ("SERAMBI_MAIL", &format!("smtp://{nobody}")),
            ("SERAMBI_DOKU__SECRET_KEY", "SK-another"),
            ("SERAMBI_UPLOADS_LEAVE_MB", "900000000000"),
        ])
        .await;
    assert_eq!((report.code, report.failures().len()), (Some(1), 4), "{}", report.text);
}
