use super::{
    data::{FacetRow, Item, Note, NoteFrom, Overview, RowStatus, Status, TaskRow},
    endings::{declined_because, papers_line},
    notes::facet_note,
    products::{bank_clock, count},
    resubmission::others_note,
    tags::tone_and_symbol,
};
use crate::{
    page::{changes_by_itself, site, words},
    texts::{MarkedBy, action_text, actor, any_of, fill, held_until, product, state_text, state_title, when},
    ui::{Icon, support_link},
};
use domain::{
    application::Page,
    kyb::{Actor, FacetKey, Pace, Standing, State, Verdict},
    reason::Reason,
};
use leptos::prelude::*;

/// The card that says what the state is, who acts, and by when.
#[component]
pub fn StatusCard(page: Overview) -> impl IntoView {
    let (t, partner) = (words(), site().partner_name);
    let (state, standing) = (page.heading.state, page.heading.standing());
    let (tone, symbol) = tone_and_symbol(standing);
    let text = match state {
        State::ActionNeeded => action_text(t, marked_by(&page), page.is_fixable(), &partner),
        _ if page.status.with_partner => fill(t.tasks.with_partner_text, &[("partner", &partner)]),
        State::Declined if page.ending.reason.is_some() => fill(t.states.declined_by_partner, &[("partner", &partner)]),
        _ => state_text(t, standing, &partner, count(&page.status.products)),
    };
    let who = match state {
        State::Declined if page.status.brand_id.is_some() => fill(t.states.declined_turn, &[("partner", &partner)]),
        _ => actor(t, who_acts(&page), &partner),
    };
    let held_up = page.status.held_up.then(|| view! { <p>{t.tasks.held_up}</p> });
    let others = page.resubmission.as_ref().and_then(others_note);
    view! {
        <section class="card status" data-tone=tone.into_str() data-state=state.as_str()>
            <h2 class="status__title"><Icon symbol/>{status_title(&page)}</h2>
            <p>{text}</p>
            {declined_because(&page)}
            {quotes(&page)}
            {others_act(&page).then(changes_by_itself)}
            {papers_line(&page).map(|line| view! { <p>{line}</p> })}
            {others}
            {first_steps(&page)}
            {bank_of(&page.status)}
            {money(&page)}
            {whom_to_ask(&page)}
            {held_up}
            {time(&page.status)}
            <p class="status__who">{who}</p>
        </section>
    }
}

/// Returns the title of the state. It asks for no fix where nothing can be corrected on our pages.
pub fn status_title(page: &Overview) -> String {
    let (t, partner) = (words(), site().partner_name);
    match page.heading.state {
        State::ActionNeeded if !page.is_fixable() => fill(t.states.action_stuck, &[("partner", &partner)]),
        _ => state_title(t, page.heading.standing(), page.status.to_fix, &partner),
    }
}

/// Returns who acts next: where the merchant can only ask, those who can help.
fn who_acts(page: &Overview) -> Actor {
    let stuck = page.heading.state == State::ActionNeeded && !page.is_fixable();
    match stuck {
        true => Actor::PartnerAndDoku,
        false if page.status.with_partner => Actor::Partner,
        false => page.heading.standing().actor(),
    }
}

/// Tells whether the page may change without its reader.
pub fn others_act(page: &Overview) -> bool {
    match who_acts(page) {
        Actor::Partner | Actor::Us | Actor::Doku | Actor::PartnerAndDoku => true,
        Actor::Merchant | Actor::Nobody => false,
    }
}

/// Returns whose notes stand beside the rows.
fn marked_by(page: &Overview) -> MarkedBy {
    let from = |who| page.rows.iter().filter_map(|row| row.note.as_ref()).any(|note| note.from == who);
    match (from(NoteFrom::Doku), from(NoteFrom::Partner)) {
        (true, true) => MarkedBy::Both,
        (false, true) => MarkedBy::Partner,
        (_, false) => MarkedBy::Doku,
    }
}

/// Returns DOKU's words about refused or suspended parts that no page of ours corrects, with their names, as far as
/// merchants may read them.
fn quotes(page: &Overview) -> Vec<AnyView> {
    let state = page.heading.state;
    let fixes = page.resubmission.as_ref().map(|resubmission| resubmission.fixes.as_slice()).unwrap_or_default();
    let told = |row: &&FacetRow| match state {
        State::Suspended => row.verdict == Verdict::Suspended,
        State::ActionNeeded => row.verdict == Verdict::Rejected && fixes.iter().all(|fix| fix.facet != row.key),
        State::Declined => row.verdict == Verdict::Rejected && row.note.is_some(),
        State::Draft | State::Ready | State::PartnerCheck | State::Sending | State::InVerification => false,
        State::Verified | State::Active | State::Withdrawn => false,
    };
    let kyb = page.status.facets.iter().filter(|row| row.key.is_kyb());
    let mut told: Vec<&FacetRow> = kyb.filter(told).collect();
    // The same words about several parts are shown once, with all their names and the latest time.
    let mut quotes = Vec::new();
    while let Some(first) = told.first().copied() {
        let (same, others): (Vec<_>, Vec<_>) = told.into_iter().partition(|row| row.note == first.note);
        quotes.push(quote(&same, first, state));
        told = others;
    }
    quotes
}

