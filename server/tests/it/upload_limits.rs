//! Uploads that come often, slowly or again: nobody holds all places, and useless files do not fill the disk.

use crate::{
    uploads::ready,
    world::{Person, World, jpeg, on_both},
};
use app::{
    error::AppError,
    paths::Side,
    texts::{Lang, app_error, texts},
};
use domain::{
    Millis,
    ids::{AccountId, BusinessId},
};
use reqwest::header;
use std::{fs, future::Future, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

pub const PATIENCE: Duration = Duration::from_secs(10);
const START: &str = "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"k.jpg\"\r\n\r\n";
const END: &str = "\r\n--xx--\r\n";

/// Begins an upload of `bytes` bytes and sends the first thousand.
pub async fn begun(who: &Person<'_>, id: BusinessId, bytes: usize) -> TcpStream {
    let host = who.world.base.trim_start_matches("http://");
    let mut line = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /businesses/{id}/documents/KTP HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: {}\r\n\r\n{START}",
        who.cookie,
        START.len() + bytes + END.len()
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&jpeg(1_000)).await.unwrap();
    line
}

/// Reads the head of the answer, perhaps with some of its body.
pub async fn answer(line: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = timeout(PATIENCE, line.read_buf(&mut bytes)).await.expect("an answer within ten seconds").unwrap();
        assert!(read > 0, "hung up after {}", String::from_utf8_lossy(&bytes));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Lists the size in bytes of each file on disk.
pub fn on_disk(world: &World) -> Vec<u64> {
    let files = fs::read_dir(world.folder.path().join("files")).unwrap();
    files.filter_map(|file| Some(file.ok()?.metadata().ok()?.len())).collect()
}

pub async fn until(what: &str, mut done: impl FnMut() -> bool) {
    let came = async {
        while !done() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, came).await.unwrap_or_else(|_| panic!("waited too long for {what}"));
}

/// Returns the answer to a request while this account sends far too much.
async fn meanwhile<T>(world: &World, account: AccountId, asked: impl Future<Output = T>) -> T {
    let sending = async {
        for _ in 0..1_000 {
            while world.services.limits.uploads.check_key(&account).is_ok() {}
            sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        biased;
        () = sending => panic!("no answer"),
        answer = asked => answer,
    }
}

on_both! {
    who_uploads_too_often_is_told_so_beside_the_document_and_loses_nothing,
    slow_uploads_of_one_account_hold_nobody_else_up,
    an_upload_that_drips_gives_its_place_back_and_one_that_flows_is_taken,
    a_file_that_nobody_judges_by_goes_when_another_takes_its_place,
    what_was_submitted_stays_and_what_came_after_it_does_not, what_a_person_of_the_partner_looked_at_stays
}

async fn who_uploads_too_often_is_told_so_beside_the_document_and_loses_nothing(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "ktp-asli.jpg", jpeg(900)).await;
    let account = world.case(id).await.business.owner_id;
    let answer = meanwhile(world, account, merchant.upload(id, "KTP", "lain.jpg", jpeg(3_000_000))).await;
    assert_eq!(
        (answer.status, answer.location.contains("problem=too_many#slot-KTP")),
        (303, true),
        "{}",
        answer.location
    );
    let page = merchant.get(answer.location.split('#').next().unwrap()).await.body;
    let card = page.split("id=\"slot-KTP\"").nth(1).unwrap().split("id=\"slot-").next().unwrap();
    assert!(card.contains(app_error(texts(Lang::Id), &AppError::TooMany).text) && card.contains("ktp-asli.jpg"));
    let form =
        reqwest::multipart::Form::new().part("file", reqwest::multipart::Part::bytes(jpeg(900)).file_name("a.jpg"));
    let request =
        merchant.plain_request(&format!("/businesses/{id}/documents/KTP")).header(header::ACCEPT, "application/json");
    assert_eq!(meanwhile(world, account, request.multipart(form).send()).await.unwrap().status(), 429);
    // Other accounts may upload.
    let (other, another) = ready(world).await;
    let answer = other.upload(another, "KTP", "ktp.jpg", jpeg(900)).await;
    assert!(answer.status == 303 && !answer.location.contains("problem"), "{}", answer.location);
}

async fn slow_uploads_of_one_account_hold_nobody_else_up(world: &World) {
    let (slow, id) = ready(world).await;
    let mut lines = Vec::new();
    for _ in 0..16 {
        lines.push(begun(&slow, id, 900_000).await);
    }
    until("the first four", || on_disk(world).len() == 4).await;
    let (other, another) = ready(world).await;
    let answer = other.upload(another, "KTP", "ktp.jpg", jpeg(900)).await;
    assert!(answer.status == 303 && !answer.location.contains("problem"), "{}", answer.location);
    assert_eq!(on_disk(world).len(), 5, "one account has more than its part");
    drop(lines);
    until("the end of what was cut off", || on_disk(world).len() == 1).await;
    assert!(world.case(id).await.documents.is_empty());
}

async fn an_upload_that_drips_gives_its_place_back_and_one_that_flows_is_taken(world: &World) {
    let (merchant, id) = ready(world).await;
    let mut drips = begun(&merchant, id, 900_000).await;
    until("its beginning", || on_disk(world).len() == 1).await;
    world.clock.advance(150 * Millis::SECOND);
    drips.write_all(&[7; 10]).await.unwrap();
    let told = answer(&mut drips).await;
    assert!(told.starts_with("HTTP/1.1 303") && told.contains("problem=incomplete#slot-KTP"), "{told}");
    assert_eq!((world.services.limits.uploading.reading(), on_disk(world).len()), (0, 0));

    let mut flows = begun(&merchant, id, 2_000_000).await;
    flows.write_all(&vec![7; 999_000]).await.unwrap();
    until("half of it", || on_disk(world).iter().any(|bytes| *bytes > 900_000)).await;
    world.clock.advance(25 * Millis::SECOND);
    flows.write_all(&vec![7; 1_000_000]).await.unwrap();
    flows.write_all(END.as_bytes()).await.unwrap();
    let told = answer(&mut flows).await;
    assert!(told.starts_with("HTTP/1.1 303") && !told.contains("problem"), "{told}");
    assert_eq!(world.case(id).await.documents["KTP"].size_bytes, 2_000_000);
}

async fn a_file_that_nobody_judges_by_goes_when_another_takes_its_place(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "satu.jpg", jpeg(900)).await;
    merchant.upload(id, "KTP", "dua.jpg", jpeg(901)).await;
    assert_eq!(on_disk(world).len(), 1);
    let shown = merchant.get(&world.file(Side::Merchant, id, "KTP").await).await;
    assert_eq!((shown.status, shown.headers[header::CONTENT_TYPE].to_str().unwrap()), (200, "image/jpeg"));
    // A file that is only at DOKU goes too: nothing that was submitted names it.
    world.run_due().await;
    assert!(world.case(id).await.documents["KTP"].doku_file_id.is_some());
    merchant.upload(id, "KTP", "tiga.jpg", jpeg(902)).await;
    assert_eq!(on_disk(world).len(), 1);
    assert_eq!(world.count("select count(*) from documents").await, 3, "the proof lines are gone too");
}

async fn what_was_submitted_stays_and_what_came_after_it_does_not(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    assert!(reviewer.decide("send_back", id, &[("reasons[KTP]", "Terlalu gelap.")]).await.status < 400);
    let before = on_disk(world).len();
    for bytes in [901, 902] {
        world.clock.advance(Millis::SECOND);
        let answer = merchant.upload(id, "KTP", "ktp-terang.jpg", jpeg(bytes)).await;
        assert!(answer.status == 303 && !answer.location.contains("problem"), "{}", answer.location);
    }
    assert_eq!(on_disk(world).len(), before + 1);
}

async fn what_a_person_of_the_partner_looked_at_stays(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "satu.jpg", jpeg(900)).await;
    let reviewer = world.reviewer().await;
    assert_eq!(reviewer.looks_at(id, "KTP").await.status, 200);
    world.clock.advance(Millis::SECOND);
    merchant.upload(id, "KTP", "dua.jpg", jpeg(901)).await;
    assert_eq!(on_disk(world).len(), 2);
}
