//! What DOKU judges: facts in, facets out, one derived state.

mod clock;
mod facets;
mod facts;
mod note;
mod state;
#[cfg(test)]
mod tests;

pub use clock::{ACTIVATION_MILLIS, Deadline, KYB_MILLIS, Pace};
pub use facets::{Facet, Facets, Ignored, Outcome, Projection, locate, project};
pub use facts::{EntityKind, FacetKey, Fact, Observation, Reported, Sent, Source, Verdict};
pub use note::is_for_merchants;
pub use state::{Actor, Progress, State, Workflow, derive};
