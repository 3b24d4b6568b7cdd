//! The sandbox over real HTTP, with a receiver of callbacks beside it.

mod callbacks;
mod gate;
mod magic;
mod panel;
mod register;
mod upload;
mod world;
