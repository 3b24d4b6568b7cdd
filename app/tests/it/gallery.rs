//! The pages in their most telling states, each by a name.

use crate::{
    fake::{BUSINESS, Fake},
    world::World,
};
use app::viewer::Role;
use domain::kyb::State;

pub fn gallery() -> Vec<(String, String, World)> {
    let business = format!("/businesses/{BUSINESS}");
    let case = format!("/review/{BUSINESS}");
    let state = Fake::in_state;
    let draft = state(State::Draft);
    let blank = Fake { blank: true, ..draft };
    let judged = Fake { judged: true, ..draft };
    let back = Fake { by_partner: true, ..state(State::ActionNeeded) };
    let stuck = Fake { stuck: true, ..state(State::ActionNeeded) };
    let (merchant, reviewer) = (Some(Role::Merchant), Some(Role::Reviewer));
    let pages = [
        ("front", "/".to_owned(), draft, None),
        ("sign-up", "/sign-up".into(), draft, None),
        ("sign-in", "/sign-in?problem=signed_out".into(), draft, None),
        ("businesses", "/businesses".into(), draft, merchant),
        ("businesses-empty", "/businesses".into(), blank, merchant),
        ("new", "/businesses/new".into(), draft, merchant),
        ("documents-consent", format!("{business}/documents"), blank, merchant),
        ("documents", format!("{business}/documents?slot=OWNER_LIVENESS&problem=too_big"), judged, merchant),
        ("documents-locked", format!("{business}/documents"), state(State::ActionNeeded), merchant),
        ("check", format!("{business}/check"), state(State::Ready), merchant),
        ("check-missing", format!("{business}/check"), draft, merchant),
        ("receipt", format!("{business}/receipt"), state(State::Active), merchant),
        ("history", format!("{business}/history"), draft, merchant),
        ("sent-back", business.clone(), back, merchant),
        ("stuck", business.clone(), stuck, merchant),
        ("missing", "/nowhere".into(), draft, None),
        ("queue", "/review".into(), draft, reviewer),
        ("queue-search", "/review?search=warung".into(), draft, reviewer),
        ("queue-empty", "/review?search=x".into(), blank, reviewer),
        ("troubles", "/review/troubles".into(), draft, reviewer),
        ("troubles-empty", "/review/troubles".into(), blank, reviewer),
        ("exchanges", "/review/exchanges".into(), draft, reviewer),
        ("case", case.clone(), state(State::PartnerCheck), reviewer),
        ("case-sent", case, state(State::ActionNeeded), reviewer),
        ("settings", "/review/settings".into(), draft, Some(Role::Admin)),
    ];
    let forms = ["business", "brand", "contact", "address", "bank", "social"];
    let forms = forms.map(|task| (format!("form-{task}"), format!("{business}/{task}"), judged, merchant));
    let states = State::ALL.map(|at| (format!("state-{}", at.as_str()), business.clone(), state(at), merchant));
    let pages = pages.into_iter().map(|(name, path, fake, role)| (name.to_owned(), path, fake, role));
    let all = pages.chain(forms).chain(states);
    all.map(|(name, path, fake, role)| (name, path, World { role, ..World::of(fake) })).collect()
}
