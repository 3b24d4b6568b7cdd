//! An application with its keys and rows, and the merchant's pages, which are drawn from it alone. What a merchant does
//! to it stands in `merchant`.

pub mod case;
pub mod clocks;
pub mod correction;
pub mod download;
pub mod endings;
pub mod entities;
pub mod history;
mod load;
pub mod pages;
mod pointed;
pub mod reasons;
pub mod receipts;
pub mod registration;
pub mod resubmission;
mod shown;
pub mod to_fix;
