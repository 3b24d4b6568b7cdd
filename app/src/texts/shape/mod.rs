//! Every sentence by name. One that is missing in a language does not compile.

mod calls;
mod clocks;
mod endings;
mod fixes;
mod forms;
mod front;
mod mail;
mod merchant;
mod receipts;
mod review;
mod settings;

pub use calls::Calls;
pub use clocks::{Clocks, Pack, Reveal, Samples};
pub use endings::Endings;
pub use fixes::{Fixes, Meaning, Reasons};
pub use forms::{Facets, Fields, Forms, Refusals};
pub use front::{Account, Common, Front, Problems};
pub use mail::Mail;
pub use merchant::{Businesses, Check, Documents, History, States, Tasks};
pub use receipts::Receipts;
pub use review::Review;
pub use settings::Settings;

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
    pub fixes: Fixes,
    pub reasons: Reasons,
    pub review: Review,
    pub calls: Calls,
    pub endings: Endings,
    pub mail: Mail,
    pub settings: Settings,
    pub clocks: Clocks,
    pub samples: Samples,
    pub pack: Pack,
    pub reveal: Reveal,
    pub receipts: Receipts,
}
