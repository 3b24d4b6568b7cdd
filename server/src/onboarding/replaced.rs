//! Files that another one took the place of: as evidence they are kept for a while, and otherwise nobody needs them. docs/adr/021.

use crate::{
    error::{Error, Result},
    outbox::lease::LEASE,
    services::Services,
    store::{
        Conn,
        documents::{self, Document},
        outbox,
    },
};
use domain::{Millis, ids::BusinessId};

/// Files that are purged in one round.
const AT_ONCE: i64 = 1_000;

/// What stands in a slot before another file takes its place.
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

    /// Bytes that go with it.
    pub const fn freed(&self) -> i64 {
        if self.is_evidence { 0 } else { self.document.size_bytes }
    }
}

impl Services {
    /// Takes it out of its slot. `Some`: nobody needs it, and its bytes may go once that is committed.
    pub async fn replace(&self, db: &mut Conn, earlier: Earlier, now: Millis) -> Result<Option<Document>> {
        let Earlier { document, is_evidence } = earlier;
        let id = document.id.uuid();
        outbox::drop_uploads(db, document.business_id, id, now).await?;
        outbox::tell_trouble(db, document.business_id).await?;
        let is_read = outbox::is_upload_in_hand(db, document.business_id, id, now).await?;
        let purge_at = match (is_evidence, is_read) {
            (true, _) => now.plus(self.settings.replaced_for),
            // Its call was dropped: whoever has it in hand loses it within this time.
            (false, true) => now.plus(LEASE),
            (false, false) => now,
        };
        documents::set_replaced(db, document.id, now, purge_at).await?;
        Ok((!is_evidence && !is_read).then_some(document))
    }

    /// The bytes go before the row says so: what a crash leaves between the two is found by the next round.
    pub async fn purge_file(&self, document: &Document) {
        let gone = async {
            self.files.remove(&document.stored_as).await?;
            Ok::<_, Error>(self.store.write(async |tx| documents::set_purged(tx, document.id, self.now()).await).await?)
        };
        if let Err(error) = gone.await {
            tracing::warn!(business.id = %document.business_id, error = %crate::telemetry::causes(&error), "a replaced file could not be removed");
        }
    }

    /// Replaced files whose time has come. What DOKU holds as its own stays for as long as no later one was taken.
    pub async fn purge_replaced(&self) -> Result<()> {
        let due = documents::to_purge(&mut self.store.read().await?, self.now(), AT_ONCE).await?;
        for document in &due {
            self.purge_file(document).await;
        }
        Ok(())
    }
}
