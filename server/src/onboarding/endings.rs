//! A merchant withdraws an application, or starts again with the same data. docs/adr/012.

use super::{case::Case, start::new_like};
use crate::{
    account::rights::{mine, mine_locked},
    error::{Error, Result, ensure},
    files::{Broken, Stored},
    projection::refresh,
    services::Services,
    store::{
        Conn, accounts,
        audit::Action,
        businesses::{self, Business},
        documents::{self, Document},
        drafts,
        outbox::{self, Problem},
        purges, search,
    },
    upload_queue::Sender,
    vault::{Key, Place},
};
use app::{
    error::AppError,
    onboarding::data::{Ending, Papers},
    viewer::Viewer,
};
use domain::{
    application::Page,
    ids::{BusinessId, DocumentId},
    kyb::{Progress, State},
    requirement::{FileType, Requirement},
};
use std::net::Ipv6Addr;

/// Tells whether the merchant may withdraw: before DOKU has it, and while something is to be fixed. A verified merchant, who may
/// take payments, asks the partner instead; and while DOKU may have a call that we gave up, the partner asks DOKU first.
pub fn may_withdraw(business: &Business) -> bool {
    let may_be_at_doku = business.trouble.as_deref() == Some(&Problem::GivenUp);
    let on_its_way = may_be_at_doku || matches!(business.progress, Progress::Sending);
    match business.state {
        State::Draft | State::Ready | State::PartnerCheck => !on_its_way,
        State::ActionNeeded => !on_its_way && business.verified_at.is_none(),
        State::Sending | State::InVerification | State::Verified | State::Active => false,
        State::Suspended | State::Declined | State::Withdrawn => false,
    }
}

const fn may_start_again(business: &Business) -> bool {
    matches!(business.state, State::Withdrawn) && business.continued_as.is_none() && business.purged_at.is_none()
}

/// Returns the partner's reason for declining, which the merchant reads.
pub fn reason(case: &Case) -> Result<Option<String>> {
    case.key.open_text(&Place::Decline, case.business.decline_reason.as_deref())
}

/// Tells what becomes of files and answers, both before and after a withdrawal.
fn papers(services: &Services, business: &Business) -> Papers {
    match (business.purged_at, business.purge_at) {
        (Some(at), _) => Papers::Purged(at),
        (None, Some(at)) => Papers::Until(at),
        (None, None) if business.submitted_at.is_none() && may_withdraw(business) => {
            Papers::Until(services.kept_until(services.now()))
        }
        (None, None) => Papers::Kept,
    }
}

pub fn ending(services: &Services, case: &Case) -> Result<Ending> {
    Ok(Ending {
        papers: papers(services, &case.business),
        at_doku: case.documents.values().any(|file| file.doku_file_id.is_some()),
        may_withdraw: may_withdraw(&case.business),
        may_start_again: may_start_again(&case.business),
        continued_as: case.business.continued_as,
        reason: reason(case)?,
    })
}

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
    /// Withdraws the application. A second click changes nothing.
    pub async fn withdraw(&self, viewer: &Viewer, business: BusinessId) -> Result<()> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        if row.withdrawn_at.is_some() {
            return Ok(());
        }
        ensure(may_withdraw(&row), AppError::OutOfDate)?;
        businesses::set_withdrawn(&mut tx, business, viewer.account, now).await?;
        if row.submitted_at.is_none() {
            purges::set_due(&mut tx, business, self.kept_until(now)).await?;
        }
        outbox::drop_unsent(&mut tx, business, now).await?;
        self.audit(&mut tx, viewer, Some(business), Action::Withdraw).await?;
        self.settle(tx, business).await
    }

    /// Creates a business with the words and files of a withdrawn one, sealed with its own key. Nothing goes to DOKU before
    /// consent is given anew. A second click returns the same new business.
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

    /// Sends carried-over files to DOKU once consent is given. An application that has ended sends nothing, even if an old
    /// page still asks for it.
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
