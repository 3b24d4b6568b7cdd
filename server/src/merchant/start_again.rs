//! A merchant starts again with the words and files of a withdrawn application. docs/adr/012.

use super::start::new_like;
use crate::{
    account::rights::{mine, mine_locked},
    error::{Error, Result, ensure},
    files::{Broken, Stored},
    onboarding::{case::Case, endings::may_start_again},
    projection::refresh,
    services::Services,
    store::{
        Conn, accounts, businesses,
        documents::{self, Document},
        drafts, outbox, search,
    },
    upload_queue::Sender,
    vault::{Key, Place},
};
use app::{error::AppError, viewer::Viewer};
use domain::{
    application::Page,
    ids::{BusinessId, DocumentId},
    requirement::{FileType, Requirement},
};
use std::net::Ipv6Addr;

/// A file that was sealed with the new key, and its row.
struct Copied {
    document: Document,
    stored: Stored,
}

/// Returns the old business's file for this requirement, if today's checklist takes it.
fn kept<'a>(old: &'a Case, asked: &Requirement) -> Option<&'a Document> {
    let file = old.documents.get(&asked.slot)?;
    let is_taken = asked.accepts(FileType::from_media_type(&file.media_type), size(file)).is_ok();
    (is_taken && file.code == asked.code && file.purged_at.is_none()).then_some(file)
}

fn size(file: &Document) -> u64 {
    u64::try_from(file.size_bytes).unwrap_or_default()
}

impl Services {
    /// Creates a business with the words and files of a withdrawn one, sealed with its own key. Nothing goes to DOKU
    /// before consent is given anew. A second click returns the same new business.
    pub async fn start_again(&self, viewer: &Viewer, business: BusinessId) -> Result<BusinessId> {
        let mut db = self.store.read().await?;
        let row = mine(&mut db, viewer, business).await?;
        if let Some(new) = row.continued_as {
            return Ok(new);
        }
        ensure(may_start_again(&row), AppError::OutOfDate)?;
        let old = Case::load(&mut db, &self.vault, row).await?;
        drop(db);
        let new = new_like(&old.business);
        let checklist = self.ask_checklist(viewer, &new).await?;
        // Copies are written before any lock is taken, so few run at once, as with uploads; they come from no address.
        let sender = Sender { account: viewer.account, address: Ipv6Addr::UNSPECIFIED.into() };
        let _place = self.limits.upload(sender, self.now()).await.ok_or(AppError::TooMany)?;
        let (id, key, wrapped) = self.new_business_key()?;
        let asked = domain::requirement::walk(&checklist.answer);
        let bytes = asked.iter().filter_map(|asked| kept(&old, asked)).map(size).sum();
        let room = self.room_for_copies(viewer, id, bytes).await?;
        let mut files = Vec::new();
        for requirement in &asked {
            files.extend(self.copy_file(&old, requirement, id, &key).await?);
        }
        drop(room);
        let mut tx = self.store.begin().await?;
        accounts::lock(&mut tx, viewer.account).await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        if let Some(new) = row.continued_as {
            return Ok(new);
        }
        ensure(may_start_again(&row), AppError::OutOfDate)?;
        self.insert_business(&mut tx, viewer, &new, &checklist, (id, &wrapped)).await?;
        businesses::set_continued(&mut tx, business, viewer.account, id).await?;
        self.left_of(&mut tx, viewer.account, id).await?.takes(bytes)?;
        self.copy_words(&mut tx, viewer, &old, id, &key).await?;
        for file in &files {
            documents::insert(&mut tx, &file.document).await?;
        }
        refresh(self, &mut tx, id).await?;
        tx.commit().await?;
        files.into_iter().for_each(|file| file.stored.keep());
        self.live.changed(business);
        Ok(id)
    }

    async fn copy_words(&self, tx: &mut Conn, viewer: &Viewer, old: &Case, id: BusinessId, key: &Key) -> Result<()> {
        let now = self.now();
        for (page, draft) in &old.drafts {
            let body = key.seal_json(&Place::Draft(*page), &draft.form)?;
            drafts::save(tx, id, *page, &body, now, draft.judged).await?;
        }
        if old.drafts.contains_key(&Page::Business) {
            let search = search::text(&old.business.name, &viewer.email, None);
            businesses::set_name(tx, id, &old.business.name, &search, now).await?;
        }
        Ok(())
    }

    /// Returns `None` if there is no file or today's checklist does not take it.
    async fn copy_file(&self, old: &Case, asked: &Requirement, id: BusinessId, key: &Key) -> Result<Option<Copied>> {
        let Some(file) = kept(old, asked) else { return Ok(None) };
        let name = old.file_name(file)?;
        let bytes = Box::pin(self.files.read(&old.key, &file.stored_as).await?);
        let stored = self.files.receive(key, asked.max_bytes(), bytes).await.map_err(|broken| match broken {
            Broken::TooBig | Broken::Incomplete => Error::Sealed,
            Broken::Failed(error) => error,
        })?;
        // The file may be older than today's rules for files.
        if asked.takes(&stored.content, stored.bytes).is_err() {
            return Ok(None);
        }
        let document_id = self.new_id::<DocumentId>()?;
        let document = Document {
            id: document_id,
            business_id: id,
            name: key.seal(&Place::FileName(document_id), name.as_bytes())?,
            stored_as: stored.stored_as.clone(),
            received_at: self.now(),
            replaced_at: None,
            doku_file_id: None,
            doku_file_at: None,
            purge_at: None,
            purged_at: None,
            ..file.clone()
        };
        Ok(Some(Copied { document, stored }))
    }

    /// Sends carried-over files to DOKU once consent is given. An application that has ended sends nothing, even if an
    /// old page still asks for it.
    pub async fn enqueue_carried_over(&self, tx: &mut Conn, business: BusinessId) -> Result<()> {
        let row = businesses::by_id(tx, business).await?.ok_or(AppError::NotFound)?;
        ensure(row.withdrawn_at.or(row.declined_at).is_none(), AppError::OutOfDate)?;
        for document in documents::current(tx, business).await?.iter().filter(|file| file.doku_file_id.is_none()) {
            outbox::enqueue(tx, business, outbox::Kind::Upload, document.id.uuid(), self.now()).await?;
        }
        self.wake.outbox.notify_one();
        Ok(())
    }
}
