//! An address names one version of a file, and a decision names the versions that its page showed.

use crate::outdated_decisions::submitted_again;
use crate::{
    fixes::{REJECTED, rejected},
    uploads::ready,
    world::{Answer, Person, World, jpeg, on_both},
};
use domain::{Millis, ids::BusinessId};
use reqwest::header;

/// Fetches a picture as an `<img>` does; returns status and bytes.
pub async fn picture(who: &Person<'_>, path: &str) -> (u16, Vec<u8>) {
    let request = who.world.http.get(format!("{}{path}", who.world.base)).header(header::COOKIE, &who.cookie);
    let answer = request.header(header::ACCEPT, "image/*,*/*;q=0.8").send().await.unwrap();
    (answer.status().as_u16(), answer.bytes().await.unwrap().to_vec())
}

/// Returns the merchant's address of the file that is in a slot now.
async fn address(world: &World, id: BusinessId, slot: &str) -> String {
    format!("/businesses/{id}/documents/{slot}/{}", world.case(id).await.documents[slot].id)
}

fn of_partner(address: &str) -> String {
    address.replacen("/businesses/", "/review/", 1)
}

/// Gives a reason, which opens unsubmitted files to the partner.
pub async fn ask(reviewer: &Person<'_>, id: BusinessId) {
    let why = [("what", "file:KTP"), ("reason", "Tiket 4711")];
    assert_eq!(reviewer.post(&format!("/review/{id}/reveal"), &why).await.status, 200);
}

pub fn header_of(answer: &Answer, name: header::HeaderName) -> String {
    let all = answer.headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    all.collect::<Vec<_>>().join(", ").to_lowercase()
}

/// Returns the hidden fields of the form that posts to `action`, and then the typed ones.
pub fn as_shown<'a>(page: &'a str, action: &str, typed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let form = page.split(&format!("/{}\"", action.replace('_', "-"))).nth(1).unwrap().split("</form>").next().unwrap();
    let hidden = form.split("type=\"hidden\"").skip(1).map(|rest| {
        let of = |name: &str| rest.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
        (of("name"), of("value"))
    });
    hidden.chain(typed.iter().copied()).collect()
}

/// Returns the address to which a decision is posted.
pub fn of(id: BusinessId, action: &str) -> String {
    app::paths::case(id, &action.replace('_', "-"))
}

on_both! {
    an_address_shows_the_same_file_for_ever_or_none, a_file_that_nobody_judged_by_is_gone_under_its_address,
    a_merchants_browser_keeps_a_version_and_a_partners_none, a_file_is_found_under_its_own_business_and_slot_only,
    a_correction_stands_beside_what_doku_has(automatic), a_page_that_is_redrawn_asks_for_the_new_picture
}

async fn an_address_shows_the_same_file_for_ever_or_none(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "satu.jpg", jpeg(900)).await;
    let first = address(world, id, "KTP").await;
    assert!(merchant.get(&format!("/businesses/{id}/documents")).await.body.contains(&format!("src=\"{first}\"")));
    assert_eq!(picture(&merchant, &first).await, (200, jpeg(900)));
    // Somebody looked at it, so it is kept.
    let reviewer = world.reviewer().await;
    ask(&reviewer, id).await;
    assert_eq!(picture(&reviewer, &of_partner(&first)).await, (200, jpeg(900)));
    world.clock.advance(Millis::SECOND);
    merchant.upload(id, "KTP", "dua.jpg", jpeg(901)).await;
    let second = address(world, id, "KTP").await;
    assert_ne!(first, second);
    let page = merchant.get(&format!("/businesses/{id}/documents")).await.body;
    assert!(page.contains(&format!("src=\"{second}\"")) && !page.contains(&first), "{page}");
    assert_eq!(picture(&merchant, &second).await, (200, jpeg(901)));
    for (who, path) in [(&merchant, first.clone()), (&reviewer, of_partner(&first))] {
        assert_eq!(picture(who, &path).await, (200, jpeg(900)), "{path}");
    }
    // Nobody looked at the next one: its bytes go, and no other file takes its address.
    world.clock.advance(Millis::SECOND);
    merchant.upload(id, "KTP", "tiga.jpg", jpeg(902)).await;
    let third = address(world, id, "KTP").await;
    merchant.upload(id, "KTP", "empat.jpg", jpeg(903)).await;
    assert_eq!(picture(&merchant, &third).await.0, 410);
    assert_eq!(picture(&merchant, &second).await, (200, jpeg(901)), "it was there when somebody looked");
}

