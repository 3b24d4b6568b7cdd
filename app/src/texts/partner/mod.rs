//! What the partner reads.

mod calls;
mod evidence;
mod review;
mod settings;

pub use calls::Calls;
pub use evidence::{Pack, Reveal};
pub use review::Review;
pub use settings::Settings;
