//! Components that know HTML but not DOKU.

mod error_summary;
mod field;
mod frame;
mod icon;
mod note;
mod tag;
mod upload;

pub use error_summary::ErrorSummary;
pub use field::{
    Choice, FieldMarks, RadioGroup, RadioGroupProps, SelectField, SelectFieldProps, TextArea, TextAreaProps, TextField,
    TextFieldProps, field_id,
};
pub use frame::{Back, Dock, Page, support_link};
pub use icon::{Icon, Symbol};
pub use note::{Banner, NoteBox};
pub use tag::{Tag, Tone};
pub use upload::UploadField;
