//! The errors between us and DOKU, and the caller's next step for each.

mod envelope;

use std::time::Duration;

use domain::Millis;
use http::{HeaderMap, StatusCode, header};

use envelope::Envelope;
pub use envelope::Messages;

/// The error of a call. No `Display` holds an address, a key, a token, a personal value or a text of DOKU's.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// DOKU answered, but not with a success.
    #[error("DOKU answered with status {status}")]
    Rejected {
        status: u16,
        /// `invalid_signature`, `INVALID_PARAMETER`, …: DOKU's word, letters, digits and `_.-` only.
        code: Option<String>,
        /// DOKU's texts for people; they may quote what was sent.
        messages: Messages,
        /// The time that DOKU asks us to wait.
        retry_after: Option<Duration>,
        /// DOKU's clock minus ours, when DOKU refused our timestamp and its answer has a date.
        clock_skew_ms: Option<i64>,
    },
    /// DOKU granted a token just now, and answers the file that came with it by 403 without a code.
    #[error("DOKU refuses a file with status 403")]
    FileRefused,
    #[error("DOKU did not answer in time")]
    Timeout,
    #[error("the connection to DOKU failed")]
    Network(#[source] reqwest::Error),
    #[error("DOKU's answer is larger than {} bytes", crate::decode::MAX_ANSWER_BYTES)]
    TooLarge,
    /// A success that lacks what it must hold: JSON, or the ids.
    #[error("DOKU answered with status {status}, but not with what was asked for")]
    Unreadable { status: u16 },
    /// The error arises only with the setting `enforce_response_signature`.
    #[error("DOKU's answer does not carry a right signature")]
    Unsigned,
    #[error("the file to upload could not be read")]
    File(#[source] std::io::Error),
    #[error("the DOKU client is not set up well: {0}")]
    Setup(&'static str),
}

/// The caller's next step. Source: CONTRACT §9.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// This request will never succeed: show the texts, correct, send under a new Request-Id.
    Final,
    /// The fault is in our credential, clock or settings, not in the data: stop the queue and tell the admins.
    Credential,
    /// DOKU refuses only this call, or its path, since it took our credential just now: try a few times, then ask a
    /// person.
    ThisCall,
    /// The call may have worked: send the same Request-Id again, later.
    Uncertain,
    /// The first attempt is still running or its answer is gone: wait, then the same Request-Id, or read back.
    InFlight,
}

/// Codes of DOKU's gate, which refuses before it looks at the body. Source: CONTRACT §9.4.
const GATE_CODES: &[&str] =
    &["invalid_header_request", "request_time_out_of_range", "invalid_client_id", "invalid_signature", "invalid_token"];

const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

impl Error {
    pub fn class(&self) -> Class {
        match self {
            Self::FileRefused => Class::ThisCall,
            Self::Rejected { status: 500.., .. } => Class::Uncertain,
            Self::Rejected { .. } if self.is_gate() || self.is_wrong_path() => Class::Credential,
            Self::Rejected { status: 409, .. } if self.is_refusal_again() => Class::Final,
            Self::Rejected { status: 409, .. } => Class::InFlight,
            Self::Rejected { status: 408 | 425 | 429, .. } => Class::Uncertain,
            // Redirects are not followed: one means that the base URL is wrong.
            Self::Rejected { status: 300..400 | 401 | 403, .. } | Self::Setup(_) => Class::Credential,
            Self::Rejected { status: 400.., .. } => Class::Final,
            Self::Rejected { .. } | Self::Timeout | Self::Network(_) | Self::TooLarge => Class::Uncertain,
            Self::Unreadable { .. } | Self::Unsigned | Self::File(_) => Class::Uncertain,
        }
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Rejected { status, .. } | Self::Unreadable { status } => Some(*status),
            Self::FileRefused => Some(StatusCode::FORBIDDEN.as_u16()),
            _ => None,
        }
    }

    /// Returns DOKU's word for the error.
    pub fn code(&self) -> Option<&str> {
        if let Self::Rejected { code, .. } = self { code.as_deref() } else { None }
    }

    /// Returns at most 20 texts of at most 300 characters, without control characters. They may quote personal data.
    pub fn messages(&self) -> &[String] {
        if let Self::Rejected { messages, .. } = self { messages } else { &[] }
    }

    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::Rejected { retry_after, .. } = self { *retry_after } else { None }
    }

    /// Returns DOKU's clock minus ours in milliseconds; only when DOKU refused our timestamp.
    pub fn clock_skew_ms(&self) -> Option<i64> {
        if let Self::Rejected { clock_skew_ms, .. } = self { *clock_skew_ms } else { None }
    }

    /// Returns true when certainly nothing of the request left us, since no connection came about: names, refused
    /// connections, connect time-outs, TLS.
    pub fn is_unsent(&self) -> bool {
        matches!(self, Self::Network(cause) if cause.is_connect())
    }

    pub fn is_time_out_of_range(&self) -> bool {
        self.code() == Some("request_time_out_of_range")
    }

    /// Builds the error of an answer; `now` is our clock when the answer came.
    pub(crate) fn rejected(status: StatusCode, headers: &HeaderMap, body: &[u8], now: Millis) -> Self {
        let Envelope { code, messages } = envelope::read(body);
        let out_of_range = code.as_deref() == Some("request_time_out_of_range");
        Self::Rejected {
            status: status.as_u16(),
            retry_after: retry_after(headers, now),
            clock_skew_ms: date(headers).filter(|_| out_of_range).map(|theirs| theirs.since(now)),
            code,
            messages,
        }
    }

    pub(crate) fn network(cause: reqwest::Error) -> Self {
        // A connect time-out is both; that nothing was sent says more.
        let is_late = cause.is_timeout() && !cause.is_connect();
        if is_late { Self::Timeout } else { Self::Network(cause.without_url()) }
    }

    fn is_gate(&self) -> bool {
        self.code().is_some_and(|code| GATE_CODES.contains(&code))
    }

    /// Tells whether DOKU repeats a refusal. A repeated Request-Id gets the first answer again under 409: its texts,
    /// without the code for a call that is still running. Source: CONTRACT §9.5.
    fn is_refusal_again(&self) -> bool {
        let in_flight = |code: &str| code == "idempotent_request" || code.to_ascii_uppercase().starts_with("DUPLICATE");
        !self.code().is_some_and(in_flight) && !self.messages().is_empty() && !self.says_success()
    }

    /// Returns true for `{"message": ["SUCCESS"]}`, the spelling of DOKU's other answers. Source: CONTRACT §9.6.
    pub(crate) fn says_success(&self) -> bool {
        self.messages().iter().any(|text| text.eq_ignore_ascii_case("success"))
    }

    /// Tells whether DOKU's server has no such path, which says nothing about a business. Source: CONTRACT §9.6.
    fn is_wrong_path(&self) -> bool {
        self.status() == Some(404) && self.messages().iter().any(|text| text.starts_with("No static resource"))
    }
}

/// Reads the moment of the answer by DOKU's clock.
pub(crate) fn date(headers: &HeaderMap) -> Option<Millis> {
    http_date(headers.get(header::DATE)?.to_str().ok()?)
}

/// Reads `Retry-After` in seconds or as a date; the wait is never longer than a day.
fn retry_after(headers: &HeaderMap, now: Millis) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let ms = http_date(text)?.since(date(headers).unwrap_or(now));
            Duration::from_millis(u64::try_from(ms).unwrap_or_default())
        }
    };
    Some(wait.min(LONGEST_WAIT))
}

fn http_date(text: &str) -> Option<Millis> {
    chrono::DateTime::parse_from_rfc2822(text).ok().map(|moment| Millis(moment.timestamp_millis()))
}

#[cfg(test)]
mod tests;
