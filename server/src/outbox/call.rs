//! A call: how it is made, and how long it may be repeated.

use crate::{
    error::Result,
    services::Services,
    store::outbox::{Call, Kind, Status},
};
use domain::{
    Millis,
    ids::{BusinessId, CallId, RequestId},
};
use uuid::Uuid;

/// DOKU keeps Request-Ids for about a day: later than this a repetition could do the work twice.
pub const GIVE_UP: i64 = 20 * Millis::HOUR;

/// A call to be inserted with the decision that asks for it: due now, with a Request-Id of its own.
/// Who sends bytes known beforehand seals them at `Place("call", id)` into `payload`.
pub fn new_call(services: &Services, business: BusinessId, kind: Kind, subject: Option<Uuid>) -> Result<Call> {
    let now = services.now();
    Ok(Call {
        id: CallId::new(services.id()?),
        business_id: business,
        kind,
        subject,
        request_id: RequestId::new(services.id()?.to_string()),
        payload: None,
        status: Status::Waiting,
        due_at: now,
        held_by: None,
        attempts: 0,
        first_sent_at: None,
        problem: None,
        created_at: now,
        done_at: None,
    })
}

/// Whether it is too late to repeat a call. A second file hangs on nothing, so a file may go up at any time.
pub(super) fn is_over(call: &Call, now: Millis) -> bool {
    let sent = call.first_sent_at.filter(|_| matches!(call.kind, Kind::Register | Kind::Update));
    sent.is_some_and(|sent| now.since(sent) > GIVE_UP)
}
