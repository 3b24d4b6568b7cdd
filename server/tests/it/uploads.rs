//! Uploads: each refused file gets its reason, and an earlier good one stays.

use crate::world::{Person, World, jpeg, on_both, pdf, png};
use app::paths::Side;
use domain::{Millis, ids::BusinessId};
use reqwest::header;
use server::store::outbox;
use std::time::Duration;
use tokio::{io::AsyncWriteExt, net::TcpStream};

const WHOLE: &[u8] = include_bytes!("../../../crates/domain/tests/fixtures/files/whole.jpg");
const THREE_BYTES: &[u8] = include_bytes!("../../../crates/domain/tests/fixtures/files/three-bytes.jpg");
const HEADER_ONLY: &[u8] = include_bytes!("../../../crates/domain/tests/fixtures/files/header-only.jpg");
const HALF: &[u8] = include_bytes!("../../../crates/domain/tests/fixtures/files/half.jpg");
const JUNK_BEFORE: &[u8] = include_bytes!("../../../crates/domain/tests/fixtures/files/junk-before-header.pdf");
const BURST: &[u8] = include_bytes!("../../../crates/domain/tests/fixtures/files/sequence-brand-hevc.heic");

/// Makes a file that could not be there by chance.
fn marked(mark: &str) -> Vec<u8> {
    [jpeg(20), mark.repeat(2_000).into_bytes()].concat()
}

