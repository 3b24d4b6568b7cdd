//! A server of fixed answers: one business in whichever state the page asks for.

mod answers;
mod calls;
pub mod desk;
mod typed;

use app::{
    onboarding::data::*,
    viewer::{Role, Viewer},
};
use domain::{
    Millis,
    application::Page,
    codes::{BusinessType, LegalEntity},
    ids::{AccountId, BusinessId},
    kyb::{Deadline, FacetKey, State, Verdict},
    reason::Reason,
    requirement::{Requirement, walk},
};
use std::{collections::BTreeMap, str::FromStr, sync::LazyLock};

pub const BUSINESS: &str = "0193504e-8c1f-7000-8000-000000000001";
const NOTE: &str = "Foto KTP buram, NIK tidak terbaca. Unggah ulang foto KTP yang jelas.";

/// One business, from which the fake makes its answers.
#[derive(Clone, Copy)]
pub struct Fake {
    pub state: State,
    pub name: &'static str,
    /// True when the partner sent it back, rather than DOKU.
    pub by_partner: bool,
    /// True when nothing was typed, given or agreed to yet.
    pub blank: bool,
    /// True when the forms were judged and refused.
    pub judged: bool,
    /// True when DOKU rejected only what no page of ours corrects.
    pub stuck: bool,
    /// True when none of DOKU's products is on.
    pub without_service: bool,
}

impl Fake {
    /// Answers with the end of the application, as the server does.
    pub fn ending(&self) -> Ending {
        let open = matches!(self.state, State::Draft | State::Ready | State::PartnerCheck | State::ActionNeeded);
        Ending {
            may_withdraw: open,
            may_start_again: self.state == State::Withdrawn,
            continued_as: None,
            reason: (self.state == State::Declined).then(|| NOTE.into()),
            ..Ending::default()
        }
    }

    pub fn in_state(state: State) -> Self {
        Self {
            state,
            name: usual("business", "name"),
            by_partner: false,
            blank: false,
            judged: false,
            stuck: false,
            without_service: false,
        }
    }

    /// Returns the reason why nothing may be changed: DOKU has it, or it is on its way.
    fn lock(self) -> Option<Lock> {
        match self.state {
            _ if self.is_open() => None,
            State::PartnerCheck => Some(Lock::WithPartner),
            State::Sending => Some(Lock::Sending),
            State::InVerification | State::ActionNeeded => Some(Lock::InReview),
            State::Verified | State::Active => Some(Lock::Accepted),
            _ => Lock::at_end(self.state),
        }
    }

    /// Returns the fix of the first file, which DOKU rejected.
    fn resubmission(self) -> Option<Resubmission> {
        let first = checklist().remove(0);
        let fix = Fix {
            facet: FacetKey::Document(first.code.clone()),
            ready: false,
            along: false,
            as_is: false,
            note: self.note(RowStatus::Fix),
            items: vec![Item::from(&first)],
            changes: Vec::new(),
            files: Vec::new(),
        };
        let fixing = self.state == State::ActionNeeded && !self.by_partner && !self.stuck;
        fixing.then(|| Resubmission { business: id(), fixes: vec![fix], others: Vec::new() })
    }

    const fn is_open(self) -> bool {
        matches!(self.state, State::Draft | State::Ready) || self.by_partner
    }
}

/// The values of the one sample person, whom the tests of the server and `end2end` read too.
static PERSON: LazyLock<BTreeMap<&str, BTreeMap<&str, &str>>> = LazyLock::new(|| {
    let text = include_str!("../../../../crates/domain/tests/fixtures/person.json");
    serde_json::from_str(text).expect("the fixture is JSON")
});

pub fn usual(task: &str, field: &str) -> &'static str {
    PERSON[task][field]
}

pub fn viewer(role: Role) -> Viewer {
    let account = AccountId::from_str("0193504e-8c1f-7000-8000-0000000000aa").expect("a fixed id");
    Viewer { account, email: usual("contact", "email").into(), role }
}

pub fn now() -> Millis {
    Millis::from_iso("2025-11-04T07:00:00Z").expect("a fixed time")
}

fn hours_ago(hours: i64) -> Millis {
    now().plus(-hours * Millis::HOUR)
}

fn id() -> BusinessId {
    BusinessId::from_str(BUSINESS).expect("a fixed id")
}

fn checklist() -> Vec<Requirement> {
    let text = include_str!("../../../../crates/domain/tests/fixtures/requirements-response.personal.json");
    walk(&text.parse().expect("the fixture is JSON"))
}

impl Fake {
    pub fn heading(self) -> Heading {
        let known = !self.is_open() && !matches!(self.state, State::PartnerCheck | State::Sending);
        Heading {
            business: id(),
            name: if self.blank { String::new() } else { self.name.into() },
            business_type: BusinessType::Personal,
            legal_entity: LegalEntity::Perseorangan,
            state: self.state,
            services_on: if self.without_service {
                0
            } else {
                self.products().iter().filter(|row| row.verdict == Verdict::Accepted).count()
            },
            doku_id: known.then(|| "BSN-0214-1762148405220".into()),
        }
    }

