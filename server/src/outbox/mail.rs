//! Sends mail to a merchant. It is written when it is sent, so that it tells what is true then.

use super::attempt::AttemptOutcome;
use crate::{
    error::Result,
    mail::{
        letter,
        news::{self, News},
        queue,
    },
    mailer::{Letter, Trouble},
    onboarding::{case::Case, to_fix},
    services::Services,
    store::{
        accounts, businesses,
        mails::{self, Mail},
        outbox::Call,
        preferences,
    },
    vault::Place,
};
use domain::{Millis, ids::MailId, kyb::State};

/// The age at which a mail is no longer worth sending.
const GIVE_UP: i64 = Millis::DAY;
const FIRST_WAIT: i64 = Millis::MINUTE;
const LONGEST_WAIT: i64 = 4 * Millis::HOUR;

pub async fn attempt(services: &Services, call: &Call) -> Result<AttemptOutcome> {
    let id = call.about();
    let Some((letter, marks)) = write(services, call, id).await? else { return Ok(AttemptOutcome::Dropped) };
    let now = services.now();
    match services.mailer.send(id, &letter, now).await {
        Ok(()) => {
            sent(services, call, id, &marks).await?;
            Ok(AttemptOutcome::Done)
        }
        Err(Trouble::Final(problem)) => Ok(AttemptOutcome::GaveUp { problem }),
        Err(Trouble::Later(problem)) if now.since(call.created_at) > GIVE_UP => Ok(AttemptOutcome::GaveUp { problem }),
        Err(Trouble::Later(problem)) => {
            let wait = (FIRST_WAIT << call.attempts.clamp(1, 10).saturating_sub(1)).min(LONGEST_WAIT);
            Ok(AttemptOutcome::Again { problem, after_ms: wait + services.jitter(wait / 4) })
        }
    }
}

/// Writes the letter and returns it with the marks of its news. Returns `None` if there is nothing left to tell; the
/// mail is then deleted in the same transaction, so that the next news opens another.
async fn write(services: &Services, call: &Call, id: MailId) -> Result<Option<(Letter, Vec<String>)>> {
    let mut tx = services.store.begin().await?;
    let Some(row) = businesses::lock(&mut tx, call.business_id).await? else { return Ok(None) };
    let Some(mail) = mails::by_id(&mut tx, row.id, id).await?.filter(|mail| mail.sent_at.is_none()) else {
        return Ok(None);
    };
    let Some(owner) = accounts::by_id(&mut tx, mail.account_id).await? else { return Ok(None) };
    let wishes = preferences::of(&mut tx, owner.id).await?;
    let notice = mails::notice(&mut tx, row.id).await?;
    let case = Case::load(&mut tx, &services.vault, row).await?.for_merchants();
    let fixes = to_fix::fixes(&mut tx, &case).await?;
    let news = News::of(&case, fixes).filter(|news| news.adds_to(&notice.told.0));
    let unfinished = matches!(case.business.state, State::Draft | State::Ready);
    let (letter, marks) = match news {
        Some(news) if news.is_service() || wishes.news => {
            (letter::of_news(services, &case, &news, &owner, &wishes)?, news.marks())
        }
        None if mail.reminder && unfinished && wishes.news => {
            (letter::reminder(services, &case, &owner, &wishes)?, notice.told.0)
        }
        unwanted => {
            // The news is marked as known all the same, since later news is compared with it.
            if let Some(news) = unwanted {
                mails::set_known(&mut tx, case.business.id, &news.marks()).await?;
            }
            mails::forget(&mut tx, case.business.id, id).await?;
            tx.commit().await?;
            return Ok(None);
        }
    };
    let sealed = case.key.seal_json(&Place::Mail(id), &letter)?;
    mails::write(&mut tx, case.business.id, id, &sealed).await?;
    tx.commit().await?;
    Ok(Some((letter, marks)))
}

async fn sent(services: &Services, call: &Call, id: MailId, marks: &[String]) -> Result<()> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    let Some(row) = businesses::lock(&mut tx, call.business_id).await? else { return Ok(()) };
    let case = Case::load(&mut tx, &services.vault, row).await?.for_merchants();
    let told = news::still_true(marks, &to_fix::fixes(&mut tx, &case).await?);
    mails::sent(&mut tx, call.business_id, id, now).await?;
    mails::set_notified(&mut tx, call.business_id, &told, now).await?;
    // Something happened while the mail was on its way.
    if let Some(mail) = mails::by_id(&mut tx, call.business_id, id).await?.filter(|mail: &Mail| mail.stale) {
        queue::follow_up(&mut tx, &mail, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
