//! DOKU's last answer of Check Requirements to each question.

use super::{Conn, Result};
use domain::Millis;
use sqlx::types::Json;

#[derive(sqlx::FromRow)]
pub struct Kept {
    pub answer: Json<serde_json::Value>,
    pub read_at: Millis,
}

/// Returns `None` when DOKU never answered this question.
pub async fn get(db: &mut Conn, question: &str) -> Result<Option<Kept>> {
    fetch_optional!(db, "select answer, read_at from requirements where question = " {question}).await
}

pub async fn put(db: &mut Conn, question: &str, answer: &serde_json::Value, now: Millis) -> Result<()> {
    upsert!(db, requirements { answer: Json(answer), read_at: now } where { question }).await
}
