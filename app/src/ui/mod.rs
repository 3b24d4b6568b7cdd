//! Components that know HTML but not DOKU.

mod card;
mod error_summary;
mod field;
mod frame;
mod icon;
mod list;
mod note;
mod tag;
mod typed;
mod upload;
mod upon;

pub use card::{Card, Sure};
pub use error_summary::ErrorSummary;
pub use field::{Choice, FieldMarks, RadioGroup, SelectField, TextArea, TextField};
pub use frame::{Back, Dock, Page, support_link};
pub use icon::{Icon, Symbol};
pub use list::{or_blank, or_muted, pager, table};
pub use note::{Banner, NoteBox};
pub use tag::{Tag, Tone};
pub use typed::field_id;
pub use upload::UploadField;
pub use upon::upon_fields;
