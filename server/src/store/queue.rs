//! The lists of the queue. Each is a walk along one index, or a few such walks merged: a page costs what a page holds, however
//! many businesses there are.

use super::{Conn, Result};
use domain::{
    Millis,
    ids::{BusinessId, DokuBusinessId},
    kyb::State,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a list shows of a business, and no more.
#[derive(sqlx::FromRow)]
pub struct Row {
    pub id: BusinessId,
    pub name: String,
    pub business_type: String,
    pub legal_entity: String,
    pub business_line: String,
    pub state: State,
    pub state_since: Millis,
    pub to_fix: i64,
    pub due_at: Option<Millis>,
    pub clock_from: Option<Millis>,
    pub amber_at: Option<Millis>,
    pub doku_business_id: Option<DokuBusinessId>,
    pub email: String,
    /// What its list is sorted by.
    pub at: Millis,
}

/// Which rows a tab of the queue holds.
pub enum Filter {
    /// The oldest in its state first.
    States(&'static [State]),
    /// The promised time is over; what was due first comes first.
    Late(Millis),
    Troubled,
}

/// The last row of the page before: what its list is sorted by, and its id.
pub type After = Option<(Millis, BusinessId)>;

/// Something failed, DOKU took back what it had accepted, or rejected what no page of ours corrects. The words of the index.
pub(super) const TROUBLED: &str = "(trouble is not null or state = 'suspended' or (state = 'action_needed' and to_fix = 0))";

/// The walk, in brackets, stands between the two. It gives `id` and `at`.
const ROWS: &str =
    "select b.id, b.name, b.business_type, b.legal_entity, b.business_line, b.state, b.state_since, b.to_fix,
    b.due_at, b.clock_from, b.amber_at, b.doku_business_id, a.email, walk.at from (";
const OF_WALK: &str = ") walk join businesses b on b.id = walk.id join accounts a on a.id = b.owner_id
    order by walk.at, walk.id limit ";

/// Before every row.
fn place(after: After) -> (Millis, BusinessId) {
    after.unwrap_or((Millis(i64::MIN), BusinessId::new(Uuid::nil())))
}

/// Keyset. `limit` stands in the text, so that PostgreSQL knows how few rows are wanted.
pub async fn page(db: &mut Conn, filter: &Filter, after: After, limit: i64) -> Result<Vec<Row>> {
    let (at, id) = place(after);
    compose!(fetch_all, db, |q| {
        q.push(ROWS);
        match filter {
            Filter::States(states) => {
                for (n, state) in states.iter().enumerate() {
                    q.push(if n == 0 { "select * from (" } else { " union all select * from (" });
                    q.push("select id, state_since as at from businesses where state = ").push_bind(*state);
                    q.push(" and (state_since, id) > (").push_bind(at).push(", ").push_bind(id);
                    q.push(") order by state_since, id limit ").push(limit).push(format!(") state_{n}"));
                }
            }
            Filter::Late(now) => {
                q.push("select id, due_at as at from businesses where due_at <= ").push_bind(*now);
                q.push(" and (due_at, id) > (").push_bind(at).push(", ").push_bind(id);
                q.push(") order by due_at, id limit ").push(limit);
            }
            Filter::Troubled => {
                q.push("select id, state_since as at from businesses where ").push(TROUBLED);
                q.push(" and (state_since, id) > (").push_bind(at).push(", ").push_bind(id);
                q.push(") order by state_since, id limit ").push(limit);
            }
        }
        q.push(OF_WALK).push(limit);
    })
    .await
}

/// In whatever state, the oldest in its state first. `text` is folded.
pub async fn search(db: &mut Conn, text: &str, after: After, limit: i64) -> Result<Vec<Row>> {
    let (at, id) = place(after);
    let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    // By the number that stands on every page; DOKU writes it in capitals.
    let number = text.trim().to_uppercase();
    compose!(fetch_all, db, |q| {
        q.push(ROWS).push("select id, state_since as at from businesses where (search like ").push_bind(pattern);
        q.push(" escape '\\' or doku_business_id = ").push_bind(number.clone());
        q.push(" or doku_brand_id = ").push_bind(number);
        q.push(") and (state_since, id) > (").push_bind(at).push(", ").push_bind(id);
        q.push(") order by state_since, id limit ").push(limit).push(OF_WALK).push(limit);
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
        q.push("select count(*) from businesses where ").push(TROUBLED);
    })
    .await?;
    Ok(count)
}
