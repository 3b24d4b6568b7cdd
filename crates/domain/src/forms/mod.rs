//! One form per task. Typed text is always kept; an accepted value exists only if valid.

mod account;
mod address;
mod bank;
mod brand;
mod business;
mod contact;
mod documents;
mod errors;
mod field;
mod filled;
mod form;
mod judge;
pub mod kind;
pub mod limits;
mod link;
mod merge;
mod read;
mod site;
mod social;
mod task;

pub use account::{NewBusiness, NewBusinessForm, SignUp, SignUpForm};
pub use address::{Address, AddressForm};
pub use bank::{BankAccount, BankForm};
pub use brand::{Brand, BrandForm};
pub use business::{Profile, ProfileForm};
pub use contact::{Contact, ContactForm};
pub use documents::{DocumentsForm, Values};
pub use errors::{FieldError, FormErrors};
pub use field::Field;
pub use filled::Filled;
pub use form::{AnyForm, Form, Proof};
pub use judge::Judge;
pub use kind::{Control, Pairs};
pub use merge::{Clash, Marks, Upon};
pub use read::Email;
pub use site::Site;
pub use social::{Social, SocialForm};
pub use task::Task;

pub use crate::phone::Phone;

/// The most characters that we read of one field: twice DOKU's longest, a description of 1,023. Text that is a little
/// too long is thus judged and kept.
pub const MOST_CHARACTERS: usize = 2_048;
/// The most bytes of a draft: twice the largest form with every field at its limit.
pub const MOST_BYTES_OF_A_DRAFT: usize = 16 * 1024;

#[cfg(test)]
mod reports;
#[cfg(test)]
mod tests;
