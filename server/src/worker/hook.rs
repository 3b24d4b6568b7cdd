//! An event for the partner's own systems.

use super::outbox::Outcome;
use crate::{
    error::{Error, Result},
    notify::{hooks::webhook_id, signature},
    services::Services,
    store::{
        hooks::{self, OffWhy, Parcel, Status},
        outbox::Call,
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
    let now = services.now();
    let word = answer.as_ref().map_or_else(|problem| (*problem).to_owned(), u16::to_string);
    let mut tx = services.store.begin().await?;
    if answer.is_ok_and(|status| (200..300).contains(&status)) {
        hooks::tried(&mut tx, id, Status::Delivered, &word, now).await?;
        hooks::works(&mut tx, parcel.endpoint_id).await?;
        tx.commit().await?;
        return Ok(Outcome::Done);
    }
    let gap = usize::try_from(call.attempts - 1).ok().and_then(|attempt| GAPS.get(attempt));
    hooks::tried(&mut tx, id, if gap.is_some() { Status::Waiting } else { Status::Failed }, &word, now).await?;
    let since = hooks::fails(&mut tx, parcel.endpoint_id, now).await?;
    // 410: the endpoint says itself that it wants no more.
    if word == "410" || since.is_some_and(|since| now.since(since) >= PATIENCE) {
        hooks::switch_off(&mut tx, parcel.endpoint_id, OffWhy::Failing, now).await?;
        tracing::warn!(endpoint.id = %parcel.endpoint_id, answer = word, "an endpoint was switched off");
    }
    tx.commit().await?;
    let problem = format!("webhook_{word}");
    Ok(match gap {
        Some(gap) => Outcome::Again { problem, after_ms: gap + services.jitter(SPREAD.min(gap / 4)) },
        None => Outcome::GaveUp { problem },
    })
}

/// The status of the answer, whatever it says; or a fixed word where none came.
async fn send(services: &Services, parcel: &Parcel) -> Result<std::result::Result<u16, &'static str>> {
    // Judged again: the settings may have changed since the address was typed.
    let Ok(url) = services.egress.judge(&parcel.url) else { return Ok(Err("barred")) };
    let opened = services.vault.house().open(&Place("endpoint", parcel.url.as_bytes()), &parcel.secret)?;
    let secret = SecretString::from(String::from_utf8(opened).map_err(|_| Error::Sealed)?);
    let id = webhook_id(parcel.event_id);
    let timestamp = services.now().0 / Millis::SECOND;
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