async fn a_file_that_nobody_judged_by_is_gone_under_its_address(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "satu.jpg", jpeg(900)).await;
    let first = address(world, id, "KTP").await;
    merchant.upload(id, "KTP", "dua.jpg", jpeg(901)).await;
    assert_eq!(picture(&merchant, &first).await, (410, b"file_gone".to_vec()));
    assert!(merchant.get(&first).await.location.ends_with("/documents?problem=file_gone"));
    let reviewer = world.reviewer().await;
    ask(&reviewer, id).await;
    let partner = reviewer.get(&of_partner(&first)).await;
    assert_eq!(partner.location, format!("/review/{id}?problem=file_gone"));
}

async fn a_merchants_browser_keeps_a_version_and_a_partners_none(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "satu.jpg", jpeg(900)).await;
    let path = address(world, id, "KTP").await;
    let mine = merchant.get(&path).await;
    assert_eq!(header_of(&mine, header::CACHE_CONTROL), "private, max-age=31536000, immutable");
    // The next person at this browser asks anew.
    assert!(header_of(&mine, header::VARY).contains("cookie"));
    assert!(header_of(&mine, header::CONTENT_DISPOSITION).starts_with("attachment"));
    assert!(header_of(&mine, header::CONTENT_SECURITY_POLICY).starts_with("sandbox"));
    let reviewer = world.reviewer().await;
    ask(&reviewer, id).await;
    let theirs = reviewer.get(&of_partner(&path)).await;
    assert_eq!((theirs.status, header_of(&theirs, header::CACHE_CONTROL).as_str()), (200, "private, no-store"));
    // A refusal is never kept.
    let other = world.merchant().await.get(&path).await;
    assert_eq!((other.status, header_of(&other, header::CACHE_CONTROL).as_str()), (404, "no-store"));
}

async fn a_file_is_found_under_its_own_business_and_slot_only(world: &World) {
    let (merchant, id) = ready(world).await;
    merchant.upload(id, "KTP", "satu.jpg", jpeg(900)).await;
    let (stranger, theirs) = ready(world).await;
    stranger.upload(theirs, "KTP", "lain.jpg", jpeg(901)).await;
    let second = merchant.start_business().await;
    merchant.consent(second).await;
    merchant.upload(second, "KTP", "usaha-dua.jpg", jpeg(902)).await;
    let of = async |id: BusinessId| world.case(id).await.documents["KTP"].id;
    let (own, foreign, other) = (of(id).await, of(theirs).await, of(second).await);
    let nil = "00000000-0000-0000-0000-000000000000".to_owned();
    let no_file = [foreign.to_string(), other.to_string(), nil, "file".into(), "x".into(), "%00".into()];
    let reviewer = world.reviewer().await;
    for document in no_file {
        let path = format!("/businesses/{id}/documents/KTP/{document}");
        assert_eq!(picture(&merchant, &path).await.0, 404, "{path}");
        assert_eq!(picture(&reviewer, &of_partner(&path)).await.0, 404, "{path}");
    }
    for path in [
        format!("/businesses/{id}/documents/PHOTO_PROOF/{own}"),
        format!("/businesses/{theirs}/documents/KTP/{foreign}"),
    ] {
        assert_eq!(picture(&merchant, &path).await.0, 404, "{path}");
    }
    assert_eq!(picture(&reviewer, &format!("/review/{id}/documents/PHOTO_PROOF/{own}")).await.0, 404);
    assert_eq!(picture(&merchant, &format!("/businesses/{id}/documents/KTP/{own}")).await, (200, jpeg(900)));
}

async fn a_correction_stands_beside_what_doku_has(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    let before = address(world, id, "KTP").await;
    world.clock.advance(Millis::SECOND);
    merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await;
    let after = address(world, id, "KTP").await;
    let check = merchant.get(&format!("/businesses/{id}/check")).await.body;
    assert!(check.contains(&format!("src=\"{before}\"")) && check.contains(&format!("src=\"{after}\"")), "{check}");
    assert_eq!(
        (picture(&merchant, &before).await, picture(&merchant, &after).await),
        ((200, jpeg(900)), (200, jpeg(901)))
    );
}

async fn a_page_that_is_redrawn_asks_for_the_new_picture(world: &World) {
    let merchant = world.merchant().await;
    let id = merchant.submitted(&[]).await;
    let reviewer = world.reviewer().await;
    let case = format!("/review/{id}");
    let old = of_partner(&address(world, id, "KTP").await);
    assert!(reviewer.get(&case).await.body.contains(&format!("src=\"{old}\"")));
    submitted_again(world, &merchant, id).await;
    let new = of_partner(&address(world, id, "KTP").await);
    let page = reviewer.get(&case).await.body;
    assert!(
        page.contains("ktp-terang.jpg") && page.contains(&format!("src=\"{new}\"")) && !page.contains(&old),
        "{page}"
    );
    assert_eq!((picture(&reviewer, &old).await, picture(&reviewer, &new).await), ((200, jpeg(900)), (200, jpeg(950))));
}
