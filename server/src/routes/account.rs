//! Accounts, their language and their mails. A form without a draft that is refused shows the same page with the same words as 422.

use super::{
    back::safe_next,
    cookie,
    identity::{LANGUAGE, SignedIn},
    pages::{self, Ctx},
    security::client_address,
    see_other,
};
use crate::{
    account::{
        NoSignIn,
        familiar::{Caller, FAMILIAR_FOR},
        sessions::ACCOUNT,
    },
    error::{Error, Result, error_response},
    once::Keyed,
    services::Services,
};
use app::{
    error::AppError,
    site::{Problem, Redisplay},
    texts::Lang,
    viewer::Viewer,
};
use axum::{
    Extension, Form,
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use domain::{
    Millis,
    forms::{FieldError, FormErrors, SignUpForm},
};
use http::{HeaderValue, header, request::Parts};
use secrecy::SecretString;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};
use tower_sessions::Session;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    email: String,
    password: SecretString,
    next: Option<String>,
}

pub async fn front(ctx: Ctx) -> Response {
    ctx.view(app::front::front).await
}

pub async fn sign_up_page(ctx: Ctx) -> Response {
    ctx.view(app::account::sign_up).await
}

pub async fn sign_in_page(ctx: Ctx) -> Response {
    ctx.view(app::account::sign_in).await
}

/// Every state as a merchant sees it, in simulation only.
pub async fn states(ctx: Ctx) -> Response {
    ctx.view(app::simulation::states).await
}

pub async fn sign_up(
    State(services): State<Services>,
    session: Session,
    parts: Parts,
    Form(keyed): Form<Keyed<SignUpForm>>,
) -> Response {
    let (key, form) = (keyed.key("account"), keyed.form);
    let values = BTreeMap::from([("email".to_owned(), form.email.clone())]);
    if services.limits.sign_ups.check_key(&address(&services, &parts)).is_err() {
        return pages::refused(
            parts,
            "/sign-up",
            Redisplay { values, problem: Some(Problem::Of(AppError::TooMany)), ..Redisplay::default() },
        )
        .await;
    }
    let errors = match form.parse() {
        Ok(proof) => match services.sign_up(proof, &key).await {
            Ok(Some(viewer)) => {
                let lang = parts.extensions.get::<Lang>().copied().unwrap_or_default();
                if let Err(error) = services.remember_language(viewer.account, lang).await {
                    return error_response(&error.into());
                }
                return enter(&services, &session, &parts, &viewer, viewer.home()).await;
            }
            Ok(None) => FormErrors(vec![("email".to_owned(), FieldError::Taken)]),
            Err(error) => return error_response(&error.into()),
        },
        Err(errors) => errors,
    };
    pages::refused(parts, "/sign-up", Redisplay { values, errors, problem: None }).await
}

pub async fn sign_in(
    State(services): State<Services>,
    session: Session,
    parts: Parts,
    Form(form): Form<SignInForm>,
) -> Response {
    let mut values = BTreeMap::from([("email".to_owned(), form.email.clone())]);
    values.extend(form.next.clone().map(|next| ("next".to_owned(), next)));
    let caller = caller(&services, &parts);
    let may_try = match may_try(&services, &form.email, &caller).await {
        Ok(may_try) => may_try,
        Err(error) => return error_response(&error.into()),
    };
    let problem = if may_try {
        match services.sign_in(&form.email, form.password, caller).await {
            Ok(viewer) => {
                let to = safe_next(form.next.as_deref(), viewer.home());
                return enter(&services, &session, &parts, &viewer, to).await;
            }
            Err(NoSignIn::Wrong) => Problem::WrongSignIn,
            Err(NoSignIn::TooMany) => Problem::Of(AppError::TooMany),
            Err(NoSignIn::TooManyStrangers) => Problem::TooManyStrangers,
            Err(NoSignIn::Failed(error)) => return error_response(&error.into()),
        }
    } else {
        Problem::Of(AppError::TooMany)
    };
    pages::refused(parts, "/sign-in", Redisplay { values, problem: Some(problem), ..Redisplay::default() }).await
}

fn caller(services: &Services, parts: &Parts) -> Caller {
    let browser = cookie(&parts.headers, known(services)).map(str::to_owned);
    Caller { address: address(services, parts), browser, is_signed_in: false }
}

