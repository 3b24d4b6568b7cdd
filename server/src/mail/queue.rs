//! Decides when the owner of a business is written to. The text of a mail is written when it is sent.

use super::news::{self, News};
use crate::{
    error::Result,
    onboarding::{case::Case, to_fix::Fix},
    store::{
        Conn,
        mails::{self, Mail},
        outbox::{self, Call, Kind},
    },
};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, MailId},
    kyb::State,
};

/// The time that a mail waits for more news, since callbacks come in a bunch.
const GATHER: i64 = 20 * Millis::SECOND;
/// The least time between two mails about one business.
const BETWEEN: i64 = 30 * Millis::MINUTE;

/// Enqueues a mail if there is news. It runs in the transaction that derived and wrote the state.
pub async fn tell_owner(db: &mut Conn, case: &Case, before: State, fixes: Vec<Fix>, now: Millis) -> Result<()> {
    let (business, after) = (&case.business, case.business.state);
    let notice = mails::notice(db, business.id).await?;
    let told = news::still_true(&notice.told.0, &fixes);
    if told != notice.told.0 {
        mails::set_known(db, business.id, &told).await?;
    }
    // An owner who is active and stays so waits for a first product at most.
    let stays_active = before == after && after == State::Active && !told.iter().any(|mark| mark == news::NO_PRODUCT);
    if !News::of(case, fixes).is_some_and(|news| !stays_active && news.adds_to(&told)) {
        return Ok(());
    }
    // A mail that waits already will tell this too.
    if let Some(waiting) = mails::waiting(db, business.id).await? {
        return Ok(mails::mark_stale(db, business.id, waiting).await?);
    }
    let due = now.plus(GATHER).max(notice.told_at.map_or(now, |told| told.plus(BETWEEN)));
    insert(db, business.id, business.owner_id, false, due, now).await
}

pub async fn insert(
    db: &mut Conn,
    business: BusinessId,
    owner: AccountId,
    reminder: bool,
    due: Millis,
    now: Millis,
) -> Result<()> {
    let id = MailId::new(db.chance.new_id(now)?);
    mails::insert(db, id, business, owner, reminder, now).await?;
    let call = Call { due_at: due, ..Call::new(db, business, Kind::Mail, Some(id.uuid()), now)? };
    Ok(outbox::insert(db, &call).await?)
}

/// Enqueues a mail in half an hour for what happened while the last one was being sent.
pub async fn follow_up(db: &mut Conn, mail: &Mail, now: Millis) -> Result<()> {
    insert(db, mail.business_id, mail.account_id, false, now.plus(BETWEEN), now).await
}
