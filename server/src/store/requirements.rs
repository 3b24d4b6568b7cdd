//! The last answer of Check Requirements to each question.

use super::{Conn, Result};
use domain::Millis;
use sqlx::types::Json;

#[derive(sqlx::FromRow)]
pub struct Kept {
    pub answer: Json<serde_json::Value>,
    pub read_at: Millis,
}

/// `None`: DOKU never answered this question.
pub async fn get(db: &mut Conn, question: &str) -> Result<Option<Kept>> {
    fetch_optional!(db, "select answer, read_at from requirements where question = $1", question).await
}

pub async fn put(db: &mut Conn, question: &str, answer: &serde_json::Value, now: Millis) -> Result<()> {
    execute!(
        db,
        "insert into requirements (question, answer, read_at) values ($1, $2, $3)
        on conflict (question) do update set answer = excluded.answer, read_at = excluded.read_at",
        question,
        Json(answer),
        now
    )
    .await
    .map(drop)
}
