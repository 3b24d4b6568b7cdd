//! All there is to say about one application without a database.

mod facet_name;
mod page;
mod part;
mod place;
#[cfg(test)]
mod properties;

pub use facet_name::FacetName;
pub use page::Page;
pub use part::{NotAPart, Part};
