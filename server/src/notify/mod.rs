//! What people and systems are told of: mail to the owner of a business, webhooks to the partner's own systems.

pub mod desk;
pub mod egress;
pub mod event;
pub mod hooks;
pub mod letter;
pub mod mailer;
mod markup;
pub mod news;
pub mod post;
pub mod remind;
mod rotation;
pub mod settings;
pub mod signature;
pub mod smtp;
pub mod unsubscribe;

use crate::{
    error::Result,
    onboarding::case::Case,
    store::{
        Conn,
        mails::{self, Mail},
        outbox::{self, Call, Kind, Status},
    },
    vault,
};
use domain::{
    Millis,
    ids::{AccountId, BusinessId, CallId, MailId, RequestId},
    kyb::{State, Verdict},
};
use news::{Fix, News};
use uuid::Uuid;

/// Callbacks come in a bunch: a mail waits so long for the rest of it.
const GATHER: i64 = 20 * Millis::SECOND;
/// One business is written to at most so often.
const BETWEEN: i64 = 30 * Millis::MINUTE;

/// A service of which DOKU says something else than before.
pub struct ServiceMoved {
    pub code: String,
    pub before: Verdict,
}

/// After the state was derived and written, in the same transaction: whoever should know gets a row of the outbox.
/// `case` tells what is true now.
pub async fn moved(db: &mut Conn, case: &Case, before: State, services: &[ServiceMoved], now: Millis) -> Result<()> {
    let after = case.business.state;
    if before == after && !matches!(after, State::ActionNeeded | State::Active) {
        return hooks::tell(db, case, before, services, &[], now).await;
    }
    let fixes = news::fixes(db, case).await?;
    hooks::tell(db, case, before, services, &fixes, now).await?;
    tell_owner(db, case, before, fixes, now).await
}

async fn tell_owner(db: &mut Conn, case: &Case, before: State, fixes: Vec<Fix>, now: Millis) -> Result<()> {
    let (business, after) = (&case.business, case.business.state);
    let notice = mails::notice(db, business.id).await?;
    let told = news::still_true(&notice.told.0, &fixes);
    if told != notice.told.0 {
        mails::set_known(db, business.id, &told).await?;
    }
    // Who is active and stays so waits for a first service at most.
    let stays_active = before == after && after == State::Active && !told.iter().any(|mark| mark == news::NO_SERVICE);
    if News::of(case, fixes).is_some_and(|news| !stays_active && news.adds_to(&told)) {
        open_mail(db, business.id, business.owner_id, notice.told_at, now).await?;
    }
    Ok(())
}

/// A new draft: its owner is reminded of it, should it lie unfinished.
pub async fn begun(db: &mut Conn, business: BusinessId, now: Millis) -> Result<()> {
    mails::set_reminder(db, business, 0, Some(now.plus(remind::FIRST))).await?;
    Ok(())
}

/// One mail at a time: one that waits already will tell this too.
async fn open_mail(
    db: &mut Conn,
    business: BusinessId,
    owner: AccountId,
    told_at: Option<Millis>,
    now: Millis,
) -> Result<()> {
    if let Some(waiting) = mails::waiting(db, business).await? {
        return Ok(mails::mark_stale(db, business, waiting).await?);
    }
    let due = now.plus(GATHER).max(told_at.map_or(now, |told| told.plus(BETWEEN)));
    insert_mail(db, business, owner, false, due, now).await
}

async fn insert_mail(
    db: &mut Conn,
    business: BusinessId,
    owner: AccountId,
    reminder: bool,
    due: Millis,
    now: Millis,
) -> Result<()> {
    let id = MailId::new(new_id(now)?);
    let mail = Mail {
        id,
        business_id: business,
        account_id: owner,
        reminder,
        stale: false,
        message: None,
        created_at: now,
        sent_at: None,
    };
    mails::insert(db, &mail).await?;
    outbox::insert(db, &new_call(business, Kind::Mail, id.uuid(), due, now)?).await?;
    Ok(())
}

/// After one was sent: what happened meanwhile is told in half an hour.
pub async fn follow_up(db: &mut Conn, mail: &Mail, now: Millis) -> Result<()> {
    insert_mail(db, mail.business_id, mail.account_id, false, now.plus(BETWEEN), now).await
}

/// As `Services::id`, for those who have no services at hand.
fn new_id(now: Millis) -> Result<Uuid> {
    let millis = u64::try_from(now.0).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &vault::random::<10>()?).into_uuid())
}

fn new_call(business: BusinessId, kind: Kind, subject: Uuid, due: Millis, now: Millis) -> Result<Call> {
    Ok(Call {
        id: CallId::new(new_id(now)?),
        business_id: business,
        kind,
        subject: Some(subject),
        request_id: RequestId::new(new_id(now)?.to_string()),
        payload: None,
        status: Status::Waiting,
        due_at: due,
        held_by: None,
        attempts: 0,
        first_sent_at: None,
        problem: None,
        created_at: now,
        done_at: None,
    })
}
