//! Components that know HTML but not DOKU.

mod error_summary;
mod field;
mod frame;
mod icon;
mod note;
mod tag;
mod upload;
mod upon;

pub use error_summary::ErrorSummary;
pub use field::{Choice, FieldMarks, RadioGroup, SelectField, TextArea, TextField, field_id};
pub use frame::{Back, Dock, Page, support_link};
pub use icon::{Icon, Symbol};
pub use note::{Banner, NoteBox};
pub use tag::{Tag, Tone};
pub use upload::UploadField;
pub use upon::upon_fields;
