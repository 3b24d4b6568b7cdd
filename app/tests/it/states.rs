//! `/states`: every state and every variant of it, told apart by what a merchant sees.

use crate::{fake::Fake, world::World};
use app::texts::Lang;
use domain::kyb::State;
use std::collections::{BTreeMap, HashSet};

/// The content of one card.
#[derive(Debug)]
struct Card {
    state: String,
    title: String,
    icon: String,
    actor: String,
    action: String,
    /// All words of the card.
    words: String,
}

fn text(html: &str) -> String {
    let plain = html.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, after)| after.trim());
    plain.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    html.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default()
}

async fn cards(lang: Lang) -> Vec<Card> {
    let world = World { sandbox: true, lang, role: None, ..World::of(Fake::in_state(State::Draft)) };
    let page = world.get("/states").await;
    let articles = page.split("<article").skip(1).filter_map(|rest| rest.split("</article>").next());
    articles
        .map(|html| {
            let card = between(html, "data-state=\"", "</section>");
            let title = between(card, "<h2", "</h2>");
            Card {
                state: card.split('"').next().unwrap_or_default().to_owned(),
                title: text(&format!("<h2{title}")),
                icon: between(title, "<path d=\"", "\"").to_owned(),
                actor: text(&format!("<p{}", between(card, "status__who", "</p>"))),
                action: text(&format!("<p{}", between(html, "data-action", "</p>"))),
                words: text(&format!("<section {}", html.split_once("<section").map_or("", |(_, rest)| rest))),
            }
        })
        .collect()
}

#[tokio::test]
async fn no_two_states_share_title_icon_actor_and_action() {
    for lang in [Lang::Id, Lang::En] {
        let cards = cards(lang).await;
        let mut by_state: BTreeMap<&str, &Card> = BTreeMap::new();
        for card in &cards {
            assert!(!card.title.is_empty() && !card.icon.is_empty(), "{card:?}");
            assert!(!card.actor.is_empty() && !card.action.is_empty(), "{card:?}");
            by_state.entry(&card.state).or_insert(card);
        }
        assert_eq!(by_state.len(), State::ALL.len());
        let unlike = |of: fn(&Card) -> String| by_state.values().map(|card| of(card)).collect::<HashSet<_>>().len();
        assert_eq!(unlike(|card| card.title.clone()), State::ALL.len(), "two titles are alike");
        assert_eq!(unlike(|card| card.icon.clone()), State::ALL.len(), "two icons are alike");
        let whole = unlike(|card| format!("{} {} {} {}", card.title, card.icon, card.actor, card.action));
        assert_eq!(whole, State::ALL.len());
        // Variants of one state differ in their words.
        let words: HashSet<&str> = cards.iter().map(|card| card.words.as_str()).collect();
        assert_eq!(words.len(), cards.len(), "two variants read alike");
        assert!(cards.len() > State::ALL.len() + 5);
    }
}

#[tokio::test]
async fn where_the_merchant_can_only_ask_the_card_names_who_helps_and_leads_there() {
    for (lang, actor, action) in [
        (Lang::Id, "Giliran Logipay dan DOKU. Anda dapat menghubungi Logipay.", "Hubungi Logipay"),
        (Lang::En, "Logipay and DOKU act next. You can contact Logipay.", "Contact Logipay"),
    ] {
        let cards = cards(lang).await;
        let stuck: Vec<&Card> = cards.iter().filter(|card| card.actor == actor).collect();
        let states: Vec<&str> = stuck.iter().map(|card| card.state.as_str()).collect();
        assert_eq!(states, ["action_needed", "active", "suspended", "suspended"]);
        assert!(stuck.iter().all(|card| card.action == action), "{stuck:?}");
        let alike = |other: &&Card| (&other.title, &other.icon) == (&stuck[0].title, &stuck[0].icon);
        assert_eq!(cards.iter().filter(alike).count(), 1, "looks like something to fix");
    }
}

#[tokio::test]
async fn every_card_tells_a_time_and_never_one_that_is_over() {
    for (lang, late, time) in
        [(Lang::Id, "Lebih lama dari yang dijanjikan", "WIB"), (Lang::En, "longer than promised", "WIB")]
    {
        for card in cards(lang).await {
            assert!(card.words.contains(time) || card.words.contains(late), "{card:?}");
            assert!(!card.words.contains(late) || !card.words.contains("Paling lambat"), "{card:?}");
            assert!(!card.words.contains('{'), "{card:?}");
        }
    }
}

#[tokio::test]
async fn only_simulation_leads_to_the_page() {
    let world = World { sandbox: false, ..World::of(Fake::in_state(State::Draft)) };
    assert!(!world.get("/businesses").await.contains("/states"));
    let world = World { sandbox: true, ..world };
    assert!(world.get("/businesses").await.contains("href=\"/states\""));
}

#[tokio::test]
async fn services_are_a_list_with_clocks_and_a_count() {
    let business = crate::fake::BUSINESS;
    for (state, count) in [(State::Verified, "1 dari 2 aktif"), (State::Active, "2 dari 2 aktif")] {
        let world = World::of(Fake::in_state(state));
        let merchant = world.get(&format!("/businesses/{business}")).await;
        let partner = World { role: Some(app::viewer::Role::Reviewer), ..world };
        for page in [merchant, partner.get(&format!("/review/{business}")).await] {
            assert!(page.contains(count) && page.contains("Virtual account"), "{state:?}");
            assert_eq!(page.contains("Sedang diaktifkan"), state == State::Verified);
        }
    }
}
