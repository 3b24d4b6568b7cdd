//! One version of a file, opened for whoever may see it.

use crate::{
    account::rights,
    error::{Error, Result, ensure},
    services::Services,
    store::{
        Conn,
        businesses::Business,
        documents::{self, Document},
    },
};
use app::{error::AppError, viewer::Viewer};
use axum::body::Bytes;
use domain::ids::{BusinessId, DocumentId};
use futures::{StreamExt, stream::BoxStream};
use std::io::{self, ErrorKind};

pub struct Download {
    pub document: Document,
    pub bytes: BoxStream<'static, io::Result<Bytes>>,
}

impl Services {
    pub async fn my_file(&self, viewer: &Viewer, business: BusinessId, slot: &str, id: DocumentId) -> Result<Download> {
        let mut db = self.store.read().await?;
        let row = rights::mine(&mut db, viewer, business).await?;
        let document = version(&mut db, business, slot, id).await?;
        drop(db);
        self.download(&row, document).await
    }

    /// Opens the file. The caller has already checked that the viewer may see it.
    pub async fn download(&self, business: &Business, document: Document) -> Result<Download> {
        ensure(document.purged_at.is_none(), AppError::FileGone)?;
        let key = self.vault.open_key(business.id, &business.data_key)?;
        match self.files.read(&key, &document.stored_as).await {
            Ok(bytes) => Ok(Download { document, bytes: bytes.boxed() }),
            Err(error) => Err(self.why_missing(&document, error).await),
        }
    }

    /// Returns the reason why a file is missing: one that was replaced meanwhile is no fault of ours.
    async fn why_missing(&self, document: &Document, error: Error) -> Error {
        let is_missing = matches!(&error, Error::File(cause) if cause.kind() == ErrorKind::NotFound);
        let stands = async { documents::by_id(&mut self.store.read().await?, document.business_id, document.id).await };
        match stands.await {
            Ok(Some(now)) if is_missing && now.replaced_at.is_some() => AppError::FileGone.into(),
            Ok(_) | Err(_) => error,
        }
    }
}

/// Finds a version under its own business and slot only.
pub async fn version(db: &mut Conn, business: BusinessId, slot: &str, id: DocumentId) -> Result<Document> {
    let document = documents::by_id(db, business, id).await?.filter(|document| document.slot == slot);
    document.ok_or_else(|| AppError::NotFound.into())
}
