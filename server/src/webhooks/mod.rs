//! Events for the partner's own systems, and how they are posted.

pub mod event;
pub mod hooks;
pub mod post;
pub mod signature;
