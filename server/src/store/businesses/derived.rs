//! Values that follow from facts and answers, stored for lists.

use crate::store::{Conn, Result};
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{Deadline, State},
};

/// The values that lists show, rewritten together with what they follow from.
pub struct Derived {
    pub state: State,
    pub done: i64,
    pub total: i64,
    pub to_fix: i64,
    pub services_on: i64,
    /// The promise of DOKU's that is running.
    pub deadline: Option<Deadline>,
    /// The promise for a bank account, where it falls due before that.
    pub bank_deadline: Option<Deadline>,
    pub verified_at: Option<Millis>,
}

pub async fn set_derived(db: &mut Conn, id: BusinessId, d: &Derived, now: Millis) -> Result<()> {
    execute!(
        db,
        "update businesses set state_since = case when state = $2 then state_since else $8 end, state = $2,
        done = $3, total = $4, to_fix = $5, due_at = $6, verified_at = $7, updated_at = $8,
        clock_from = $9, amber_at = $10, services_on = $11, bank_from = $12, bank_amber_at = $13, bank_due_at = $14
        where id = $1",
        id,
        d.state,
        d.done,
        d.total,
        d.to_fix,
        d.deadline.map(|deadline| deadline.due),
        d.verified_at,
        now,
        d.deadline.map(|deadline| deadline.from),
        d.deadline.map(|deadline| deadline.amber),
        d.services_on,
        d.bank_deadline.map(|deadline| deadline.from),
        d.bank_deadline.map(|deadline| deadline.amber),
        d.bank_deadline.map(|deadline| deadline.due)
    )
    .await
}
