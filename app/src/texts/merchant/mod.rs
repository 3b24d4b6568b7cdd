//! What merchants read.

mod documents;
mod fixes;
mod forms;
mod states;
mod tasks;

pub use documents::{Check, Documents, History, Receipts, Refusals};
pub use fixes::{Fixes, Reasons};
pub use forms::{Facets, Fields, Forms};
pub use states::{Clocks, Endings, States};
pub use tasks::{Businesses, Tasks};
