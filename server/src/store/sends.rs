use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, DokuFileId},
    kyb::Sent,
};

#[derive(sqlx::FromRow)]
struct Row {
    facet: String,
    revision: i64,
    sent_at: Millis,
    file_id: Option<DokuFileId>,
}

/// Inserts what DOKU took; a second insert changes nothing.
pub async fn insert(db: &mut Conn, business: BusinessId, sent: &Sent) -> Result<()> {
    insert!(
        db,
        sends {
            business_id: business,
            facet: sent.facet.to_string(),
            revision: i64::from(sent.revision),
            sent_at: sent.at,
            file_id: sent.file.as_ref()
        },
        "on conflict (business_id, facet, revision) do nothing"
    )
    .await
}

pub async fn all(db: &mut Conn, business: BusinessId) -> Result<Vec<Sent>> {
    let rows: Vec<Row> =
        fetch_all!(db, "select * from sends where business_id = " {business} " order by revision, facet").await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Sent {
                facet: row.facet.parse().ok()?,
                revision: u32::try_from(row.revision).ok()?,
                at: row.sent_at,
                file: row.file_id,
            })
        })
        .collect())
}
