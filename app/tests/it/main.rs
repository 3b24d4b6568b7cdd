//! Pages drawn over fixed answers.
#![cfg(feature = "ssr")]

mod cards;
mod fake;
mod gallery;
mod outline;
mod outlines;
mod pages;
mod states;
mod world;
