use super::{
    data::{Overview, Status},
    products,
};
use crate::{
    page::{site, words},
    texts::{fill, when},
    ui::{Icon, Symbol},
};
use domain::{
    Millis,
    kyb::{Standing, State},
};
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Done,
    Now,
    Later,
}

/// Returns for each of the four steps whether it is behind, at hand or ahead.
fn steps(standing: Standing, state: State, status: &Status) -> [Step; 4] {
    let after = |done: bool, now: bool| match (done, now) {
        (true, _) => Step::Done,
        (false, true) => Step::Now,
        (false, false) => Step::Later,
    };
    let verified = status.verified_at.is_some() || matches!(state, State::Verified | State::Active);
    [
        Step::Done,
        after(status.approved_at.is_some() || status.sent_at.is_some(), state == State::PartnerCheck),
        after(verified, status.sent_at.is_some()),
        after(standing == Standing::In(State::Active), state == State::Verified),
    ]
}

/// The track of the application, from submission to the first payment.
#[component]
pub fn Track(page: Overview) -> impl IntoView {
    let (t, lang, partner) = (words(), site().lang, site().partner_name);
    let (status, state) = (&page.status, page.heading.state);
    let [sent, checked, judged, active] = steps(page.heading.standing(), state, status);
    let at = |time: Option<Millis>| time.map(|time| when(lang, time)).unwrap_or_default();
    let kyb = status.facets.iter().filter(|row| row.key.is_kyb()).count();
    let numbers = [("accepted", status.accepted.to_string()), ("total", kyb.to_string())];
    let numbers = numbers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let count = if kyb > 0 { fill(t.states.track_doku_count, &numbers) } else { String::new() };
    let looked = status.approved_at.is_some() || status.sent_at.is_none() && status.partner_reviews;
    let check = if looked { t.states.track_partner } else { t.states.track_partner_skip };
    let (on, all) = products::count(&status.products);
    let products = if all > 0 && status.verified_at.is_some() {
        fill(t.clocks.services_count, &[("on", &on.to_string()), ("all", &all.to_string())])
    } else {
        t.states.track_services_text.to_owned()
    };
    let receipt = super::at(page.heading.business, "receipt");
    view! {
        <section class="stack">
            <h2 class="section-title">{t.states.track}</h2>
            <ol class="card track">
                {step(sent, t.states.track_sent.into(), at(status.submitted_at), Some(receipt))}
                {step(checked, fill(check, &[("partner", &partner)]), at(status.approved_at), None)}
                {step(judged, t.states.track_doku.into(), count, None)}
                {step(active, t.states.track_services.into(), products, None)}
            </ol>
        </section>
    }
}

fn step(step: Step, title: String, hint: String, receipt: Option<String>) -> impl IntoView {
    let t = words();
    let (class, word) = match step {
        Step::Done => ("done", t.states.step_done),
        Step::Now => ("now", t.states.step_now),
        Step::Later => ("later", t.states.step_later),
    };
    let between = (!hint.is_empty()).then_some(" · ");
    view! {
        <li class="track__step" data-step=class aria-current=(step == Step::Now).then_some("step")>
            <span class="track__dot">{(step == Step::Done).then(|| view! { <Icon symbol=Symbol::Check/> })}</span>
            <div>
                <strong>{title}</strong><span class="hidden">" ("{word}")"</span>
                <p class="muted">
                    {hint}
                    {receipt.map(|href| view! { {between}<a href=href>{t.tasks.receipt}</a> })}
                </p>
            </div>
        </li>
    }
}
