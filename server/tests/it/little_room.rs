//! A nearly full disk: the work that stops first, and the work that goes on.

use crate::full_disk::news;
use crate::full_disk::readyz;
use crate::{
    uploads::ready,
    usual::{escape, named},
    world::{Answer, Person, World, jpeg, on_both},
};
use app::{
    error::AppError,
    texts::{Lang, app_error, texts},
};
use reqwest::{header, multipart};
use server::seed;
use std::fs;

on_both! {
    forms_stop_at_half_of_what_uploads_leave_and_what_people_typed_stands_again,
    uploads_stop_before_the_disk_is_full_and_all_else_goes_on, without_its_folder_for_files_an_instance_is_not_ready
}

async fn forms_stop_at_half_of_what_uploads_leave_and_what_people_typed_stands_again(world: &World) {
    let (merchant, id) = ready(world).await;
    let (admin, reviewer) = (world.sign_in(seed::ADMIN).await, world.reviewer().await);
    let (services, base) = world.another(|config| config.uploads_leave_mb = Some(1_000_000_000_000)).await;
    let send = async |who: &Person<'_>, path: &str, fields: &[(&str, &str)]| {
        let body: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        let request = world.http.post(format!("{base}{path}")).header(header::ACCEPT, "text/html");
        let request = request.header(header::COOKIE, &who.cookie).header("Sec-Fetch-Site", "same-origin");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body.join("&"));
        Answer::read(request.send().await.unwrap()).await
    };
    let (id, name, nobody) = (id.to_string(), named("contact", "name"), world.nobody());
    let (business, name) = (id.as_str(), name.as_str());
    let (own, approve) = (|verb: &str| format!("/businesses/{business}/{verb}"), format!("/review/{business}/approve"));
    let saved = send(&merchant, &format!("/businesses/{business}/contact"), &[(name, "Ratna Sari")]).await;
    assert!(saved.status == 503 && saved.body.contains("value=\"Ratna Sari\""), "{} {}", saved.status, saved.body);
    assert!(
        saved.body.contains(app_error(texts(Lang::Id), &AppError::NoRoom).title)
            && !saved.body.contains(texts(Lang::Id).problems.kept_title)
    );
    for (who, path, fields) in [
        (&nobody, "/sign-up", [("email", "baru@warung.example"), ("password", "nasi goreng tiap pagi")].as_slice()),
        (
            &merchant,
            "/businesses/new",
            &[
                ("business_type", "PERSONAL"),
                ("legal_entity", "PERSEORANGAN"),
                ("business_line", "RETAIL"),
                ("nationality", "ID"),
            ],
        ),
        (&merchant, &own("submit"), &[]),
        (&merchant, &own("fixes"), &[]),
        (&merchant, &own("start-again"), &[]),
        (&admin, "/review/settings/endpoints", &[("url", "https://partner.example/hook")]),
        (&admin, "/review/settings/keys", &[("name", "Dasbor")]),
        (&admin, &format!("/review/notes/{id}"), &[("reason", "blurred")]),
        // Nothing of strangers is kept.
        (&nobody, &own("contact"), &[(name, "Ratna")]),
        (&nobody, &approve, &[]),
    ] {
        let answer = send(who, path, fields).await;
        let is_led = path == approve && answer.location.starts_with("/sign-in");
        let is_signed_out =
            path.ends_with("/contact") && matches!(answer.status, 302 | 303) && answer.location.starts_with("/sign-in");
        assert!(
            is_led
                || is_signed_out
                || (answer.status == 503 && answer.body.contains(app_error(texts(Lang::Id), &AppError::NoRoom).text)),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
    }
    for sql in [
        "select count(*) from drafts",
        "select count(*) from kept_posts",
        "select count(*) from endpoints",
        "select count(*) from api_keys",
    ] {
        assert_eq!(world.count(sql).await, 0, "{sql}");
    }
    for (who, path, fields, status) in [
        (
            &nobody,
            "/sign-in",
            [("email", merchant.email.as_str()), ("password", "nasi goreng tiap pagi")].as_slice(),
            303,
        ),
        (&merchant, "/language", &[("lang", "id")], 303),
        (&merchant, "/preferences", &[("language", "id")], 303),
        (&reviewer, &format!("/review/calls/{id}/retry"), &[], 303),
        (&merchant, &own("withdraw"), &[], 303),
    ] {
        let answer = send(who, path, fields).await;
        assert_eq!(
            (answer.status, answer.location.contains("no_room")),
            (status, false),
            "{path}: {} {}",
            answer.location,
            answer.body
        );
    }
    assert_eq!(world.callback_at(&base, world.clock.now(), "short", &news(10)).await, 200);
    assert_eq!(world.http.get(format!("{base}/readyz")).send().await.unwrap().status(), 200);
    services.store.close().await;
}

async fn uploads_stop_before_the_disk_is_full_and_all_else_goes_on(world: &World) {
    let (merchant, id) = ready(world).await;
    let (services, base) = world.another(|config| config.uploads_leave_mb = Some(1_000_000_000_000)).await;
    let send = async |accept: &'static str| {
        let part = multipart::Part::bytes(jpeg(3_000_000)).file_name("ktp.jpg");
        let request = world.http.post(format!("{base}/businesses/{id}/documents/KTP")).header(header::ACCEPT, accept);
        let request = request.header(header::COOKIE, &merchant.cookie).header("Sec-Fetch-Site", "same-origin");
        Answer::read(request.multipart(multipart::Form::new().part("file", part)).send().await.unwrap()).await
    };
    let answer = send("text/html").await;
    assert_eq!(
        (answer.status, answer.location.contains("problem=no_room#slot-KTP")),
        (303, true),
        "{}",
        answer.location
    );
    for lang in [Lang::Id, Lang::En] {
        let page = world.http.get(format!("{base}{}", answer.location)).header(header::COOKIE, &merchant.cookie);
        let page = Answer::read(page.header(header::ACCEPT_LANGUAGE, lang.as_str()).send().await.unwrap()).await.body;
        let slot = page.split("id=\"slot-KTP\"").nth(1).unwrap().split("id=\"slot-").next().unwrap();
        assert!(slot.contains(app_error(texts(lang), &AppError::NoRoom).text), "{slot}");
    }
    assert_eq!(send("application/json").await.status, 503);
    assert_eq!(fs::read_dir(world.folder.path().join("files")).unwrap().count(), 0);
    assert_eq!(world.http.get(format!("{base}/readyz")).send().await.unwrap().status(), 200);
    // The same file is taken without that setting.
    assert!(!merchant.upload(id, "KTP", "ktp.jpg", jpeg(3_000_000)).await.location.contains("problem"));
    services.store.close().await;
}

async fn without_its_folder_for_files_an_instance_is_not_ready(world: &World) {
    let folder = world.folder.path().join("files");
    fs::rename(&folder, world.folder.path().join("elsewhere")).unwrap();
    let (status, told) = readyz(world).await;
    assert_eq!((status, told.contains("file folder")), (503, true), "{told}");
    fs::rename(world.folder.path().join("elsewhere"), &folder).unwrap();
    assert_eq!(readyz(world).await.0, 200);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0, "it leaves something behind");
}
