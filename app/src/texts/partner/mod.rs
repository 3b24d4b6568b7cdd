//! Texts for the partner.

mod calls;
mod evidence;
mod review;
mod settings;

pub use calls::{Calls, call_kind};
pub use evidence::{Pack, Reveal};
pub use review::{Review, decided, desk_row_status, tab_name, turn, why_state};
pub use settings::{Settings, wrong};
