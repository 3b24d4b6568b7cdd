//! One call to an address of the partner's, signed after the Standard Webhooks scheme.

use super::signature;
use crate::{
    error::{Error, Result},
    services::Services,
    store::hooks::Endpoint,
    vault::Place,
};
use domain::{Millis, outbox::Answer};
use secrecy::SecretString;

pub const fn is_taken(answer: Answer) -> bool {
    matches!(answer, Answer::Status(200..300))
}

/// Posts a body. `id` is the webhook-id, the same for every attempt.
pub async fn post(services: &Services, to: &Endpoint, id: &str, body: &[u8]) -> Result<Answer> {
    // Judged again: the settings may have changed since the address was typed.
    let Ok(url) = services.egress.judge(&to.url) else { return Ok(Answer::Barred) };
    // Libraries refuse what is minutes off their own clock, which a simulation does not move.
    let timestamp = services.clock.unmoved().0 / Millis::SECOND;
    let request = services
        .hooks
        .post(url)
        .header("webhook-id", id)
        .header("webhook-timestamp", timestamp)
        .header("webhook-signature", signatures(services, to, id, timestamp, body)?)
        .header("content-type", "application/json")
        .body(body.to_vec());
    Ok(match request.send().await {
        Ok(answer) => Answer::Status(answer.status().as_u16()),
        Err(error) if error.is_timeout() => Answer::Timeout,
        Err(_) => Answer::NoAnswer,
    })
}

/// Signs with the newest secret, and for a while with the one before it: a receiver accepts either signature.
fn signatures(services: &Services, to: &Endpoint, id: &str, timestamp: i64, body: &[u8]) -> Result<String> {
    let is_old_valid = to.old_until.is_some_and(|until| services.now() < until);
    let mut all = Vec::new();
    for sealed in [Some(&to.secret), to.old_secret.as_ref().filter(|_| is_old_valid)].into_iter().flatten() {
        let opened = services.vault.platform().open(&Place::Endpoint(&to.url), sealed)?;
        let secret = SecretString::from(String::from_utf8(opened).map_err(|_| Error::Sealed)?);
        all.push(signature::sign(&secret, id, timestamp, body)?);
    }
    Ok(all.join(" "))
}
