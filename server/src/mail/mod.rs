//! Tells the owner of a business news by mail.

pub mod desk;
pub mod letter;
mod markup;
pub mod news;
pub mod queue;
pub mod remind;
pub mod unsubscribe;
