//! The one way out to DOKU: time-outs, credentials, span and log.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use domain::Millis;
use domain::ids::RequestId;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use reqwest::multipart::Form;
use reqwest::{RequestBuilder, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tracing::{Instrument, info, info_span, warn};

use super::config::Config;
use super::exchange::{Exchange, ExchangeHook};
use crate::error::date;
use crate::signature::{self, Parts, TimestampLabel};
use crate::{Clock, Error, decode};

/// The greatest distance between a signed timestamp and DOKU's time. A success dated further from ours was dated by
/// something else on the way. Source: CONTRACT §9.4.
const GATE_MS: i64 = 3_600_000;

/// DOKU's clock minus ours, once an answer has told it.
#[derive(Default)]
pub(super) struct Skew(Mutex<Option<i64>>);

impl Skew {
    pub fn get(&self) -> Option<i64> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn learn(&self, answer: &Answer) {
        let seen = if answer.is_trusted() {
            answer.stamped_at().map(|theirs| theirs.since(answer.received_at)).filter(|skew| skew.abs() <= GATE_MS)
        } else {
            answer.refusal().clock_skew_ms()
        };
        if seen.is_some() {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = seen;
        }
    }
}

pub(super) struct Call<'a> {
    pub method: Method,
    /// The path below the base URL, with a leading slash.
    pub path: &'a str,
    pub query: &'a [(&'static str, &'a str)],
    pub request_id: &'a RequestId,
    pub payload: Payload<'a>,
}

pub(super) enum Payload<'a> {
    Nothing,
    Json(Bytes),
    /// A multipart form, which carries a token instead of a signature. Source: CONTRACT §4.
    File {
        form: Form,
        token: &'a SecretString,
        timeout: Duration,
    },
}

pub(super) struct Answer {
    pub status: StatusCode,
    pub body: Bytes,
    headers: HeaderMap,
    /// The time by our clock.
    received_at: Millis,
}

impl<'a> Call<'a> {
    pub fn new(method: Method, path: &'a str, request_id: &'a RequestId) -> Self {
        Self { method, path, query: &[], request_id, payload: Payload::Nothing }
    }
}

/// Signs and sends as one partner.
pub(super) struct Sender {
    pub config: Config,
    pub clock: Clock,
    pub skew: Skew,
    pub hook: Option<ExchangeHook>,
    http: reqwest::Client,
    base: Url,
}

impl Sender {
    pub fn new(config: Config, clock: Clock) -> Result<Self, Error> {
        let base = config.base()?;
        Ok(Self { http: config.http(&base)?, base, config, clock, skew: Skew::default(), hook: None })
    }

    /// Sends a call. Answers of every status are `Ok`; errors are calls without an answer.
    pub async fn send(&self, call: Call<'_>) -> Result<Answer, Error> {
        let url = self.url(&call);
        let (at, started) = (self.clock.now(), Instant::now());
        let (method, path, request_id) = (call.method.to_string(), url.path().to_owned(), call.request_id.clone());
        let span = info_span!("doku.call", doku.method = %method, doku.path = %path, doku.request_id = %request_id);
        let outcome = self.exchange(url, call).instrument(span.clone()).await;

        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = outcome.as_ref().ok().map(|answer| answer.status.as_u16());
        if let Ok(answer) = &outcome {
            self.skew.learn(answer);
        }
        span.in_scope(|| match &outcome {
            Ok(answer) => info!(doku.status = answer.status.as_u16(), elapsed_ms = ms, "DOKU answered"),
            Err(error) => warn!(elapsed_ms = ms, "no answer from DOKU: {error}"),
        });
        if let Some(hook) = &self.hook {
            hook(&Exchange { method, path, status, ms, request_id, at });
        }
        outcome
    }

    async fn exchange(&self, url: Url, call: Call<'_>) -> Result<Answer, Error> {
        let request_id = call.request_id;
        let targets = [self.target(&url), url.path().to_owned()];
        let target = targets[0].as_str();
        let method = call.method.clone();
        let request = self.http.request(call.method, url);
        let (request, is_signed) = match call.payload {
            Payload::Nothing => (self.signed(request, request_id, target, None)?, true),
            Payload::Json(body) => {
                let digested = self.config.digest_rule.covers(&method, &body);
                let request = self.signed(request, request_id, target, digested)?;
                (request.header(CONTENT_TYPE, "application/json").body(body), true)
            }
            Payload::File { form, token, timeout } => {
                (request.header(AUTHORIZATION, bearer(token)?).timeout(timeout).multipart(form), false)
            }
        };
        let response = request.send().await.map_err(Error::network)?;
        let answer = self.read(response).await?;
        if is_signed {
            self.check_signature(&answer, request_id, &targets)?;
        }
        Ok(answer)
    }

