//! For operators: is the process there, can it work.

use crate::{
    services::Services,
    store::{accounts, flags},
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;

pub async fn livez() -> &'static str {
    "ok\n"
}

pub async fn readyz(State(services): State<Services>) -> Response {
    match ready(&services).await {
        Ok(true) => "ok\n".into_response(),
        Ok(false) => "ok, but DOKU refuses our credential\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}

async fn ready(services: &Services) -> crate::error::Result<bool> {
    let mut db = services.store.read().await?;
    accounts::is_empty(&mut db).await?;
    Ok(flags::get(&mut db, flags::DOKU_STOPPED).await?.is_none())
}
