use super::{Conn, Result};
use domain::{Millis, forms::Task, ids::BusinessId};

#[derive(sqlx::FromRow)]
pub struct Draft {
    pub task: Task,
    pub body: Vec<u8>,
    pub saved_at: Millis,
    pub judged_at: Option<Millis>,
}

/// Once judged a draft stays judged, so that a later keystroke does not hide its errors.
pub async fn save(
    db: &mut Conn,
    business: BusinessId,
    task: Task,
    body: &[u8],
    now: Millis,
    judge: bool,
) -> Result<()> {
    execute!(
        db,
        "insert into drafts (business_id, task, body, saved_at, judged_at) values ($1, $2, $3, $4, $5)
        on conflict (business_id, task) do update set body = excluded.body, saved_at = excluded.saved_at,
            judged_at = coalesce(excluded.judged_at, drafts.judged_at)",
        business,
        task,
        body,
        now,
        judge.then_some(now)
    )
    .await
    .map(drop)
}

pub async fn all(db: &mut Conn, business: BusinessId) -> Result<Vec<Draft>> {
    fetch_all!(db, "select * from drafts where business_id = $1", business).await
}
