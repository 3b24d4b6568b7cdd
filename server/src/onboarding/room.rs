//! Whether there is room for one more file: asked before its body is read, and again under the lock that keeps it.

use super::replaced::Earlier;
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

/// What an upload may write. Others of the same account see it as under way until this is dropped.
pub struct Room<'a> {
    /// Bytes.
    pub most: u64,
    left: Left,
    _reserved: Reserved<'a>,
}

impl Room<'_> {
    /// Why no more than `most` may come. `None`: the slot itself takes no more.
    pub fn full(&self) -> Option<AppError> {
        self.left.takes(self.most + 1).err()
    }
}

impl Services {
    /// `length`: of the whole request, where it is told.
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

    /// For the files of a business that begins with those of another.
    pub async fn room_for_copies(&self, viewer: &Viewer, new: BusinessId, bytes: u64) -> Result<Room<'_>> {
        let left = self.left_of(&mut self.store.read().await?, viewer.account, new).await?;
        let room = self.reserve(viewer.account, new, left, bytes);
        room.left.takes(bytes)?;
        Ok(room)
    }

    /// What is kept was asked before: an upload that ends meanwhile is missed here rather than counted twice. Under the lock
    /// it counts.
    fn reserve(&self, account: AccountId, business: BusinessId, left: Left, bytes: u64) -> Room<'_> {
        let (reserved, others) = self.limits.reserve(account, business, bytes);
        let left = left.changed_by(-others.business, -others.account);
        Room { most: left.least(), left, _reserved: reserved }
    }

    /// Bytes that this business may still keep. Holds for as long as the caller holds the account.
    pub async fn left_of(&self, db: &mut Conn, account: AccountId, business: BusinessId) -> Result<Left> {
        Ok(self.settings.budget.left(&self.used(db, account, business).await?))
    }

    /// As `left_of`, for a file in this slot: what goes in exchange is room too, and one may be replaced so often.
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
