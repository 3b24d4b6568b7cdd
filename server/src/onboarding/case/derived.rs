//! The columns of lists, derived from an application's facets.

use super::Case;
use crate::{
    error::Result,
    onboarding::clocks,
    store::{Conn, businesses::Derived},
};
use domain::{
    kyb::{self, FacetKey, Facets, Verdict},
    method,
};

impl Case {
    /// Returns state, counts and deadlines for lists, from the facets that were just written.
    pub async fn derived(&mut self, db: &mut Conn, facets: &Facets) -> Result<Derived> {
        let facets = &method::without_never(facets, &self.business.business_type.as_str().into());
        let state = kyb::derive(facets, &self.workflow());
        let (done, total) = self.progress_counts();
        let first_accepted = |key: FacetKey| facets.get(&key).and_then(|facet| facet.first_accepted);
        let verified = [FacetKey::Business, FacetKey::BRAND, FacetKey::OPERATIONAL]
            .into_iter()
            .map(first_accepted)
            .collect::<Option<Vec<_>>>();
        self.business.verified_at = verified.and_then(|times| times.into_iter().max());
        self.business.state = state;
        self.application.standing.state = state;
        let as_row = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let is_on = |(key, facet): &(&FacetKey, &kyb::Facet)| {
            matches!(key, FacetKey::Product(..)) && facet.verdict == Verdict::Accepted
        };
        self.business.services_on = as_row(facets.iter().filter(is_on).count());
        let running = clocks::running(db, &self.business, state, facets).await?;
        Ok(Derived {
            state,
            done: as_row(done),
            total: as_row(total),
            to_fix: as_row(self.to_fix()),
            services_on: self.business.services_on,
            deadline: running.whole,
            bank_deadline: running.bank,
            verified_at: self.business.verified_at,
        })
    }
}
