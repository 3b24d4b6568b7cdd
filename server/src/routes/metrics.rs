//! `GET /metrics` for Prometheus. No label holds an id, a name or a number of anybody.

use crate::{
    config::Readers,
    error::Result,
    services::Services,
    store::{counts, depths},
    telemetry,
};
use app::error::AppError;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

pub async fn metrics(State(services): State<Services>, headers: HeaderMap) -> Result<Response> {
    match &services.settings.metrics {
        Readers::Nobody => return Err(AppError::NotFound.into()),
        Readers::Token(token) if !is_given(token, &headers) => {
            return Ok((StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response());
        }
        Readers::Anybody | Readers::Token(_) => {}
    }
    gauges(&services).await?;
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, telemetry::metrics().render()).into_response())
}

/// Compares hashes, which take the same time wherever they differ.
fn is_given(token: &secrecy::SecretString, headers: &HeaderMap) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    Sha256::digest(given) == Sha256::digest(token.expose_secret())
}

/// Sets the numbers that are counted when somebody asks, rather than as they change.
async fn gauges(services: &Services) -> Result<()> {
    let mut db = services.store.read().await?;
    let (waiting, oldest) = depths::inbox(&mut db).await?;
    metrics::gauge!("callbacks_waiting").set(float(waiting));
    let age = oldest.map_or(0, |oldest| services.now().since(oldest));
    metrics::gauge!("callbacks_waiting_seconds").set(float(age) / 1e3);
    metrics::gauge!("callbacks_orphaned").set(float(depths::orphans(&mut db).await?));
    metrics::gauge!("callbacks_put_aside").set(float(depths::put_aside(&mut db).await?));
    let states = counts::all(&mut db).await?;
    for state in domain::kyb::State::ALL {
        let count = states.get(&Some(state)).copied().unwrap_or_default();
        metrics::gauge!("applications", "state" => state.as_str()).set(float(count));
    }
    if let Some(skew) = services.doku.clock_skew_ms() {
        metrics::gauge!("doku_clock_skew_seconds").set(float(skew) / 1e3);
    }
    let depths = depths::outbox(&mut db).await?;
    for lane in ["doku", "mail", "webhook"] {
        for status in ["waiting", "needs_person"] {
            let count = depths.iter().find(|(l, s, _)| l == lane && s == status).map_or(0, |(.., count)| *count);
            metrics::gauge!("outbox_calls", "lane" => lane, "status" => status).set(float(count));
        }
    }
    let streams = i64::try_from(services.live.subscriptions.streams()).unwrap_or_default();
    metrics::gauge!("live_streams").set(float(streams));
    let connections = i64::try_from(services.connections.open()).unwrap_or_default();
    metrics::gauge!("connections_open").set(float(connections));
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn float(count: i64) -> f64 {
    count as f64
}
