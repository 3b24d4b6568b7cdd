//! Files that another takes the place of: evidence is kept for a while. docs/adr/021.

use crate::{
    error::Result,
    outbox::lease::LEASE,
    services::Services,
    store::{
        Conn,
        documents::{self, Document},
        outbox,
    },
};
use domain::{Millis, ids::BusinessId};

/// The file in a slot before another takes its place.
pub struct Earlier {
    document: Document,
    is_evidence: bool,
}

impl Earlier {
    pub async fn find(db: &mut Conn, business: BusinessId, slot: &str) -> Result<Option<Self>> {
        let Some(document) = documents::in_slot(db, business, slot).await? else { return Ok(None) };
        let is_evidence = documents::is_evidence(db, &document).await?;
        Ok(Some(Self { document, is_evidence }))
    }

    /// Returns the bytes that replacing it frees.
    pub const fn freed(&self) -> i64 {
        if self.is_evidence { 0 } else { self.document.size_bytes }
    }
}

impl Services {
    /// Takes the file out of its slot. Returns it if nobody needs it, so that its bytes may go after the commit.
    pub async fn replace(&self, db: &mut Conn, earlier: Earlier, now: Millis) -> Result<Option<Document>> {
        let Earlier { document, is_evidence } = earlier;
        let id = document.id.uuid();
        outbox::drop_uploads(db, document.business_id, id, now).await?;
        outbox::tell_trouble(db, document.business_id).await?;
        let is_read = outbox::is_upload_in_hand(db, document.business_id, id, now).await?;
        let purge_at = match (is_evidence, is_read) {
            (true, _) => now.plus(self.settings.replaced_for),
            // Its call was dropped: a worker that still runs it loses its lease within this time.
            (false, true) => now.plus(LEASE),
            (false, false) => now,
        };
        documents::set_replaced(db, document.id, now, purge_at).await?;
        Ok((!is_evidence && !is_read).then_some(document))
    }
}
