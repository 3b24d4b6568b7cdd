//! The queue: applications by what they wait for.

use super::partner_only;
use crate::{
    error::Result,
    services::Services,
    store::{
        Conn, flags,
        queue::{self, Filter},
    },
};
use app::{
    onboarding::api::Heading,
    review::api::{CaseRow, QueuePage, Tab},
    viewer::Viewer,
};
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{Deadline, State},
};

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
fn cursor(row: &queue::Row) -> String {
    format!("{}.{}", row.at.0, row.id)
}

fn read_cursor(text: &str) -> Option<(Millis, BusinessId)> {
    let (at, id) = text.split_once('.')?;
    Some((Millis(at.parse().ok()?), id.parse().ok()?))
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
        let after = after.as_deref().and_then(read_cursor);
        let mut db = self.store.read().await?;
        let mut rows = match &folded {
            Some(text) => queue::search(&mut db, text, after, PAGE + 1).await?,
            None => queue::page(&mut db, &filter(tab, now), after, PAGE + 1).await?,
        };
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
            Filter::States(states) => states.iter().filter_map(|state| by_state.get(state)).sum(),
            Filter::Late(now) => queue::late(db, now).await?,
            Filter::Troubled => queue::troubled(db).await?,
        };
        counts.push((tab, count));
    }
    Ok(counts)
}

fn case_row(row: &queue::Row) -> CaseRow {
    CaseRow {
        heading: Heading {
            business: row.id,
            name: row.name.clone(),
            business_type: row.business_type.as_str().into(),
            legal_entity: row.legal_entity.as_str().into(),
            state: row.state,
            doku_id: row.doku_business_id.as_ref().map(ToString::to_string),
        },
        email: row.email.clone(),
        business_line: row.business_line.clone(),
        to_fix: usize::try_from(row.to_fix).unwrap_or_default(),
        deadline: deadline(row),
        since: row.state_since,
        cursor: cursor(row),
    }
}

fn deadline(row: &queue::Row) -> Option<Deadline> {
    Some(Deadline { from: row.clock_from?, amber: row.amber_at?, due: row.due_at? })
}
