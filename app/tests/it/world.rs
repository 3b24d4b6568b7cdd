//! The real views over fixed answers. The server says which address draws which view, and has tests for it.

use crate::fake::{Fake, viewer};
use app::{
    account,
    error::AppError,
    front::front,
    mailbox, onboarding,
    page::problem_page,
    review::{
        self,
        data::{Hidden, Tab},
    },
    shell, simulation,
    site::{SandboxSite, Site},
    texts::Lang,
    viewer::Role,
};
use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use domain::application::Page;
use futures::{FutureExt, StreamExt, stream};
use leptos::{config::LeptosOptions, prelude::*};

#[derive(Clone)]
pub struct World {
    pub fake: Fake,
    pub lang: Lang,
    pub role: Option<Role>,
    pub sandbox: bool,
}

impl World {
    pub fn of(fake: Fake) -> Self {
        Self { fake, lang: Lang::Id, role: Some(Role::Merchant), sandbox: false }
    }

    fn site(&self, path: &str) -> Site {
        Site {
            partner_name: "Logipay".into(),
            partner_support: "bantuan@logipay.example".into(),
            lang: self.lang,
            viewer: self.role.map(viewer),
            path: path.to_owned(),
            sandbox: self.sandbox.then(|| SandboxSite {
                panel: "http://127.0.0.1:3100/sim".into(),
                reviewer_email: "admin@demo.test".into(),
                password: "serambi-demo".into(),
            }),
            unreachable: None,
            pkg: "pkg".into(),
        }
    }

    /// Returns the page of this address, as a browser gets it.
    pub async fn get(&self, path: &str) -> String {
        let _ = any_spawner::Executor::init_tokio();
        let (site, fake, address) = (self.site(path), self.fake, path.to_owned());
        let context = move || provide_context(site.clone());
        let options = LeptosOptions::builder().output_name("serambi").site_pkg_dir("pkg").build();
        let page = move || shell(options, move || view(fake, &address));
        let request = Request::get(path).body(Body::empty()).expect("a plain request");
        let answer = leptos_axum::handle_response_inner(context, page, request, |page, chunks, _| {
            let html = page.to_html_stream_in_order().collect::<String>();
            html.map(|html| stream::once(async move { html }).chain(chunks()).boxed()).boxed()
        });
        let bytes = to_bytes(answer.await.into_body(), 1 << 20).await.expect("a short body");
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn view(fake: Fake, address: &str) -> AnyView {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let asked = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    };
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts[..] {
        [""] => front().into_any(),
        ["sign-up"] => account::sign_up().into_any(),
        ["sign-in"] => account::sign_in().into_any(),
        ["states"] => simulation::states().into_any(),
        ["preferences"] => account::preferences(fake.preferences()).into_any(),
        ["mail"] => mailbox::mailbox(fake.mailbox()).into_any(),
        ["mail", _] => mailbox::mail(fake.mail()).into_any(),
        ["businesses"] => onboarding::businesses(fake.businesses()).into_any(),
        ["businesses", "new"] => onboarding::new_business().into_any(),
        ["businesses", _] => onboarding::overview(fake.overview()).into_any(),
        ["businesses", _, "documents"] => onboarding::documents(fake.documents()).into_any(),
        ["businesses", _, "check"] => onboarding::check(fake.check()).into_any(),
        ["businesses", _, "history"] => onboarding::history(fake.history()).into_any(),
        ["businesses", _, "receipt"] => onboarding::receipt(fake.receipt(None), None).into_any(),
        ["businesses", _, "receipts", revision] => {
            let revision = revision.parse().ok();
            onboarding::receipt(fake.receipt(revision), revision).into_any()
        }
        ["businesses", _, page] if page.parse::<Page>().is_ok() => {
            onboarding::form(fake.form(page.parse().unwrap_or(Page::Business)))
        }
        ["review"] => {
            let tab = asked("tab").and_then(Tab::read).unwrap_or(Tab::ToCheck);
            review::queue(fake.queue(tab, asked("search").map(str::to_owned))).into_any()
        }
        ["review", "troubles"] => review::troubles(fake.troubles_page()).into_any(),
        ["review", "exchanges"] => review::exchanges(fake.exchanges_page()).into_any(),
        ["review", "notes"] => review::notes(fake.notes()).into_any(),
        ["review", "settings"] => review::settings::settings(fake.settings()).into_any(),
        ["review", _] => review::case(fake.case()).into_any(),
        ["review", _, "evidence"] => review::evidence(fake.evidence()).into_any(),
        ["review", _, "reveal"] => {
            let what = asked("what").and_then(Hidden::read).expect("something hidden");
            review::reveal(fake.heading(), what).into_any()
        }
        ["review", _, "receipts", _] => {
            let page = fake.receipt(Some(2));
            review::receipt(page.business, page.receipt.expect("one that was sent")).into_any()
        }
        _ => problem_page(&AppError::NotFound).into_any(),
    }
}
