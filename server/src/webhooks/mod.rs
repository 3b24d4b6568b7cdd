//! What the partner's own systems are told, and what admins do about their endpoints and keys.

pub mod event;
pub mod hooks;
pub mod post;
mod rotation;
pub mod settings;
pub mod signature;
