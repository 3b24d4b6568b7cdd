//! Every sentence by name. One that is missing in a language does not compile.

mod forms;
mod front;
mod merchant;
mod review;

pub use forms::{Facets, Fields, Forms, Meanings, Refusals};
pub use front::{Account, Common, Front, Problems};
pub use merchant::{Businesses, Check, Documents, History, States, Tasks};
pub use review::Review;

pub struct Texts {
    pub common: Common,
    pub front: Front,
    pub account: Account,
    pub problems: Problems,
    pub businesses: Businesses,
    pub tasks: Tasks,
    pub states: States,
    pub documents: Documents,
    pub check: Check,
    pub history: History,
    pub facets: Facets,
    pub forms: Forms,
    pub fields: Fields,
    pub refusals: Refusals,
    pub meanings: Meanings,
    pub review: Review,
}
