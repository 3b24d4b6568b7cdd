//! Files that were replaced and whose time is over. docs/adr/021.

use crate::{
    error::{Error, Result},
    services::Services,
    store::documents::{self, Document},
};

/// The most files that are purged in one round.
const AT_ONCE: i64 = 1_000;

impl Services {
    /// Removes the bytes before it marks the row, so the next round finds what a crash left between the two.
    pub async fn purge_file(&self, document: &Document) {
        let gone = async {
            self.files.remove(&document.stored_as).await?;
            Ok::<_, Error>(self.store.write(async |tx| documents::set_purged(tx, document.id, self.now()).await).await?)
        };
        if let Err(error) = gone.await {
            tracing::warn!(business.id = %document.business_id, error = %crate::telemetry::causes(&error), "a replaced file could not be removed");
        }
    }

    /// Purges replaced files that are due. A file that DOKU holds stays until DOKU took a later one.
    pub async fn purge_replaced(&self) -> Result<()> {
        let due = documents::to_purge(&mut self.store.read().await?, self.now(), AT_ONCE).await?;
        for document in &due {
            self.purge_file(document).await;
        }
        Ok(())
    }
}
