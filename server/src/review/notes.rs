//! Meanings of DOKU's notes that our catalogue does not know, given by a person of the partner.

use crate::{
    account::rights::partner_only,
    error::{Error, Result, ensure},
    services::Services,
    store::{audit::Action, note_mappings},
    vault::Place,
};
use app::{
    error::AppError,
    review::data::NoteRow,
    viewer::{Role, Viewer},
};
use domain::{ids::NoteId, reason::Reason};

const MOST: i64 = 200;

impl Services {
    /// Returns the notes; internal ones are for admins.
    pub async fn notes(&self, viewer: &Viewer) -> Result<Vec<NoteRow>> {
        partner_only(viewer)?;
        let rows = note_mappings::page(&mut self.store.read().await?, viewer.role == Role::Admin, MOST).await?;
        rows.into_iter()
            .map(|row| {
                let note = self.vault.inbox().open(&Place::NoteMapping(&row.hash), &row.note)?;
                Ok(NoteRow {
                    id: row.id,
                    note: String::from_utf8(note).map_err(|_| Error::Sealed)?,
                    internal: row.internal,
                    reason: row.reason,
                    seen: row.seen,
                    last_seen: row.last_seen_at,
                })
            })
            .collect()
    }

    /// Maps a note to a reason, or with `None` to nothing. Pages explain the note from now on, to everybody who got it.
    pub async fn map_note(&self, viewer: &Viewer, note: NoteId, reason: Option<Reason>) -> Result<()> {
        partner_only(viewer)?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let is_admin = viewer.role == Role::Admin;
        ensure(note_mappings::map(&mut tx, note, is_admin, reason, viewer.account, now).await?, AppError::NotFound)?;
        self.audit(&mut tx, viewer, None, Action::MapNote).await?;
        Ok(tx.commit().await?)
    }
}