fn quote(same: &[&FacetRow], first: &FacetRow, state: State) -> AnyView {
    // Once nothing can be corrected any more, no explanation asks for it.
    let holds = |reason: &Reason| state == State::ActionNeeded || *reason == Reason::ProhibitedBusiness;
    let at = same.iter().filter_map(|row| row.at).max();
    let note = Note { from: NoteFrom::Doku, text: first.note.clone(), reason: first.reason.filter(holds), at };
    facet_note(&same.iter().map(|row| &row.key).collect::<Vec<_>>(), note)
}

/// Draws the first steps once payments can be taken: the products that are on, the account that is paid, the number to
/// quote.
fn first_steps(page: &Overview) -> Option<impl IntoView + use<>> {
    let (t, partner) = (words(), site().partner_name);
    let on = page.status.products.iter().filter(|row| row.verdict == Verdict::Accepted);
    let on: Vec<String> = on.map(|row| product(t, &row.code)).collect();
    let named = any_of(t, &on.iter().map(String::as_str).collect::<Vec<_>>());
    let first = (!on.is_empty()).then(|| fill(t.states.active_first, &[("partner", &partner), ("services", &named)]));
    let text = [first, payouts_to(page)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let brand = page.status.brand_id.clone();
    let brand = brand.map(|id| view! { " "{t.states.active_brand}" "<code class="id">{id}</code> });
    (page.heading.standing() == Standing::In(State::Active)).then(|| view! { <p>{text}{brand}</p> })
}

/// Says which account gets the takings, while our values are the ones that DOKU took.
fn payouts_to(page: &Overview) -> Option<String> {
    let is_bank = |row: &&TaskRow| matches!(row.item, Item::Form(Page::Bank(_))) && row.status == RowStatus::Accepted;
    let bank = page.rows.iter().find(is_bank).filter(|row| row.mended.is_none())?;
    Some(fill(words().states.active_payouts, &[("account", bank.hint.as_deref()?)]))
}

/// Draws the promise of a bank account, unless the card's own time is the same one.
fn bank_of(status: &Status) -> Option<impl IntoView + use<>> {
    let bank = status.facets.iter().find(|row| matches!(row.key, FacetKey::Bank(_)) && row.deadline.is_some())?;
    let due = bank.deadline.filter(|due| status.deadline.is_none_or(|whole| whole.due != due.due))?;
    let sentence = bank_clock(due, status.now);
    Some(view! { <p>{sentence}</p> })
}

/// Says what happens to payments and payouts, which are two facts, while DOKU has not decided or says no.
/// Source: CONTRACT §8.3.
fn money(page: &Overview) -> Option<AnyView> {
    let (s, status) = (&words().states, &page.status);
    let brand = status.brand_id.clone()?;
    let held = match page.heading.state {
        State::InVerification | State::ActionNeeded if status.verified_at.is_none() => {
            return Some(view! { <p>{s.payouts_later}</p> }.into_any());
        }
        State::InVerification | State::ActionNeeded => {
            return held_until(words(), &status.facets).map(|held| view! { <p>{held}</p> }.into_any());
        }
        State::Suspended | State::Declined => {
            let refund = fill(s.payouts_refund, &[("partner", &site().partner_name)]);
            let held = held_until(words(), &status.facets).map(|held| format!("{held} ")).unwrap_or_default();
            held + &refund
        }
        State::Draft | State::Ready | State::PartnerCheck | State::Sending => return None,
        State::Verified | State::Active | State::Withdrawn => return None,
    };
    let brand = view! { <p>{s.brand_id}": "<code class="id">{brand}</code></p> };
    Some(view! { <p>{held}</p>{brand}<p>{s.doku_may_write}</p> }.into_any())
}

/// Says where the merchant may ask, and by which address.
fn whom_to_ask(page: &Overview) -> Option<AnyView> {
    let standing = page.heading.standing();
    let stuck = standing == Standing::In(State::ActionNeeded) && !page.is_fixable();
    let over = matches!(standing, Standing::In(State::Suspended | State::Declined) | Standing::WithoutProduct);
    let first = standing == Standing::In(State::Active);
    (stuck || over || first).then(|| {
        let site = site();
        let ask = fill(words().tasks.do_contact, &[("partner", &site.partner_name)]);
        let href = support_link(&site.partner_support);
        view! { <p>{ask}": "<a href=href>{site.partner_support}</a></p> }.into_any()
    })
}

/// Says when the promise falls due, never a time that is over; without a promise, since when the state lasts.
fn time(status: &Status) -> AnyView {
    let (t, lang) = (words(), site().lang);
    match status.deadline {
        Some(deadline) if deadline.pace(status.now) == Pace::Late => late(status).into_any(),
        Some(deadline) => {
            view! { <p><strong>{fill(t.tasks.due, &[("when", &when(lang, deadline.due))])}</strong></p> }.into_any()
        }
        None => {
            view! { <p class="muted">{fill(t.clocks.since, &[("when", &when(lang, status.since))])}</p> }.into_any()
        }
    }
}

/// Says what is done about a late promise, and by whom. It names the partner only once they sent evidence.
fn late(status: &Status) -> impl IntoView + use<> {
    let (t, site) = (words(), site());
    let asking = (!status.held_up).then(|| format!(" {}", t.tasks.keep_asking));
    let sent = status.evidence_sent_at.map(|at| {
        let values = [("partner", site.partner_name.as_str()), ("when", &when(site.lang, at))];
        view! { <p>{fill(t.tasks.evidence_sent, &values)}</p> }
    });
    view! { <p class="late">{t.tasks.late}{asking}</p>{sent} }
}
