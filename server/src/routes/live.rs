//! Server-sent events: an event tells that something changed, never what. The page then asks again.

use super::{At, pages::Ctx};
use crate::{
    account::{rights, sessions},
    error::Result,
    live::subscriptions::Room,
};
use app::{error::AppError, viewer::Viewer};
use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use domain::ids::BusinessId;
use futures::{Stream, StreamExt, stream};
use http::{StatusCode, header};
use std::{convert::Infallible, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tower_sessions::Session;

/// The longest silence of a stream. A beat is an event and not a comment, which scripts cannot see: a page that gets
/// none for three of these knows that its connection died in its sleep.
const BEAT: Duration = Duration::from_secs(15);

pub async fn of_business(ctx: Ctx<Viewer>, session: Session, At(business): At<BusinessId>) -> Result<Response> {
    rights::visible(&mut ctx.services.store.read().await?, &ctx.viewer, business).await?;
    open(&ctx, &session, Some(business))
}

pub async fn of_queue(ctx: Ctx<Viewer>, session: Session) -> Result<Response> {
    rights::partner_only(&ctx.viewer)?;
    open(&ctx, &session, None)
}

fn open(Ctx { services, viewer, .. }: &Ctx<Viewer>, session: &Session, room: Room) -> Result<Response> {
    let id = session.id().ok_or(AppError::SignedOut)?;
    let ended = services.live.subscriptions.subscribe(sessions::hashed(&id), viewer, room).ok_or(AppError::TooMany)?;
    let Some(permit) = services.connections.stream() else {
        return Ok((StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "60")]).into_response());
    };
    let news = room.map_or_else(|| services.live.watch_all(), |business| services.live.watch(business));
    let beat = Event::default().event("beat").data("1");
    let stream = Sse::new(nudges(news, ended, permit)).keep_alive(KeepAlive::new().interval(BEAT).event(beat));
    // nginx would hold events back until a buffer is full.
    Ok(([("x-accel-buffering", "no")], stream).into_response())
}

/// Ends with sign-out, with lost rights and with the server; the browser then tries again and gets the reason. Holds
/// nothing but two receivers and its place: thousands of these are open at once.
fn nudges(
    news: watch::Receiver<u64>,
    ended: watch::Receiver<bool>,
    permit: OwnedSemaphorePermit,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let nudges = stream::unfold((news, ended, permit), |(mut news, mut ended, permit)| async move {
        tokio::select! {
            biased;
            _ = ended.changed() => None,
            told = news.changed() => {
                told.ok()?;
                // An event without data is never dispatched.
                Some((Ok(Event::default().event("changed").data("1")), (news, ended, permit)))
            }
        }
    });
    nudges.fuse()
}
