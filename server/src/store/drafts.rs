use super::{Conn, Result};
use domain::{Millis, application::Page, ids::BusinessId, kyb::FacetKey};

#[derive(sqlx::FromRow)]
pub struct Draft {
    /// The page by its text: `bank`, then `bank-1`.
    #[sqlx(rename = "part", try_from = "String")]
    pub page: Page,
    pub body: Vec<u8>,
    pub saved_at: Millis,
    pub judged_at: Option<Millis>,
    /// The correction of something that DOKU rejected, until DOKU took it.
    pub fix_body: Option<Vec<u8>>,
    /// The time at which the merchant confirmed the correction.
    pub fix_judged_at: Option<Millis>,
    /// The time at which the merchant confirmed that what was rejected is right as it is.
    pub fix_as_is_at: Option<Millis>,
}

/// Saves a draft. Once judged it stays judged, so that a later keystroke does not hide its errors.
pub async fn save(
    db: &mut Conn,
    business: BusinessId,
    page: Page,
    body: &[u8],
    now: Millis,
    judge: bool,
) -> Result<()> {
    execute!(
        db,
        "insert into drafts (business_id, part, body, saved_at, judged_at) values ($1, $2, $3, $4, $5)
        on conflict (business_id, part) do update set body = excluded.body, saved_at = excluded.saved_at,
            judged_at = coalesce(excluded.judged_at, drafts.judged_at)",
        business,
        page.to_string(),
        body,
        now,
        judge.then_some(now)
    )
    .await
}

/// Saves a correction beside what DOKU was sent. A draft that was never sent (social media left out) has none.
pub async fn save_fix(
    db: &mut Conn,
    business: BusinessId,
    page: Page,
    body: &[u8],
    now: Millis,
    judge: bool,
) -> Result<()> {
    execute!(
        db,
        "update drafts set fix_body = $3, saved_at = $4, fix_judged_at = coalesce($5, fix_judged_at), fix_as_is_at = null
        where business_id = $1 and part = $2",
        business,
        page.to_string(),
        body,
        now,
        judge.then_some(now)
    )
    .await
}

pub async fn keep_as_is(db: &mut Conn, business: BusinessId, page: Page, now: Millis) -> Result<()> {
    update!(db, drafts { fix_as_is_at: now, saved_at: now } where { business_id: business, part: page.to_string() })
        .await
}

/// Forgets that something is right as it is, since DOKU took it or changed its verdict: it must be confirmed again.
pub async fn forget_as_is(db: &mut Conn, business: BusinessId, facet: &FacetKey) -> Result<()> {
    let Some(page) = Page::of_facet(facet) else { return Ok(()) };
    update!(db, drafts { fix_as_is_at: None::<Millis> } where { business_id: business, part: page.to_string() }).await
}

/// Makes the correction what was sent, since DOKU took it.
pub async fn take_fix(db: &mut Conn, business: BusinessId, page: Page, body: &[u8]) -> Result<()> {
    update!(db, drafts { body, fix_body: None::<&[u8]>, fix_judged_at: None::<Millis> } where {
        business_id: business, part: page.to_string()
    })
    .await
}

pub async fn all(db: &mut Conn, business: BusinessId) -> Result<Vec<Draft>> {
    fetch_all!(db, "select * from drafts where business_id = $1", business).await
}

pub async fn forget_all(db: &mut Conn, business: BusinessId) -> Result<()> {
    execute!(db, "delete from drafts where business_id = $1", business).await
}
