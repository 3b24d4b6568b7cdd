//! The sentences of pages, and their structure.

use crate::{
    fake::{BUSINESS, Fake, desk::MAIL},
    world::World,
};
use app::{texts::Lang, viewer::Role};
use domain::kyb::State;
use std::collections::HashSet;

pub fn merchant(state: State) -> World {
    World::of(Fake::in_state(state))
}

/// Returns the words of the page between the bar and the footer, without markup.
fn words(html: &str) -> String {
    let main = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default();
    let mut text = String::new();
    for piece in main.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap_or(("", piece));
        let block =
            ["p", "/p", "span class=\"task", "li", "h1", "h2", "div", "dt", "dd", "section", "a ", "ul", "label"];
        if block.iter().any(|name| tag.starts_with(name)) && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(after);
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_page_of_every_state_reads_well() {
    let mut pages = String::new();
    for state in State::ALL {
        let page = merchant(state).get(&format!("/businesses/{BUSINESS}")).await;
        pages.push_str(&format!("\n===== {state:?}\n{}\n", words(&page)));
    }
    insta::assert_snapshot!(pages);
}

#[tokio::test]
async fn dokus_words_are_indonesian_on_an_english_page_and_the_partners_are_not_said_to_be() {
    let path = format!("/businesses/{BUSINESS}/documents");
    for (by_partner, lang) in [(false, true), (true, false)] {
        let fake = Fake { by_partner, ..Fake::in_state(State::ActionNeeded) };
        let html = World { lang: Lang::En, ..World::of(fake) }.get(&path).await;
        let around = html.split("<q>Foto KTP buram").next().and_then(|before| before.rsplit('<').next());
        assert_eq!(around.is_some_and(|tag| tag.contains("lang=\"id\"")), lang, "{html}");
    }
}

#[tokio::test]
async fn only_what_may_still_be_submitted_has_a_button_and_ways_back() {
    let stuck = World::of(Fake { stuck: true, ..Fake::in_state(State::ActionNeeded) });
    let closed = [State::PartnerCheck, State::InVerification, State::Active, State::Suspended, State::Declined];
    let closed = closed.into_iter().chain([State::Withdrawn]).map(merchant).chain([stuck]);
    for world in closed {
        let html = world.get(&format!("/businesses/{BUSINESS}/check")).await;
        assert!(!html.contains("submit-form") && !html.contains("aria-label=\"Ubah"), "{:?}", world.fake.state);
        assert!(
            html.contains("Anda sudah mengirim pengajuan ini.") && !html.contains("yang akan dikirim"),
            "{:?}",
            world.fake.state
        );
    }
    let back = World::of(Fake { by_partner: true, ..Fake::in_state(State::ActionNeeded) });
    for world in [merchant(State::Ready), back] {
        let html = world.get(&format!("/businesses/{BUSINESS}/check")).await;
        assert!(html.contains("submit-form") && html.contains("aria-label=\"Ubah"), "{:?}", world.fake.state);
    }
}

#[tokio::test]
async fn every_lock_says_why_and_what_can_be_done() {
    for (state, why) in [
        (State::PartnerCheck, "Logipay sedang memeriksa bagian ini"),
        (State::Sending, "sedang dikirim ke DOKU"),
        (State::InVerification, "DOKU sedang memeriksa bagian ini"),
        (State::Active, "hubungi Logipay."),
        (State::Suspended, "DOKU menangguhkan usaha Anda"),
        (State::Declined, "Pengajuan ini ditolak"),
        (State::Withdrawn, "Anda bisa mengajukan lagi kapan saja."),
    ] {
        for page in ["bank", "documents"] {
            let html = merchant(state).get(&format!("/businesses/{BUSINESS}/{page}")).await;
            let locks: Vec<&str> = html.split("class=\"lock\"").skip(1).collect();
            let said = locks.first().and_then(|lock| lock.split("</p>").next()).unwrap_or_default();
            assert!(locks.len() == 1 && said.contains(why), "{state:?} {page}: {said}");
        }
    }
}

#[tokio::test]
async fn a_search_looks_in_every_part_of_the_queue_and_says_so() {
    let world = World { role: Some(Role::Reviewer), ..merchant(State::Draft) };
    let tab = world.get("/review?tab=ended").await;
    assert!(tab.contains("Berakhir") && tab.contains("aria-current=\"page\""));
    assert!(!tab.contains("Hasil dari semua bagian antrean."));
    let found = world.get("/review?tab=ended&search=warung").await;
    assert!(found.contains("Hasil dari semua bagian antrean.") && !found.contains("aria-current=\"page\""));
    assert!(found.contains("href=\"/review?tab=late\""), "a tab leads out of the search");
}

#[tokio::test]
async fn in_simulation_the_page_says_who_can_approve() {
    let world = World { sandbox: true, ..merchant(State::PartnerCheck) };
    let html = world.get(&format!("/businesses/{BUSINESS}")).await;
    assert!(html.contains("admin@demo.test") && html.contains("serambi-demo"));
    let html = merchant(State::PartnerCheck).get(&format!("/businesses/{BUSINESS}")).await;
    assert!(!html.contains("demo.test"));
}

#[tokio::test]
async fn a_note_stands_beside_its_document_and_nowhere_else() {
    let html = merchant(State::ActionNeeded).get(&format!("/businesses/{BUSINESS}/documents")).await;
    assert_eq!(html.matches("Foto KTP buram").count(), 1);
    let ktp = html.split("id=\"slot-KTP\"").nth(1).and_then(|rest| rest.split("</section>").next());
    assert!(ktp.is_some_and(|slot| slot.contains("Foto KTP buram")
        && slot.contains("Fotonya buram.")
        && slot.contains("class=\"example\"")));
}

#[tokio::test]
async fn a_refused_file_says_so_at_its_place() {
    let path = format!("/businesses/{BUSINESS}/documents?slot=OWNER_LIVENESS&problem=too_big");
    let html = merchant(State::Draft).get(&path).await;
    let slot = html.split("id=\"slot-OWNER_LIVENESS\"").nth(1).and_then(|rest| rest.split("</section>").next());
    assert!(slot.is_some_and(|slot| slot.contains("Berkas itu lebih besar dari 15 MB")));
    assert_eq!(html.matches("aria-invalid").count(), 1);
}

#[tokio::test]
async fn a_receipt_tells_its_year_and_an_old_one_what_was_not_kept() {
    let world = merchant(State::InVerification);
    let html = world.get(&format!("/businesses/{BUSINESS}/receipts/2")).await;
    for part in ["SRB-7F3K-9Q2M", "November 2025", "ktp.jpg", "2,1 MB", "Versi 2026-11", "Warung Ratna &lt;Sari"] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("belum dicatat"));
    let old = world.get(&format!("/businesses/{BUSINESS}/receipts/1")).await;
    assert!(old.contains("Waktu itu rincian berkas ini belum dicatat.") && !old.contains("ktp.jpg"), "{old}");
    let list = world.get(&format!("/businesses/{BUSINESS}/history")).await;
    assert!(list.contains(&format!("href=\"/businesses/{BUSINESS}/receipts/1\"")) && list.contains("SRB-7F3K-9Q2M"));
    let none = merchant(State::Draft).get(&format!("/businesses/{BUSINESS}/receipt")).await;
    assert!(none.contains("Belum ada yang dikirim."), "{none}");
}

