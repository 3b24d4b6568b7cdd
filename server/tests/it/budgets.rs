//! The limits of an account, also for many requests at once: businesses begun, files replaced, bytes stored.

use crate::{
    uploads::ready,
    world::{Answer, Person, World, jpeg, on_both},
};
use app::{
    error::AppError,
    texts::{Lang, app_error, texts},
};
use domain::{Millis, ids::BusinessId};
use futures::future::join_all;
use reqwest::{
    RequestBuilder, header,
    multipart::{Form, Part},
};
use server::budget::Budget;

const NEW: [(&str, &str); 4] = [
    ("business_type", "PERSONAL"),
    ("legal_entity", "PERSEORANGAN"),
    ("business_line", "RETAIL"),
    ("nationality", "ID"),
];

const SLOTS: [&str; 3] = ["KTP", "OWNER_LIVENESS", "PHOTO_PROOF"];
const ONE_MEGABYTE: Budget =
    Budget { business_megabytes: 1, account_megabytes: 1, business_replacements: 30, account_replacements: 100 };

/// A server with another budget on the same database.
struct Small {
    base: String,
}

impl Small {
    async fn beside(world: &World, budget: Budget) -> Self {
        let (_, base) = world.another(|config| config.budget = budget).await;
        Self { base }
    }

    fn request(&self, who: &Person<'_>, path: &str) -> RequestBuilder {
        let request = who.world.http.post(format!("{}{path}", self.base)).header(header::COOKIE, &who.cookie);
        request.header(header::ACCEPT, "text/html").header("Sec-Fetch-Site", "same-origin")
    }

    /// Uploads a file and returns the address that the answer leads to.
    async fn upload(&self, who: &Person<'_>, id: BusinessId, slot: &str, bytes: usize) -> String {
        let form = Form::new().part("file", Part::bytes(jpeg(bytes)).file_name("berkas.jpg"));
        let request = self.request(who, &format!("/businesses/{id}/documents/{slot}")).multipart(form);
        Answer::read(request.send().await.unwrap()).await.location
    }
}

fn problems(told: &[String], code: &str) -> usize {
    told.iter().filter(|location| location.contains(&format!("problem={code}#"))).count()
}

fn on_disk(world: &World) -> usize {
    std::fs::read_dir(world.folder.path().join("files")).unwrap().count()
}

async fn kept(world: &World) -> i64 {
    world.count("select coalesce(cast(sum(size_bytes) as bigint), 0) from documents where purged_at is null").await
}

/// Returns a sentence up to the partner's address.
fn begins(sentence: &str) -> &str {
    sentence.split("{support}").next().unwrap()
}

on_both! {
    of_forty_businesses_begun_at_once_twenty_are, starting_again_counts_like_beginning,
    a_file_is_replaced_thirty_times_a_day, of_many_replacements_at_once_as_many_are_taken_as_a_day_allows,
    of_three_files_at_once_as_many_are_kept_as_the_business_has_room_for, two_businesses_of_one_account_share_its_room,
    what_goes_in_exchange_is_room_and_what_is_evidence_is_not, starting_again_needs_room_for_the_copies
}

async fn of_forty_businesses_begun_at_once_twenty_are(world: &World) {
    let merchant = world.merchant().await;
    let answers = join_all((0..40).map(|_| merchant.post("/businesses/new", &NEW))).await;
    let of = |status| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((of(303), of(429)), (20, 20));
    assert_eq!(world.count("select count(*) from businesses").await, 20);
    assert_eq!(world.merchant().await.post("/businesses/new", &NEW).await.status, 303, "somebody else may not");
}

async fn starting_again_counts_like_beginning(world: &World) {
    let merchant = world.merchant().await;
    let mut ended: Vec<String> = Vec::new();
    for _ in 0..10 {
        let id = merchant.start_business().await.to_string();
        merchant.post(&format!("/businesses/{id}/withdraw"), &[]).await;
        ended.push(id);
    }
    world.clock.advance(Millis::DAY + Millis::SECOND);
    let merchant = world.sign_in_as(&merchant).await;
    let again = join_all(ended.iter().map(async |id| {
        merchant.post(&format!("/businesses/{id}/start-again"), &[]).await.location.contains("problem")
    }));
    let anew = join_all((0..15).map(|_| async { merchant.post("/businesses/new", &NEW).await.status != 303 }));
    let (again, anew) = tokio::join!(again, anew);
    assert_eq!(again.iter().chain(&anew).filter(|refused| **refused).count(), 5);
    assert_eq!(world.count("select count(*) from businesses where withdrawn_at is null").await, 20);
}

