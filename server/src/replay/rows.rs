//! Compares stored facets with rebuilt ones.

use crate::{
    error::Result,
    projection,
    store::{Conn, businesses::Business, facets},
    vault::{Key, Place},
};
use domain::kyb::{Facet, Facets};
use std::collections::BTreeMap;

/// Mends every facet that differs.
pub async fn facets(tx: &mut Conn, business: &Business, key: &Key, rebuilt: &Facets) -> Result<Vec<String>> {
    let mut standing: BTreeMap<String, facets::Row> =
        facets::all(tx, business.id).await?.into_iter().map(|row| (row.facet.clone(), row)).collect();
    let mut differences = Vec::new();
    for (facet, next) in rebuilt {
        let name = facet.to_string();
        let row = projection::row_of(key, name.clone(), next)?;
        let stored = standing.remove(&name);
        let is_same = stored.as_ref().is_some_and(|stored| shown(stored) == shown(&row) && has_note(key, stored, next));
        if is_same {
            continue;
        }
        let stored = stored.as_ref().map_or_else(|| "nothing".to_owned(), shown);
        differences.push(format!("{name}: stored {stored}, rebuilt {}", difference(&stored, &row)));
        facets::put(tx, business.id, &row).await?;
    }
    for (name, row) in standing {
        differences.push(format!("{name}: stored {}, rebuilt nothing", shown(&row)));
        facets::delete(tx, business.id, &name).await?;
    }
    Ok(differences)
}

/// Shows a row without its note's text.
fn shown(row: &facets::Row) -> String {
    let time = |at: Option<domain::Millis>| at.map_or_else(|| "never".to_owned(), |at| at.0.to_string());
    let set_by = row.set_by.map_or_else(|| "nothing".to_owned(), |fact| fact.to_string());
    format!(
        "{:?} at {} by {set_by}, revision {} sent {}, first accepted {}",
        row.verdict,
        time(row.at),
        row.revision,
        time(row.sent_at),
        time(row.first_accepted)
    )
}

fn difference(stored: &str, row: &facets::Row) -> String {
    let rebuilt = shown(row);
    if stored == rebuilt { "the same with another note".to_owned() } else { rebuilt }
}

/// Tells whether the notes are the same. A note that does not open is another one.
fn has_note(key: &Key, stored: &facets::Row, rebuilt: &Facet) -> bool {
    let note = key.open_text(&Place::Note(&stored.facet), stored.note.as_deref());
    note.is_ok_and(|note| note == rebuilt.note)
}
