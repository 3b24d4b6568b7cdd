//! The page that somebody is led to or comes back to: always one of ours.

use app::paths::{self, sign_in_and_back};
use http::{HeaderMap, Method, Uri, header, request::Parts};

/// Returns a path of ours to come back to, or `home` for anything that could leave this site.
pub fn safe_next<'a>(next: Option<&'a str>, home: &'a str) -> &'a str {
    let ours = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && !path.chars().any(char::is_control)
            && !path.starts_with("/api/")
    };
    next.filter(ours).unwrap_or(home)
}

/// Returns the path with its query.
pub fn path(parts: &Parts) -> String {
    parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// Returns the page of ours that a post names as its referrer, or `/`.
pub fn page_of(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let ours = referer(headers).filter(|uri| uri.authority().map(|host| host.as_str()) == host);
    safe_next(ours.as_ref().map(Uri::path), "/").to_owned()
}

fn referer(headers: &HeaderMap) -> Option<Uri> {
    headers.get(header::REFERER).and_then(|value| value.to_str().ok()?.parse().ok())
}

/// Returns the sign-in page that leads back from there.
pub fn sign_in_page(parts: &Parts) -> String {
    let back = sign_in_and_back(&page_behind(&parts.method, &parts.uri, &parts.headers));
    // A file cannot be kept.
    let is_upload = parts.method == Method::POST && parts.uri.path().contains("/documents/");
    if is_upload { format!("{back}&why=file") } else { back }
}

/// Returns the page that somebody signed out comes back to: the address of the post, or the page of its form.
pub fn page_behind(method: &Method, uri: &Uri, headers: &HeaderMap) -> String {
    let path = uri.path();
    if method == Method::GET {
        return uri.path_and_query().map_or(path, |whole| whole.as_str()).to_owned();
    }
    // The query of that page says what was asked for.
    let query = referer(headers).filter(|page| page.path() == path).and_then(|page| page.query().map(str::to_owned));
    if let Some(query) = query {
        return format!("{path}?{query}");
    }
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts[..] {
        ["businesses", id, "documents", slot] => {
            format!("/businesses/{id}/documents?slot={slot}&problem=signed_out#slot-{slot}")
        }
        ["businesses", id, task, "keep-as-is"] => format!("/businesses/{id}/{task}"),
        ["businesses", id, "consent"] => format!("/businesses/{id}/documents"),
        ["businesses", id, "submit" | "fixes"] => format!("/businesses/{id}/check"),
        ["businesses", id, "withdraw" | "start-again"] => format!("/businesses/{id}"),
        ["review", "settings", ..] => paths::SETTINGS.to_owned(),
        ["review", "calls", ..] => paths::TROUBLES.to_owned(),
        ["review", "notes", ..] => paths::NOTES.to_owned(),
        ["review", id, "approve" | "send-back" | "decline" | "take-back" | "mend"] => format!("/review/{id}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_never_leaves_this_site() {
        assert_eq!(safe_next(Some("/businesses/1?a=b"), "/"), "/businesses/1?a=b");
        for evil in [
            "//evil.example",
            "/\t/evil.example",
            "/\u{1}x",
            "https://evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(safe_next(Some(evil), "/home"), "/home", "{evil}");
        }
    }
}
