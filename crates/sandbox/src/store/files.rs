//! The facts about an uploaded file; its bytes are counted, not kept.

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

pub async fn insert(db: &mut Conn, file: &File, at: Millis) -> sqlx::Result<u64> {
    execute!(
        db,
        "insert into files (id, category, code, name, bytes, uploaded_at) values ($1, $2, $3, $4, $5, $6)",
        [&file.id, &file.category, &file.code, &file.name, file.bytes, at.0]
    )
}

pub async fn find(db: &mut Conn, id: &str, newer_than: Millis) -> sqlx::Result<Option<File>> {
    optional!(
        db,
        "select id, category, code, name, bytes from files where id = $1 and uploaded_at > $2",
        [id, newer_than.0]
    )
}

pub async fn count(db: &mut Conn) -> sqlx::Result<i64> {
    scalar!(db, "select count(*) from files")
}
