//! One form per task. What was typed is always kept; what is accepted exists only if valid.

mod account;
mod address;
mod bank;
mod brand;
mod business;
mod contact;
mod documents;
mod errors;
mod filled;
mod lengths;
pub mod limits;
mod link;
mod pointed;
mod read;
mod site;
mod social;

pub use account::{NewBusiness, NewBusinessForm, SignUp, SignUpForm};
pub use address::{Address, AddressForm};
pub use bank::{BankAccount, BankForm};
pub use brand::{Brand, BrandForm};
pub use business::{Profile, ProfileForm};
pub use contact::{Contact, ContactForm};
pub use documents::{DocumentsForm, Numbers};
pub use errors::{FieldError, FormErrors};
pub use filled::Filled;
pub use pointed::field_at;
pub use read::Email;
pub use site::Site;
pub use social::{Social, SocialForm};

pub use crate::phone::Phone;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// The tasks of an application, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Task {
    Documents,
    Business,
    Brand,
    Contact,
    Address,
    Bank,
    Social,
}

impl Task {
    pub const ALL: [Self; 7] =
        [Self::Documents, Self::Business, Self::Brand, Self::Contact, Self::Address, Self::Bank, Self::Social];

    /// As in `/businesses/{id}/{task}`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Business => "business",
            Self::Brand => "brand",
            Self::Contact => "contact",
            Self::Address => "address",
            Self::Bank => "bank",
            Self::Social => "social",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.as_str() == text)
    }
}

/// Characters of one field that are read at all: twice the longest that DOKU takes, a description of 1,023, so that who typed a bit
/// too much still has it judged and kept.
pub const MOST_CHARACTERS: usize = 2_048;
/// Bytes of a draft: twice the largest form with every field at its limit.
pub const MOST_BYTES_OF_A_DRAFT: usize = 16 * 1024;

/// A draft that can become a proof.
pub trait Form: Serialize + DeserializeOwned + Default + Clone + Send + Sync + 'static {
    const TASK: Task;
    type Proof;

    fn parse(&self) -> Result<Self::Proof, FormErrors>;

    /// `true` when nothing was typed at all.
    fn is_blank(&self) -> bool;
}

/// Gathers errors while fields are read, so that every one is told at once.
#[derive(Default)]
struct Judge(FormErrors);

impl Judge {
    fn read<T>(&mut self, field: &str, outcome: Result<T, FieldError>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.0.push((field.to_owned(), error));
                None
            }
        }
    }

    fn verdict<T>(self, proof: Option<T>) -> Result<T, FormErrors> {
        match proof {
            Some(proof) if self.0.is_empty() => Ok(proof),
            _ => Err(self.0),
        }
    }
}

/// Values that go with files, by slot and code.
pub type Values = BTreeMap<String, String>;

#[cfg(test)]
mod reports;
#[cfg(test)]
mod tests;
