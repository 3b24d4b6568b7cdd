//! Demo people, only with the sandbox on, an empty database and nobody else able to come.

mod people;
#[cfg(test)]
mod pictures;

pub use people::{ADMIN, MERCHANT, PASSWORD, REVIEWER, people};
