//! Sends an event to the partner's own systems.

use super::attempt::AttemptOutcome;
use crate::{
    error::Result,
    services::Services,
    store::{
        hooks::{self, OffWhy, Parcel},
        outbox::{self, Call},
    },
    webhooks::{
        hooks::{PUT_OFF, webhook_id, works},
        post::{is_taken, post},
    },
};
use domain::{
    Millis,
    ids::DeliveryId,
    outbox::{Answer, Delivery, Problem},
};

/// The gaps between attempts: ten attempts over 27 h 36 min.
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
/// The most that is added at random, so that many do not march in step.
const SPREAD: i64 = 5 * Millis::MINUTE;
/// The time after which an endpoint that only failed is switched off.
const PATIENCE: i64 = 5 * Millis::DAY;

pub async fn attempt(services: &Services, call: &Call) -> Result<AttemptOutcome> {
    let id = call.about();
    let Some(parcel) = hooks::parcel(&mut services.store.read().await?, id).await? else {
        return Ok(AttemptOutcome::Dropped);
    };
    // The event was delivered just before a process was killed.
    if parcel.status == Delivery::Delivered {
        return Ok(AttemptOutcome::Done);
    }
    if parcel.endpoint.off_since.is_some() {
        let mut tx = services.store.begin().await?;
        hooks::lock_endpoint(&mut tx, parcel.endpoint.id).await?;
        hooks::skip(&mut tx, id).await?;
        outbox::let_on(&mut tx, call, parcel.endpoint.id, services.now()).await?;
        tx.commit().await?;
        return Ok(AttemptOutcome::Dropped);
    }
    let answer = post(services, &parcel.endpoint, &webhook_id(parcel.event_id), &parcel.body).await?;
    if is_taken(answer) {
        delivered(services, call, &parcel, id, answer).await?;
        return Ok(AttemptOutcome::Done);
    }
    failed(services, call, &parcel, id, answer).await
}

async fn delivered(services: &Services, call: &Call, parcel: &Parcel, id: DeliveryId, answer: Answer) -> Result<()> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    hooks::lock_endpoint(&mut tx, parcel.endpoint.id).await?;
    hooks::tried(&mut tx, id, Delivery::Delivered, answer, now).await?;
    works(&mut tx, parcel.endpoint.id, parcel.endpoint.failing_since, now).await?;
    outbox::settle_delivered(&mut tx, call, now).await?;
    outbox::let_on(&mut tx, call, parcel.endpoint.id, now).await?;
    Ok(tx.commit().await?)
}

async fn failed(
    services: &Services,
    call: &Call,
    parcel: &Parcel,
    id: DeliveryId,
    answer: Answer,
) -> Result<AttemptOutcome> {
    let (now, endpoint) = (services.now(), parcel.endpoint.id);
    let gap = usize::try_from(call.attempts - 1).ok().and_then(|attempt| GAPS.get(attempt)).copied();
    let again = gap.map(|gap| gap + services.jitter(SPREAD.min(gap / 4)));
    let mut tx = services.store.begin().await?;
    hooks::lock_endpoint(&mut tx, endpoint).await?;
    hooks::tried(&mut tx, id, if gap.is_some() { Delivery::Waiting } else { Delivery::Failed }, answer, now).await?;
    let away = hooks::fails(&mut tx, endpoint, now).await?.map_or(0, |since| now.since(since));
    // A single failure is no reason, so the last attempt must have failed too.
    let why = match answer {
        Answer::Status(410) => Some(OffWhy::Gone),
        _ => (gap.is_none() && away >= PATIENCE).then_some(OffWhy::Failing),
    };
    if let Some(why) = why {
        hooks::switch_off(&mut tx, endpoint, why, now).await?;
        tracing::warn!(endpoint.id = %endpoint, answer = answer.to_string(), "an endpoint was switched off");
    }
    match again {
        Some(after) => outbox::hold_up(&mut tx, call, endpoint, now.plus(after)).await?,
        None => outbox::let_on(&mut tx, call, endpoint, now).await?,
    };
    if is_down(answer) {
        let pause = gap.unwrap_or(PUT_OFF).max(away).min(PUT_OFF);
        outbox::put_off_webhooks(&mut tx, endpoint, now, now.plus(pause)).await?;
    }
    tx.commit().await?;
    let problem = Problem::Webhook(answer);
    Ok(match again {
        Some(after_ms) => AttemptOutcome::Again { problem, after_ms },
        None => AttemptOutcome::GaveUp { problem },
    })
}

/// Tells whether other events for the endpoint would fail alike.
const fn is_down(answer: Answer) -> bool {
    match answer {
        Answer::Status(status) => status >= 500,
        Answer::Timeout | Answer::NoAnswer => true,
        Answer::Barred => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{egress, retention::TOLD_FOR};

    fn span(ms: i64) -> String {
        let units = [(Millis::DAY, "days"), (Millis::HOUR, "h"), (Millis::MINUTE, "min"), (Millis::SECOND, "s")];
        let (unit, name) = units.into_iter().find(|(unit, _)| ms % unit == 0).unwrap();
        format!("{} {name}", ms / unit)
    }

    #[test]
    fn integrators_read_what_is_done() {
        let gaps = GAPS.map(span);
        let (last, before) = gaps.split_last().unwrap();
        assert_eq!(GAPS.len() + 1, 10, "the guide says ten");
        let guide = include_str!("../../../docs/webhooks.md").split_whitespace().collect::<Vec<_>>().join(" ");
        for figure in [
            format!("the others {} and {last} after the one before", before.join(", ")),
            format!("each up to a quarter later, {} at most", span(SPREAD)),
            format!("2xx within {} s of our call", egress::PATIENCE.as_secs()),
            format!("{} s of them to connect", egress::CONNECT.as_secs()),
            format!("{} at a time at most", span(PUT_OFF)),
            format!("took nothing for {}", span(PATIENCE)),
            format!("kept for {}", span(TOLD_FOR)),
            "**Attempts**: ten.".to_owned(),
        ] {
            assert!(guide.contains(&figure), "{figure}");
        }
    }
}
