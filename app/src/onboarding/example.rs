//! Drawings of ours: a picture that is refused beside one that is accepted. They show nobody real.

use super::data::{Item, Note, NoteFrom};
use crate::{
    page::words,
    texts::meaning,
    ui::{Icon, Symbol},
};
use domain::{application::Page, reason::Reason, requirement::BANK_BOOK};
use leptos::prelude::*;

/// The subject of the picture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Thing {
    Card,
    Selfie,
    Shop,
    /// Two papers with a name, whose names agree or differ.
    Names,
    Address,
    Site,
}

/// The fault of the picture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    Blurred,
    Cropped,
    Glare,
    Screen,
    Other,
    Old,
}

/// Draws good beside bad, for DOKU's note on this item. `None`: a picture would not help.
pub fn example(item: &Item, note: Option<&Note>) -> Option<AnyView> {
    let note = note.filter(|note| note.from == NoteFrom::Doku)?;
    let reason = note.reason?;
    let (thing, fault) = subject(item, reason)?;
    let t = words();
    let word = meaning(t, &reason).title;
    Some(
        view! {
            <div class="example" role="group" aria-label=t.fixes.example_text>
                <figure class="example__side" data-tone="fix">
                    {picture(thing, fault)}
                    <figcaption class="example__word"><Icon symbol=Symbol::Cross/>{t.fixes.bad}": "{word.to_lowercase()}</figcaption>
                </figure>
                <figure class="example__side" data-tone="good">
                    {picture(thing, Fault::None)}
                    <figcaption class="example__word"><Icon symbol=Symbol::Check/>{t.fixes.good}</figcaption>
                </figure>
            </div>
        }
        .into_any(),
    )
}

fn subject(item: &Item, reason: Reason) -> Option<(Thing, Fault)> {
    let fault = match reason {
        Reason::Blurred => Fault::Blurred,
        Reason::Cropped => Fault::Cropped,
        Reason::Unreadable => Fault::Glare,
        Reason::Screenshot => Fault::Screen,
        Reason::WrongType | Reason::MissingPage => Fault::Other,
        Reason::Expired => Fault::Old,
        Reason::NameMismatch | Reason::BankNameMismatch | Reason::NumberMismatch => {
            return Some((Thing::Names, Fault::Other));
        }
        Reason::AddressMismatch => return Some((Thing::Address, Fault::Other)),
        Reason::SiteUnreachable => return Some((Thing::Site, Fault::Other)),
        Reason::ProhibitedBusiness | Reason::Other => return None,
    };
    match item {
        Item::File(file) => match file.code.as_str() {
            "OWNER_LIVENESS" => Some((Thing::Selfie, fault)),
            "PHOTO_PROOF" => Some((Thing::Shop, fault)),
            BANK_BOOK => None,
            _ => Some((Thing::Card, fault)),
        },
        Item::Form(Page::Contact(_)) => Some((Thing::Selfie, fault)),
        Item::Form(_) => None,
    }
}

/// Draws a picture of 120 by 84.
fn picture(thing: Thing, fault: Fault) -> impl IntoView {
    let drawn = drawing(thing, fault == Fault::Other);
    let class = (fault == Fault::Blurred).then_some("ex__blur");
    let place = match fault {
        Fault::Cropped => Some("translate(34 30) scale(1.15)"),
        Fault::Screen => Some("translate(36 10) scale(.4 .78)"),
        _ => None,
    };
    let glare = (fault == Fault::Glare).then(|| view! { <path class="ex__glare" d="M52 6L86 6L58 80L24 80Z"/> });
    let phone = (fault == Fault::Screen).then(|| {
        view! { <rect class="ex__dark" x="30" y="3" width="60" height="78" rx="8"/><rect class="ex__table" x="34" y="9" width="52" height="66" rx="3"/> }
    });
    let old = (fault == Fault::Old).then(|| {
        view! { <circle class="ex__stamp" cx="96" cy="62" r="14"/><path class="ex__hand" d="M96 54V62L102 66"/> }
    });
    view! {
        <svg class="ex" viewBox="0 0 120 84" aria-hidden="true">
            <rect class="ex__table" width="120" height="84"/>
            {phone}
            <g class=class transform=place inner_html=drawn></g>
            {glare}
            {old}
        </svg>
    }
}

/// Returns the parts of a picture, each in a file of its own.
const fn drawing(thing: Thing, is_wrong: bool) -> &'static str {
    match (thing, is_wrong) {
        (Thing::Card, false) => include_str!("examples/card.svg"),
        (Thing::Card, true) => include_str!("examples/bank_card.svg"),
        (Thing::Selfie, false) => include_str!("examples/selfie.svg"),
        (Thing::Selfie, true) => include_str!("examples/selfie_without_face.svg"),
        (Thing::Shop, false) => include_str!("examples/shop.svg"),
        (Thing::Shop, true) => include_str!("examples/shop_without_sign.svg"),
        (Thing::Names, false) => include_str!("examples/names.svg"),
        (Thing::Names, true) => include_str!("examples/names_differ.svg"),
        (Thing::Address, false) => include_str!("examples/address.svg"),
        (Thing::Address, true) => include_str!("examples/address_with_gaps.svg"),
        (Thing::Site, false) => include_str!("examples/website.svg"),
        (Thing::Site, true) => include_str!("examples/website_gone.svg"),
    }
}
