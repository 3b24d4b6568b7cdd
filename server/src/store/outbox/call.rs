use super::{Call, Kind, Status};
use crate::{error::Result, vault};
use domain::{
    Millis,
    ids::{BusinessId, CallId, RequestId},
};
use uuid::Uuid;

impl Call {
    /// To be inserted with the decision that asks for it: due now, with a Request-Id of its own.
    /// Who sends bytes known beforehand seals them at `Place::Call` into `payload`.
    pub fn new(business: BusinessId, kind: Kind, subject: Option<Uuid>, now: Millis) -> Result<Self> {
        Ok(Self {
            id: CallId::new(vault::new_id(now)?),
            business_id: business,
            kind,
            subject,
            request_id: RequestId::from(vault::new_id(now)?),
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
}
