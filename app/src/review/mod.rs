//! The partner's pages: the queue, and one case.

pub mod calls;
mod case;
pub mod data;
mod decide;
mod endings;
mod evidence;
mod exchanges;
mod held;
mod notes;
mod queue;
mod receipt;
mod reveal;
pub mod settings;
mod troubles;
mod uncertain;

pub use case::case;
pub use evidence::evidence;
pub use exchanges::exchanges;
pub use notes::notes;
pub use queue::queue;
pub use receipt::receipt;
pub use reveal::reveal;
pub use troubles::troubles;
