//! Texts for merchants.

mod documents;
mod fixes;
mod forms;
mod states;
mod tasks;

pub use documents::{Check, Documents, History, Receipts, odd, refusal_sentence, unclear, verdict};
pub use fixes::{Fixes, Reasons, lock_sentence, meaning};
pub use forms::{Facets, Forms, field_sentence};
pub use states::{Clocks, Endings, States, method, product_status, state_name, state_sentence};
pub use tasks::{Businesses, Tasks, actor_sentence, lead, row_sentence, task};
