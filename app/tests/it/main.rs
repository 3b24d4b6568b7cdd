//! Pages drawn over fixed answers.
#![cfg(feature = "ssr")]

mod fake;
mod pages;
mod states;
mod world;
