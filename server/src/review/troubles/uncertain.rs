//! Decides about a call that DOKU may have, or certainly has not: sends it anew, adopts it, takes it back. One decision
//! may be about many calls.

use super::{has_ended, ways};
use crate::{
    account::rights::partner_only,
    error::{Result, ensure},
    outbox::lookup::{self, Named},
    review::words::reason_of,
    services::Services,
    store::{
        audit::Action,
        businesses,
        outbox::{self, Kind},
    },
};
use app::{
    error::AppError,
    review::calls::{Bulk, GiveUp},
    viewer::Viewer,
};
use domain::{
    ids::{BusinessId, CallId, DokuBusinessId},
    kyb::State,
    text,
};

/// The most characters of an id that a person types.
const LONGEST: usize = 64;

impl Services {
    /// Sends a registration anew, since DOKU answered that it has none.
    pub async fn send_call_anew(&self, viewer: &Viewer, call: CallId, reason: String) -> Result<()> {
        partner_only(viewer)?;
        let reason = reason_of(&reason)?;
        let (mut tx, row, call) = self.decide_about(call).await?;
        ensure(ways::is_uncertain_registration(&call), AppError::OutOfDate)?;
        let sealed = self.seal_reason(&row, &call, &reason)?;
        outbox::replace(&mut tx, call.id, &sealed, self.now()).await?;
        self.insert_anew(&mut tx, &call).await?;
        self.decided(tx, viewer, &call, Action::SendAnew).await
    }

    /// Takes back a call that waits for DOKU and certainly never arrived, to be decided about once more: a registration
    /// by the partner, fixes by the merchant.
    pub async fn take_back(&self, viewer: &Viewer, id: BusinessId, reason: String) -> Result<()> {
        partner_only(viewer)?;
        let (now, reason) = (self.now(), reason_of(&reason)?);
        let mut tx = self.store.begin().await?;
        let row = businesses::lock(&mut tx, id).await?.ok_or(AppError::NotFound)?;
        let call = outbox::lock_unsent(&mut tx, id, now).await?.filter(|call| !has_ended(&row, call));
        let call = call.filter(|_| row.state == State::Sending).ok_or(AppError::OutOfDate)?;
        let left = if call.kind == Kind::Update { GiveUp::Merchant } else { GiveUp::Partner };
        self.end_call(&mut tx, row, &call, left, &reason).await?;
        self.decided(tx, viewer, &call, Action::TakeBack).await
    }

    /// Adopts the registration that DOKU has under this id: it is read back before it counts.
    pub async fn adopt_call(&self, viewer: &Viewer, call: CallId, id: &str, reason: String) -> Result<()> {
        partner_only(viewer)?;
        let (id, reason) = (read_id(id).ok_or(AppError::UnknownAtDoku)?, reason_of(&reason)?);
        let mut db = self.store.read().await?;
        let asked = outbox::by_id(&mut db, call).await?.ok_or(AppError::OutOfDate)?;
        let is_taken = businesses::by_doku_ids(&mut db, Some(&id), None).await?.is_some();
        drop(db);
        ensure(ways::is_uncertain_registration(&asked), AppError::OutOfDate)?;
        let registered = match lookup::named(self, &asked, &id).await? {
            Named::Same(registered) if !is_taken => registered,
            Named::Same(_) | Named::Other => return Err(AppError::OtherAtDoku.into()),
            Named::Unknown => return Err(AppError::UnknownAtDoku.into()),
        };
        let (mut tx, row, call) = self.decide_about(call).await?;
        let sealed = self.seal_reason(&row, &call, &reason)?;
        lookup::adopt(self, &mut tx, &call, &registered).await?;
        outbox::set_reason(&mut tx, call.id, &sealed).await?;
        self.decided(tx, viewer, &call, Action::Adopt).await?;
        lookup::adopted(self, call.business_id, &registered).await
    }

    /// Deals with each call; those that are settled or do not fit stay as they are. No fitting one is an error.
    pub async fn deal_with_calls(&self, viewer: &Viewer, calls: Vec<CallId>, bulk: Bulk, reason: String) -> Result<()> {
        partner_only(viewer)?;
        ensure(!calls.is_empty(), AppError::NotReady)?;
        if bulk == Bulk::Anew {
            reason_of(&reason)?;
        }
        let mut any = false;
        for call in calls {
            let outcome = match bulk {
                Bulk::Retry => self.retry_call(viewer, call).await,
                Bulk::Anew => self.send_call_anew(viewer, call, reason.clone()).await,
            };
            match outcome.map_err(AppError::from) {
                Ok(()) => any = true,
                Err(AppError::OutOfDate) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(ensure(any, AppError::OutOfDate)?)
    }
}

/// Reads an id as DOKU writes it on its pages: `BSN-0104-1678960841263`.
fn read_id(typed: &str) -> Option<DokuBusinessId> {
    let id = text::code(typed).to_ascii_uppercase();
    let is_plain = id.len() <= LONGEST && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (is_plain && id.len() > 4 && id.starts_with("BSN-")).then(|| DokuBusinessId::new(id))
}

#[cfg(test)]
mod tests {
    use super::read_id;

    #[test]
    fn an_id_is_taken_as_it_is_copied() {
        assert_eq!(read_id(" bsn-0104-1678960841263\n").unwrap().as_str(), "BSN-0104-1678960841263");
        for typed in ["", "BSN-", "BRN-0104-1678960841263", "BSN-0104/../token", "BSN-0104 1678960841263"] {
            assert!(read_id(typed).is_none(), "{typed}");
        }
    }
}
