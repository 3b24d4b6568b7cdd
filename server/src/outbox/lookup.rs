//! Finds the id of a registration whose answer is lost for good; the call is never sent again by itself. An id that a
//! callback names and nobody here owns is read back, and the one open application with the same e-mail and NIK gets it.
//! If there are several or none, a person is still needed.

use super::{gate, gate::Pass, register};
use crate::{
    error::Result,
    projection::note,
    services::Services,
    store::{
        Tx, businesses,
        callbacks::{self, Of},
        flags, lookups,
        lookups::{Lookup, Matched},
        outbox::{self, Call, Status},
        submissions,
    },
    vault::Place,
};
use doku::{Class, ReadBack, Registered, wire::Registration};
use domain::{
    Cursor, Millis,
    ids::{BusinessId, DokuBusinessId, FactId, RequestId},
    kyb::State,
};
use serde_json::Value;
use uuid::Uuid;

/// The time between two searches of callbacks that belong to nobody, while a registration is lost.
const TURN: i64 = Millis::MINUTE;
/// The time after which DOKU is asked again about an id for which it gave no answer.
const AGAIN: i64 = 10 * Millis::MINUTE;
/// The most ids per turn.
const IDS: usize = 20;

pub async fn run(services: &Services) -> Result<bool> {
    let now = services.now();
    let mut db = services.store.read().await?;
    let (Some(sent), Some(given_up)) = outbox::lost(&mut db).await? else { return Ok(false) };
    let is_early = flags::get(&mut db, flags::LOOKED).await?.is_some_and(|last| now.since(last) < TURN);
    let pass = gate::pass(services, &mut db).await?;
    drop(db);
    if is_early || pass == Pass::Nobody {
        return Ok(false);
    }
    let limit = if pass == Pass::One { 1 } else { IDS };
    let ids = unknown_ids(services, sent, given_up, limit).await?;
    let who = services.id()?;
    let mut tx = services.store.begin().await?;
    if !flags::take_turn(&mut tx, flags::LOOKED, now, TURN).await? {
        return Ok(false);
    }
    // No call may be due, so these questions may be what finds out that the trouble is over.
    if pass == Pass::One && !ids.is_empty() && !gate::probe_alone(services, &mut tx, who).await? {
        return Ok(false);
    }
    tx.commit().await?;
    for id in &ids {
        read_back(services, id, who).await?;
    }
    Ok(!ids.is_empty())
}

/// Returns ids of callbacks since `sent`, also ids last asked for before `given_up`: they may mean the one given up
/// then.
async fn unknown_ids(services: &Services, sent: Millis, given_up: Millis, limit: usize) -> Result<Vec<String>> {
    let now = services.now();
    let mut found: Vec<String> = Vec::new();
    let mut after = Cursor { at: sent, id: FactId::new(Uuid::nil()) };
    let mut db = services.store.read().await?;
    loop {
        let page = callbacks::page(&mut db, Of::Orphans, after).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = last.cursor();
        for callback in page {
            let Ok((_, facts)) = note::read(services, &callback) else { continue };
            let business = facts.business.map(|id| id.to_string());
            let Some(id) = business.or(facts.brand.map(|id| id.to_string())) else { continue };
            let asked = lookups::get(&mut db, &id).await?;
            if !found.contains(&id) && asked.is_none_or(|asked| is_due(asked, given_up, now)) {
                found.push(id);
            }
        }
        if found.len() >= limit {
            found.truncate(limit);
            return Ok(found);
        }
    }
}

const fn is_due(asked: Lookup, given_up: Millis, now: Millis) -> bool {
    match asked.outcome {
        Matched::One => false,
        Matched::Failed => now.since(asked.looked_at) >= AGAIN,
        Matched::Nobody | Matched::Several => asked.looked_at.0 < given_up.0,
    }
}

async fn read_back(services: &Services, id: &str, who: Uuid) -> Result<()> {
    let read = services.doku.get_business(id, &services.new_id::<RequestId>()?).await;
    gate::answer(services, who, &read).await?;
    let found = match read {
        Ok(read) => give(services, read).await?,
        Err(error) if error.class() == Class::Final => Matched::Nobody,
        Err(_) => Matched::Failed,
    };
    services.store.write(async |tx| lookups::put(tx, id, found, services.now()).await).await?;
    tracing::info!(doku.id = id, ?found, "looked whose id a callback names");
    Ok(())
}

/// The applicant's data that must be equal, sign by sign.
#[derive(PartialEq, Eq)]
struct Person {
    email: String,
    nik: String,
}

/// Gives what was read to the one application that it is about.
async fn give(services: &Services, read: ReadBack) -> Result<Matched> {
    let (Some(person), Some(registered)) = (person(&read.body), Registered::read(&read.body)) else {
        return Ok(Matched::Nobody);
    };
    let mut same = Vec::new();
    let suspects = outbox::unanswered_registrations(&mut services.store.read().await?).await?;
    for id in suspects {
        let Some(call) = outbox::by_id(&mut services.store.read().await?, id).await? else { continue };
        match applicant(services, &call).await {
            Ok(applicant) if applicant.as_ref() == Some(&person) => same.push(call),
            Ok(_) => {}
            // Data that cannot be decrypted must not keep the others from being found.
            Err(error) if error.is_unreadable() => {
                tracing::error!(business.id = %call.business_id, error = %crate::telemetry::causes(&error), "who applied cannot be read");
            }
            Err(error) => return Err(error),
        }
    }
    // An application that was given up and approved again has several calls.
    let Some(call) = same.first() else { return Ok(Matched::Nobody) };
    if same.iter().any(|other| other.business_id != call.business_id) {
        return Ok(Matched::Several);
    }
    // A call is still being sent: repeating its Request-Id will bring the ids.
    if same.iter().any(|call| call.status == Status::Waiting) {
        return Ok(Matched::Failed);
    }
    let mut tx = services.store.begin().await?;
    adopt(services, &mut tx, call, &registered).await?;
    tx.commit().await?;
    adopted(services, call.business_id, &registered).await?;
    Ok(Matched::One)
}

