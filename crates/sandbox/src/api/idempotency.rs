//! One Request-Id, one piece of work: its answer is stored with the work, before anybody sees it. Source: CONTRACT
//! §9.5.

use std::future::Future;
use std::sync::Arc;

use doku::signature::digest;
use domain::Millis;

use super::answer::{Answer, content, refused};
use super::call::Call;
use super::trouble::Trouble;
use crate::store::{Conn, answers};
use crate::world::World;

/// The time for which a key is kept. Source: CONTRACT §9.5, our decision.
const KEPT_MILLIS: i64 = 24 * Millis::HOUR;

/// The answer to finished work, and the trouble that the answer meets.
pub struct Done {
    pub answer: Answer,
    pub trouble: Trouble,
}

impl From<Answer> for Done {
    fn from(answer: Answer) -> Self {
        Self { answer, trouble: Trouble::default() }
    }
}

/// Work in one transaction. It is a type instead of a closure, since it borrows the transaction while it waits.
pub trait Work: Send {
    fn work(&self, world: &World, db: &mut Conn, call: &Call) -> impl Future<Output = sqlx::Result<Done>> + Send;
}

/// Does the work once and returns its answer, after any trouble.
pub async fn once(world: &Arc<World>, call: &Call, work: &impl Work) -> Answer {
    let Some(working) = world.in_flight.begin(&call.request_id) else {
        return in_flight();
    };
    match attempt(world, call, work).await {
        Ok((answer, None)) => answer,
        Ok((answer, Some(trouble))) => {
            drop(working);
            trouble.befall(world, answer).await
        }
        Err(cause) => cause.into(),
    }
}

/// Does the work, or finds its kept answer. Only new work meets trouble.
async fn attempt(world: &World, call: &Call, work: &impl Work) -> sqlx::Result<(Answer, Option<Trouble>)> {
    let now = world.clocks.wall.now();
    let fingerprint = fingerprint(call);
    let mut tx = world.db.begin().await?;
    if let Some(kept) = answers::find(&mut tx, &call.request_id, now.plus(-KEPT_MILLIS)).await? {
        if kept.digest != fingerprint {
            return Ok((in_flight(), None));
        }
        if kept.failures_left > 0 {
            answers::count_failure(&mut tx, &call.request_id).await?;
            tx.commit().await?;
            return Ok((content(500, "INTERNAL SERVER ERROR"), None));
        }
        return Ok((Answer { status: 409, body: kept.body }, None));
    }
    let done = work.work(world, &mut tx, call).await?;
    let kept = (done.answer.status, done.answer.body.as_str());
    // The first failure is this answer itself.
    let failures_left = (done.trouble.failures - 1).max(0);
    answers::keep(&mut tx, &call.request_id, &fingerprint, kept, failures_left, now).await?;
    tx.commit().await?;
    let is_success = (200..300).contains(&done.answer.status);
    Ok((done.answer, is_success.then_some(done.trouble)))
}

/// Hashes method, path and body: the same id with anything else is another call.
fn fingerprint(call: &Call) -> String {
    format!("{} {} {}", call.method, call.path, digest(&call.body))
}

fn in_flight() -> Answer {
    refused(409, "idempotent_request", "Request-Id is already being processed")
}
