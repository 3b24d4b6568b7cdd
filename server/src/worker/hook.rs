//! An event for the partner's own systems.

use super::outbox::Outcome;
use crate::{
    error::{Error, Result},
    notify::{hooks::webhook_id, signature},
    services::Services,
    store::{
        hooks::{self, OffWhy, Parcel, Status},
        outbox::{self, Call},
    },
    vault::Place,
};
use domain::{Millis, ids::DeliveryId};
use secrecy::SecretString;

/// Between one attempt and the next: ten attempts over 27 h 36 min.
const GAPS: [i64; 9] = [
    5 * Millis::SECOND,
    Millis::MINUTE,
    5 * Millis::MINUTE,
    30 * Millis::MINUTE,
    Millis::HOUR,
    2 * Millis::HOUR,
    5 * Millis::HOUR,
    8 * Millis::HOUR,
    11 * Millis::HOUR,
];
/// At most so much is added at random, so that many do not march in step.
const SPREAD: i64 = 5 * Millis::MINUTE;
/// An endpoint that did nothing but fail for so long is switched off.
const PATIENCE: i64 = 5 * Millis::DAY;
/// While an endpoint is down, what waits for it is put off by so much at most.
const PUT_OFF: i64 = 5 * Millis::MINUTE;
/// The address is one that we do not call.
const BARRED: &str = "barred";

/// A status; or a fixed word where no answer came.
type Answer = std::result::Result<u16, &'static str>;

pub async fn attempt(services: &Services, call: &Call) -> Result<Outcome> {
    let id = DeliveryId::new(call.subject.unwrap_or_default());
    let mut db = services.store.read().await?;
    let Some(parcel) = hooks::parcel(&mut db, id).await? else { return Ok(Outcome::Dropped) };
    drop(db);
    // Taken just before this process, or the one before it, was killed.
    if parcel.status == Status::Delivered {
        return Ok(Outcome::Done);
    }
    if parcel.off_since.is_some() {
        let mut tx = services.store.begin().await?;
        hooks::skip(&mut tx, id).await?;
        tx.commit().await?;
        return Ok(Outcome::Dropped);
    }
    let answer = send(services, &parcel).await?;
    if answer.is_ok_and(|status| (200..300).contains(&status)) {
        delivered(services, &parcel, id, &word(answer)).await?;
        return Ok(Outcome::Done);
    }
    failed(services, call, &parcel, id, answer).await
}

async fn delivered(services: &Services, parcel: &Parcel, id: DeliveryId, word: &str) -> Result<()> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    hooks::tried(&mut tx, id, Status::Delivered, word, now).await?;
    if hooks::works(&mut tx, parcel.endpoint_id).await? {
        // No further than it was away: an event that is refused for its own sake keeps its longer pauses.
        let away = parcel.failing_since.map_or(0, |since| now.since(since)).max(PUT_OFF);
        outbox::bring_back_webhooks(&mut tx, parcel.endpoint_id, now, now.plus(away)).await?;
    }
    Ok(tx.commit().await?)
}

async fn failed(services: &Services, call: &Call, parcel: &Parcel, id: DeliveryId, answer: Answer) -> Result<Outcome> {
    let (now, word, endpoint) = (services.now(), word(answer), parcel.endpoint_id);
    let gap = usize::try_from(call.attempts - 1).ok().and_then(|attempt| GAPS.get(attempt)).copied();
    let mut tx = services.store.begin().await?;
    hooks::tried(&mut tx, id, if gap.is_some() { Status::Waiting } else { Status::Failed }, &word, now).await?;
    let away = hooks::fails(&mut tx, endpoint, now).await?.map_or(0, |since| now.since(since));
    // 410: the endpoint says itself that it wants no more. One hiccup months after another is no reason.
    if word == "410" || gap.is_none() && away >= PATIENCE {
        hooks::switch_off(&mut tx, endpoint, OffWhy::Failing, now).await?;
        tracing::warn!(endpoint.id = %endpoint, answer = word, "an endpoint was switched off");
    }
    if is_down(answer) {
        let pause = gap.unwrap_or(PUT_OFF).max(away).min(PUT_OFF);
        outbox::put_off_webhooks(&mut tx, endpoint, now, now.plus(pause)).await?;
    }
    tx.commit().await?;
    let problem = format!("webhook_{word}");
    Ok(match gap {
        Some(gap) => Outcome::Again { problem, after_ms: gap + services.jitter(SPREAD.min(gap / 4)) },
        None => Outcome::GaveUp { problem },
    })
}

/// Other events would fare alike.
fn is_down(answer: Answer) -> bool {
    match answer {
        Ok(status) => status >= 500,
        Err(problem) => problem != BARRED,
    }
}

fn word(answer: Answer) -> String {
    answer.map_or_else(str::to_owned, |status| status.to_string())
}

async fn send(services: &Services, parcel: &Parcel) -> Result<Answer> {
    // Judged again: the settings may have changed since the address was typed.
    let Ok(url) = services.egress.judge(&parcel.url) else { return Ok(Err(BARRED)) };
    let opened = services.vault.house().open(&Place("endpoint", parcel.url.as_bytes()), &parcel.secret)?;
    let secret = SecretString::from(String::from_utf8(opened).map_err(|_| Error::Sealed)?);
    let id = webhook_id(parcel.event_id);
    // Libraries refuse what is minutes off their own clock, which a simulation does not move.
    let timestamp = services.clock.unmoved().0 / Millis::SECOND;
    let request = services
        .hooks
        .post(url)
        .header("webhook-id", &id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", signature::sign(&secret, &id, timestamp, &parcel.body)?)
        .header("content-type", "application/json")
        .body(parcel.body.clone());
    Ok(match request.send().await {
        Ok(answer) => Ok(answer.status().as_u16()),
        Err(error) if error.is_timeout() => Err("timeout"),
        Err(_) => Err("no_answer"),
    })
}
