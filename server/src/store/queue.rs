use super::{Conn, Result, businesses::Business};
use domain::{Millis, ids::BusinessId, kyb::State};
use std::collections::BTreeMap;

#[derive(sqlx::FromRow)]
pub struct Row {
    #[sqlx(flatten)]
    pub business: Business,
    pub email: String,
}

/// Which rows a tab of the queue holds.
pub enum Filter {
    /// Whatever became of them: for a search.
    All,
    States(&'static [State]),
    /// The promised time is over.
    Late(Millis),
    Troubled,
}

/// Something failed, DOKU took back what it had accepted, or rejected what no page of ours corrects. The words of the index.
macro_rules! troubled {
    () => {
        "(trouble is not null or state = 'suspended' or (state = 'action_needed' and to_fix = 0))"
    };
}

/// Keyset: the oldest in its state first. `search` is folded text. `after`: the last row of the page before.
pub async fn page(
    db: &mut Conn,
    filter: &Filter,
    search: Option<&str>,
    after: Option<(Millis, BusinessId)>,
    limit: i64,
) -> Result<Vec<Row>> {
    compose!(fetch_all, db, |q| {
        q.push("select b.*, a.email from businesses b join accounts a on a.id = b.owner_id where ");
        match filter {
            Filter::All => {
                q.push("true");
            }
            Filter::States(states) => {
                q.push("b.state in (");
                let mut list = q.separated(", ");
                for state in *states {
                    list.push_bind(*state);
                }
                q.push(")");
            }
            Filter::Late(now) => {
                q.push("b.due_at <= ").push_bind(*now);
            }
            Filter::Troubled => {
                q.push(troubled!());
            }
        }
        if let Some(text) = search {
            let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
            q.push(" and (b.search like ").push_bind(pattern).push(" escape '\\'");
            // By the number that stands on every page; DOKU writes it in capitals.
            let id = text.trim().to_uppercase();
            q.push(" or doku_business_id = ")
                .push_bind(id.clone())
                .push(" or doku_brand_id = ")
                .push_bind(id)
                .push(")");
        }
        if let Some((since, id)) = after {
            q.push(" and (b.state_since, b.id) > (").push_bind(since).push(", ").push_bind(id).push(")");
        }
        q.push(" order by b.state_since, b.id limit ").push_bind(limit);
    })
    .await
}

pub async fn counts(db: &mut Conn) -> Result<BTreeMap<State, i64>> {
    let rows: Vec<(State, i64)> = fetch_all!(db, "select state, count(*) from businesses group by state").await?;
    Ok(rows.into_iter().collect())
}

pub async fn late(db: &mut Conn, now: Millis) -> Result<i64> {
    let (count,): (i64,) = fetch_one!(db, "select count(*) from businesses where due_at <= $1", now).await?;
    Ok(count)
}

pub async fn troubled(db: &mut Conn) -> Result<i64> {
    let (count,): (i64,) = compose!(fetch_one, db, |q| {
        q.push("select count(*) from businesses where ").push(troubled!());
    })
    .await?;
    Ok(count)
}
