//! Events for the partner's own systems, and the administration of their endpoints and keys.

pub mod event;
pub mod hooks;
pub mod post;
mod rotation;
pub mod settings;
pub mod signature;
