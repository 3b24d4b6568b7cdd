//! Renews the lists of businesses that were begun with an earlier list of DOKU's, since it did not answer: once it
//! answers, it is asked for the list again. Everything typed or uploaded stays; the merchant sees the differences.

use crate::{
    error::Result,
    merchant::start,
    outbox::gate::{self, Pass},
    projection,
    services::Services,
    store::{
        businesses::{self, Business},
        decisions, flags, requirements,
    },
};
use doku::Class;
use domain::{
    Millis,
    ids::RequestId,
    requirement::{self, Changes},
};
use serde_json::Value;

const AT_ONCE: i64 = 50;
/// The pause between two rounds of questions, in milliseconds.
const PAUSE: i64 = Millis::MINUTE;

pub async fn run(services: &Services) -> Result<bool> {
    let mut db = services.store.read().await?;
    let waiting = businesses::of_kept_lists(&mut db, AT_ONCE).await?;
    let Some(first) = waiting.first() else { return Ok(false) };
    let pass = gate::pass(services, &mut db).await?;
    drop(db);
    if pass == Pass::Nobody || !take_turn(services, pass, first).await? {
        return Ok(false);
    }
    let mut questions = Vec::new();
    for business in &waiting {
        let question = start::question(&start::new_like(business));
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    for question in questions {
        let same: Vec<&Business> =
            waiting.iter().filter(|one| start::question(&start::new_like(one)) == question).collect();
        let Some(one) = same.first() else { continue };
        match ask(services, one, &question).await? {
            ListAnswer::List(answer) => {
                for business in same {
                    renew(services, business, &answer).await?;
                }
                return Ok(true);
            }
            // DOKU may have a list for another question.
            ListAnswer::Nothing if pass == Pass::All => {}
            ListAnswer::Nothing | ListAnswer::Silence => return Ok(false),
        }
    }
    Ok(false)
}

/// DOKU's answer to one question.
enum ListAnswer {
    List(Value),
    /// DOKU answers, and has no list.
    Nothing,
    Silence,
}

/// Tells whether a question may be asked now. While DOKU fails for everybody, it finds out whether that is over.
async fn take_turn(services: &Services, pass: Pass, first: &Business) -> Result<bool> {
    let mut tx = services.store.begin().await?;
    if pass == Pass::One {
        gate::lock(services, &mut tx).await?;
    }
    if !flags::take_turn(&mut tx, flags::LISTS_ASKED, services.now(), PAUSE).await?
        || pass == Pass::One && !gate::probe_alone(services, &mut tx, first.owner_id.uuid()).await?
    {
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

async fn ask(services: &Services, one: &Business, question: &str) -> Result<ListAnswer> {
    let (query, request_id) = (start::new_like(one), services.new_id::<RequestId>()?);
    let answer = services.doku.check_requirements(&query, &request_id).await;
    let mut tx = services.store.begin().await?;
    let answer = match answer {
        Ok(list) if !requirement::walk(&list).is_empty() => {
            gate::answered(services, &mut tx).await?;
            requirements::put(&mut tx, question, &list, services.now()).await?;
            // The next question need not wait.
            flags::clear(&mut tx, flags::LISTS_ASKED).await?;
            ListAnswer::List(list)
        }
        Ok(_) => {
            gate::answered(services, &mut tx).await?;
            ListAnswer::Nothing
        }
        Err(error) => {
            tracing::warn!(error = %crate::telemetry::causes(&error), "DOKU does not say what it wants of a business");
            if gate::failed(services, &mut tx, one.owner_id.uuid(), &error).await? {
                gate::hurry(services, &mut tx).await?;
            }
            if error.class() == Class::Final { ListAnswer::Nothing } else { ListAnswer::Silence }
        }
    };
    tx.commit().await?;
    Ok(answer)
}

/// Replaces the list only: drafts and files stay, those included that no longer apply.
async fn renew(services: &Services, business: &Business, answer: &Value) -> Result<()> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    let Some(row) = businesses::lock(&mut tx, business.id).await?.filter(businesses::waits_for_list) else {
        return Ok(());
    };
    let before = row.checklist.as_ref().map(|answer| requirement::walk(&answer.0)).unwrap_or_default();
    let changes = Changes::between(&before, &requirement::walk(answer));
    for gone in &changes.gone {
        decisions::close(&mut tx, row.id, &gone.slot, now).await?;
    }
    businesses::set_checklist(&mut tx, row.id, answer, &changes, now).await?;
    projection::refresh(services, &mut tx, row.id).await?;
    tx.commit().await?;
    services.live.changed(business.id);
    Ok(())
}