fn heic() -> Vec<u8> {
    [b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic".as_slice(), &[0; 200]].concat()
}

pub async fn ready(world: &World) -> (Person<'_>, BusinessId) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.consent(id).await;
    (merchant, id)
}

fn on_disk(world: &World) -> Vec<Vec<u8>> {
    let files = std::fs::read_dir(world.folder.path().join("files")).unwrap();
    files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

on_both! {
    a_file_that_is_not_taken_is_told_why_and_the_earlier_one_stays,
    exactly_fifteen_megabytes_and_a_pdf_where_one_is_asked_for_are_taken, a_script_is_told_by_status,
    a_form_without_a_file_part_is_told_so, an_upload_that_breaks_off_leaves_nothing_and_loses_nothing,
    nothing_is_taken_before_consent_or_for_a_slot_that_is_not_asked_for, a_file_is_locked_once_it_was_submitted,
    files_lie_sealed_and_are_served_to_their_people_as_attachments_only,
    a_file_goes_to_doku_by_itself_and_its_id_is_kept,
    a_server_error_on_upload_is_tried_again_and_a_replacement_overtakes_it,
    a_refused_token_stops_the_queue_after_one_renewal, a_file_that_doku_will_never_take_goes_back_to_the_merchant,
    a_file_refused_after_submission_ends_in_one_registration(automatic)
}

async fn a_file_that_is_not_taken_is_told_why_and_the_earlier_one_stays(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "ktp-asli.jpg", marked("first")).await;
    let cases = [
        ("catatan.txt", b"hanya teks".to_vec(), "wrong_type"),
        ("kosong.jpg", Vec::new(), "empty"),
        ("", Vec::new(), "missing"),
        ("ktp.jpg", b"MZ\x90\x00This program".to_vec(), "wrong_type"),
        ("ktp.jpg", THREE_BYTES.to_vec(), "damaged"),
        ("ktp.jpg", HEADER_ONLY.to_vec(), "damaged"),
        ("ktp.jpg", HALF.to_vec(), "damaged"),
        ("ktp.png", png()[..60].to_vec(), "damaged"),
        ("ktp.pdf", JUNK_BEFORE.to_vec(), "wrong_type"),
        ("ktp.heic", BURST.to_vec(), "heic"),
        ("ktp.pdf", pdf(true), "encrypted"),
        ("ktp.heic", heic(), "heic"),
        ("ktp.jpg", heic(), "heic"),
        ("ktp.jpg", jpeg(15_000_001), "too_big"),
    ];
    for (name, bytes, problem) in cases {
        let answer = merchant.upload(id, "KTP", name, bytes).await;
        assert_eq!(
            (answer.status, answer.location.contains(&format!("problem={problem}#slot-KTP"))),
            (303, true),
            "{name}: {}",
            answer.location
        );
        let page = merchant.get(answer.location.split('#').next().unwrap()).await;
        assert_eq!(page.status, 200);
        let card = page.body.split("id=\"slot-KTP\"").nth(1).unwrap().split("id=\"slot-").next().unwrap();
        assert!(
            card.contains("role=\"alert\"") || card.contains("field__error") || card.contains("error"),
            "{name}: no sentence beside the document"
        );
        assert!(card.contains("ktp-asli.jpg"), "{name}: the earlier file is gone");
    }
    assert_eq!(world.case(id).await.documents.len(), 1);
    assert_eq!(on_disk(world).len(), 1, "what was not taken is left behind");
}

async fn exactly_fifteen_megabytes_and_a_pdf_where_one_is_asked_for_are_taken(world: &World) {
    let (merchant, id) = ready(world).await;
    let marked = [b"\xef\xbb\xbf\r\n".to_vec(), pdf(false)].concat();
    for (slot, name, bytes) in [
        ("KTP", "ktp.jpg", jpeg(15_000_000)),
        ("KTP", "ktp.pdf", pdf(false)),
        ("KTP", "ktp.pdf", marked),
        ("KTP", "ktp.jpg", WHOLE.to_vec()),
        ("PHOTO_PROOF", "toko.jpg", png()),
    ] {
        let answer = merchant.upload(id, slot, name, bytes).await;
        assert!(answer.status == 303 && !answer.location.contains("problem"), "{name}: {}", answer.location);
    }
    let no_pdf_here = merchant.upload(id, "OWNER_LIVENESS", "wajah.pdf", pdf(false)).await;
    assert!(no_pdf_here.location.contains("problem=wrong_type"), "{}", no_pdf_here.location);
}

async fn a_script_is_told_by_status(world: &World) {
    let (merchant, id) = ready(world).await;
    let part = reqwest::multipart::Part::bytes(b"teks".to_vec()).file_name("a.jpg");
    let form = reqwest::multipart::Form::new().part("file", part);
    let request =
        merchant.plain_request(&format!("/businesses/{id}/documents/KTP")).header(header::ACCEPT, "application/json");
    assert_eq!(request.multipart(form).send().await.unwrap().status(), 400);
}

async fn a_form_without_a_file_part_is_told_so(world: &World) {
    let (merchant, id) = ready(world).await;
    let path = format!("/businesses/{id}/documents/KTP");
    let form = reqwest::multipart::Form::new().text("note", "no file");
    let answer = merchant.request(&path).multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    assert!(answer.headers()[header::LOCATION].to_str().unwrap().contains("problem="));
    // The body is not multipart at all.
    let answer = merchant.post(&path, &[("file", "x")]).await;
    assert!((300..500).contains(&answer.status), "{}", answer.status);
    assert!(world.case(id).await.documents.is_empty());
}

async fn an_upload_that_breaks_off_leaves_nothing_and_loses_nothing(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "ktp-asli.jpg", marked("first")).await;
    let host = world.base.trim_start_matches("http://");
    for cut in ["\r\n", "--xx", ""] {
        let mut line = TcpStream::connect(host).await.unwrap();
        let head = format!(
            "POST /businesses/{id}/documents/KTP HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n\
                 Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: 900000\r\n\r\n\
                 --xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"k.jpg\"\r\n\r\n",
            merchant.cookie
        );
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(&marked("second")).await.unwrap();
        line.write_all(cut.as_bytes()).await.unwrap();
        line.flush().await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        drop(line);
    }
    for _ in 0..50 {
        if on_disk(world).len() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(on_disk(world).len(), 1, "half a file is left behind");
    let stands = world.case(id).await;
    assert_eq!(stands.file_name(&stands.documents["KTP"]).unwrap(), "ktp-asli.jpg");
}

async fn nothing_is_taken_before_consent_or_for_a_slot_that_is_not_asked_for(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    let early = merchant.upload(id, "KTP", "ktp.jpg", jpeg(100)).await;
    assert!(early.status == 303 && early.location.contains("problem=no_consent"), "{}", early.location);
    merchant.consent(id).await;
    for slot in ["NPWP", "ktp", "..%2F..%2Fetc", "%00"] {
        assert!(matches!(merchant.upload(id, slot, "ktp.jpg", jpeg(100)).await.status, 400 | 404), "{slot}");
    }
    assert_eq!(world.merchant().await.upload(id, "KTP", "ktp.jpg", jpeg(100)).await.status, 404);
    assert!(on_disk(world).is_empty());
    assert!(world.case(id).await.documents.is_empty());
}

async fn a_file_is_locked_once_it_was_submitted(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let answer = merchant.upload(id, "KTP", "lain.jpg", jpeg(100)).await;
    assert!(answer.status == 303 && answer.location.contains("problem=field_locked"), "{}", answer.location);
    let part = reqwest::multipart::Part::bytes(jpeg(100)).file_name("a.jpg");
    let request = merchant
        .plain_request(&format!("/businesses/{id}/documents/KTP"))
        .multipart(reqwest::multipart::Form::new().part("file", part));
    assert_eq!(request.send().await.unwrap().status(), 409);
}

async fn files_lie_sealed_and_are_served_to_their_people_as_attachments_only(world: &World) {
    let (merchant, id) = ready(world).await;
    let secret = marked("RAHASIA-DI-BERKAS");
    merchant.upload(id, "KTP", "nama-rahasia.jpg", secret.clone()).await;
    let readable =
        |bytes: &[u8]| bytes.windows(8).any(|part| part == b"RAHASIA-") || bytes.windows(4).any(|part| part == b"JFIF");
    assert!(on_disk(world).iter().all(|file| !readable(file)), "a file lies open on disk");
    assert!(
        world
            .blobs("select name from documents")
            .await
            .iter()
            .all(|name| !name.windows(7).any(|part| part == b"rahasia"))
    );
    let path = world.file(Side::Merchant, id, "KTP").await;
    let file =
        world.http.get(format!("{}{path}", world.base)).header(header::COOKIE, &merchant.cookie).send().await.unwrap();
    let told = |name: &str| file.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(told("content-type"), "image/jpeg");
    assert!(told("content-disposition").starts_with("attachment;") && !told("content-disposition").contains("rahasia"));
    assert_eq!(told("x-content-type-options"), "nosniff");
    assert!(told("content-security-policy").starts_with("sandbox"));
    assert!(told("cache-control").starts_with("private"));
    assert_eq!(file.bytes().await.unwrap(), secret);
    let reviewer = world.reviewer().await;
    assert_eq!(reviewer.looks_at(id, "KTP").await.status, 200);
    assert_eq!(reviewer.get(&path).await.status, 403);
    assert_eq!(world.merchant().await.get(&path).await.status, 404);
    assert_eq!(merchant.get(&path.replace("/KTP/", "/NPWP/")).await.status, 404);
}

async fn a_file_goes_to_doku_by_itself_and_its_id_is_kept(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(2_000)).await;
    assert!(world.case(id).await.documents["KTP"].doku_file_id.is_none());
    world.run_due().await;
    let first = world.case(id).await.documents["KTP"].doku_file_id.clone().unwrap();
    assert!(first.as_str().starts_with("DCM-"), "{first}");
    merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(2_001)).await;
    world.run_due().await;
    assert_ne!(world.case(id).await.documents["KTP"].doku_file_id, Some(first));
}

