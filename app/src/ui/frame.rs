use crate::{
    context::redisplay,
    context::site,
    site::{Site, Way},
    texts::{Texts, fill, problem, problem_text, texts, when},
    ui::{
        icon::{Icon, Symbol},
        note::Banner,
    },
    viewer::Role,
};
use domain::requirement::Refusal;
use leptos::prelude::*;
use leptos_meta::Title;

/// The frame of every page: title, skip link, bar, main, and the one region for announcements.
#[component]
pub fn Page(
    /// The document's title; the page's own `<h1>` is among its children.
    #[prop(into)]
    title: String,
    /// The number of errors above its form.
    #[prop(optional)]
    errors: usize,
    /// The class of its column; without one the children bring their own.
    #[prop(optional)]
    class: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let site = site();
    let t = texts(site.lang);
    // leptos_meta does not escape a title, and a business's name may contain `</title>`.
    let title = format!("{} · {}", troubled(&site, t, title, errors), site.partner_name);
    let content = match class {
        Some(class) => view! { <div class=class>{children()}</div> }.into_any(),
        None => children().into_any(),
    };
    view! {
        <Title text=html_escape::encode_text(&title).into_owned()/>
        <a class="skip" href="#main">{t.common.skip}</a>
        {bar(&site, t)}
        <main class="main" id="main" tabindex="-1">{unreachable(&site, t)}{content}</main>
        {footer(&site, t)}
        <p class="announce" id="announce" role="status"></p>
    }
}

/// Puts the problem first: a screen reader begins with the title.
fn troubled(site: &Site, t: &'static Texts, title: String, errors: usize) -> String {
    let again = redisplay();
    let query = site.path.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let code = query.split('&').find_map(|pair| pair.strip_prefix("problem="));
    // The error of a refused file is shown beside it.
    let files = usize::from(code.and_then(Refusal::read).is_some());
    let errors = errors + files + again.errors.0.len();
    if errors > 0 {
        return fill(t.common.errors_in_title, &[("n", &errors.to_string()), ("title", &title)]);
    }
    let refused = again.problem.map(|problem| problem_text(t, &problem));
    match refused.or_else(|| problem(t, code?)) {
        Some(trouble) => format!("{}: {title}", trouble.title),
        None => title,
    }
}

fn bar(site: &Site, t: &'static Texts) -> impl IntoView + use<> {
    let partner = site.viewer.as_ref().is_some_and(|viewer| viewer.role.is_partner());
    let home = site.viewer.as_ref().map_or("/", |viewer| viewer.home());
    let letter: String = site.partner_name.chars().take(1).collect();
    let area = partner.then(|| view! { <span class="bar__area">{t.review.area}</span> });
    let links = site.viewer.as_ref().map(|_| {
        let (to, label) = if partner { ("/review", t.review.queue) } else { ("/businesses", t.common.businesses) };
        let admin = site.viewer.as_ref().is_some_and(|viewer| viewer.role == Role::Admin);
        let settings = admin.then(|| view! { <a class="bar__link" href="/review/settings">{t.settings.title}</a> });
        view! { <a class="bar__link" href=to>{label}</a>{settings} }
    });
    view! {
        <header class="bar">
            <a class="bar__home" href=home>
                <span class="logo" aria-hidden="true">{letter.to_uppercase()}</span>
                <span class="bar__name">{site.partner_name.clone()}</span>
            </a>
            {area}
            {simulation(site, t, partner)}
            <nav class="bar__end" aria-label=t.common.menu>
                {links}
                {language_switch(site, t)}
                {site.viewer.as_ref().map(|viewer| sign_out(t, viewer.email.clone()))}
            </nav>
        </header>
    }
}

/// Shows on every page of the partner what stops all calls to DOKU, since when, and how many wait.
fn unreachable(site: &Site, t: &'static Texts) -> impl IntoView + use<> {
    let lang = site.lang;
    site.unreachable.map(|held| {
        let since = when(lang, held.since);
        let (title, text) = match held.way {
            Way::Refused => {
                let text = fill(t.calls.refused_since, &[("when", &since)]);
                (t.review.held_up, format!("{text} {}", t.review.held_up_text))
            }
            Way::Silent { until } => {
                (t.calls.held, fill(t.calls.held_text, &[("when", &since), ("until", &when(lang, until))]))
            }
        };
        let text = format!("{text} {}", fill(t.calls.held_waiting, &[("n", &held.waiting.to_string())]));
        view! { <div class="wide"><Banner title text standing=true/></div> }
    })
}

/// Links to the page of all states, and for people of the partner to the panel that decides in DOKU's place.
fn simulation(site: &Site, t: &'static Texts, partner: bool) -> impl IntoView + use<> {
    site.sandbox.clone().map(|sandbox| {
        if partner {
            view! {
                <a class="sim" href=sandbox.panel title=t.common.simulation_panel>{t.common.simulation}</a>
                <a class="sim" href="/states">{t.samples.link}</a>
            }
            .into_any()
        } else {
            view! { <a class="sim" href="/states" title=t.samples.link>{t.common.simulation}</a> }.into_any()
        }
    })
}

fn language_switch(site: &Site, t: &'static Texts) -> impl IntoView + use<> {
    let other = site.lang.other().as_str();
    view! {
        <form class="bar__form" method="post" action="/language">
            <input type="hidden" name="lang" value=other/>
            <input type="hidden" name="next" value=site.path.clone()/>
            <button class="link lang" type="submit" lang=other>
                <span class="lang__name">{t.common.other_language}</span>
                <span class="lang__code" aria-hidden="true">{other.to_uppercase()}</span>
            </button>
        </form>
    }
}

fn sign_out(t: &'static Texts, email: String) -> impl IntoView {
    view! {
        <form class="bar__form" method="post" action="/sign-out">
            <button class="link" type="submit" title=email>{t.common.sign_out}</button>
        </form>
    }
}

fn footer(site: &Site, t: &'static Texts) -> impl IntoView + use<> {
    let support = site.partner_support.clone();
    let href = support_link(&support);
    let merchant = site.viewer.as_ref().is_some_and(|viewer| viewer.role == Role::Merchant);
    let preferences = merchant.then(|| view! { <a class="footer__link" href="/preferences">{t.mail.preferences}</a> });
    // The bar's own links are hidden on a phone.
    let admin = site.viewer.as_ref().is_some_and(|viewer| viewer.role == Role::Admin);
    let settings = admin.then(|| view! { <a class="footer__link" href="/review/settings">{t.settings.title}</a> });
    let mailbox = site.sandbox.is_some().then(|| view! { <a class="footer__link" href="/mail">{t.mail.mailbox}</a> });
    view! {
        <footer class="footer">
            <p>{t.common.help}": "<a href=href>{support}</a></p>
            {preferences}
            {settings}
            {mailbox}
        </footer>
    }
}

/// Returns a link; an e-mail address becomes `mailto:`.
pub fn support_link(support: &str) -> String {
    if support.contains("://") { support.to_owned() } else { format!("mailto:{support}") }
}

/// A bar with the one primary action, within thumb's reach.
#[component]
pub fn Dock(children: Children) -> impl IntoView {
    view! { <div class="dock"><div class="dock__inner">{children()}</div></div> }
}

/// A link back, above the heading.
#[component]
pub fn Back(#[prop(into)] href: String, label: &'static str) -> impl IntoView {
    view! { <p class="back"><a class="back__link" href=href><Icon symbol=Symbol::Back/>{label}</a></p> }
}
