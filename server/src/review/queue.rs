//! The queue: applications by what they wait for.

use super::partner_only;
use crate::{
    error::Result,
    onboarding::case,
    services::Services,
    store::{
        Conn,
        businesses::Business,
        flags,
        queue::{self, Filter},
    },
};
use app::{
    review::api::{CaseRow, QueuePage, Tab},
    viewer::Viewer,
};
use domain::{Millis, ids::BusinessId, kyb::State};

const PAGE: i64 = 50;

const fn filter(tab: Tab, now: Millis) -> Filter {
    match tab {
        Tab::ToCheck => Filter::States(&[State::PartnerCheck]),
        Tab::WithMerchant => Filter::States(&[State::Draft, State::Ready, State::ActionNeeded]),
        Tab::AtDoku => Filter::States(&[State::Sending, State::InVerification, State::Verified]),
        Tab::Late => Filter::Late(now),
        Tab::Troubled => Filter::Troubled,
        Tab::Active => Filter::States(&[State::Active]),
        Tab::Ended => Filter::States(&[State::Declined, State::Withdrawn]),
    }
}

/// `millis.uuid` of the last row.
fn cursor(row: &Business) -> String {
    format!("{}.{}", row.state_since.0, row.id)
}

fn read_cursor(text: &str) -> Option<(Millis, BusinessId)> {
    let (since, id) = text.split_once('.')?;
    Some((Millis(since.parse().ok()?), id.parse().ok()?))
}

impl Services {
    pub(super) async fn queue_page(
        &self,
        viewer: &Viewer,
        tab: Tab,
        search: Option<String>,
        after: Option<String>,
    ) -> Result<QueuePage> {
        partner_only(viewer)?;
        let now = self.now();
        let search = search
            .map(|text| text.trim().chars().filter(|c| !c.is_control()).take(100).collect::<String>())
            .filter(|text| !text.is_empty());
        let folded = search.as_ref().map(|text| text.to_lowercase());
        let wanted = if folded.is_some() { Filter::All } else { filter(tab, now) };
        let mut db = self.store.read().await?;
        let mut rows =
            queue::page(&mut db, &wanted, folded.as_deref(), after.as_deref().and_then(read_cursor), PAGE + 1).await?;
        let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        Ok(QueuePage {
            now,
            tab,
            search,
            counts: counts(&mut db, now).await?,
            held_up: flags::get(&mut db, flags::DOKU_STOPPED).await?.is_some(),
            rows: rows.iter().map(case_row).collect(),
            more,
        })
    }
}

async fn counts(db: &mut Conn, now: Millis) -> Result<Vec<(Tab, i64)>> {
    let by_state = queue::counts(db).await?;
    let mut counts = Vec::new();
    for tab in Tab::ALL {
        let count = match filter(tab, now) {
            Filter::All => by_state.values().sum(),
            Filter::States(states) => states.iter().filter_map(|state| by_state.get(state)).sum(),
            Filter::Late(now) => queue::late(db, now).await?,
            Filter::Troubled => queue::troubled(db).await?,
        };
        counts.push((tab, count));
    }
    Ok(counts)
}

fn case_row(row: &queue::Row) -> CaseRow {
    let b = &row.business;
    CaseRow {
        heading: case::heading(b),
        email: row.email.clone(),
        business_line: b.business_line.clone(),
        to_fix: usize::try_from(b.to_fix).unwrap_or_default(),
        deadline: b.deadline(),
        since: b.state_since,
        cursor: cursor(b),
    }
}
