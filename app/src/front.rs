use crate::{
    page::{problem_banner, site, words},
    texts::fill,
    ui::Page,
};
use leptos::prelude::*;

/// Draws the front page: what Serambi does, and what to have at hand.
pub fn front() -> impl IntoView {
    let (site, t) = (site(), words());
    let partner = site.partner_name.clone();
    let say = move |sentence: &str| fill(sentence, &[("partner", &partner)]);
    let f = &t.front;
    let steps = [(f.how_1, f.how_1_hint), (f.how_2, f.how_2_hint), (f.how_3, f.how_3_hint), (f.how_4, f.how_4_hint)];
    let steps = steps
        .into_iter()
        .map(|(step, hint)| view! { <li><strong>{say(step)}</strong><p class="muted">{hint}</p></li> })
        .collect_view();
    let needs =
        [f.need_1, f.need_2, f.need_3, f.need_4].map(|need| view! { <li>{need}</li> }).into_iter().collect_view();
    let title = say(f.title);
    view! {
        <Page title=title.clone() class="column">
            {problem_banner()}
            <header class="hero">
                <h1>{title}</h1>
                <p class="hero__lead">{f.lead}</p>
                {entrance(&site)}
            </header>
            <section class="card card--padded stack">
                <h2>{f.how_title}</h2>
                <ol class="steps">{steps}</ol>
            </section>
            <section class="card card--padded stack">
                <h2>{f.need_title}</h2>
                <ul class="ticks">{needs}</ul>
            </section>
        </Page>
    }
}

/// Draws sign-up for guests, and for others the way to their own page.
fn entrance(site: &crate::site::Site) -> AnyView {
    let t = words();
    match &site.viewer {
        Some(viewer) => {
            let label = if viewer.role.is_partner() { t.review.queue } else { t.common.businesses };
            view! { <a class="button button--wide" href=viewer.home()>{label}</a> }.into_any()
        }
        None => view! {
            <a class="button button--wide" href="/sign-up">{t.account.sign_up_title}</a>
            <p class="center">{t.front.have_account}" "<a href="/sign-in">{t.account.sign_in_title}</a></p>
        }
        .into_any(),
    }
}
