//! Writes every page in its telling states as HTML files, to be looked at: `cargo run -p app --features ssr --example
//! preview -- <folder>`. The folder needs `pkg/serambi.css` beside the pages.

#[path = "../tests/it/fake/mod.rs"]
mod fake;
#[path = "../tests/it/world.rs"]
mod world;

use app::{texts::Lang, viewer::Role};
use domain::kyb::State;
use fake::{BUSINESS, Fake};
use std::{fs, path::Path};
use world::World;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/preview".into());
    let business = format!("/businesses/{BUSINESS}");
    let case = format!("/review/{BUSINESS}");
    let blank = Fake { blank: true, ..Fake::in_state(State::Draft) };
    let judged = Fake { judged: true, ..Fake::in_state(State::Draft) };
    let back = Fake { by_partner: true, ..Fake::in_state(State::ActionNeeded) };
    let stuck = Fake { stuck: true, ..Fake::in_state(State::ActionNeeded) };
    let draft = Fake::in_state(State::Draft);
    let mut pages: Vec<(String, String, Fake, Option<Role>)> = vec![
        ("front".into(), "/".into(), draft, None),
        ("sign-up".into(), "/sign-up".into(), draft, None),
        ("sign-in".into(), "/sign-in?problem=signed_out".into(), draft, None),
        ("businesses".into(), "/businesses".into(), draft, Some(Role::Merchant)),
        ("businesses-empty".into(), "/businesses".into(), blank, Some(Role::Merchant)),
        ("new".into(), "/businesses/new".into(), draft, Some(Role::Merchant)),
        ("documents-consent".into(), format!("{business}/documents"), blank, Some(Role::Merchant)),
        (
            "documents".into(),
            format!("{business}/documents?slot=OWNER_LIVENESS&problem=too_big"),
            judged,
            Some(Role::Merchant),
        ),
        (
            "documents-locked".into(),
            format!("{business}/documents"),
            Fake::in_state(State::ActionNeeded),
            Some(Role::Merchant),
        ),
        ("check".into(), format!("{business}/check"), Fake::in_state(State::Ready), Some(Role::Merchant)),
        ("check-missing".into(), format!("{business}/check"), draft, Some(Role::Merchant)),
        ("receipt".into(), format!("{business}/receipt"), Fake::in_state(State::Active), Some(Role::Merchant)),
        ("history".into(), format!("{business}/history"), draft, Some(Role::Merchant)),
        ("sent-back".into(), business.clone(), back, Some(Role::Merchant)),
        ("stuck".into(), business.clone(), stuck, Some(Role::Merchant)),
        ("missing".into(), "/nowhere".into(), draft, None),
        ("queue".into(), "/review".into(), draft, Some(Role::Reviewer)),
        ("queue-search".into(), "/review?search=warung".into(), draft, Some(Role::Reviewer)),
        ("queue-empty".into(), "/review?search=x".into(), blank, Some(Role::Reviewer)),
        ("troubles".into(), "/review/troubles".into(), draft, Some(Role::Reviewer)),
        ("troubles-empty".into(), "/review/troubles".into(), blank, Some(Role::Reviewer)),
        ("exchanges".into(), "/review/exchanges".into(), draft, Some(Role::Reviewer)),
        ("case".into(), case.clone(), Fake::in_state(State::PartnerCheck), Some(Role::Reviewer)),
        ("case-sent".into(), case, Fake::in_state(State::ActionNeeded), Some(Role::Reviewer)),
    ];
    for task in ["business", "brand", "contact", "address", "bank", "social"] {
        pages.push((format!("form-{task}"), format!("{business}/{task}"), judged, Some(Role::Merchant)));
    }
    for state in State::ALL {
        let name = format!("state-{state:?}").to_lowercase();
        pages.push((name, business.clone(), Fake::in_state(state), Some(Role::Merchant)));
    }
    for (name, path, fake, role) in pages {
        for lang in [Lang::Id, Lang::En] {
            let world = World { lang, role, sandbox: true, ..World::of(fake) };
            let html = world.get(&path).await.replace("\"/pkg/", "\"pkg/");
            fs::create_dir_all(&folder)?;
            fs::write(Path::new(&folder).join(format!("{name}.{}.html", lang.as_str())), html)?;
        }
    }
    Ok(())
}
