//! Lists what is to be fixed, whoever found it, for mail, webhooks and the API.

use super::{case::Case, reasons};
use crate::{
    error::Result,
    store::{Conn, facets},
};
use app::onboarding::data::{Item, Note, NoteFrom};
use domain::kyb::{FacetKey, Verdict};

/// One thing to fix.
pub struct Fix {
    pub what: What,
    pub note: Note,
    /// The revision that was sent last; 0 if it is not at DOKU.
    pub revision: i64,
}

pub enum What {
    Facet(FacetKey),
    Item(Item),
}

impl Fix {
    /// Returns a mark that tells fixes apart by what was sent and DOKU's note, since a read-back may move a verdict's
    /// time.
    pub fn mark(&self) -> String {
        match &self.what {
            What::Facet(facet) => {
                let said = reasons::hash(self.note.text.as_deref().unwrap_or_default());
                let said: String = said.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
                format!("{facet}#{}.{said}", self.revision)
            }
            What::Item(item) => format!("{}@{}", item.key(), self.note.at.map_or(0, |at| at.0)),
        }
    }
}

/// Returns what the partner sent back first, then what DOKU rejected.
pub async fn fixes(db: &mut Conn, case: &Case) -> Result<Vec<Fix>> {
    let sent = facets::all(db, case.business.id).await?;
    let returned = case.items().into_iter().filter_map(|item| {
        let note = case.returned.get(item.key().as_ref())?.clone();
        Some(Fix { what: What::Item(item), note, revision: 0 })
    });
    let rejected = case.facets.iter().filter(|row| row.key.is_kyb() && row.verdict == Verdict::Rejected);
    let rejected = rejected.map(|row| {
        let name = row.key.to_string();
        let revision = sent.iter().find(|sent| sent.facet == name).map_or(0, |sent| sent.revision);
        let note = Note { from: NoteFrom::Doku, text: row.note.clone(), reason: row.reason, at: row.at };
        Fix { what: What::Facet(row.key.clone()), note, revision }
    });
    Ok(returned.chain(rejected).collect())
}
