//! KYB: facts become facets, and facets one derived state.

mod clock;
mod facets;
mod facts;
mod locate;
mod note;
#[cfg(test)]
mod properties;
mod state;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
mod times;

pub use clock::{
    ACTIVATION_MILLIS, BANK_MILLIS, Days, Deadline, KYB_MILLIS, Pace, Pause, Turn, activation_from, bank, pauses,
    verification,
};
pub use facets::{Facet, Facets, Folded, Ignored, Projection, project};
pub use facts::{EntityKind, FacetKey, Fact, NotAFacet, Observation, Reported, Sent, Source, Verdict};
pub use locate::{Known, Named, locate, place};
pub use note::is_for_merchants;
pub use state::{Actor, Progress, Standing, State, Watch, Workflow, derive};
pub use times::{by_their_clock, is_dated_ahead, judged_at};