async fn a_server_error_on_upload_is_tried_again_and_a_replacement_overtakes_it(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "sim-500.jpg", jpeg(900)).await;
    world.advance(Millis::MINUTE).await;
    let calls = world.calls(id).await;
    assert!(calls[0].status == outbox::Status::Waiting && calls[0].attempts >= 3, "{}", calls[0].attempts);
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(901)).await;
    world.run_due().await;
    let statuses: Vec<_> = world.calls(id).await.iter().map(|call| call.status).collect();
    let of = |status| statuses.iter().filter(|one| **one == status).count();
    assert_eq!((statuses.len(), of(outbox::Status::Dropped), of(outbox::Status::Done)), (2, 1, 1));
}

async fn a_refused_token_stops_the_queue_after_one_renewal(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "sim-401.jpg", jpeg(900)).await;
    world.run_due().await;
    let mut db = world.services.store.read().await.unwrap();
    assert!(server::store::flags::get(&mut db, server::store::flags::DOKU_STOPPED).await.unwrap().is_some());
    drop(db);
    merchant.upload(id, "PHOTO_PROOF", "toko.png", png()).await;
    world.run_due().await;
    assert!(world.case(id).await.documents["PHOTO_PROOF"].doku_file_id.is_none(), "sent although the queue is stopped");
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(901)).await;
    world.advance(3 * Millis::MINUTE).await;
    assert!(
        world.case(id).await.documents.values().all(|file| file.doku_file_id.is_some()),
        "the queue did not start again"
    );
}

async fn a_file_that_doku_will_never_take_goes_back_to_the_merchant(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "sim-413.jpg", jpeg(900)).await;
    world.advance(Millis::MINUTE).await;
    let calls = world.calls(id).await;
    assert_eq!((calls[0].status, calls[0].attempts), (outbox::Status::Dropped, 1), "a final answer is not repeated");
    let page = merchant.get(&format!("/businesses/{id}/documents")).await.body;
    let card = page.split("id=\"slot-KTP\"").nth(1).unwrap().split("id=\"slot-").next().unwrap();
    assert!(card.contains("FILE SIZE EXCEEDS 15 MB"), "DOKU's words are not shown beside the document");
    assert_eq!(world.case(id).await.to_fix(), 1);
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(901)).await;
    world.run_due().await;
    let stands = world.case(id).await;
    assert!(
        stands.returned.is_empty()
            && stands.business.trouble.is_none()
            && stands.documents["KTP"].doku_file_id.is_some()
    );
}

async fn a_file_refused_after_submission_ends_in_one_registration(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.start_business().await;
    merchant.fill(id, &[("KTP", "sim-413.jpg")]).await;
    merchant.submit(id).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, domain::kyb::State::ActionNeeded);
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(901)).await;
    assert_eq!(world.case(id).await.business.state, domain::kyb::State::Ready);
    merchant.submit(id).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, domain::kyb::State::Active);
    assert_eq!(world.registrations().await.len(), 1);
}
