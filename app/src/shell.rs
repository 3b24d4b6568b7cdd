use crate::{
    account::{Preferences, SignIn, SignUp},
    front::Front,
    mailbox::{MailView, Mailbox},
    onboarding::{self as merchant, Businesses, NewBusiness},
    page::NotFound,
    review::{Case, Evidence, Exchanges, Notes, Queue, ReceiptView, Reveal, Troubles, settings::SettingsView},
    simulation::States,
    site::Site,
};
use leptos::{config::LeptosOptions, hydration::HydrationScripts, prelude::*};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

/// The HTML document around every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let lang = use_context::<Site>().map(|site| site.lang).unwrap_or_default();
    let style = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
    view! {
        <!DOCTYPE html>
        <html lang=lang.as_str()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#181f1c" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                <link rel="stylesheet" href=style/>
                <HydrationScripts options islands=true/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The table of routes. Data comes before the first byte, so that a redirect or a 404 is never too late.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Front ssr=SsrMode::Async/>
                <Route path=path!("/sign-up") view=SignUp ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async/>
                <Route path=path!("/businesses") view=Businesses ssr=SsrMode::Async/>
                <Route path=path!("/businesses/new") view=NewBusiness ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id") view=merchant::Overview ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/documents") view=merchant::Documents ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/business") view=merchant::Business ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/brand") view=merchant::Brand ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/contact") view=merchant::Contact ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/address") view=merchant::Address ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/bank") view=merchant::Bank ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/social") view=merchant::Social ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/check") view=merchant::Check ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/receipt") view=merchant::Receipt ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/receipts/:revision") view=merchant::Receipt ssr=SsrMode::Async/>
                <Route path=path!("/businesses/:id/history") view=merchant::History ssr=SsrMode::Async/>
                <Route path=path!("/states") view=States ssr=SsrMode::Async/>
                <Route path=path!("/preferences") view=Preferences ssr=SsrMode::Async/>
                <Route path=path!("/mail") view=Mailbox ssr=SsrMode::Async/>
                <Route path=path!("/mail/:mail") view=MailView ssr=SsrMode::Async/>
                <Route path=path!("/review") view=Queue ssr=SsrMode::Async/>
                <Route path=path!("/review/settings") view=SettingsView ssr=SsrMode::Async/>
                <Route path=path!("/review/troubles") view=Troubles ssr=SsrMode::Async/>
                <Route path=path!("/review/exchanges") view=Exchanges ssr=SsrMode::Async/>
                <Route path=path!("/review/notes") view=Notes ssr=SsrMode::Async/>
                <Route path=path!("/review/:id") view=Case ssr=SsrMode::Async/>
                <Route path=path!("/review/:id/receipts/:revision") view=ReceiptView ssr=SsrMode::Async/>
                <Route path=path!("/review/:id/evidence") view=Evidence ssr=SsrMode::Async/>
                <Route path=path!("/review/:id/reveal") view=Reveal ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}
