//! Sends `POST /file` with the original bytes, decrypted while they stream.

use super::attempt::AttemptOutcome;
use crate::{
    error::Result,
    services::Services,
    store::{
        businesses, documents,
        outbox::{self, Call},
    },
};
use futures::{FutureExt, TryStreamExt};
use std::sync::Arc;

pub async fn attempt(services: &Services, call: &Call) -> Result<AttemptOutcome> {
    let mut db = services.store.read().await?;
    let Some(business) = businesses::by_id(&mut db, call.business_id).await? else {
        return Ok(AttemptOutcome::Dropped);
    };
    let found = documents::by_id(&mut db, call.business_id, call.about()).await?;
    let Some(document) = found.filter(|document| document.replaced_at.is_none()) else {
        return Ok(AttemptOutcome::Dropped);
    };
    drop(db);
    let key = Arc::new(services.vault.open_key(business.id, &business.data_key)?);
    let file_name = crate::onboarding::case::file_name(&key, document.id, &document.name)?;
    let (files, stored_as) = (services.files.clone(), document.stored_as.clone());
    let body: doku::OpenBody = Arc::new(move || {
        let (files, key, name) = (files.clone(), key.clone(), stored_as.clone());
        async move {
            let stream = files.read(&key, &name).await.map_err(std::io::Error::other)?;
            Ok(reqwest::Body::wrap_stream(stream.into_stream()))
        }
        .boxed()
    });
    let is_document = document.category == domain::codes::FileCategory::Document.as_str();
    let upload = doku::Upload {
        category: document.category.clone(),
        code: is_document.then(|| document.code.clone()),
        file_name,
        media_type: document.media_type.clone(),
        length: u64::try_from(document.size_bytes).unwrap_or_default(),
        body,
    };
    match services.doku.upload_file(&upload, &call.request_id).await {
        Ok(file) => {
            let now = services.now();
            let mut tx = services.store.begin().await?;
            // The lock makes sure that a call which just looked for this file in vain is woken after it went back to
            // wait.
            businesses::lock(&mut tx, business.id).await?;
            documents::set_doku_file(&mut tx, document.id, &file, now).await?;
            outbox::wake_awaiting_files(&mut tx, business.id, now).await?;
            tx.commit().await?;
            Ok(AttemptOutcome::Done)
        }
        Err(error) => Ok(AttemptOutcome::Failed(error)),
    }
}