async fn a_file_is_replaced_thirty_times_a_day(world: &World) {
    let (merchant, id) = ready(world).await;
    let replace = async |id: BusinessId, bytes| merchant.upload(id, "KTP", "ktp.jpg", jpeg(bytes)).await.location;
    for n in 0..=30 {
        let told = replace(id, 900 + n).await;
        assert!(!told.contains("problem"), "{n}: {told}");
    }
    let told = replace(id, 2_000).await;
    assert!(told.contains("problem=replaced_often#slot-KTP"), "{told}");
    assert_eq!(world.case(id).await.documents["KTP"].size_bytes, 930, "the earlier file does not stand");
    let page = merchant.get(told.split('#').next().unwrap()).await.body;
    let card = page.split("id=\"slot-KTP\"").nth(1).unwrap().split("id=\"slot-").next().unwrap();
    let sentence = begins(app_error(texts(Lang::Id), &AppError::ReplacedOften).text);
    assert!(card.contains(&format!("{sentence}{}", world.services.settings.partner_support)), "{card}");
    // A first file replaces nothing.
    let told = merchant.upload(id, "OWNER_LIVENESS", "selfie.jpg", jpeg(900)).await.location;
    assert!(!told.contains("problem"), "{told}");
    world.clock.advance(Millis::DAY);
    let merchant = world.sign_in_as(&merchant).await;
    let told = merchant.upload(id, "KTP", "ktp.jpg", jpeg(2_000)).await.location;
    assert!(!told.contains("problem"), "{told}");
}

async fn of_many_replacements_at_once_as_many_are_taken_as_a_day_allows(world: &World) {
    let small = Small::beside(world, Budget { business_replacements: 3, ..ONE_MEGABYTE }).await;
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
    let told = join_all((0..12).map(|n| small.upload(&merchant, id, "KTP", 1_000 + n))).await;
    assert_eq!(problems(&told, "replaced_often"), 9, "{told:?}");
    assert_eq!((world.count("select count(*) from documents").await, on_disk(world)), (4, 1));
}

async fn of_three_files_at_once_as_many_are_kept_as_the_business_has_room_for(world: &World) {
    let small = Small::beside(world, Budget { account_megabytes: 100, ..ONE_MEGABYTE }).await;
    let (merchant, id) = ready(world).await;
    let told = join_all(SLOTS.iter().map(|slot| small.upload(&merchant, id, slot, 400_000))).await;
    assert_eq!(problems(&told, "business_full"), 1, "{told:?}");
    assert_eq!((kept(world).await, on_disk(world)), (800_000, 2));
    // Another business of the same account has room of its own.
    let other = merchant.start_business().await;
    merchant.consent(other).await;
    let told = small.upload(&merchant, other, "KTP", 400_000).await;
    assert!(!told.contains("problem"), "{told}");
}

async fn two_businesses_of_one_account_share_its_room(world: &World) {
    let small = Small::beside(world, Budget { business_megabytes: 100, ..ONE_MEGABYTE }).await;
    let (merchant, first) = ready(world).await;
    let second = merchant.start_business().await;
    merchant.consent(second).await;
    let all = [first, second].into_iter().flat_map(|id| SLOTS.map(|slot| (id, slot)));
    let told = join_all(all.map(|(id, slot)| small.upload(&merchant, id, slot, 400_000))).await;
    assert_eq!(problems(&told, "account_full"), 4, "{told:?}");
    assert_eq!((kept(world).await, on_disk(world)), (800_000, 2));
    let (other, id) = ready(world).await;
    let told = small.upload(&other, id, "KTP", 400_000).await;
    assert!(!told.contains("problem"), "somebody else is held up: {told}");
}

async fn what_goes_in_exchange_is_room_and_what_is_evidence_is_not(world: &World) {
    let small = Small::beside(world, ONE_MEGABYTE).await;
    let (merchant, id) = ready(world).await;
    for bytes in [900_000, 1_000_000] {
        let told = small.upload(&merchant, id, "KTP", bytes).await;
        assert!(!told.contains("problem"), "{bytes}: {told}");
    }
    assert_eq!((kept(world).await, on_disk(world)), (1_000_000, 1));
    // The business is full to the last byte: a further file is not even read into our folder.
    let told = small.upload(&merchant, id, "OWNER_LIVENESS", 5_000_000).await;
    assert!(told.contains("problem=business_full#slot-OWNER_LIVENESS"), "{told}");
    let page = merchant.get(told.split('#').next().unwrap()).await.body;
    assert!(page.contains(begins(app_error(texts(Lang::Id), &AppError::BusinessFull).text)), "{page}");

    assert_eq!(world.reviewer().await.looks_at(id, "KTP").await.status, 200);
    world.clock.advance(Millis::SECOND);
    let told = small.upload(&merchant, id, "KTP", 900).await;
    assert!(told.contains("problem=business_full#slot-KTP"), "{told}");
    assert_eq!((world.case(id).await.documents["KTP"].size_bytes, on_disk(world)), (1_000_000, 1));
}

async fn starting_again_needs_room_for_the_copies(world: &World) {
    let small = Small::beside(world, ONE_MEGABYTE).await;
    let (merchant, id) = ready(world).await;
    for slot in ["KTP", "OWNER_LIVENESS"] {
        merchant.upload(id, slot, "berkas.jpg", jpeg(400_000)).await;
    }
    let business = id.to_string();
    merchant.post(&format!("/businesses/{business}/withdraw"), &[]).await;
    let again = small.request(&merchant, &format!("/businesses/{business}/start-again"));
    let again = again.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let told = Answer::read(again.send().await.unwrap()).await.location;
    assert!(told.contains("problem=account_full"), "{told}");
    assert_eq!((world.count("select count(*) from businesses").await, on_disk(world)), (1, 2));
    // A business begins again when there is more room.
    let told = merchant.post(&format!("/businesses/{business}/start-again"), &[]).await.location;
    assert!(!told.contains("problem"), "{told}");
    assert_eq!((kept(world).await, on_disk(world)), (1_600_000, 4));
}
