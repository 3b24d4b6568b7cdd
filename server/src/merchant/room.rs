//! Checks that there is room for one more file, before its body is read and again under the lock that keeps it.

use super::replace::Earlier;
use crate::{
    budget::Left,
    error::Result,
    limits::Reserved,
    services::Services,
    store::{
        Conn,
        documents::{self, Used},
    },
};
use app::{error::AppError, viewer::Viewer};
use domain::{
    Millis,
    ids::{AccountId, BusinessId},
    requirement::Requirement,
};

/// The bytes that an upload may write. Other uploads of the account count it as under way until this is dropped.
pub struct Room<'a> {
    /// The most bytes.
    pub most: u64,
    left: Left,
    _reserved: Reserved<'a>,
}

impl Room<'_> {
    /// Returns why no more than `most` may come, `None` if the slot's own limit is the reason.
    pub fn full(&self) -> Option<AppError> {
        self.left.takes(self.most + 1).err()
    }
}

impl Services {
    /// Reserves room for an upload. `length` is that of the whole request, if known.
    pub async fn room_for(
        &self,
        viewer: &Viewer,
        business: BusinessId,
        requirement: &Requirement,
        length: Option<u64>,
    ) -> Result<Room<'_>> {
        let (left, _) =
            self.left_in(&mut self.store.read().await?, viewer.account, business, &requirement.slot).await?;
        let most = requirement.max_bytes();
        let room = self.reserve(viewer.account, business, left, length.unwrap_or(most).min(most));
        room.left.takes(1)?;
        Ok(Room { most: most.min(room.most), ..room })
    }

    /// Reserves room for the files that a new business copies from another.
    pub async fn room_for_copies(&self, viewer: &Viewer, new: BusinessId, bytes: u64) -> Result<Room<'_>> {
        let left = self.left_of(&mut self.store.read().await?, viewer.account, new).await?;
        let room = self.reserve(viewer.account, new, left, bytes);
        room.left.takes(bytes)?;
        Ok(room)
    }

    /// Subtracts the uploads under way from `left`, which was read before: an upload that ends in between is missed
    /// here rather than counted twice, and counts under the lock.
    fn reserve(&self, account: AccountId, business: BusinessId, left: Left, bytes: u64) -> Room<'_> {
        let (reserved, others) = self.limits.reserve(account, business, bytes);
        let left = left.changed_by(-others.business, -others.account);
        Room { most: left.least(), left, _reserved: reserved }
    }

    /// Returns the bytes that this business may still keep. They stay right while the caller holds the account's lock.
    pub async fn left_of(&self, db: &mut Conn, account: AccountId, business: BusinessId) -> Result<Left> {
        Ok(self.settings.budget.left(&self.used(db, account, business).await?))
    }

    /// Returns `left_of` plus what replacing the file in this slot frees; a file may be replaced only so often.
    pub async fn left_in(
        &self,
        db: &mut Conn,
        account: AccountId,
        business: BusinessId,
        slot: &str,
    ) -> Result<(Left, Option<Earlier>)> {
        let used = self.used(db, account, business).await?;
        let left = self.settings.budget.left(&used);
        let Some(earlier) = Earlier::find(db, business, slot).await? else { return Ok((left, None)) };
        self.settings.budget.may_replace(&used)?;
        let freed = earlier.freed();
        Ok((left.changed_by(freed, freed), Some(earlier)))
    }

    async fn used(&self, db: &mut Conn, account: AccountId, business: BusinessId) -> Result<Used> {
        Ok(documents::used(db, account, business, self.now().plus(-Millis::DAY)).await?)
    }
}
