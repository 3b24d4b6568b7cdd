//! `/sim` as HTML: one page, plain forms, no script.

mod controls;
mod data;
mod html;
mod orders;
mod requests;

pub use data::View;
pub use html::drawn;
pub use requests::Page as RequestPage;
