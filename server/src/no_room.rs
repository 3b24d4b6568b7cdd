//! A start on a full disk: the process stays, answers that there is no room, and goes on once there is some.

use crate::{
    config::Config,
    connections::{self, budget::ConnectionBudget, size::Size},
    error::Stop,
    opening,
    routes::health,
};
use app::{
    error::AppError,
    texts::{Lang, Titled, app_error, texts},
};
use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{StatusCode, header};
use std::time::Duration;
use tokio::{sync::watch, task::JoinHandle, time::sleep};

const PAUSE: Duration = Duration::from_secs(3);
/// The `Retry-After` of these answers, in seconds.
const ASK_AGAIN: &str = "30";

/// Repeats the attempt while room is all that is missing; any other error ends it.
pub async fn wait<T>(config: &Config, mut attempt: impl AsyncFnMut() -> Result<T, Stop>) -> Result<T, Stop> {
    let stop = match attempt().await {
        Err(stop) if stop.is_no_room(opening::is_short(config).await) => stop,
        other => return other,
    };
    let error = crate::telemetry::causes(&stop);
    tracing::error!(kind = "no_room", %error, "the disk is full: serving begins as soon as there is room");
    let meanwhile = Meanwhile::begin(config).await?;
    loop {
        sleep(PAUSE).await;
        match attempt().await {
            Err(stop) if stop.is_no_room(opening::is_short(config).await) => {}
            other => {
                meanwhile.end().await;
                return other;
            }
        }
    }
}

/// The server that answers meanwhile.
struct Meanwhile {
    over: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Meanwhile {
    async fn begin(config: &Config) -> Result<Self, Stop> {
        let listener = connections::listen(config.listen).await?;
        let size = Size::new(config.connections, config.connections_per_address, config.trusted_proxies > 0);
        let pages = Router::new()
            .route("/livez", get(health::livez))
            .route(
                "/readyz",
                get(async || (StatusCode::SERVICE_UNAVAILABLE, "the disk is full: the database does not open\n")),
            )
            .fallback(async || sorry());
        let (over, mut told) = watch::channel(false);
        let stop = async move { drop(told.wait_for(|over| *over).await) };
        let serving = tokio::spawn(connections::serve(listener, pages, ConnectionBudget::new(size), stop));
        Ok(Self { over, serving })
    }

    /// Stops the server. The address is free again when this returns.
    async fn end(self) {
        self.over.send_replace(true);
        let _ = self.serving.await;
    }
}

/// Answers in both languages: no page can be drawn yet.
fn sorry() -> Response {
    let sentence = |lang: Lang| {
        let Titled { title, text } = app_error(texts(lang), &AppError::NoRoom);
        format!("{title}. {text}\n")
    };
    let told = [sentence(Lang::Id), sentence(Lang::En)].concat();
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, ASK_AGAIN)], told).into_response()
}
