//! Server-sent events: the event says *changed*, never what. The page asks again and is told what this viewer may see.

use super::{
    At,
    identity::{self, SignedIn},
};
use crate::{error::told, onboarding, review, services::Services, store::businesses};
use app::{error::AppError, viewer::Viewer};
use axum::{
    extract::State,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use domain::ids::BusinessId;
use futures::{Stream, stream};
use std::{convert::Infallible, time::Duration};
use tokio::sync::watch;
use tower_sessions::Session;

/// How often a quiet stream asks whether its viewer is still signed in.
const RECHECK: Duration = Duration::from_secs(20);

pub async fn of_business(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    session: Session,
    At(business): At<BusinessId>,
) -> Response {
    let allowed = async {
        let mut db = services.store.read().await?;
        onboarding::mine(&mut db, &viewer, business).await
    };
    match allowed.await {
        Ok(_) => open(services.clone(), viewer, session, services.live.watch(business)),
        Err(error) => told(&error.into()),
    }
}

pub async fn of_case(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    session: Session,
    At(business): At<BusinessId>,
) -> Response {
    let allowed = async {
        review::partner_only(&viewer)?;
        let mut db = services.store.read().await?;
        businesses::by_id(&mut db, business).await?.ok_or_else(|| AppError::NotFound.into())
    };
    match allowed.await {
        Ok(_) => open(services.clone(), viewer, session, services.live.watch(business)),
        Err(error) => told(&crate::error::Error::into(error)),
    }
}

pub async fn of_queue(State(services): State<Services>, SignedIn(viewer): SignedIn, session: Session) -> Response {
    match review::partner_only(&viewer) {
        Ok(()) => open(services.clone(), viewer, session, services.live.watch_all()),
        Err(error) => told(&error.into()),
    }
}

struct Watch {
    services: Services,
    viewer: Viewer,
    session: Session,
    news: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
}

fn open(services: Services, viewer: Viewer, session: Session, news: watch::Receiver<u64>) -> Response {
    let closing = services.live.closing();
    let watch = Watch { services, viewer, session, news, closing };
    Sse::new(nudges(watch)).keep_alive(KeepAlive::new().interval(RECHECK)).into_response()
}

/// Ends with sign-out, with lost rights and with the server; the browser then tries again and learns why.
fn nudges(watch: Watch) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(watch, |mut watch| async move {
        loop {
            let changed = tokio::select! {
                news = watch.news.changed() => news.is_ok().then_some(true)?,
                _ = watch.closing.changed() => return None,
                () = tokio::time::sleep(RECHECK) => false,
            };
            if !watch.still_allowed().await {
                return None;
            }
            if changed {
                // An event without data is never dispatched.
                return Some((Ok(Event::default().event("changed").data("1")), watch));
            }
        }
    })
}

impl Watch {
    /// The session is loaded anew: the one at hand was read when the stream opened.
    async fn still_allowed(&self) -> bool {
        let Some(id) = self.session.id() else { return false };
        let fresh = Session::new(
            Some(id),
            std::sync::Arc::new(crate::account::sessions::Sessions(self.services.clone())),
            None,
        );
        let viewer = identity::viewer(&self.services, &fresh).await.ok().flatten();
        viewer.is_some_and(|viewer| viewer.account == self.viewer.account && viewer.role == self.viewer.role)
    }
}
