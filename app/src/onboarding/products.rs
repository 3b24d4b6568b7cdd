use super::data::{DOKUS_LANG, Overview, ProductRow};
use crate::{
    page::{site, words},
    texts::{fill, method, not_offered_to, product, product_status, when},
    ui::{NoteBox, Symbol, Tag, Tone},
};
use domain::{
    Millis,
    codes::BusinessType,
    kyb::{Deadline, Pace, State, Verdict},
    method::{Method, never},
};
use leptos::prelude::*;

/// Returns how many products are on, and how many there are.
pub fn count(products: &[ProductRow]) -> (usize, usize) {
    (products.iter().filter(|row| row.verdict == Verdict::Accepted).count(), products.len())
}

/// Draws the list beside a status, once verification was done; a suspended business takes no payment, so it has none.
pub fn products_beside(page: &Overview) -> Option<AnyView> {
    let (state, status) = (page.heading.state, &page.status);
    let goes_on = matches!(state, State::Verified | State::Active | State::ActionNeeded);
    let shown = goes_on && status.verified_at.is_some();
    let of = page.heading.business_type.clone();
    shown.then(|| view! { <Products products=status.products.clone() of now=status.now/> }.into_any())
}

/// The products that DOKU switches on, each with its own clock, then those that this type of account never gets. The
/// list is empty where DOKU has none.
#[component]
pub fn Products(products: Vec<ProductRow>, of: BusinessType, now: Millis) -> impl IntoView {
    let t = words();
    let (on, all) = count(&products);
    let count = fill(t.clocks.services_count, &[("on", &on.to_string()), ("all", &all.to_string())]);
    (all > 0).then(|| {
        view! {
            <section class="card card--padded stack">
                <div class="row row--between">
                    <h2 class="slot__title">{t.clocks.services}</h2><span class="muted">{count}</span>
                </div>
                <ul class="events">
                    {products.into_iter().map(|row| item(row, now)).collect_view()}
                    {never(&of).iter().map(|one| not_offered(&of, *one)).collect_view()}
                </ul>
            </section>
        }
    })
}

fn not_offered(of: &BusinessType, one: Method) -> impl IntoView + use<> {
    view! {
        <li class="events__row">
            <div class="row row--between"><strong>{method(words(), one)}</strong>{not_offered_tag(of)}</div>
        </li>
    }
}

/// Says that this type of account never gets the product.
pub fn not_offered_tag(of: &BusinessType) -> impl IntoView + use<> {
    let word = not_offered_to(words(), of);
    view! { <Tag tone=Tone::Still symbol=Symbol::Cross word/> }
}

fn item(row: ProductRow, now: Millis) -> impl IntoView {
    let t = words();
    let (tone, symbol) = match row.verdict {
        Verdict::NotSent => (Tone::Still, Symbol::Clock),
        Verdict::Pending => (Tone::Wait, Symbol::Clock),
        Verdict::Accepted => (Tone::Good, Symbol::Check),
        Verdict::Rejected => (Tone::Fix, Symbol::Cross),
        Verdict::Suspended => (Tone::Fix, Symbol::Pause),
    };
    let refused = matches!(row.verdict, Verdict::Rejected | Verdict::Suspended);
    // Nothing can be corrected here, so DOKU's words stand alone.
    let from = || row.at.map_or_else(String::new, |at| format!(", {}", when(site().lang, at)));
    let note = row.note.clone().filter(|_| refused);
    let note = note.map(
        |text| view! { <NoteBox from=format!("{}{}", t.common.quote_doku, from()) text=Some(text) meaning=None lang=Some(DOKUS_LANG)/> },
    );
    let clock = note.is_none().then(|| clock(&row, now));
    view! {
        <li class="events__row">
            <div class="row row--between">
                <strong>{product(t, &row.code)}</strong><Tag tone symbol word=product_status(t, row.verdict)/>
            </div>
            {note}
            {clock}
        </li>
    }
}

/// Says when a promise falls due, or that it is late, without a time.
pub fn promise(deadline: Deadline, now: Millis) -> AnyView {
    let (t, lang) = (words(), site().lang);
    match deadline.pace(now) {
        Pace::Late => view! { <span class="late">{t.tasks.late}</span> }.into_any(),
        Pace::InTime | Pace::Amber => {
            view! { <span class="muted">{fill(t.tasks.due, &[("when", &when(lang, deadline.due))])}</span> }.into_any()
        }
    }
}

/// Says the same as `promise`, in a sentence for a bank account.
pub fn bank_clock(deadline: Deadline, now: Millis) -> String {
    let s = &words().states;
    match deadline.pace(now) {
        Pace::Late => s.bank_late.to_owned(),
        Pace::InTime | Pace::Amber => fill(s.bank_due, &[("when", &when(site().lang, deadline.due))]),
    }
}

/// Says when the promise falls due, else since when the verdict stands.
fn clock(row: &ProductRow, now: Millis) -> AnyView {
    let (t, lang) = (words(), site().lang);
    match (row.deadline, row.at) {
        (Some(deadline), _) => promise(deadline, now),
        (None, Some(at)) => {
            view! { <span class="muted">{fill(t.clocks.since, &[("when", &when(lang, at))])}</span> }.into_any()
        }
        (None, None) => ().into_any(),
    }
}
