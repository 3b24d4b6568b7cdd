//! The mark of what a check page showed. Whoever sends with another one is led back to look once more. docs/adr/049.

use super::case::Case;
use crate::{error::Result, vault::Place};
use app::onboarding::data::{CheckSection, Fix, Resubmission, Slot};
use domain::kyb;

/// Marks every value and file as it would go out. How far an upload has come is not part of it.
pub fn of_application(case: &Case, sections: &[CheckSection], slots: &[Slot]) -> Result<String> {
    let values: Vec<_> = sections.iter().map(|section| (section.page, &section.values)).collect();
    let file = |slot: &Slot| slot.file.as_ref().map(|file| file.id);
    let files: Vec<_> = slots.iter().map(|slot| (&slot.requirement.slot, file(slot), &slot.values)).collect();
    Ok(case.mark_of(&Place::Check, &serde_json::to_vec(&(values, files))?))
}

/// Marks every correction with the note that it answers, and the rejected parts beside them. Notes that merchants never
/// see are left out, since the page does not have them.
pub fn of_corrections(case: &Case, resubmission: &Resubmission) -> Result<String> {
    let fix = |fix: &Fix| {
        let row = case.facets.iter().find(|row| row.key == fix.facet);
        let note = row.and_then(|row| row.note.clone()).filter(|note| kyb::is_for_merchants(note));
        let change = fix.changes.iter().map(|change| (change.page, &change.field, &change.before, &change.after));
        let file = fix.files.iter().map(|file| (file.before.as_ref().map(|before| before.id), file.after.id));
        let (changes, files) = (change.collect::<Vec<_>>(), file.collect::<Vec<_>>());
        serde_json::to_value((&fix.facet, note, changes, files, fix.along, fix.as_is))
    };
    let fixes = resubmission.fixes.iter().map(fix).collect::<Result<Vec<_>, _>>()?;
    let returned: Vec<_> = case.returned.iter().map(|(item, note)| (item, &note.text)).collect();
    Ok(case.mark_of(&Place::Check, &serde_json::to_vec(&(fixes, returned, &resubmission.others))?))
}
