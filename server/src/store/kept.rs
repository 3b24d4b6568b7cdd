use super::{Conn, Result};
use domain::{Millis, ids::AccountId};

pub const KEPT_FOR: i64 = Millis::DAY;

#[derive(sqlx::FromRow)]
pub struct KeptPost {
    /// The SHA-256 of the browser's token.
    pub id: Vec<u8>,
    pub action: String,
    pub page: String,
    /// The body is sealed.
    pub body: Vec<u8>,
    pub kept_at: Millis,
    /// The account that signed in with it; none yet.
    pub account_id: Option<AccountId>,
}

/// Inserts a post, and deletes the oldest beyond `most`.
pub async fn insert(db: &mut Conn, post: &KeptPost, most: i64) -> Result<()> {
    let () = insert!(db, kept_posts from post { id, action, page, body, kept_at }).await?;
    execute!(db, "delete from kept_posts where id in (select id from kept_posts order by kept_at desc, id desc limit 10000000 offset $1)", most).await
}

pub async fn by_id(db: &mut Conn, id: &[u8], since: Millis) -> Result<Option<KeptPost>> {
    fetch_optional!(db, "select * from kept_posts where id = " {id} " and kept_at >= " {since}).await
}

pub async fn set_account(db: &mut Conn, id: &[u8], account: AccountId) -> Result<()> {
    update!(db, kept_posts { account_id: account } where { id }, "account_id is null").await
}

pub async fn delete(db: &mut Conn, id: &[u8]) -> Result<()> {
    execute!(db, "delete from kept_posts where id = " {id}).await
}
