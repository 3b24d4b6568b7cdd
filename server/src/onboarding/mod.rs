//! The merchant's use cases.

pub mod case;
pub mod clocks;
pub mod correction;
pub mod endings;
pub mod entities;
pub mod history;
mod load;
pub mod pages;
mod pointed;
pub mod reasons;
pub mod receipts;
pub mod registration;
mod replaced;
pub mod resubmission;
mod room;
pub mod save;
pub mod start;
pub mod submit;
pub mod to_fix;
pub mod upload;