/// The result of comparing what DOKU holds under an id that a person named with the application.
pub enum Named {
    Same(Registered),
    /// DOKU has another e-mail or NIK.
    Other,
    /// DOKU has nothing under this id.
    Unknown,
}

pub async fn named(services: &Services, call: &Call, id: &DokuBusinessId) -> Result<Named> {
    let who = services.id()?;
    let read = services.doku.get_business(id.as_str(), &RequestId::new(who.to_string())).await;
    gate::answer(services, who, &read).await?;
    let read = match read {
        Ok(read) => read,
        Err(error) if error.class() == Class::Final => return Ok(Named::Unknown),
        Err(error) => return Err(error.into()),
    };
    let Some(registered) = Registered::read(&read.body).filter(|registered| registered.business == *id) else {
        return Ok(Named::Unknown);
    };
    let told = person(&read.body);
    let is_same = told.is_some() && applicant(services, call).await? == told;
    Ok(if is_same { Named::Same(registered) } else { Named::Other })
}

async fn applicant(services: &Services, call: &Call) -> Result<Option<Person>> {
    let mut db = services.store.read().await?;
    let Some(business) = businesses::by_id(&mut db, call.business_id).await? else { return Ok(None) };
    if business.doku_business_id.is_some() || matches!(business.state, State::Withdrawn | State::Declined) {
        return Ok(None);
    }
    let Some(submission) = submissions::by_id(&mut db, business.id, call.about()).await? else { return Ok(None) };
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let sent: Registration = key.open_json(&Place::Submission(submission.id), &submission.body)?;
    Ok(person(&serde_json::to_value(&sent)?))
}

/// Records the ids as if the answer had come when the registration was sent, since DOKU has had it from then on.
pub async fn adopt(services: &Services, tx: &mut Tx, call: &Call, registered: &Registered) -> Result<()> {
    let Some(business) = businesses::lock(tx, call.business_id).await? else { return Ok(()) };
    let key = services.vault.open_key(business.id, &business.data_key)?;
    let body = call.payload.as_deref().map(|sealed| key.open(&Place::Call(call.id), sealed));
    let at = call.first_sent_at.unwrap_or(call.created_at);
    register::record(services, tx, business, &key, &body.transpose()?.unwrap_or_default(), registered, at).await?;
    Ok(outbox::finish(tx, call.id, Status::Done, None, services.now()).await?)
}

/// Follows up `adopt` after its commit.
pub async fn adopted(services: &Services, business: BusinessId, registered: &Registered) -> Result<()> {
    register::plan_readback(services, business, registered).await?;
    services.wake.poll.notify_one();
    services.live.changed(business);
    Ok(())
}

/// Reads the applicant from a registration or a read-back. Returns `None` without an e-mail or NIK.
fn person(body: &Value) -> Option<Person> {
    let inner = |key: &str| body.get(key).filter(|inner| inner.is_object());
    let business = inner("business").or_else(|| body.get("data")?.get("business")).or_else(|| inner("data"));
    let business = business.unwrap_or(body);
    let contacts = list(business, "contacts");
    let documents = contacts.iter().flat_map(|contact| list(contact, "documents"));
    let forms = documents.filter(|document| is_code(document, "KTP")).flat_map(|document| list(document, "forms"));
    let nik = forms.filter(|form| is_code(form, "NO_KTP")).find_map(|form| form.get("value")?.as_str());
    Some(Person { email: business.get("email")?.as_str()?.to_owned(), nik: nik?.to_owned() })
}

fn list<'a>(parent: &'a Value, key: &str) -> &'a [Value] {
    parent.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn is_code(object: &Value, code: &str) -> bool {
    let given = object.get("code").map(|given| given.get("code").unwrap_or(given));
    given.and_then(Value::as_str) == Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_we_sent_and_what_doku_tells_name_the_same_person() {
        let told = include_str!("../../../crates/doku/tests/fixtures/get-business-response.personal.in-review.json");
        let told: Value = serde_json::from_str(told).unwrap();
        let sent = include_str!("../../../crates/doku/tests/fixtures/registration-request.personal.json");
        let sent: Registration = serde_json::from_str(sent).unwrap();
        let sent = serde_json::to_value(&sent).unwrap();
        assert!(person(&told).is_some());
        assert!(person(&told) == person(&sent));
        assert!(person(&json!({ "data": told })) == person(&sent));
    }

    #[test]
    fn one_sign_apart_is_another_person() {
        let body = |email: &str, nik: &str| {
            let forms = json!([{ "code": { "code": "NO_KTP", "name": "No. KTP" }, "value": nik }]);
            person(&json!({ "email": email, "contacts": [{ "documents": [{ "code": "KTP", "forms": forms }] }] }))
        };
        assert!(body("a@b.example", "3273205507880004").is_some());
        assert!(body("a@b.example", "3273205507880004") != body("a@b.example", "3273205507880005"));
        assert!(body("a@b.example", "3273205507880004") != body("A@b.example", "3273205507880004"));
        assert!(person(&json!({ "email": "a@b.example" })).is_none());
    }
}
