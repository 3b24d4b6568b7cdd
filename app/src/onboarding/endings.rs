use super::{
    at,
    data::{Ending, Overview, Papers},
};
use crate::{
    page::{site, words},
    texts::{fill, when},
    ui::NoteBox,
};
use domain::kyb::State;
use leptos::prelude::*;

/// The anchor to which the page's one action leads once an application was withdrawn.
pub const AGAIN: &str = "again";

/// The ways to end an application or to start anew. They stand at the bottom: nobody ends one in passing.
#[component]
pub fn Endings(page: Overview) -> impl IntoView {
    let Ending { may_withdraw, may_start_again, continued_as, papers, at_doku, .. } = page.ending.clone();
    let (t, partner) = (words(), site().partner_name);
    let business = page.heading.business;
    let e = &t.endings;
    let again = may_start_again.then(|| {
        view! {
            <section class="card card--padded stack stack--tight" id=AGAIN>
                <h2 class="slot__title">{e.again}</h2>
                <p>{e.again_text}</p>
                <form method="post" action=at(business, "start-again")>
                    <button class="button button--wide" type="submit">{e.again_yes}</button>
                </form>
            </section>
        }
    });
    let continued = continued_as.map(|new| {
        view! {
            <section class="card card--padded stack stack--tight" id=AGAIN>
                <p>{e.continued}</p>
                <p><a href=at(new, "")>{e.continued_link}</a></p>
            </section>
        }
    });
    let sent = page.heading.doku_id.is_some();
    let withdraw = may_withdraw.then(|| {
        let text = match (page.heading.doku_id, papers) {
            (Some(_), _) => fill(e.withdraw_text_sent, &[("partner", &partner)]),
            (None, Papers::Until(at)) => fill(e.withdraw_text_draft, &[("when", &when(site().lang, at))]),
            (None, Papers::Kept | Papers::Purged(_)) => e.withdraw_text.to_owned(),
        };
        let at_doku = (at_doku && !sent).then(|| view! { <p>{fill(e.at_doku, &[("partner", &partner)])}</p> });
        view! {
            <details class="stack">
                <summary class="decide__more">{e.withdraw}</summary>
                <form class="card card--padded stack stack--tight" method="post" action=at(business, "withdraw")>
                    <p>{text}</p>
                    {at_doku}
                    <button class="button button--fix button--wide" type="submit">{e.withdraw_yes}</button>
                </form>
            </details>
        }
    });
    view! { {again}{continued}{withdraw} }
}

/// Draws the partner's reason for declining, for the status card.
pub fn declined_because(page: &Overview) -> Option<impl IntoView + use<>> {
    let from = fill(words().endings.reason, &[("partner", &site().partner_name)]);
    let reason = page.ending.reason.clone()?;
    Some(view! { <NoteBox from text=Some(reason)/> })
}

/// Says what happens to files and answers, on the card of a withdrawn or declined application.
pub fn papers_line(page: &Overview) -> Option<String> {
    let (e, site) = (&words().endings, site());
    let text = match page.ending.papers {
        _ if !matches!(page.heading.state, State::Withdrawn | State::Declined) => return None,
        Papers::Kept if page.heading.state == State::Declined => {
            fill(e.declined_kept, &[("partner", &site.partner_name)])
        }
        Papers::Kept => return None,
        Papers::Until(at) => fill(e.kept_until, &[("when", &when(site.lang, at))]),
        Papers::Purged(at) => fill(e.purged, &[("when", &when(site.lang, at))]),
    };
    let at_doku = page.ending.at_doku.then(|| fill(e.at_doku, &[("partner", &site.partner_name)]));
    Some([text].into_iter().chain(at_doku).collect::<Vec<_>>().join(" "))
}

/// Returns the page's one action once an application was withdrawn.
pub fn again(page: &Overview) -> Option<(String, String)> {
    let e = &words().endings;
    let label = match (page.ending.may_start_again, page.ending.continued_as) {
        (true, _) => e.again,
        (false, Some(_)) => e.continued_link,
        (false, None) => return None,
    };
    let href = page.ending.continued_as.map_or_else(|| format!("#{AGAIN}"), |new| at(new, ""));
    (page.heading.state == State::Withdrawn).then(|| (href, label.to_owned()))
}