    /// Signs a request. The timestamp is taken here, at the last moment: a repetition is signed afresh.
    fn signed(
        &self,
        request: RequestBuilder,
        request_id: &RequestId,
        target: &str,
        body: Option<&[u8]>,
    ) -> Result<RequestBuilder, Error> {
        let timestamp = self.clock.now().to_iso();
        let parts = Parts {
            client_id: &self.config.client_id,
            request_id: request_id.as_str(),
            timestamp: &timestamp,
            timestamp_label: TimestampLabel::Request,
            target,
            body,
        };
        let headers = parts.headers(&self.config.secret_key);
        Ok(request.headers(headers.map_err(|_| Error::Setup("a Request-Id cannot stand in a header"))?))
    }

    async fn read(&self, mut response: reqwest::Response) -> Result<Answer, Error> {
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(Error::network)? {
            if body.len() + chunk.len() > decode::MAX_ANSWER_BYTES {
                return Err(Error::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: body.freeze(),
            received_at: self.clock.now(),
        })
    }

    /// Checks the signature of an answer. Only a warning follows by default, since DOKU may not sign these answers. The
    /// target may be that of the request or the plain path. Source: CONTRACT §9.2.
    fn check_signature(&self, answer: &Answer, request_id: &RequestId, targets: &[String]) -> Result<(), Error> {
        let is_trusted = answer.is_trusted();
        let right = answer.signature().map(|(given, timestamp)| {
            let is_over = |target: &str, body| {
                let parts = Parts {
                    client_id: &self.config.client_id,
                    request_id: request_id.as_str(),
                    timestamp,
                    timestamp_label: TimestampLabel::Response,
                    target,
                    body,
                };
                signature::verify(&self.config.secret_key, &parts, given)
            };
            targets.iter().any(|target| is_over(target, Some(&answer.body[..])) || is_over(target, None))
        });
        if right == Some(false) {
            warn!("DOKU's answer carries a signature that is not right");
        }
        let refused = right == Some(false) || right.is_none() && is_trusted;
        if self.config.enforce_response_signature && refused { Err(Error::Unsigned) } else { Ok(()) }
    }

    fn url(&self, call: &Call<'_>) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{}", self.base.path().trim_end_matches('/'), call.path));
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(call.query);
        }
        url
    }

    /// Returns the target of the request line, without the parts that the settings leave out. Source: CONTRACT §9.1.
    fn target(&self, url: &Url) -> String {
        let path = self.config.sign_prefix.of(url.path());
        match url.query() {
            Some(query) if self.config.sign_query => format!("{path}?{query}"),
            _ => path.to_owned(),
        }
    }
}

impl Answer {
    pub fn success(self) -> Result<Self, Error> {
        if self.status.is_success() {
            return Ok(self);
        }
        let error = self.refusal();
        if let Some(skew_ms) = error.clock_skew_ms() {
            warn!(skew_ms, "DOKU refuses our timestamps: its clock is {skew_ms} ms ahead of ours");
        }
        Err(error)
    }

    pub fn json(&self) -> Option<Value> {
        decode::object(&self.body)
    }

    pub fn unreadable(&self) -> Error {
        Error::Unreadable { status: self.status.as_u16() }
    }

    pub fn told_at(&self) -> Millis {
        self.stamped_at().unwrap_or(self.received_at)
    }

    /// Returns the moment of the answer by DOKU's clock.
    fn stamped_at(&self) -> Option<Millis> {
        let stamped = self.header(TimestampLabel::Response.header()).and_then(Millis::from_iso);
        stamped.or_else(|| date(&self.headers))
    }

    /// Returns true for a success, and for a 409, which may repeat one.
    fn is_trusted(&self) -> bool {
        self.status.is_success() || self.status == StatusCode::CONFLICT
    }

    /// Returns true for a 403 without a code of DOKU's.
    pub fn is_barred(&self) -> bool {
        self.status == StatusCode::FORBIDDEN && self.refusal().code().is_none()
    }

    fn refusal(&self) -> Error {
        Error::rejected(self.status, &self.headers, &self.body, self.received_at)
    }

    fn signature(&self) -> Option<(&str, &str)> {
        Some((self.header("Signature")?, self.header(TimestampLabel::Response.header())?))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

pub(super) fn bearer(token: &SecretString) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
        .map_err(|_| Error::Setup("a token cannot stand in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}
