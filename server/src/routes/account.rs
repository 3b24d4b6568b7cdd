//! Accounts, their language and their mails. A refused form without a draft answers 422, the same page with the same
//! words.

use super::{
    back::safe_next,
    cookie,
    identity::LANGUAGE,
    pages::{self, Ctx},
    see_other, set_cookie,
};
use crate::{
    account::{
        NoSignIn,
        familiar::{Caller, FAMILIAR_FOR},
        sessions::ACCOUNT,
    },
    error::Result,
    once::Keyed,
    services::Services,
    telemetry::or_warn,
};
use app::{
    error::AppError,
    site::{FormProblem, Redisplay},
    texts::Lang,
    viewer::Viewer,
};
use axum::{
    Extension, Form,
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use domain::{
    Millis,
    forms::{FieldError, FormErrors, SignUpForm},
};
use http::{HeaderValue, header};
use secrecy::SecretString;
use serde::Deserialize;
use std::collections::BTreeMap;
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

/// Shows every state as a merchant sees it, in simulation only.
pub async fn states(ctx: Ctx) -> Response {
    ctx.view(app::simulation::states).await
}

pub async fn sign_up(ctx: Ctx, session: Session, Form(keyed): Form<Keyed<SignUpForm>>) -> Result<Response> {
    let (key, form) = (keyed.key("account"), keyed.form);
    let values = BTreeMap::from([("email".to_owned(), form.email.clone())]);
    if ctx.services.limits.sign_ups.check_key(&ctx.address()).is_err() {
        let problem = Some(FormProblem::Of(AppError::TooMany));
        let redisplay = Redisplay { values, problem, ..Redisplay::default() };
        return Ok(pages::refused(ctx.parts, "/sign-up", redisplay).await);
    }
    let errors = match form.parse() {
        Ok(proof) => match ctx.services.sign_up(proof, &key).await? {
            Some(viewer) => {
                ctx.services.remember_language(viewer.account, ctx.lang()).await?;
                return enter(&ctx, &session, &viewer, viewer.home()).await;
            }
            None => FormErrors(vec![("email".to_owned(), FieldError::Taken)]),
        },
        Err(errors) => errors,
    };
    Ok(pages::refused(ctx.parts, "/sign-up", Redisplay { values, errors, problem: None }).await)
}

pub async fn sign_in(ctx: Ctx, session: Session, Form(form): Form<SignInForm>) -> Result<Response> {
    let mut values = BTreeMap::from([("email".to_owned(), form.email.clone())]);
    values.extend(form.next.clone().map(|next| ("next".to_owned(), next)));
    let caller = caller(&ctx);
    let problem = if may_try(&ctx.services, &form.email, &caller).await? {
        match ctx.services.sign_in(&form.email, form.password, caller).await {
            Ok(viewer) => {
                let to = safe_next(form.next.as_deref(), viewer.home());
                return enter(&ctx, &session, &viewer, to).await;
            }
            Err(NoSignIn::Wrong) => FormProblem::WrongSignIn,
            Err(NoSignIn::TooMany) => FormProblem::Of(AppError::TooMany),
            Err(NoSignIn::TooManyStrangers) => FormProblem::TooManyStrangers,
            Err(NoSignIn::Failed(error)) => return Err(error),
        }
    } else {
        FormProblem::Of(AppError::TooMany)
    };
    let redisplay = Redisplay { values, problem: Some(problem), ..Redisplay::default() };
    Ok(pages::refused(ctx.parts, "/sign-in", redisplay).await)
}

fn caller(ctx: &Ctx) -> Caller {
    let browser = cookie(&ctx.parts.headers, known(&ctx.services)).map(str::to_owned);
    Caller { address: ctx.address(), browser, is_signed_in: false }
}

/// Returns the name of the cookie that marks a browser in which somebody signed in before. `__Host-` wants https.
fn known(services: &Services) -> &'static str {
    if services.settings.is_https { "__Host-known" } else { "known" }
}

/// The mark's cookie, which `tell_known` adds behind the session's.
#[derive(Clone)]
struct Known(HeaderValue);

/// Adds the mark's cookie outside the session layer, so that a client that reads one cookie reads the session's.
pub async fn tell_known(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(Known(cookie)) = response.extensions_mut().remove() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Marks this browser and address as known to the account. A failure keeps nobody out.
async fn remember(ctx: &Ctx, viewer: &Viewer) -> Option<Known> {
    let remembered = ctx.services.remember_caller(viewer.account, &caller(ctx)).await;
    let token = or_warn(remembered, "from where somebody signed in is not remembered")?;
    let cookie = set_cookie(&ctx.services, known(&ctx.services), &token, FAMILIAR_FOR / Millis::SECOND);
    Some(Known(cookie))
}

/// Tells whether a sign-in may be tried. Many may share an address and one of them may guess, so a browser that this
/// account knows is never stopped.
async fn may_try(services: &Services, email: &str, caller: &Caller) -> Result<bool> {
    let has_room = services.limits.accounts.check_key(&caller.address).is_ok();
    Ok(has_room || services.knows_browser(email, caller).await?)
}

/// Signs in under a new session id: an id that was known before opens nothing.
async fn enter(ctx: &Ctx, session: &Session, viewer: &Viewer, to: &str) -> Result<Response> {
    session.cycle_id().await?;
    session.insert(ACCOUNT, viewer.account).await?;
    // The session is saved here, since the layer that saves it otherwise would hide the cause of a failure.
    session.save().await?;
    let mut response = see_other(to);
    if let Some(known) = remember(ctx, viewer).await {
        response.extensions_mut().insert(known);
    }
    Ok(response)
}

pub async fn sign_out(session: Session) -> Result<Response> {
    session.flush().await?;
    Ok(see_other("/"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LanguageForm {
    lang: String,
    next: Option<String>,
}

/// Sets the language of pages and mails. It changes by POST and reload, so it is constant per page.
pub async fn language(
    State(services): State<Services>,
    Extension(viewer): Extension<Option<Viewer>>,
    Form(form): Form<LanguageForm>,
) -> Result<Response> {
    let lang = Lang::read(&form.lang).unwrap_or(Lang::Id);
    if let Some(viewer) = viewer {
        services.remember_language(viewer.account, lang).await?;
    }
    Ok(spoken_to_in(lang, &services, see_other(safe_next(form.next.as_deref(), "/"))))
}

/// Sets the language cookie of this browser.
fn spoken_to_in(lang: Lang, services: &Services, mut response: Response) -> Response {
    let cookie = set_cookie(services, LANGUAGE, lang.as_str(), 365 * Millis::DAY / Millis::SECOND);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

pub async fn preferences(ctx: Ctx<Viewer>) -> Response {
    ctx.page(ctx.services.preferences(&ctx.viewer).await, app::account::preferences).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PreferencesForm {
    language: String,
    news: String,
}

/// Saves the choices. The language counts at once, for the page that follows.
pub async fn choose(ctx: Ctx<Viewer>, Form(form): Form<PreferencesForm>) -> Result<Response> {
    let lang = Lang::read(&form.language).unwrap_or_default();
    ctx.services.choose(&ctx.viewer, lang, form.news != "no").await?;
    Ok(spoken_to_in(lang, &ctx.services, see_other("/preferences?saved=1")))
}
