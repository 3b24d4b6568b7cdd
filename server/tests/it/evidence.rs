//! The pack for DOKU: complete, readable, and without personal data.

use crate::{
    callback_order::registered,
    world::{Person, World, on_both, usual},
};
use domain::{
    Millis,
    ids::{CallId, RequestId},
};
use reqwest::header;
use server::store::outbox::{self, Call, Kind, Status};

async fn bytes(who: &Person<'_>, path: &str) -> (String, String, Vec<u8>) {
    let request = who.world.http.get(format!("{}{path}", who.world.base)).header(header::COOKIE, &who.cookie);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    let text = |name: header::HeaderName| answer.headers()[name].to_str().unwrap().to_owned();
    let (kind, name) = (text(header::CONTENT_TYPE), text(header::CONTENT_DISPOSITION));
    assert_eq!(text(header::CACHE_CONTROL), "no-store");
    (kind, name, answer.bytes().await.unwrap().to_vec())
}

on_both! {
    the_pack_names_what_doku_needs_and_nobody(explicit), a_flood_is_counted_and_its_newest_part_shown(explicit),
    a_case_that_doku_never_had_has_nothing_to_show_and_still_answers
}

async fn the_pack_names_what_doku_needs_and_nobody(world: &World) {
    let case = registered(world).await;
    let secret = "INTERNAL: cocok dengan daftar pantauan";
    world
        .callback(
            "cb-alamat-1",
            &case.says("BUSINESS_ADDRESS", "REJECTED", Some("Alamat ratna@warung.example dan 4370112233 tidak cocok.")),
        )
        .await;
    world
        .callback(
            "cb-alamat-1",
            &case.says("BUSINESS_ADDRESS", "REJECTED", Some("Alamat ratna@warung.example dan 4370112233 tidak cocok.")),
        )
        .await;
    world.callback("cb-bank-1", &case.says("BUSINESS_BANK", "REJECTED", Some(secret))).await;
    world.run_due().await;
    world.advance(49 * Millis::HOUR).await;
    let registration = world.calls(case.id).await.into_iter().find(|call| call.kind == Kind::Register).unwrap();
    let reviewer = world.reviewer().await;
    let at = format!("/review/{}/evidence", case.id);
    let page = reviewer.get(&at).await;
    assert_eq!(page.status, 200);
    let (kind, name, text) = bytes(&reviewer, &format!("{at}.txt")).await;
    assert!(kind.starts_with("text/plain") && name.contains(&format!("evidence-{}.txt", case.id)));
    let text = String::from_utf8(text).unwrap();
    let (kind, name, pdf) = bytes(&reviewer, &format!("{at}.pdf")).await;
    assert!(kind == "application/pdf" && name.ends_with(".pdf\"") && pdf.starts_with(b"%PDF-"));
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let told = document.extract_text(&pages).unwrap();
    let flat = |text: &str| text.split_whitespace().collect::<String>();
    let request_id = registration.request_id.to_string();
    for part in
        [case.business.as_str(), &case.brand, &request_id, "cb-alamat-1", "BUSINESS_ADDRESS", "REJECTED", "····2233"]
    {
        assert!(page.body.contains(part), "the page lacks {part}");
        assert!(text.contains(part), "the text lacks {part}: {text}");
        assert!(flat(&told).contains(&flat(part)), "the PDF lacks {part}: {told}");
    }
    let owner = case.merchant.email.as_str();
    for part in [
        usual("documents", "KTP.NO_KTP"),
        usual("bank", "account_number"),
        "ratna@warung.example",
        "daftar pantauan",
        owner,
        usual("contact", "name"),
    ] {
        assert!(!text.contains(part) && !flat(&told).contains(&flat(part)), "the pack tells {part}");
        assert!(!page.body.contains(part), "the page tells {part}");
    }
    // The mail fits the limits of mail programs, and has the ids.
    let link = page.body.split("href=\"mailto:?").nth(1).unwrap().split('"').next().unwrap();
    assert!(link.len() < 1_950 && link.contains("subject=") && link.contains("body="), "{link}");
    assert!(link.contains(&case.business.replace('-', "%2D")) && !link.contains(' '), "{link}");
    assert_eq!(world.count("select count(*) from audit where action = 'view_evidence' and business_id is not null and account_id is not null").await, 3);
}

/// A page is drawn from the newest facts only, however many there are.
async fn a_flood_is_counted_and_its_newest_part_shown(world: &World) {
    let case = registered(world).await;
    case.flooded(260).await;
    let mut tx = world.services.store.begin().await.unwrap();
    for n in 0..230 {
        let (id, at) = (CallId::new(world.services.id().unwrap()), world.clock.now().plus(n));
        let call = Call {
            id,
            business_id: case.id,
            kind: Kind::Update,
            subject: None,
            request_id: RequestId::new(format!("update-{n:03}")),
            payload: Some(vec![7; 2_000]),
            status: Status::Done,
            due_at: at,
            held_by: None,
            attempts: 1,
            first_sent_at: Some(at),
            problem: None,
            created_at: at,
            done_at: Some(at),
        };
        outbox::insert(&mut tx, &call).await.unwrap();
    }
    tx.commit().await.unwrap();
    let (_, _, text) = bytes(&world.reviewer().await, &format!("/review/{}/evidence.txt", case.id)).await;
    let text = String::from_utf8(text).unwrap();
    let shown = |name: &str| text.matches(name).count();
    assert_eq!((shown("flood-"), shown("flood-259"), shown("flood-060"), shown("flood-059")), (200, 1, 1, 0));
    assert_eq!((shown("update-"), shown("update-229"), shown("update-030"), shown("update-029")), (200, 1, 1, 0));
    assert!(
        text.contains("Hanya 200 yang terbaru dari 260.") && text.contains("Hanya 200 yang terbaru dari 231."),
        "{text}"
    );
    let page = world.reviewer().await.get(&format!("/review/{}/evidence", case.id)).await.body;
    assert!(page.contains("flood-060") && !page.contains("flood-059") && page.contains("dari 260."));
}

async fn a_case_that_doku_never_had_has_nothing_to_show_and_still_answers(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    assert!(!reviewer.get(&format!("/review/{id}")).await.body.contains(&format!("/review/{id}/evidence")));
    assert!(reviewer.get(&format!("/review/{id}/evidence")).await.body.contains("belum pernah"));
    assert_eq!(merchant.get(&format!("/review/{id}/evidence.pdf")).await.status, 403);
    assert_eq!(reviewer.get("/review/0193504e-8c1f-7000-8000-000000000009/evidence.txt").await.status, 404);
}
