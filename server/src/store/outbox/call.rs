//! The row of one call.

use crate::{error::Result, store::Conn};
use domain::{
    Millis,
    ids::{BusinessId, CallId, RequestId},
    outbox::{Kind, Problem},
};
use sqlx::types::Text;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "TEXT", rename_all = "snake_case")]
pub enum Status {
    Waiting,
    Done,
    NeedsPerson,
    /// A person decided that it is not tried again.
    GivenUp,
    /// It is outdated: the file was replaced, or a corrected registration follows.
    Dropped,
}

#[derive(Clone, sqlx::FromRow)]
pub struct Call {
    pub id: CallId,
    pub business_id: BusinessId,
    pub kind: Kind,
    pub subject: Option<Uuid>,
    pub request_id: RequestId,
    /// The exact bytes of every send, sealed at `Place::Call`.
    pub payload: Option<Vec<u8>>,
    pub status: Status,
    pub due_at: Millis,
    /// The worker that has it in hand.
    pub held_by: Option<Uuid>,
    pub attempts: i64,
    /// The time of the first send that may have arrived: set before each, taken back once it is certain that none did.
    pub first_sent_at: Option<Millis>,
    pub problem: Option<Text<Problem>>,
    pub created_at: Millis,
    pub done_at: Option<Millis>,
}

impl Call {
    /// Returns a call to insert with the decision that asks for it: due now, with a Request-Id of its own. Bytes that
    /// are known beforehand are sealed at `Place::Call` into `payload`.
    pub fn new(db: &Conn, business: BusinessId, kind: Kind, subject: Option<Uuid>, now: Millis) -> Result<Self> {
        Ok(Self {
            id: CallId::new(db.chance.new_id(now)?),
            business_id: business,
            kind,
            subject,
            request_id: RequestId::from(db.chance.new_id(now)?),
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

    /// Returns the id of its subject, or without one an id that nothing has.
    pub fn about<Id: From<Uuid>>(&self) -> Id {
        self.subject.unwrap_or_default().into()
    }
}
