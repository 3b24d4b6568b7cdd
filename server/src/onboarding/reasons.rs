//! What DOKU's notes mean: by our catalogue, else by what a person of the partner said of that note.

use crate::{
    error::Result,
    notify::numbers,
    services::Services,
    store::{Conn, note_mappings},
    vault::Place,
};
use app::onboarding::data::FacetRow;
use domain::{
    ids::NoteId,
    kyb::{Verdict, is_for_merchants},
    reason::{Reason, fold},
};
use sha2::{Digest, Sha256};

/// Two notes that fold alike are one.
pub fn hash(note: &str) -> Vec<u8> {
    Sha256::digest(fold(note)).to_vec()
}

/// `None`: there is no note, or nobody knows yet what it means.
pub async fn of(db: &mut Conn, note: Option<&str>) -> Result<Option<Reason>> {
    let Some(note) = note else { return Ok(None) };
    match Reason::of_note(note) {
        Reason::Other => Ok(note_mappings::reason_of(db, &hash(note)).await?.filter(|reason| *reason != Reason::Other)),
        known => Ok(Some(known)),
    }
}

/// Notes that our catalogue does not know wait for somebody of the partner. Numbers are left out of what is kept.
pub async fn flag(services: &Services, tx: &mut Conn, rows: impl Iterator<Item = &FacetRow>) -> Result<()> {
    for row in rows.filter(|row| matches!(row.verdict, Verdict::Rejected | Verdict::Suspended)) {
        let Some(note) = row.note.as_deref().filter(|note| Reason::of_note(note) == Reason::Other) else { continue };
        if fold(note).is_empty() {
            continue;
        }
        let hash = hash(note);
        let sealed = services.vault.inbox().seal(&Place("note mapping", &hash), without_numbers(note).as_bytes())?;
        let (id, internal) = (NoteId::new(services.id()?), !is_for_merchants(note));
        note_mappings::flag(tx, id, &hash, &sealed, internal, services.now()).await?;
    }
    Ok(())
}

/// A NIK or an account number in a note is nobody's business here, its end neither: one note stands for many merchants.
fn without_numbers(note: &str) -> String {
    let is_number = |word: &str| word.chars().filter(char::is_ascii_digit).count() >= 4;
    // Those in short groups first.
    numbers::without_numbers(note)
        .split(' ')
        .map(|word| if is_number(word) { "····" } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_kept_without_its_numbers() {
        assert_eq!(without_numbers("NIK 3273205507880004, lihat 2 foto"), "NIK ···· lihat 2 foto");
        assert_eq!(without_numbers("NIK 327 320 550 788 0004 lihat 2 foto"), "NIK ···· lihat 2 foto");
        assert_eq!(hash("Cek NIK 3273205507880004"), hash("cek NIK: 3171014501900001!"));
    }
}
