//! Drawn by us: a picture that is refused beside one that is accepted. Nobody real.

use super::data::{Item, Note, NoteFrom};
use crate::{
    page::words,
    texts::meaning,
    ui::{Icon, Symbol},
};
use domain::{application::Page, reason::Reason, requirement::BANK_BOOK};
use leptos::prelude::*;

/// What the picture is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Thing {
    Card,
    Selfie,
    Shop,
    /// Two papers with a name, and whether the names agree.
    Names,
    Address,
    Site,
}

/// How it goes wrong.
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

/// Good against bad, for what DOKU said about this item. `None`: a picture would not help.
pub fn example(item: &Item, note: Option<&Note>) -> Option<AnyView> {
    let note = note.filter(|note| note.from == NoteFrom::Doku)?;
    let reason = note.reason?;
    let (thing, fault) = subject(item, reason)?;
    let t = words();
    let word = meaning(t, reason).word;
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
        Item::Slot { code, .. } if code == "OWNER_LIVENESS" => Some((Thing::Selfie, fault)),
        Item::Slot { code, .. } if code == "PHOTO_PROOF" => Some((Thing::Shop, fault)),
        Item::Slot { code, .. } if code == BANK_BOOK => None,
        Item::Slot { .. } => Some((Thing::Card, fault)),
        Item::Form(Page::Contact(_)) => Some((Thing::Selfie, fault)),
        Item::Form(_) => None,
    }
}

/// On a field of 120 by 84.
fn picture(thing: Thing, fault: Fault) -> impl IntoView {
    let drawn = match thing {
        Thing::Card => card(fault).into_any(),
        Thing::Selfie => selfie(fault).into_any(),
        Thing::Shop => shop(fault).into_any(),
        Thing::Names => names(fault == Fault::None).into_any(),
        Thing::Address => address(fault == Fault::None).into_any(),
        Thing::Site => website(fault == Fault::None).into_any(),
    };
    let class = (fault == Fault::Blurred).then_some("ex__blur");
    let place = match fault {
        Fault::Cropped => Some("translate(34 30) scale(1.15)"),
        Fault::Screen => Some("translate(36 10) scale(.4 .78)"),
        _ => None,
    };
    let over = match fault {
        Fault::Glare => Some("M52 6L86 6L58 80L24 80Z"),
        _ => None,
    };
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
            <g class=class transform=place>{drawn}</g>
            {over.map(|path| view! { <path class="ex__glare" d=path/> })}
            {old}
        </svg>
    }
}

/// An identity card; the wrong one is a bank card.
fn card(fault: Fault) -> impl IntoView {
    let face = if fault == Fault::Other {
        view! {
            <rect class="ex__bank" x="14" y="14" width="92" height="56" rx="6"/>
            <rect class="ex__chip" x="24" y="30" width="16" height="12" rx="2"/>
            <path class="ex__line ex__line--on" d="M24 56H40M46 56H62M68 56H84"/>
        }
        .into_any()
    } else {
        view! {
            <rect class="ex__card" x="14" y="14" width="92" height="56" rx="5"/>
            <path class="ex__line ex__line--head" d="M40 22H80"/>
            <path class="ex__line ex__line--num" d="M22 32H66"/>
            <path class="ex__line" d="M22 41H60M22 48H54M22 55H62M22 62H46"/>
            <rect class="ex__photo" x="76" y="32" width="22" height="28" rx="2"/>
            <circle class="ex__skin" cx="87" cy="42" r="5"/>
            <path class="ex__skin" d="M78 60a9 9 0 0118 0Z"/>
        }
        .into_any()
    };
    view! { {face} }
}

/// Somebody who holds a card beside the face; the wrong one shows the card alone.
fn selfie(fault: Fault) -> impl IntoView {
    let person = (fault != Fault::Other).then(|| {
        view! {
            <path class="ex__shirt" d="M18 84a30 30 0 0160 0Z"/>
            <circle class="ex__skin" cx="48" cy="36" r="18"/>
            <path class="ex__hair" d="M30 34a18 18 0 0136 0q-8-9-18-9t-18 9Z"/>
            <path class="ex__hand" d="M42 44q6 5 12 0"/>
            <circle class="ex__dot" cx="42" cy="37" r="1.6"/>
            <circle class="ex__dot" cx="54" cy="37" r="1.6"/>
        }
    });
    view! {
        {person}
        <rect class="ex__card" x="72" y="42" width="40" height="26" rx="3"/>
        <path class="ex__line" d="M77 50H95M77 56H92M77 62H96"/>
        <rect class="ex__photo" x="99" y="48" width="9" height="13" rx="1"/>
    }
}

/// A shop with its sign; the wrong one has none.
fn shop(fault: Fault) -> impl IntoView {
    let sign = (fault != Fault::Other).then(|| {
        view! { <rect class="ex__bank" x="34" y="8" width="52" height="14" rx="3"/><path class="ex__line ex__line--on" d="M42 15H78"/> }
    });
    view! {
        <rect class="ex__card" x="20" y="24" width="80" height="54"/>
        <path class="ex__awning" d="M16 24H104L98 38H22Z"/>
        <rect class="ex__photo" x="28" y="46" width="30" height="22"/>
        <rect class="ex__dark" x="68" y="44" width="22" height="34"/>
        {sign}
    }
}

/// A card above, an account below.
fn names(agree: bool) -> impl IntoView {
    let (wrong, mark) =
        if agree { ("ex__name", "M92 38l6 6 12-14") } else { ("ex__name ex__name--off", "M94 32l12 12M106 32l-12 12") };
    let second = if agree { "M22 60H70" } else { "M22 60H42M48 60H84" };
    let tone = if agree { "ex__mark ex__mark--good" } else { "ex__mark" };
    view! {
        <rect class="ex__card" x="12" y="8" width="74" height="28" rx="4"/>
        <path class="ex__name" d="M22 20H70"/>
        <path class="ex__line" d="M22 28H52"/>
        <rect class="ex__card" x="12" y="48" width="74" height="28" rx="4"/>
        <path class=wrong d=second/>
        <path class="ex__line" d="M22 68H60"/>
        <path class=tone d=mark/>
    }
}

/// An address with everything, or without number and code.
fn address(whole: bool) -> impl IntoView {
    let lines = if whole { "M50 28H82M88 28H100M50 42H92M50 56H66M72 56H96" } else { "M50 28H74M50 42H80" };
    let gaps = (!whole).then(|| view! { <path class="ex__gap" d="M80 28H100M50 56H96"/> });
    view! {
        <rect class="ex__card" x="10" y="12" width="100" height="60" rx="5"/>
        <path class="ex__pin" d="M30 24a10 10 0 0110 10c0 8-10 20-10 20s-10-12-10-20a10 10 0 0110-10Z"/>
        <circle class="ex__card" cx="30" cy="34" r="3.5"/>
        <path class="ex__name" d=lines/>
        {gaps}
    }
}

fn website(open: bool) -> impl IntoView {
    let inside = if open {
        view! {
            <circle class="ex__skin" cx="34" cy="46" r="10"/>
            <path class="ex__name" d="M52 42H92"/>
            <path class="ex__line" d="M52 51H84M24 64H96"/>
        }
        .into_any()
    } else {
        view! { <path class="ex__mark" d="M50 40l20 20M70 40l-20 20"/> }.into_any()
    };
    view! {
        <rect class="ex__card" x="10" y="10" width="100" height="64" rx="5"/>
        <path class="ex__line" d="M18 20H22M27 20H31M40 20H98"/>
        <path class="ex__gap" d="M10 28H110"/>
        {inside}
    }
}
