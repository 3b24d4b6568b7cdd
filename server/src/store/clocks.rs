use super::{Conn, Result};
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{Turn, Verdict},
};

#[derive(sqlx::FromRow)]
struct Row {
    facet: String,
    verdict: Verdict,
    at: Millis,
}

/// Returns what changed a verdict, and what was sent, in no order.
pub async fn turns(db: &mut Conn, business: BusinessId) -> Result<Vec<Turn>> {
    let rows: Vec<Row> = fetch_all!(db, "select facet, outcome as verdict, at from observations
            where business_id = " {business} " and outcome in ('pending', 'accepted', 'rejected', 'suspended')
        union all select facet, 'pending' as verdict, sent_at as at from sends where business_id = " {business})
    .await?;
    let turn = |row: Row| Some(Turn { facet: row.facet.parse().ok()?, verdict: row.verdict, at: row.at });
    Ok(rows.into_iter().filter_map(turn).collect())
}
