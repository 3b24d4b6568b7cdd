//! The queue: applications by what they wait for.

use crate::{
    account::rights::partner_only,
    error::Result,
    services::Services,
    store::{
        Conn, counts, outbox,
        queue::{self, Filter},
        search,
    },
};
use app::{
    onboarding::data::Heading,
    review::data::{CaseRow, Count, LeftOut, QueuePage, Tab},
    viewer::Viewer,
};
use domain::{
    Cursor, Millis,
    kyb::{Deadline, State},
    text,
};

const PAGE: i64 = 50;
/// The highest count that a page takes where no sum is kept.
const MOST: i64 = 1_000;

const fn filter(tab: Tab, now: Millis) -> Filter {
    match tab {
        Tab::ToCheck => Filter::States(&[State::PartnerCheck]),
        Tab::Drafts => Filter::States(&[State::Draft, State::Ready]),
        Tab::Fixes => Filter::States(&[State::ActionNeeded]),
        Tab::Sending => Filter::States(&[State::Sending]),
        Tab::AtDoku => Filter::States(&[State::InVerification, State::Verified]),
        Tab::Late => Filter::Late(now),
        Tab::Troubled => Filter::Troubled,
        Tab::Active => Filter::States(&[State::Active]),
        Tab::Ended => Filter::States(&[State::Declined, State::Withdrawn]),
    }
}

impl Services {
    /// Returns one page. A search looks in every tab. `after` is the last row of the page before, as `CaseRow::cursor`.
    pub async fn queue(
        &self,
        viewer: &Viewer,
        tab: Tab,
        search: Option<String>,
        after: Option<String>,
    ) -> Result<QueuePage> {
        partner_only(viewer)?;
        let now = self.now();
        let search = search.map(|typed| text::line(&typed)).filter(|text| !text.is_empty());
        let folded = search.as_deref().map(text::search);
        let after = after.as_deref().and_then(Cursor::read);
        let mut db = self.store.read().await?;
        let (mut rows, left_out) = match &folded {
            Some(text) => {
                let hits = search::page(&mut db, text, after, PAGE + 1).await?;
                let left_out = left_out(text, &hits);
                (hits.rows, left_out)
            }
            None => (queue::page(&mut db, &filter(tab, now), after, PAGE + 1).await?, LeftOut::Nothing),
        };
        let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let calls = match tab {
            Tab::Troubled => Some(up_to_most(outbox::count_troubles(&mut db, MOST + 1).await?)),
            _ => None,
        };
        Ok(QueuePage {
            now,
            tab,
            search,
            left_out,
            counts: tab_counts(&mut db, now).await?,
            calls,
            rows: rows.iter().map(case_row).collect(),
            more,
        })
    }
}

fn left_out(text: &str, hits: &search::Hits) -> LeftOut {
    match hits {
        hits if hits.is_cut => LeftOut::Beyond(search::MOST),
        _ if !search::is_found_within(text) => LeftOut::Within,
        _ => LeftOut::Nothing,
    }
}

async fn tab_counts(db: &mut Conn, now: Millis) -> Result<Vec<(Tab, Count)>> {
    let kept = counts::all(db).await?;
    let of = |state: Option<State>| kept.get(&state).copied().unwrap_or_default();
    let mut all = Vec::new();
    for tab in Tab::ALL {
        let count = match filter(tab, now) {
            Filter::States(states) => Count::Exactly(states.iter().map(|state| of(Some(*state))).sum()),
            Filter::Troubled => Count::Exactly(of(None)),
            Filter::Late(now) => up_to_most(counts::late(db, now, MOST + 1).await?),
        };
        all.push((tab, count));
    }
    Ok(all)
}

const fn up_to_most(count: i64) -> Count {
    if count > MOST { Count::MoreThan(MOST) } else { Count::Exactly(count) }
}

fn case_row(row: &queue::Row) -> CaseRow {
    CaseRow {
        heading: Heading {
            business: row.id,
            name: row.name.clone(),
            business_type: row.business_type.as_str().into(),
            legal_entity: row.legal_entity.as_str().into(),
            state: row.state,
            services_on: usize::try_from(row.services_on).unwrap_or_default(),
            doku_id: row.doku_business_id.as_ref().map(ToString::to_string),
        },
        email: row.email.clone(),
        business_line: row.business_line.clone(),
        to_fix: usize::try_from(row.to_fix).unwrap_or_default(),
        deadline: deadline(row.clock_from, row.amber_at, row.due_at),
        bank_deadline: deadline(row.bank_from, row.bank_amber_at, row.bank_due_at),
        stuck: row.state == State::Sending && row.trouble.is_some(),
        since: row.state_since,
        cursor: Cursor { at: row.at, id: row.id }.to_string(),
    }
}

fn deadline(from: Option<Millis>, amber: Option<Millis>, due: Option<Millis>) -> Option<Deadline> {
    Some(Deadline { from: from?, amber: amber?, due: due? })
}
