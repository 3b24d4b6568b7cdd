//! The rules of one application, without a database.

#[expect(clippy::module_inception, reason = "the folder is about one application; the file is it")]
mod application;
mod corrections;
mod locks;
mod open;
mod page;
mod part;
mod place;
mod progress;
#[cfg(test)]
mod properties;
mod row;
#[cfg(test)]
mod tests;

pub use application::{Application, Draft, Kept, KeptDraft, KeptFacet, Sent, Standing, Version};
pub use corrections::Values;
pub use open::{is_of, only_open};
pub use page::{NotAPage, Page};
pub use row::{DOKUS_LANG, FacetRow, File, Item, Lock, Note, NoteFrom, RowStatus};
