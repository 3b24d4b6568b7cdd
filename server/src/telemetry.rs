//! Logs and metrics. Logs are sentences with fields; `RUST_LOG` chooses what is shown. Numbers are for `/metrics`.

use domain::outbox::{Kind, Lane};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use serde::Deserialize;
use std::{
    error::Error,
    fmt::{Display, from_fn as fmt_from_fn},
    io::IsTerminal,
    sync::OnceLock,
};
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// A line for people, with colours only on a terminal.
    #[default]
    Text,
    /// One JSON object per line, for machines that gather logs.
    Json,
}

/// The seconds from the acknowledgement of a callback to its projection.
pub const CALLBACK_LAG: &str = "callback_lag_seconds";
pub const FILES_SWEPT: &str = "files_swept_total";
const INCIDENTS: &str = "serambi_incidents_total";
/// The kinds of incident in log and metrics; each is counted from nought.
pub const INCIDENT_KINDS: [&str; 16] = [
    "database", "doku", "file", "inbox", "kept", "missing", "no_room", "panic", "password", "pdf", "random", "sandbox",
    "sealed", "session", "task", "worker",
];
/// The labels of `callbacks_total`; each is counted from nought.
pub const CALLBACK_OUTCOMES: [&str; 13] = [
    "new",
    "duplicate",
    "refused",
    "limited",
    "snap",
    "incomplete",
    "too_large",
    "brand",
    "other_body",
    "ahead",
    "dated_ahead",
    "unknown_type",
    "unknown_status",
];

/// Returns the labels of `outbox_attempts_total`. DOKU's refusals are settled by their code, those of others by their
/// number.
const fn outcomes(kind: Kind) -> &'static [&'static str] {
    match kind.lane() {
        Lane::Doku => &["done", "dropped", "not_yet", "gave_up", "failed"],
        Lane::Mail | Lane::Webhook => &["done", "dropped", "not_yet", "tried_again", "gave_up"],
    }
}

/// The seconds from the head of a request to the head of its answer.
pub const HTTP_SECONDS: &str = "http_request_duration_seconds";
const REQUEST_SECONDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
const LAG_SECONDS: [f64; 9] = [0.05, 0.1, 0.5, 1.0, 2.0, 10.0, 60.0, 600.0, 3_600.0];

pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,hyper=warn,tower_sessions=warn"));
    let lines = fmt::layer().with_target(false).with_ansi(std::io::stdout().is_terminal());
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
    metrics();
}

/// Returns the numbers of this process; one recorder for all, since counters are named where they count.
pub fn metrics() -> &'static PrometheusHandle {
    static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();
    METRICS.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let recorder = builder
            .set_buckets_for_metric(Matcher::Full(CALLBACK_LAG.to_owned()), &LAG_SECONDS)
            .and_then(|builder| {
                builder.set_buckets_for_metric(Matcher::Full(HTTP_SECONDS.to_owned()), &REQUEST_SECONDS)
            })
            .expect("there are buckets")
            .build_recorder();
        let handle = recorder.handle();
        describe(recorder);
        handle
    })
}

/// Shows an error with the causes behind it, which a line in JSON would leave out.
pub fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Display + use<'a> {
    fmt_from_fn(move |f| {
        write!(f, "{error}")?;
        let mut cause = error.source();
        while let Some(behind) = cause {
            write!(f, ": {behind}")?;
            cause = behind.source();
        }
        Ok(())
    })
}

/// Returns `None` with the cause in the log, where the caller continues without the value.
pub fn or_warn<T, E: Error + 'static>(outcome: Result<T, E>, what: &str) -> Option<T> {
    outcome.inspect_err(|error| tracing::warn!(error = %causes(error), "{what}")).ok()
}

/// Counts a failure of ours under one of `INCIDENT_KINDS`.
pub fn count_incident(kind: &'static str) {
    metrics::counter!(INCIDENTS, "kind" => kind).increment(1);
}

fn describe(recorder: metrics_exporter_prometheus::PrometheusRecorder) {
    // Only a second call fails, and there is none.
    let _ = metrics::set_global_recorder(recorder);
    metrics::describe_counter!(
        "callbacks_total",
        "Callbacks by the outcome of their receipt; other_body and ahead are among the new ones"
    );
    metrics::describe_gauge!(
        "callback_skew_seconds",
        "Time of the last well-signed callback minus ours: far above zero a clock is wrong, far below it is a late retry"
    );
    metrics::describe_gauge!("doku_clock_skew_seconds", "DOKU's clock minus ours, as its last answer showed it");
    metrics::describe_gauge!("serambi_build_info", "Always 1; the label tells the version");
    metrics::gauge!("serambi_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    metrics::describe_counter!(INCIDENTS, "Failures of ours by kind; the log names each that a person was shown");
    for kind in INCIDENT_KINDS {
        metrics::counter!(INCIDENTS, "kind" => kind).increment(0);
    }
    for outcome in CALLBACK_OUTCOMES {
        metrics::counter!("callbacks_total", "outcome" => outcome).increment(0);
    }
    for (kind, outcome) in
        Kind::ALL.into_iter().flat_map(|kind| outcomes(kind).iter().map(move |outcome| (kind, *outcome)))
    {
        let labels = [("lane", kind.lane().as_str()), ("kind", kind.as_str()), ("outcome", outcome)];
        metrics::counter!("outbox_attempts_total", &labels).increment(0);
    }
    metrics::counter!(FILES_SWEPT).increment(0);
    metrics::describe_counter!("http_requests_total", "Requests by method, route and status");
    metrics::describe_histogram!(HTTP_SECONDS, "From the head of a request to the head of its answer");
    metrics::describe_counter!("outbox_attempts_total", "Attempts of calls to DOKU, mails and webhooks by outcome");
    metrics::describe_gauge!("applications", "Applications by state");
    metrics::describe_histogram!(CALLBACK_LAG, "From acknowledgement to projection");
    metrics::describe_gauge!("callbacks_waiting", "Acknowledged and not yet projected");
    metrics::describe_gauge!("callbacks_waiting_seconds", "How long the oldest of them has waited");
    metrics::describe_gauge!("callbacks_orphaned", "Well signed, about a business that we do not know");
    metrics::describe_counter!("doku_requests_total", "Calls to DOKU by method, endpoint and status");
    metrics::describe_gauge!("outbox_calls", "What waits for its time or for a person, by lane");
    metrics::describe_counter!(FILES_SWEPT, "Files that no row named and that were removed");
    metrics::describe_gauge!("live_streams", "Open streams on this instance");
    metrics::describe_gauge!("connections_open", "Open connections on this instance, streams included");
}

#[cfg(test)]
mod tests {
    use super::causes;
    use crate::error::Error;
    use std::io;

    #[test]
    fn a_cause_is_told_with_those_behind_it() {
        let refused = io::Error::new(io::ErrorKind::StorageFull, "no space left");
        assert_eq!(causes(&Error::File(refused)).to_string(), "a file could not be kept or read: no space left");
    }
}