    fn row_status(self, index: usize) -> RowStatus {
        match self.state {
            State::Draft if self.blank => RowStatus::Todo,
            State::Draft => [RowStatus::Done, RowStatus::Done, RowStatus::Started, RowStatus::Todo][index.min(3)],
            State::Ready => RowStatus::Done,
            State::PartnerCheck => RowStatus::WithPartner,
            State::Sending => RowStatus::Sending,
            State::InVerification => [RowStatus::Accepted, RowStatus::InReview][index % 2],
            State::ActionNeeded if index == 0 && !self.stuck => RowStatus::Fix,
            State::ActionNeeded if self.by_partner => RowStatus::Done,
            State::ActionNeeded => [RowStatus::InReview, RowStatus::Accepted][index % 2],
            State::Verified | State::Active | State::Suspended => RowStatus::Accepted,
            State::Declined if index == 0 => RowStatus::Refused,
            State::Declined | State::Withdrawn => RowStatus::Done,
        }
    }

    fn note(self, status: RowStatus) -> Option<Note> {
        let from = if self.by_partner { NoteFrom::Partner } else { NoteFrom::Doku };
        matches!(status, RowStatus::Fix | RowStatus::Refused).then(|| Note {
            from,
            text: Some(NOTE.into()),
            reason: Some(Reason::Blurred),
            at: Some(hours_ago(1)),
        })
    }

    fn rows(self) -> Vec<TaskRow> {
        let files = checklist().into_iter().map(|file| Item::from(&file));
        let forms = Page::FIRST.into_iter().filter(|page| *page != Page::Documents).map(Item::Form);
        files
            .chain(forms)
            .enumerate()
            .map(|(index, item)| {
                let optional = item == Item::Form(Page::Social(0)) && self.is_open();
                let status = if optional { RowStatus::Optional } else { self.row_status(index) };
                let hint = (item == Item::Form(Page::Bank(0)) && !self.blank).then(|| "BANK BCA ···· 2233".to_owned());
                TaskRow { item, status, hint, note: self.note(status), mended: None }
            })
            .collect()
    }

    fn facets(self) -> Vec<FacetRow> {
        if self.is_open() || matches!(self.state, State::PartnerCheck | State::Sending) {
            return Vec::new();
        }
        let keys = [
            FacetKey::Business,
            FacetKey::Brand(0),
            FacetKey::Operational(0),
            FacetKey::Contact(0),
            FacetKey::Address(0),
            FacetKey::Document("KTP".into()),
            FacetKey::Bank(0),
            FacetKey::Photo(0, 0),
            FacetKey::Product(0, "QRIS".into()),
        ];
        let verdict = |key: &FacetKey| match (self.state, key) {
            (State::ActionNeeded, FacetKey::Operational(0)) if self.stuck => Verdict::Rejected,
            (State::ActionNeeded, FacetKey::Document(_)) if !self.stuck => Verdict::Rejected,
            (State::Declined, FacetKey::Document(_)) => Verdict::Rejected,
            (State::Suspended, FacetKey::Operational(0)) => Verdict::Suspended,
            (State::Active, _) => Verdict::Accepted,
            (_, FacetKey::Product(..)) => Verdict::Pending,
            (State::InVerification | State::ActionNeeded, FacetKey::Operational(0) | FacetKey::Bank(_)) => {
                Verdict::Pending
            }
            _ => Verdict::Accepted,
        };
        keys.into_iter()
            .map(|key| {
                let verdict = verdict(&key);
                let note = (verdict == Verdict::Rejected).then(|| NOTE.to_owned());
                FacetRow {
                    key,
                    verdict,
                    reason: note.is_some().then_some(Reason::Blurred),
                    note,
                    at: (verdict != Verdict::Pending).then(|| hours_ago(1)),
                    deadline: None,
                }
            })
            .collect()
    }

    fn products(self) -> Vec<ProductRow> {
        if !matches!(self.state, State::Verified | State::Active) {
            return Vec::new();
        }
        let on = self.state == State::Active && !self.without_service;
        let row = |code: &str, on: bool| ProductRow {
            code: code.into(),
            verdict: if on { Verdict::Accepted } else { Verdict::Pending },
            note: None,
            at: on.then(|| hours_ago(1)),
            deadline: (!on).then(|| Deadline::activation(hours_ago(2))),
        };
        vec![row("QRIS", !self.without_service), row("VIRTUAL_ACCOUNT", on)]
    }

    fn status(self) -> Status {
        let sent = (!self.is_open() && self.state != State::PartnerCheck).then(|| hours_ago(25));
        let facets = self.facets();
        Status {
            now: now(),
            to_fix: usize::from(self.state == State::ActionNeeded),
            deadline: match self.state {
                State::InVerification => Some(Deadline::verification(hours_ago(25))),
                State::Verified => Some(Deadline::activation(hours_ago(2))),
                _ => None,
            },
            submitted_at: (!self.is_open()).then(|| hours_ago(26)),
            approved_at: sent,
            sent_at: sent.filter(|_| self.state != State::Sending),
            verified_at: matches!(self.state, State::Verified | State::Active | State::Suspended).then(|| hours_ago(2)),
            accepted: facets.iter().filter(|f| f.key.is_kyb() && f.verdict == Verdict::Accepted).count(),
            products: self.products(),
            since: hours_ago(3),
            facets,
            partner_reviews: true,
            held_up: false,
            with_partner: false,
            evidence_sent_at: None,
            brand_id: self.heading().doku_id.map(|_| "BRN-0214-1762148405221".to_owned()),
        }
    }
}
