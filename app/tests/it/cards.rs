//! The card on which a merchant reads the state of the application.

use crate::{
    fake::{BUSINESS, Fake},
    pages::merchant,
    world::World,
};
use app::{texts::Lang, viewer::Role};
use domain::kyb::State;
use std::collections::HashSet;

/// Returns the card alone, which a merchant sees first.
fn card(html: &str) -> String {
    let card = html.split("data-state=\"").nth(1).and_then(|rest| rest.split("</section>").next());
    card.unwrap_or_default().split_once('>').map(|(_, inside)| inside.to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn no_two_states_share_a_card() {
    for lang in [Lang::Id, Lang::En] {
        let mut cards = HashSet::new();
        for state in State::ALL {
            let world = World { lang, ..merchant(state) };
            let card = card(&world.get(&format!("/businesses/{BUSINESS}")).await);
            let icon = card.split("<path d=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
            assert!(!icon.is_empty() && cards.insert(icon.to_owned()), "{state:?} looks like another state");
        }
    }
}

#[tokio::test]
async fn only_the_merchants_own_states_have_a_button() {
    for state in State::ALL {
        let html = merchant(state).get(&format!("/businesses/{BUSINESS}")).await;
        let waits = matches!(
            state,
            State::PartnerCheck | State::Sending | State::InVerification | State::Verified | State::Active
        );
        assert_eq!(html.contains("data-primary"), !waits, "{state:?}");
    }
}

#[tokio::test]
async fn active_without_a_service_waits_and_is_not_green() {
    let fake = Fake { without_service: true, ..Fake::in_state(State::Active) };
    let (one, list) = (format!("/businesses/{BUSINESS}"), "/businesses".to_owned());
    let (case, queue) = (format!("/review/{BUSINESS}"), "/review".to_owned());
    for (role, path) in [(Role::Merchant, one), (Role::Merchant, list), (Role::Reviewer, case), (Role::Reviewer, queue)]
    {
        let html = World { role: Some(role), ..World::of(fake) }.get(&path).await;
        let tag = html.split("Terverifikasi, belum ada layanan<").next().unwrap_or_default();
        let tone = tag.rsplit("data-tone=\"").next().and_then(|rest| rest.split('"').next());
        assert_eq!(tone, Some("wait"), "{path}: {html}");
    }
    let html = World::of(fake).get(&format!("/businesses/{BUSINESS}")).await;
    assert!(html.contains("Giliran Logipay dan DOKU") && !html.contains("dapat menerima pembayaran"), "{html}");
    assert!(primary(&html).contains("mailto:bantuan@logipay.example"), "{}", primary(&html));
}

#[tokio::test]
async fn where_the_money_is_stands_only_where_doku_has_not_said_yes() {
    for state in State::ALL {
        let card = card(&merchant(state).get(&format!("/businesses/{BUSINESS}")).await);
        let (over, waits) = (
            matches!(state, State::Suspended | State::Declined),
            matches!(state, State::InVerification | State::ActionNeeded),
        );
        assert_eq!(card.contains("DOKU Care") && card.contains("BRN-0214-1762148405221"), over, "{state:?}: {card}");
        assert_eq!(card.contains("Pencairan dana dimulai"), waits, "{state:?}: {card}");
        let others = matches!(state, State::PartnerCheck | State::Sending | State::InVerification);
        let others = others || matches!(state, State::Verified | State::Suspended);
        assert_eq!(card.contains("class=\"streaming\""), others, "{state:?}: {card}");
    }
}

/// Returns the opening tag of the page's one action.
fn primary(html: &str) -> &str {
    let mut links = html.split("<a ").filter_map(|rest| rest.split('>').next());
    links.find(|tag| tag.contains("data-primary")).unwrap_or_default()
}

#[tokio::test]
async fn what_no_page_corrects_is_quoted_and_leads_to_the_partner() {
    let world = World::of(Fake { stuck: true, ..Fake::in_state(State::ActionNeeded) });
    let html = world.get(&format!("/businesses/{BUSINESS}")).await;
    let card = card(&html);
    assert!(card.contains("Kegiatan usaha · Catatan DOKU, ") && card.contains("Foto KTP buram"), "{card}");
    assert!(card.contains("Perlu bantuan Logipay") && card.contains("Giliran Logipay dan DOKU"), "{card}");
    assert!(!html.contains("Giliran Anda") && !html.contains("Perlu perbaikan"));
    assert!(primary(&html).contains("mailto:bantuan@logipay.example"), "{}", primary(&html));
    assert!(html.contains("<title>Perlu bantuan Logipay"));
    let html = merchant(State::ActionNeeded).get(&format!("/businesses/{BUSINESS}")).await;
    assert!(!self::card(&html).contains("Catatan DOKU"), "what has a row is quoted there");
    assert!(primary(&html).contains("?fix="), "{}", primary(&html));
}

#[tokio::test]
async fn what_was_refused_and_cannot_be_fixed_any_more_says_so() {
    let html = merchant(State::Declined).get(&format!("/businesses/{BUSINESS}")).await;
    assert!(card(&html).contains("Foto KTP · Catatan DOKU, "), "{}", card(&html));
    assert!(!card(&html).contains("foto lagi"), "nothing can be taken again");
    let row = html.split("id=\"row-KTP\"").nth(1).and_then(|rest| rest.split("</li>").next());
    assert!(row.is_some_and(|row| row.contains("Ditolak DOKU") && row.contains("data-tone=\"fix\"")), "{html}");
    assert!(!html.contains("Perlu diperbaiki") && !html.contains("?fix="));
}

#[tokio::test]
async fn active_tells_what_comes_first_which_account_is_paid_and_whom_to_ask() {
    for state in State::ALL {
        let card = card(&merchant(state).get(&format!("/businesses/{BUSINESS}")).await);
        let first = "tanyakan kepada Logipay cara memakai QRIS atau Virtual account.";
        for part in ["dicairkan ke BANK BCA ···· 2233.", first, "sebutkan Brand ID Anda"] {
            assert_eq!(card.contains(part), state == State::Active, "{state:?}: {card}");
        }
        if state == State::Active {
            assert!(
                card.contains("BRN-0214-1762148405221") && card.contains("mailto:bantuan@logipay.example"),
                "{card}"
            );
        }
    }
}

#[tokio::test]
async fn why_it_was_declined_stands_before_everything_else_and_once() {
    let html = merchant(State::Declined).get(&format!("/businesses/{BUSINESS}")).await;
    let card = card(&html);
    let at = |part: &str| card.find(part).unwrap_or(usize::MAX);
    assert!(at("Alasan Logipay") < at("masih tersimpan di sini"), "{card}");
    assert!(at("Foto KTP · Catatan DOKU") < at("masih tersimpan di sini"), "{card}");
    let rows = html.split("id=\"row-KTP\"").nth(1).unwrap_or_default();
    assert!(!rows.contains("Foto KTP buram"), "the row says it again: {rows}");
}

#[tokio::test]
async fn only_what_still_stands_in_the_way_keeps_the_money() {
    let html = merchant(State::Suspended).get(&format!("/businesses/{BUSINESS}")).await;
    assert!(
        card(&html).contains("sampai usaha Anda terverifikasi.") && !card(&html).contains("rekening bank Anda sah"),
        "{html}"
    );
    assert!(card(&html).contains("Anda dapat menghubungi Logipay"), "{html}");
}

#[tokio::test]
async fn what_was_declined_says_why_in_its_card_and_never_that_nothing_waits_while_money_does() {
    let html = merchant(State::Declined).get(&format!("/businesses/{BUSINESS}")).await;
    let card = card(&html);
    assert!(card.contains("Alasan Logipay") && html.matches("Alasan Logipay").count() == 1, "{html}");
    assert!(card.contains("masih tersimpan di sini") && card.contains("tambahkan usaha baru"), "{card}");
    assert!(!card.contains("tidak ada yang menunggu"), "{card}");
}
