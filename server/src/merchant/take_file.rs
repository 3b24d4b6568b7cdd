//! Takes a file that arrives: it is stored here first, then sent to DOKU by the outbox.

use crate::{
    account::rights::mine_locked,
    error::{Error, Result, ensure},
    files::Stored,
    onboarding::case::Case,
    services::Services,
    store::{
        accounts, decisions,
        documents::{self, Document},
        outbox,
    },
    vault::Place,
};
use app::{error::AppError, viewer::Viewer};
use domain::{
    application::Item,
    ids::{BusinessId, DocumentId},
    requirement::{FileType, Refusal, Requirement},
    text,
};

/// A file that was streamed to disk and not yet judged.
pub struct Received {
    pub name: String,
    pub stored: Stored,
}

/// The reason why a file was not taken.
pub enum Refused {
    File(Refusal),
    App(AppError),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::App(error.into().into())
    }
}

impl Services {
    /// Checks, before a byte is read, that this viewer may put a file into the slot.
    pub async fn open_slot(&self, viewer: &Viewer, business: BusinessId, slot: &str) -> Result<(Case, Requirement)> {
        let case = self.my_case(viewer, business).await?;
        let requirement = case.requirement(slot).cloned().ok_or(AppError::NotFound)?;
        match (case.business.consented_at, case.lock(&Item::from(&requirement))) {
            (_, Some(_)) => Err(AppError::FieldLocked.into()),
            (None, None) => Err(AppError::NoConsent.into()),
            (Some(_), None) => Ok((case, requirement)),
        }
    }

    /// Judges by content, not by name, and keeps the file with its outbox row in one transaction.
    pub async fn take_file(
        &self,
        viewer: &Viewer,
        business: BusinessId,
        requirement: &Requirement,
        file: Received,
    ) -> std::result::Result<(), Refused> {
        let kind = requirement.takes(&file.stored.content, file.stored.bytes).map_err(Refused::File)?;
        if kind == FileType::Pdf && is_encrypted_pdf(&file.stored) {
            return Err(Refused::File(Refusal::Encrypted));
        }
        let id = self.new_id::<DocumentId>()?;
        let mut tx = self.store.begin().await?;
        accounts::lock(&mut tx, viewer.account).await?;
        let row = mine_locked(&mut tx, viewer, business).await?;
        // The time is read under the lock: what was submitted while we waited came before this file.
        let now = self.now();
        let mut case = Case::load(&mut tx, &self.vault, row).await?;
        ensure(case.lock(&requirement.into()).is_none(), AppError::FieldLocked)?;
        let (left, earlier) = self.left_in(&mut tx, viewer.account, business, &requirement.slot).await?;
        left.takes(file.stored.bytes)?;
        let document = Document {
            id,
            business_id: business,
            slot: requirement.slot.clone(),
            code: requirement.code.clone(),
            category: requirement.category.to_string(),
            name: case.key.seal(&Place::FileName(id), file.name.as_bytes())?,
            media_type: kind.into_str().to_owned(),
            size_bytes: i64::try_from(file.stored.bytes).unwrap_or(i64::MAX),
            stored_as: file.stored.stored_as.clone(),
            received_at: now,
            replaced_at: None,
            doku_file_id: None,
            doku_file_at: None,
            purge_at: None,
            purged_at: None,
        };
        let unneeded = match earlier {
            Some(earlier) => self.replace(&mut tx, earlier, now).await?,
            None => None,
        };
        documents::insert(&mut tx, &document).await?;
        outbox::enqueue(&mut tx, business, outbox::Kind::Upload, id.uuid(), now).await?;
        decisions::close(&mut tx, business, &requirement.slot, now).await?;
        case.returned.remove(&requirement.slot);
        case.documents.insert(requirement.slot.clone(), document);
        case.refresh(&mut tx, now).await?;
        tx.commit().await?;
        file.stored.keep();
        if let Some(document) = unneeded {
            self.purge_file(&document).await;
        }
        self.wake.outbox.notify_one();
        self.live.changed(business);
        Ok(())
    }
}

/// Tells whether a PDF is encrypted: it then names its `/Encrypt` dictionary in the trailer, which stands at the end,
/// or near the start of a linearised one.
fn is_encrypted_pdf(stored: &Stored) -> bool {
    let says = |bytes: &[u8]| bytes.windows(8).any(|part| part == b"/Encrypt");
    says(&stored.tail) || says(&stored.head)
}

/// Cuts a browser's file name to what is shown: the last part, at most 120 characters.
pub fn clean_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = text::line(last).chars().take(120).collect();
    if clean.is_empty() { "file".to_owned() } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_last_part_and_shows_what_it_is() {
        assert_eq!(clean_name("C:\\fakepath\\ktp.jpg"), "ktp.jpg");
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name("gpj.\u{202e}exe"), "gpj.exe");
        assert_eq!(clean_name(""), "file");
    }
}
