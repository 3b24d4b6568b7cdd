//! The real pages and server functions over fixed answers.

use crate::fake::{Fake, viewer};
use app::{
    account::Desk,
    onboarding::api::Onboarding,
    review::{api::Review, settings::api::Settings},
    shell,
    site::{SandboxSite, Site},
    texts::Lang,
    viewer::Role,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
    routing::post,
};
use leptos::{config::LeptosOptions, prelude::provide_context};
use std::sync::Arc;
use tower::ServiceExt;

#[derive(Clone)]
pub struct World {
    pub fake: Fake,
    pub lang: Lang,
    pub role: Option<Role>,
    pub sandbox: bool,
}

pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub html: String,
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

    fn router(&self, path: &str) -> Router {
        let (fake, site) = (self.fake, self.site(path));
        let context = move || {
            provide_context(site.clone());
            provide_context::<Arc<dyn Onboarding>>(Arc::new(fake));
            provide_context::<Arc<dyn Review>>(Arc::new(fake));
            provide_context::<Arc<dyn Settings>>(Arc::new(fake));
            provide_context::<Arc<dyn Desk>>(Arc::new(fake));
        };
        // Starts the executor, and proves that the table of routes needs no context.
        let routes = leptos_axum::generate_route_list(app::App);
        assert!(routes.len() >= 18);
        let options = LeptosOptions::builder().output_name("serambi").site_pkg_dir("pkg").build();
        let functions = context.clone();
        let pages = leptos_axum::render_app_async_with_context(context, move || shell(options.clone()));
        Router::new()
            .route(
                "/api/{*name}",
                post(move |request: Request<Body>| {
                    leptos_axum::handle_server_fns_with_context(functions.clone(), request)
                }),
            )
            .fallback(pages)
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header("accept", "text/html").body(Body::empty());
        self.ask(path, request.expect("a plain request")).await
    }

    /// A form post, by a browser without scripts or by an island.
    #[cfg(test)]
    pub async fn post(&self, path: &str, body: &str, accept: &str) -> Answer {
        let request = Request::post(path)
            .header("accept", accept)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()));
        self.ask(path, request.expect("a plain request")).await
    }

    async fn ask(&self, path: &str, request: Request<Body>) -> Answer {
        let answer = self.router(path).oneshot(request).await.expect("a router answers");
        let location = answer.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned);
        let status = answer.status().as_u16();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.expect("a short body");
        Answer { status, location, html: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
