//! Refuses requests that do not name our address. A foreign name that leads here is not served as if it were ours, by a
//! proxy's mistake or on purpose (DNS rebinding).

use crate::services::Settings;
use app::texts::{Lang, Texts, fill, texts};
use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};

/// The paths that machines ask, under whatever address they know.
const PROBES: [&str; 3] = ["/livez", "/readyz", "/metrics"];

/// Returns the answer to a request that is not for us.
pub fn refusal(settings: &Settings, request: &Request) -> Option<Response> {
    // RFC 9112, section 3.2: a proxy before us may have used the other one of two.
    let named = request.headers().get_all(header::HOST).iter().count();
    // The sandbox shows its demo passwords and every mail: another host name must reach none of it.
    let is_sandbox = settings.sandbox_panel.is_some();
    let is_probe = !is_sandbox && PROBES.contains(&request.uri().path());
    if named > 1 || named == 0 && !is_probe {
        return Some(in_both_languages(StatusCode::BAD_REQUEST, |t| t.problems.nameless.to_owned()));
    }
    if is_probe {
        return None;
    }
    let hosts = request.headers().get_all(header::HOST).iter().map(|value| value.to_str().unwrap_or_default());
    // A proxy may write the whole address into the request line.
    let mut names = hosts.chain(request.uri().authority().map(|name| name.as_str()));
    if names.all(|name| settings.address.is_host(name)) {
        return None;
    }
    Some(in_both_languages(StatusCode::MISDIRECTED_REQUEST, |t| {
        let sentence = if is_sandbox { t.problems.simulation_is_here } else { t.problems.misdirected };
        fill(sentence, &[("address", &settings.public_url)])
    }))
}

/// Answers in both languages: the reader chose none.
fn in_both_languages(status: StatusCode, sentence: impl Fn(&Texts) -> String) -> Response {
    let sentences = [Lang::Id, Lang::En].map(|lang| sentence(texts(lang)) + "\n");
    (status, sentences.concat()).into_response()
}