/// The cookie by which a browser is known where it has signed in before. `__Host-` wants https.
fn known(services: &Services) -> &'static str {
    if services.settings.is_https { "__Host-known" } else { "known" }
}

/// Told beside the session's, which is first: see `tell_known`.
#[derive(Clone)]
struct Known(HeaderValue);

/// Outside of the layer of sessions, so that clients that read one cookie read theirs.
pub async fn tell_known(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(Known(cookie)) = response.extensions_mut().remove() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Whoever signed in is known here from now on. What cannot be remembered is no reason to keep them out.
async fn remember(services: &Services, parts: &Parts, viewer: &Viewer) -> Option<Known> {
    let token = match services.remember_caller(viewer.account, &caller(services, parts)).await {
        Ok(token) => token,
        Err(error) => {
            tracing::warn!(error = %crate::telemetry::causes(&error), "from where somebody signed in is not remembered");
            return None;
        }
    };
    let (name, seconds) = (known(services), FAMILIAR_FOR / Millis::SECOND);
    let secure = if services.settings.is_https { "; Secure" } else { "" };
    let cookie = format!("{name}={token}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
    cookie.parse().ok().map(Known)
}

fn address(services: &Services, parts: &Parts) -> IpAddr {
    client_address(services, &parts.headers, parts.extensions.get::<ConnectInfo<SocketAddr>>())
}

/// Many may share an address, and one of them may guess: that stops nobody at a browser that this account knows.
async fn may_try(services: &Services, email: &str, caller: &Caller) -> Result<bool> {
    let has_room = services.limits.accounts.check_key(&caller.address).is_ok();
    Ok(has_room || services.knows_browser(email, caller).await?)
}

/// A new session id on sign-in: one that was known before opens nothing.
async fn enter(services: &Services, session: &Session, parts: &Parts, viewer: &Viewer, to: &str) -> Response {
    let entered = async {
        session.cycle_id().await?;
        session.insert(ACCOUNT, viewer.account).await?;
        // Here, since the layer that saves it otherwise tells nobody why it could not.
        session.save().await
    };
    match entered.await {
        Ok(()) => {
            let mut response = see_other(to);
            if let Some(known) = remember(services, parts, viewer).await {
                response.extensions_mut().insert(known);
            }
            response
        }
        Err(error) => error_response(&Error::Session(error).into()),
    }
}

pub async fn sign_out(session: Session) -> Response {
    match session.flush().await {
        Ok(()) => see_other("/"),
        Err(error) => error_response(&Error::Session(error).into()),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LanguageForm {
    lang: String,
    next: Option<String>,
}

/// Changed by POST and reload, so it is constant per page.
/// Mail follows.
pub async fn language(
    State(services): State<Services>,
    Extension(viewer): Extension<Option<Viewer>>,
    Form(form): Form<LanguageForm>,
) -> Response {
    let lang = Lang::read(&form.lang).unwrap_or(Lang::Id);
    if let Some(viewer) = viewer
        && let Err(error) = services.remember_language(viewer.account, lang).await
    {
        return error_response(&error.into());
    }
    let mut response = see_other(safe_next(form.next.as_deref(), "/"));
    set_language(&services, &mut response, lang);
    response
}

/// This browser is spoken to in this language from now on.
pub fn set_language(services: &Services, response: &mut Response, lang: Lang) {
    let secure = if services.settings.is_https { "; Secure" } else { "" };
    let cookie = format!("{LANGUAGE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}", lang.as_str());
    if let Ok(cookie) = cookie.parse() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

pub async fn preferences(ctx: Ctx, SignedIn(viewer): SignedIn) -> Response {
    let chosen = ctx.services.preferences(&viewer).await;
    ctx.page(chosen, app::account::preferences).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PreferencesForm {
    language: String,
    news: String,
}

/// The language counts at once: the page that follows speaks it.
pub async fn choose(
    State(services): State<Services>,
    SignedIn(viewer): SignedIn,
    Form(form): Form<PreferencesForm>,
) -> Response {
    let lang = Lang::read(&form.language).unwrap_or_default();
    match services.choose(&viewer, lang, form.news != "no").await {
        Ok(()) => {
            let mut response = see_other("/preferences?saved=1");
            set_language(&services, &mut response, lang);
            response
        }
        Err(error) => error_response(&error.into()),
    }
}
