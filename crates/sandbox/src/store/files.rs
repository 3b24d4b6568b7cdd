//! What is known of an uploaded file; its bytes are counted, not kept.

use domain::Millis;

use super::Conn;

#[derive(Clone, sqlx::FromRow)]
pub struct File {
    pub id: String,
    pub category: String,
    pub code: Option<String>,
    pub name: String,
    pub bytes: i64,
}

pub async fn insert(db: &mut Conn, file: &File, at: Millis) -> sqlx::Result<()> {
    sqlx::query("insert into files (id, category, code, name, bytes, uploaded_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(&file.id)
        .bind(&file.category)
        .bind(&file.code)
        .bind(&file.name)
        .bind(file.bytes)
        .bind(at.0)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn find(db: &mut Conn, id: &str, newer_than: Millis) -> sqlx::Result<Option<File>> {
    sqlx::query_as("select id, category, code, name, bytes from files where id = $1 and uploaded_at > $2")
        .bind(id)
        .bind(newer_than.0)
        .fetch_optional(db)
        .await
}

pub async fn count(db: &mut Conn) -> sqlx::Result<i64> {
    sqlx::query_scalar("select count(*) from files").fetch_one(db).await
}
