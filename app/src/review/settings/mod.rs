//! The settings of the partner's own systems: webhooks and keys of the read API. For admins.

pub mod data;
mod deliveries;
mod endpoints;
mod keys;

use crate::{
    page::{problem_banner, query, site, words},
    texts::{fill, when},
    ui::{Banner, Page},
};
use data::{PostResult, Secret, SettingsPage};
use domain::Millis;
use leptos::prelude::*;

pub fn settings(page: SettingsPage) -> impl IntoView {
    let (t, later) = (words(), query("before").is_some());
    // The result of a post, if this page answers one.
    let posted = use_context::<PostResult>().unwrap_or_default();
    view! {
        <Page title=t.settings.title class="wide">
            {problem_banner()}
            <h1>{t.settings.title}</h1>
            {page.snap.map(snap)}
            {posted.secret.as_ref().map(secret_box)}
            {endpoints::section(&page, &posted)}
            {keys::section(&page, &posted)}
            {deliveries::section(&page, later)}
        </Page>
    }
}

/// Warns that DOKU's callbacks cannot be verified.
fn snap((count, last): (i64, Millis)) -> impl IntoView {
    let s = &words().settings;
    let last = when(site().lang, last);
    let text = fill(s.snap, &[("n", &count.to_string()), ("when", &last)]);
    view! { <Banner title=s.snap_title text standing=true/> }
}

/// Draws a secret, the one time that it is shown.
fn secret_box(secret: &Secret) -> impl IntoView + use<> {
    let s = &words().settings;
    let (about, value) = match secret {
        Secret::Endpoint(value) => (s.endpoint_secret, value.clone()),
        Secret::Renewed(value) => (s.renewed_secret, value.clone()),
        Secret::Key(value) => (s.key_secret, value.clone()),
    };
    view! {
        <section class="note note--calm" role="status">
            <h2 class="note__from">{s.secret_title}</h2>
            <p>{about}</p>
            <p><code class="secret">{value}</code></p>
        </section>
    }
}
