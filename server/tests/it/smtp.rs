//! Mail by SMTP: what leaves, and what servers answer.

use crate::mail::mail_calls;
use crate::{
    callback_order::registered,
    sink::{Sink, babbler},
    world::{World, on_both},
};
use domain::Millis;
use server::{
    services::Services,
    store::outbox::{Answer, Problem, Status},
};
use std::{net::SocketAddr, sync::atomic::Ordering};

/// Opens a process of ours that sends by SMTP, on the same database.
async fn by_smtp(world: &World, address: SocketAddr) -> Services {
    let mut config = world.config.clone();
    config.mail = format!("smtp://{address}").into();
    config.mail_from = Some("Logipay <kabar@logipay.example>".into());
    Services::open(&config, world.clock.clone(), world.chance.clone(), Some(world.sandbox.address())).await.unwrap()
}

/// Lets time pass while only the process with SMTP works.
async fn deliver(world: &World, services: &Services, seconds: i64) {
    for _ in 0..seconds / 30 {
        world.clock.advance(30 * Millis::SECOND);
        while server::jobs::run_once(services).await.unwrap() {}
    }
}

on_both! {
    by_smtp_it_leaves_once_with_all_its_headers(explicit), a_server_that_talks_without_end_takes_no_memory(explicit),
    a_server_that_is_busy_is_asked_again_and_an_address_that_is_not_there_needs_a_person(explicit)
}

async fn by_smtp_it_leaves_once_with_all_its_headers(world: &World) {
    let sink = Sink::open(vec![]).await;
    let services = by_smtp(world, sink.address).await;
    let case = registered(world).await;
    case.accept_all().await;
    deliver(world, &services, 60).await;
    let mails = sink.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mail = mails[0].replace("=\r\n", "").replace("\r\n ", " ");
    for part in [
        "From: Logipay <kabar@logipay.example>",
        &format!("To: {}", case.merchant.email),
        "Subject: Usaha Anda aktif",
        "Auto-Submitted: auto-generated",
        "List-Unsubscribe: <http://",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Date: Mon, 23 Nov 2026",
        "Content-Type: multipart/alternative",
        "text/plain",
        "text/html",
        "Message-ID: <",
    ] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    let calls = mail_calls(world, case.id).await;
    assert_eq!(calls.last().unwrap().status, Status::Done);
}

async fn a_server_that_talks_without_end_takes_no_memory(world: &World) {
    let case = registered(world).await;
    case.accept_all().await;
    for words in [b"220-and so on, and so on\r\n".repeat(400).leak(), b"x".repeat(8_000).leak()] {
        let (address, taken) = babbler(words).await;
        let services = by_smtp(world, address).await;
        deliver(world, &services, 600).await;
        let last = mail_calls(world, case.id).await.pop().unwrap();
        assert_eq!((last.status, last.problem.as_deref()), (Status::Waiting, Some(&Problem::Smtp(Answer::NoAnswer))));
        // The bytes that sockets hold are counted too.
        let megabytes = taken.load(Ordering::Relaxed) / 1_000_000;
        assert!(megabytes < 64, "{megabytes} MB were read of what the server said");
    }
}

async fn a_server_that_is_busy_is_asked_again_and_an_address_that_is_not_there_needs_a_person(world: &World) {
    let sink = Sink::open(vec!["451 4.3.0 try later", "451 4.3.0 try later"]).await;
    let services = by_smtp(world, sink.address).await;
    let case = registered(world).await;
    case.decide("BUSINESS_BANK", "REJECTED", "Nama pemilik berbeda").await;
    deliver(world, &services, 60).await;
    let waiting = mail_calls(world, case.id).await;
    assert_eq!(
        (waiting[0].status, waiting[0].problem.as_deref()),
        (Status::Waiting, Some(&Problem::Smtp(Answer::Status(451))))
    );
    // Meanwhile there is more to tell: the same mail tells it.
    case.decide("BUSINESS_ADDRESS", "REJECTED", "Tidak ditemukan").await;
    deliver(world, &services, 600).await;
    assert_eq!(sink.mails().len(), 1);
    assert!(sink.mails()[0].contains("Perlu perbaikan (2)"), "{}", sink.mails()[0]);
    sink.says(&["550 5.1.1 no such user ratna@warung.example"]);
    case.decide("BUSINESS_DOCUMENT", "REJECTED", "Buram").await;
    deliver(world, &services, 3_600).await;
    let last = mail_calls(world, case.id).await.pop().unwrap();
    assert_eq!(
        (last.status, last.problem.as_deref()),
        (Status::NeedsPerson, Some(&Problem::Smtp(Answer::Status(550))))
    );
    assert_eq!(world.case(case.id).await.business.trouble, None, "an application is not held up by mail");
}
