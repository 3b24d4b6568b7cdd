//! The walk of the read API, by time of the last change.

use super::{Conn, Result, businesses::Business, macros::push_in};
use domain::{
    Cursor, Reference,
    ids::{AccountId, BusinessId},
    kyb::State,
};
use std::collections::BTreeSet;

/// The conditions on rows; an empty one allows all.
#[derive(Default)]
pub struct Filter {
    pub states: BTreeSet<State>,
    pub reference: Option<Reference>,
    pub owner: Option<AccountId>,
}

/// Returns rows after `after`. States are separate walks, merged, unless another condition leaves few rows. `limit` is
/// in the text, so that PostgreSQL knows how few are wanted.
pub async fn page(
    db: &mut Conn,
    filter: &Filter,
    Cursor { at, id }: Cursor<BusinessId>,
    limit: i64,
) -> Result<Vec<Business>> {
    let is_narrow = filter.reference.is_some() || filter.owner.is_some();
    compose!(fetch_all, db, |q| {
        q.push("select b.* from (");
        if is_narrow || filter.states.is_empty() {
            q.push("select id, updated_at from businesses where (updated_at, id) > (");
            q.push_bind(at).push(", ").push_bind(id).push(")");
            if let Some(reference) = &filter.reference {
                q.push(" and reference = ").push_bind(reference.as_str().to_owned());
            }
            if let Some(owner) = filter.owner {
                q.push(" and owner_id = ").push_bind(owner);
            }
            if !filter.states.is_empty() {
                q.push(" and state");
                push_in(&mut q, &filter.states);
            }
            q.push(" order by updated_at, id limit ").push(limit);
        } else {
            for (n, state) in filter.states.iter().enumerate() {
                q.push(if n == 0 { "select * from (" } else { " union all select * from (" });
                q.push("select id, updated_at from businesses where state = ").push_bind(*state);
                q.push(" and (updated_at, id) > (").push_bind(at).push(", ").push_bind(id);
                q.push(") order by updated_at, id limit ").push(limit).push(format!(") state_{n}"));
            }
        }
        q.push(") walk cross join businesses b where b.id = walk.id order by walk.updated_at, walk.id limit ")
            .push(limit);
    })
    .await
}
