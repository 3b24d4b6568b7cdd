//! Pages rendered over fixed answers, and what becomes of posts.
#![cfg(feature = "ssr")]

mod fake;
mod pages;
mod posts;
mod states;
mod world;
