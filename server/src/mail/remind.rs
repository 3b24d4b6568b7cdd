//! Reminds owners of unfinished drafts after two and after seven days, then never.

use super::queue;
use crate::{
    error::Result,
    services::Services,
    store::{Conn, businesses, mails},
};
use domain::{Millis, ids::BusinessId, kyb::State};
use std::time::Duration;

const FIRST: i64 = 2 * Millis::DAY;
/// The time without a change before the second reminder.
const SECOND: i64 = 7 * Millis::DAY;
const AT_ONCE: i64 = 50;

/// The time between two rounds of the worker, since days need no counting by the second.
pub const EVERY: Duration = Duration::from_secs(60);

/// Schedules the first reminder of a new draft.
pub async fn begun(db: &mut Conn, business: BusinessId, now: Millis) -> Result<()> {
    Ok(mails::set_reminder(db, business, 0, Some(now.plus(FIRST))).await?)
}

pub async fn run(services: &Services) -> Result<bool> {
    let now = services.now();
    let due = mails::to_remind(&mut services.store.read().await?, now, AT_ONCE).await?;
    for business in &due {
        services.store.write(async |tx| remind(tx, *business, now).await).await?;
    }
    Ok(!due.is_empty())
}

async fn remind(db: &mut Conn, id: BusinessId, now: Millis) -> Result<()> {
    let Some(business) = businesses::lock(db, id).await? else { return Ok(()) };
    let notice = mails::notice(db, id).await?;
    // Another instance has reminded meanwhile.
    if notice.remind_at.is_none_or(|at| at > now) {
        return Ok(());
    }
    if !matches!(business.state, State::Draft | State::Ready) {
        return Ok(mails::set_reminder(db, id, notice.reminded, None).await?);
    }
    let due = business.updated_at.plus(if notice.reminded == 0 { FIRST } else { SECOND });
    if due > now {
        return Ok(mails::set_reminder(db, id, notice.reminded, Some(due)).await?);
    }
    // A mail that is still on its way tells what is true then, so a second one would say nothing else.
    if mails::waiting(db, id).await?.is_none() {
        queue::insert(db, id, business.owner_id, true, now, now).await?;
    }
    let next = (notice.reminded == 0).then(|| now.max(business.updated_at.plus(SECOND)));
    Ok(mails::set_reminder(db, id, notice.reminded + 1, next).await?)
}
