//! One Request-Id, one piece of work: its answer is stored with the work, before anybody sees it. Source: CONTRACT §9.5.

use std::future::Future;
use std::sync::Arc;

use doku::signature::digest;
use domain::Millis;

use super::answer::{Answer, broken, content, refused};
use super::gate::Call;
use crate::store::{Conn, answers};
use crate::world::World;

/// How long a key is kept. Source: CONTRACT §9.5, our decision.
const KEPT_MILLIS: i64 = 24 * Millis::HOUR;

/// What was done, and how often a 500 hides it.
pub struct Done {
    pub answer: Answer,
    pub failures: i64,
}

impl From<Answer> for Done {
    fn from(answer: Answer) -> Self {
        Self { answer, failures: 0 }
    }
}

/// Work in one transaction. A type instead of a closure, since it borrows the transaction while it waits.
pub trait Work: Send {
    fn work(&self, world: &World, db: &mut Conn) -> impl Future<Output = sqlx::Result<Done>> + Send;
}

/// The answer, and whether the work was done by this very call.
pub async fn once(world: &Arc<World>, call: &Call, work: &impl Work) -> (Answer, bool) {
    let Some(_working) = world.in_flight.begin(&call.request_id) else {
        return (in_flight(), false);
    };
    match attempt(world, call, work).await {
        Ok(done) => done,
        Err(cause) => (broken(&cause), false),
    }
}

async fn attempt(world: &World, call: &Call, work: &impl Work) -> sqlx::Result<(Answer, bool)> {
    let now = world.clocks.wall.now();
    let fingerprint = fingerprint(call);
    let mut tx = world.db.begin().await?;
    if let Some(kept) = answers::find(&mut tx, &call.request_id, now.plus(-KEPT_MILLIS)).await? {
        if kept.digest != fingerprint {
            return Ok((in_flight(), false));
        }
        if kept.failures_left > 0 {
            answers::count_failure(&mut tx, &call.request_id).await?;
            tx.commit().await?;
            return Ok((content(500, "INTERNAL SERVER ERROR"), false));
        }
        return Ok((Answer { status: 409, body: kept.body }, false));
    }
    let done = work.work(world, &mut tx).await?;
    let kept = (done.answer.status, done.answer.body.as_str());
    // The first failure is this answer itself.
    let failures_left = (done.failures - 1).max(0);
    answers::keep(&mut tx, &call.request_id, &fingerprint, kept, failures_left, now).await?;
    tx.commit().await?;
    let answer = if done.failures > 0 { content(500, "INTERNAL SERVER ERROR") } else { done.answer };
    Ok((answer, true))
}

/// Method, path and body: the same id for anything else is another call.
fn fingerprint(call: &Call) -> String {
    format!("{} {} {}", call.method, call.path, digest(&call.body))
}

fn in_flight() -> Answer {
    refused(409, "idempotent_request", "Request-Id is already being processed")
}
