//! The lists of the queue. Each is a walk along one index, or a few such walks merged: a page costs as much as its
//! rows, however many businesses there are.

use super::{Conn, Result, businesses::Business, macros::push_in};
use domain::{
    Cursor, Millis,
    ids::{BusinessId, DokuBusinessId},
    kyb::State,
    outbox::Problem,
};
use sqlx::types::Text;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The columns that a list shows of a business.
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
    pub services_on: i64,
    pub due_at: Option<Millis>,
    pub clock_from: Option<Millis>,
    pub amber_at: Option<Millis>,
    pub bank_from: Option<Millis>,
    pub bank_amber_at: Option<Millis>,
    pub bank_due_at: Option<Millis>,
    pub trouble: Option<Text<Problem>>,
    pub doku_business_id: Option<DokuBusinessId>,
    pub email: String,
    /// The time by which its list is sorted.
    pub at: Millis,
}

/// The rows of one tab of the queue.
pub enum Filter {
    /// The businesses in these states, the longest in its state first.
    States(&'static [State]),
    /// The businesses whose promised time is over, the whole's or that of a bank account; the first due comes first.
    Late(Millis),
    Troubled,
}

/// The last row of the page before: its sort key and its id.
pub type After = Option<Cursor<BusinessId>>;

/// True when something failed, DOKU took back what it had accepted, or rejected what no page of ours corrects. The
/// index has the same words.
pub(super) const TROUBLED: &str =
    "(trouble is not null or state = 'suspended' or (state = 'action_needed' and to_fix = 0))";

/// The clocks of late businesses: the one that falls due first counts. The indexes have the same words.
pub(super) const DUE: [(&str, &str); 2] = [("due_at", "bank_due_at is null and "), ("bank_due_at", "")];

/// The selected columns; a walk that gives `id` and `at` follows in brackets.
pub(super) const ROWS: &str =
    "select b.id, b.name, b.business_type, b.legal_entity, b.business_line, b.state, b.state_since,
    b.to_fix, b.services_on, b.due_at, b.clock_from, b.amber_at, b.bank_from, b.bank_amber_at, b.bank_due_at,
    b.trouble, b.doku_business_id, a.email, walk.at";
/// The joins. SQLite keeps the order of `cross join`, so that no statistics make it begin with all accounts.
pub(super) const OF_WALK: &str =
    ") walk cross join businesses b cross join accounts a where b.id = walk.id and a.id = b.owner_id";

/// Returns the cursor; without one, a place before every row.
pub(super) fn place(after: After) -> Cursor<BusinessId> {
    after.unwrap_or(Cursor { at: Millis(i64::MIN), id: BusinessId::new(Uuid::nil()) })
}

/// Returns a page by keyset. `limit` is in the text, so that PostgreSQL knows how few rows are wanted.
pub async fn page(db: &mut Conn, filter: &Filter, after: After, limit: i64) -> Result<Vec<Row>> {
    let Cursor { at, id } = place(after);
    compose!(fetch_all, db, |q| {
        q.push(ROWS).push(" from (");
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
                for (n, (due, and)) in DUE.iter().enumerate() {
                    q.push(if n == 0 { "select * from (" } else { " union all select * from (" });
                    q.push(format!("select id, {due} as at from businesses where {and}{due} <= ")).push_bind(*now);
                    q.push(format!(" and ({due}, id) > (")).push_bind(at).push(", ").push_bind(id);
                    q.push(format!(") order by {due}, id limit ")).push(limit).push(format!(") due_{n}"));
                }
            }
            Filter::Troubled => {
                q.push("select id, state_since as at from businesses where ").push(TROUBLED);
                q.push(" and (state_since, id) > (").push_bind(at).push(", ").push_bind(id);
                q.push(") order by state_since, id limit ").push(limit);
            }
        }
        q.push(OF_WALK).push(" order by walk.at, walk.id limit ").push(limit);
    })
    .await
}

/// Returns the businesses of the calls on a page.
pub async fn of_calls(db: &mut Conn, ids: &BTreeSet<BusinessId>) -> Result<Vec<Business>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    compose!(fetch_all, db, |q| {
        q.push("select * from businesses where id");
        push_in(&mut q, ids);
    })
    .await
}