#[tokio::test]
async fn what_was_typed_is_text_and_never_markup() {
    let fake = Fake { judged: true, ..Fake::in_state(State::Draft) };
    let html = World::of(fake).get(&format!("/businesses/{BUSINESS}/business")).await;
    assert!(!html.contains("<script>alert") && html.contains("&lt;script"));
}

#[tokio::test]
async fn a_name_does_not_leave_the_title() {
    let fake = Fake { name: "Warung</title><b> & Co", ..Fake::in_state(State::PartnerCheck) };
    let world = World { role: Some(Role::Reviewer), ..World::of(fake) };
    let html = world.get(&format!("/review/{BUSINESS}")).await;
    assert!(html.contains("<title>Warung&lt;/title&gt;&lt;b&gt; &amp; Co"), "{html}");
}

#[tokio::test]
async fn every_page_is_built_alike() {
    let business = format!("/businesses/{BUSINESS}");
    let mut pages: Vec<(String, Role)> =
        ["/", "/sign-up", "/sign-in", "/businesses", "/businesses/new"].map(|p| (p.to_owned(), Role::Merchant)).into();
    let tasks =
        ["documents", "business", "brand", "contact", "address", "bank", "social", "check", "receipt", "history"];
    pages.push((business.clone(), Role::Merchant));
    pages.extend(tasks.map(|task| (format!("{business}/{task}"), Role::Merchant)));
    pages.extend(["receipts/1", "receipts/2"].map(|rest| (format!("{business}/{rest}"), Role::Merchant)));
    pages.push((format!("/review/{BUSINESS}/receipts/2"), Role::Reviewer));
    pages.extend([("/review".to_owned(), Role::Reviewer), (format!("/review/{BUSINESS}"), Role::Reviewer)]);
    pages.extend(["/preferences".to_owned(), "/mail".to_owned(), format!("/mail/{MAIL}")].map(|p| (p, Role::Merchant)));
    pages.push(("/review/settings".to_owned(), Role::Admin));
    pages.extend(["/review/troubles", "/review/exchanges"].map(|p| (p.to_owned(), Role::Reviewer)));
    for (path, role) in pages {
        for lang in [Lang::Id, Lang::En] {
            let world = World { role: Some(role), lang, ..merchant(State::PartnerCheck) };
            let page = world.get(&path).await;
            let html = &page;
            assert_eq!(html.matches("<h1").count(), 1, "{path} has one heading");
            assert_eq!(html.matches("<title>").count(), 1, "{path} has a title");
            assert!(html.contains(&format!("<html lang=\"{}\"", lang.as_str())), "{path} names its language");
            assert!(!html.contains(" style=") && !html.contains("onclick"), "{path} has no inline style or script");
            let scripts =
                html.matches("<script type=\"module\" nonce=").count() + html.matches("<script nonce=").count();
            assert_eq!(html.matches("<script").count(), scripts, "{path} has a script that nobody signed");
            assert_eq!(duplicate_id(html), None, "{path}");
            // Otherwise the browser refuses in its own language, and the typed values never come to us.
            let forms = html.split("<form").skip(1).filter_map(|form| form.split("</form>").next());
            for form in
                forms.filter(|form| ["\"email\"", "\"url\""].iter().any(|kind| form.contains(&format!(" type={kind}"))))
            {
                let tag = form.split('>').next().unwrap_or_default();
                assert!(tag.contains(" novalidate"), "{path} lets the browser judge: {tag}");
            }
            assert!(!html.contains('{') || !words(html).contains('{'), "{path} has an unfilled sentence");
        }
    }
}

fn duplicate_id(html: &str) -> Option<String> {
    let mut seen = HashSet::new();
    html.split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .find(|id| !seen.insert(*id))
        .map(str::to_owned)
}
