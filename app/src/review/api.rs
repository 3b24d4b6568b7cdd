//! All that partner pages may ask of the server: `trait Review`, and what it answers with.

use crate::{
    onboarding::api::{CheckSection, FacetRow, Heading, HistoryEvent, Result, Slot},
    viewer::Viewer,
};
use async_trait::async_trait;
use domain::{Millis, ids::BusinessId, kyb::Deadline};
use std::collections::BTreeMap;

#[async_trait]
pub trait Review: Send + Sync {
    /// `after`: the last row of the page before, as `CaseRow::cursor`.
    async fn queue(&self, viewer: Viewer, tab: Tab, search: Option<String>, after: Option<String>)
    -> Result<QueuePage>;
    async fn case(&self, viewer: Viewer, business: BusinessId) -> Result<CasePage>;
    async fn approve(&self, viewer: Viewer, business: BusinessId) -> Result<()>;
    /// Reasons by item key (`KTP`, `bank`); empty ones are left out; none at all is `AppError::NotReady`.
    async fn send_back(&self, viewer: Viewer, business: BusinessId, reasons: BTreeMap<String, String>) -> Result<()>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tab {
    ToCheck,
    WithMerchant,
    AtDoku,
    Late,
    Troubled,
    Active,
}

impl Tab {
    pub const ALL: [Self; 6] =
        [Self::ToCheck, Self::WithMerchant, Self::AtDoku, Self::Late, Self::Troubled, Self::Active];

    /// `?tab=`
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ToCheck => "to_check",
            Self::WithMerchant => "with_merchant",
            Self::AtDoku => "at_doku",
            Self::Late => "late",
            Self::Troubled => "troubled",
            Self::Active => "active",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuePage {
    pub now: Millis,
    pub tab: Tab,
    pub search: Option<String>,
    pub counts: Vec<(Tab, i64)>,
    pub rows: Vec<CaseRow>,
    /// DOKU refuses our credential: nothing is sent until somebody mended it.
    pub held_up: bool,
    /// There are more: ask with the cursor of the last row.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    pub heading: Heading,
    pub email: String,
    pub business_line: String,
    pub to_fix: usize,
    pub deadline: Option<Deadline>,
    /// Since when it is in its state.
    pub since: Millis,
    pub cursor: String,
}

pub struct CasePage {
    pub now: Millis,
    pub heading: Heading,
    pub email: String,
    pub business_line: String,
    pub slots: Vec<Slot>,
    /// NIK and account number are masked down to the last four.
    pub sections: Vec<CheckSection>,
    pub facets: Vec<FacetRow>,
    pub deadline: Option<Deadline>,
    /// A decision is asked for now, of this viewer.
    pub decidable: bool,
    /// `false` with `REVIEW=automatic`: the case is only read.
    pub partner_reviews: bool,
    /// What was sent back last, by item key.
    pub sent_back: BTreeMap<String, String>,
    pub history: Vec<HistoryEvent>,
    /// What keeps it from moving, for operators: a fixed code of the outbox, no personal data.
    pub trouble: Option<String>,
}
