//! What the owner of a business is told by mail.

pub mod desk;
pub mod letter;
pub mod mailer;
mod markup;
pub mod message;
pub mod news;
pub mod queue;
pub mod remind;
pub mod smtp;
pub mod unsubscribe;
