//! Every address, and the answer to those who may not ask.

use SignedOut::{Form, Page, Status};

/// The answer to somebody signed out.
#[derive(Clone, Copy)]
pub enum SignedOut {
    /// A request for a page is led to sign-in and back.
    Page,
    /// A form is led to sign-in, a script is told 401.
    Form,
    Status(u16),
}

/// Method and path, then the status for somebody signed out (at a browser, and as a script), another merchant, a
/// reviewer and an admin, where these are refused. `{id}` is a merchant's business in the partner's hands.
pub struct Row(pub &'static str, pub &'static str, pub SignedOut, pub u16, pub u16, pub u16);

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    // Everybody may ask.
    Row("GET", "/", Status(200), 200, 200, 200),
    Row("GET", "/sign-up", Status(200), 200, 200, 200),
    Row("GET", "/sign-in", Status(200), 200, 200, 200),
    Row("POST", "/sign-up", Status(422), 422, 422, 422),
    Row("POST", "/sign-in", Status(422), 422, 422, 422),
    Row("POST", "/sign-out", Status(303), 303, 303, 303),
    Row("POST", "/language", Status(303), 303, 303, 303),
    Row("GET", "/livez", Status(200), 200, 200, 200),
    Row("GET", "/readyz", Status(200), 200, 200, 200),
    // Loopback may ask; elsewhere a token is wanted: metrics.rs.
    Row("GET", "/metrics", Status(200), 200, 200, 200),
    Row("GET", "/favicon.svg", Status(200), 200, 200, 200),
    Row("GET", "/robots.txt", Status(200), 200, 200, 200),
    Row("GET", "/states", Status(200), 200, 200, 200),
    Row("GET", "/{pkg}/{file}", Status(404), 404, 404, 404),
    // The token in the address is the proof; a person is led to the page of all choices.
    Row("POST", "/unsubscribe/{token}", Status(404), 404, 404, 404),
    Row("GET", "/unsubscribe/{token}", Status(303), 303, 303, 303),
    // Sandbox mode has these, where nobody else can come.
    Row("GET", "/mail", Status(200), 200, 200, 200),
    Row("GET", "/mail/{mail}", Status(404), 404, 404, 404),
    Row("GET", "/mail/{mail}/html", Status(404), 404, 404, 404),
    // A key is wanted; a session opens nothing.
    Row("GET", "/api/v1/businesses", Status(401), 401, 401, 401),
    Row("GET", "/api/v1/businesses/{id}", Status(401), 401, 401, 401),
    Row("PUT", "/api/v1/businesses/{id}/reference", Status(401), 401, 401, 401),
    Row("GET", "/api/v1/openapi.json", Status(200), 200, 200, 200),
    Row("GET", "/api/v1/{*rest}", Status(404), 404, 404, 404),
    // The sender must know the key.
    Row("POST", "/webhooks/doku", Status(401), 401, 401, 401),
    // The merchant owns these: the wrong role is a partner's.
    Row("GET", "/preferences", Page, 200, 403, 403),
    Row("POST", "/preferences", Form, 303, 403, 403),
    Row("GET", "/businesses", Page, 200, 403, 403),
    Row("GET", "/businesses/new", Page, 200, 403, 403),
    Row("POST", "/businesses/new", Form, 422, 403, 403),
    Row("GET", "/businesses/{id}", Page, 404, 403, 403),
    Row("GET", "/businesses/{id}/documents", Page, 404, 403, 403),
    Row("GET", "/businesses/{id}/{page}", Page, 404, 403, 403),
    Row("GET", "/businesses/{id}/check", Page, 404, 403, 403),
    Row("GET", "/businesses/{id}/receipt", Page, 404, 403, 403),
    Row("GET", "/businesses/{id}/receipts/{revision}", Page, 404, 403, 403),
    Row("GET", "/businesses/{id}/receipts/{revision}/pdf", Form, 404, 403, 403),
    Row("GET", "/businesses/{id}/history", Page, 404, 403, 403),
    Row("GET", "/businesses/{id}/live", Form, 404, 403, 403),
    Row("GET", "/businesses/{id}/documents/{slot}/{document}", Form, 404, 403, 403),
    Row("POST", "/businesses/{id}/documents/{slot}", Form, 404, 403, 403),
    Row("POST", "/businesses/{id}/documents", Form, 404, 403, 403),
    Row("POST", "/businesses/{id}/{page}", Form, 404, 403, 403),
    Row("POST", "/businesses/{id}/{page}/keep-as-is", Form, 404, 403, 403),
    Row("POST", "/businesses/{id}/consent", Form, 404, 403, 403),
    Row("POST", "/businesses/{id}/submit", Form, 404, 403, 403),
    Row("POST", "/businesses/{id}/fixes", Form, 404, 403, 403),
    Row("POST", "/businesses/{id}/withdraw", Form, 404, 403, 403),
    Row("POST", "/businesses/{id}/start-again", Form, 404, 403, 403),
    // The partner owns these: every merchant has the wrong role.
    Row("GET", "/review", Page, 403, MAY, MAY),
    Row("GET", "/review/{id}", Page, 403, MAY, MAY),
    // Admins own these; hooks.rs tests the refusal of reviewers too.
    Row("GET", "/review/settings", Page, 403, 403, MAY),
    Row("POST", "/review/settings/endpoints", Form, 403, 403, MAY),
    Row("POST", "/review/settings/keys", Form, 403, 403, MAY),
    Row("POST", "/review/settings/endpoints/{endpoint}/secrets", Form, 403, 403, MAY),
    Row("POST", "/review/settings/endpoints/{endpoint}/switch", Form, 403, 403, MAY),
    Row("POST", "/review/settings/endpoints/{endpoint}/test", Form, 403, 403, MAY),
    Row("POST", "/review/settings/endpoints/{endpoint}/end-old-secret", Form, 403, 403, MAY),
    Row("POST", "/review/settings/endpoints/{endpoint}/remove", Form, 403, 403, MAY),
    Row("POST", "/review/settings/deliveries/{delivery}/resend", Form, 403, 403, MAY),
    Row("POST", "/review/settings/keys/{key}/revoke", Form, 403, 403, MAY),
    Row("GET", "/review/live", Form, 403, MAY, MAY),
    Row("GET", "/review/{id}/live", Form, 403, MAY, MAY),
    Row("GET", "/review/{id}/documents/{slot}/{document}", Form, 403, MAY, MAY),
    Row("GET", "/review/{id}/receipts/{revision}", Page, 403, MAY, MAY),
    Row("GET", "/review/{id}/receipts/{revision}/pdf", Form, 403, MAY, MAY),
    Row("GET", "/review/{id}/evidence", Page, 403, MAY, MAY),
    Row("GET", "/review/{id}/evidence.txt", Form, 403, MAY, MAY),
    Row("GET", "/review/{id}/evidence.pdf", Form, 403, MAY, MAY),
    Row("GET", "/review/{id}/reveal", Page, 403, MAY, MAY),
    Row("POST", "/review/{id}/reveal", Form, 403, MAY, MAY),
    Row("GET", "/review/notes", Page, 403, MAY, MAY),
    Row("POST", "/review/notes/{note}", Form, 403, MAY, MAY),
    Row("POST", "/review/{id}/approve", Form, 403, MAY, MAY),
    Row("POST", "/review/{id}/send-back", Form, 403, MAY, MAY),
    Row("POST", "/review/{id}/decline", Form, 403, MAY, MAY),
    Row("GET", "/review/troubles", Page, 403, MAY, MAY),
    Row("GET", "/review/exchanges", Page, 403, MAY, MAY),
    Row("POST", "/review/calls/{call}/retry", Form, 403, MAY, MAY),
    Row("POST", "/review/calls/{call}/give-up", Form, 403, MAY, MAY),
    Row("POST", "/review/calls/{call}/send-anew", Form, 403, MAY, MAY),
    Row("POST", "/review/calls/{call}/adopt", Form, 403, MAY, MAY),
    Row("POST", "/review/calls", Form, 403, MAY, MAY),
    Row("POST", "/review/{id}/take-back", Form, 403, MAY, MAY),
    Row("POST", "/review/{id}/mend", Form, 403, MAY, MAY),
    Row("POST", "/review/calls/{call}/mend", Form, 403, MAY, MAY),
    Row("POST", "/review/{id}/evidence", Form, 403, MAY, MAY),
];

/// The request is not refused: the tests of that address say what it answers.
pub const MAY: u16 = 0;
