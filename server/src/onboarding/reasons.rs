//! The meaning of DOKU's notes: by our catalogue, else as a person of the partner explained that note.

use crate::{
    error::Result,
    services::Services,
    store::{Conn, note_mappings},
    vault::Place,
};
use app::onboarding::data::FacetRow;
use domain::{
    ids::NoteId,
    kyb::{Verdict, is_for_merchants},
    mask,
    reason::{Reason, fold},
};
use sha2::{Digest, Sha256};

/// Returns the hash of the folded note, so notes that fold alike are one.
pub fn hash(note: &str) -> Vec<u8> {
    Sha256::digest(fold(note)).to_vec()
}

/// Returns `None` if there is no note or nobody knows its meaning yet.
pub async fn of(db: &mut Conn, note: Option<&str>) -> Result<Option<Reason>> {
    let Some(note) = note else { return Ok(None) };
    match Reason::of_note(note) {
        Reason::Other => Ok(note_mappings::reason_of(db, &hash(note)).await?.filter(|reason| *reason != Reason::Other)),
        known => Ok(Some(known)),
    }
}

/// Stores notes that our catalogue does not know until somebody of the partner explains them. Numbers are masked whole,
/// since one note stands for many merchants.
pub async fn flag(services: &Services, tx: &mut Conn, rows: impl Iterator<Item = &FacetRow>) -> Result<()> {
    for row in rows.filter(|row| matches!(row.verdict, Verdict::Rejected | Verdict::Suspended)) {
        let Some(note) = row.note.as_deref().filter(|note| Reason::of_note(note) == Reason::Other) else { continue };
        if fold(note).is_empty() {
            continue;
        }
        let hash = hash(note);
        let sealed = services.vault.inbox().seal(&Place::NoteMapping(&hash), mask::whole(note).as_bytes())?;
        let (id, internal) = (services.new_id::<NoteId>()?, !is_for_merchants(note));
        note_mappings::flag(tx, id, &hash, &sealed, internal, services.now()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_peoples_numbers_make_one_note() {
        assert_eq!(hash("Cek NIK 3273205507880004"), hash("cek NIK: 3171014501900001!"));
    }
}
