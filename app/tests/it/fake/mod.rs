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
    application::{Application, Draft, Kept, KeptDraft, KeptFacet, Page, Standing},
    codes::{BusinessType, LegalEntity},
    ids::{AccountId, BusinessId},
    kyb::{Deadline, FacetKey, Progress, State, Verdict},
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

    /// Returns the application, as the server loads it.
    fn application(self) -> Application {
        let progress = self.progress();
        let checklist = checklist();
        // The last file of a draft is missing.
        let held = match self.state {
            _ if self.blank => 0,
            State::Draft => checklist.len() - 1,
            _ => checklist.len(),
        };
        let documents: BTreeMap<_, _> = checklist.iter().enumerate().take(held).map(typed::file).collect();
        let draft = |page: Page| {
            let draft = Draft { form: self.filled(page.task()), saved_at: hours_ago(1), judged: self.judged };
            KeptDraft { page, draft, fix: None, fix_judged: false, fix_as_is: false }
        };
        let given = Page::FIRST.into_iter().filter(|page| !self.blank && *page != Page::Social(0));
        let note = || Note {
            from: NoteFrom::Partner,
            text: Some(NOTE.into()),
            reason: Some(Reason::Blurred),
            at: Some(hours_ago(1)),
        };
        let is_registered = progress == Progress::Registered;
        Application::new(Kept {
            standing: Standing {
                progress,
                state: self.state,
                is_registered,
                is_stuck: false,
                is_withdrawn: self.state == State::Withdrawn,
                is_declined: self.state == State::Declined,
            },
            drafts: given.map(draft).collect(),
            taken: is_registered.then(|| documents.clone()),
            documents,
            facets: if is_registered { self.facets() } else { Vec::new() },
            returned: self.by_partner.then(|| (checklist[0].slot.clone(), note())).into_iter().collect(),
            checklist,
        })
    }

    /// Returns how far it has come. A withdrawn one was still with the partner.
    const fn progress(self) -> Progress {
        match self.state {
            State::Draft | State::Ready => Progress::Editing,
            State::ActionNeeded if self.by_partner => Progress::Editing,
            State::PartnerCheck | State::Withdrawn => Progress::PartnerCheck,
            State::Sending => Progress::Sending,
            State::InVerification | State::ActionNeeded | State::Verified => Progress::Registered,
            State::Active | State::Suspended | State::Declined => Progress::Registered,
        }
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
        let known = self.progress() == Progress::Registered;
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

    fn rows(self, application: &Application) -> Vec<TaskRow> {
        let row = |item: Item| {
            let hint = match &item {
                Item::File(file) => application.documents.get(&file.slot).map(|file| file.name.clone()),
                Item::Form(page) => (*page == Page::Bank(0) && !self.blank).then(|| "BANK BCA ···· 2233".to_owned()),
            };
            let (status, note) = (application.row_status(&item), application.note(&item));
            TaskRow { status, hint, note, mended: application.mended_at(&item), item }
        };
        application.items().into_iter().map(row).collect()
    }

    fn facets(self) -> Vec<KeptFacet> {
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
            (State::InVerification, FacetKey::Contact(_) | FacetKey::Document(_) | FacetKey::Photo(..)) => {
                Verdict::Pending
            }
            (State::InVerification | State::ActionNeeded, FacetKey::Operational(0) | FacetKey::Bank(_)) => {
                Verdict::Pending
            }
            _ => Verdict::Accepted,
        };
        keys.into_iter()
            .map(|key| {
                let verdict = verdict(&key);
                let note = (verdict == Verdict::Rejected).then(|| NOTE.to_owned());
                let reason = note.is_some().then_some(Reason::Blurred);
                let at = (verdict != Verdict::Pending).then(|| hours_ago(1));
                let row = FacetRow { key, verdict, reason, note, at, deadline: None };
                KeptFacet { row, revision: 1, mended_at: None }
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
        let application = self.application();
        let sent = matches!(self.progress(), Progress::Sending | Progress::Registered).then(|| hours_ago(25));
        Status {
            now: now(),
            to_fix: application.to_fix(),
            deadline: match self.state {
                State::InVerification => Some(Deadline::verification(hours_ago(25))),
                State::Verified => Some(Deadline::activation(hours_ago(2))),
                _ => None,
            },
            submitted_at: (!application.is_editable()).then(|| hours_ago(26)),
            approved_at: sent,
            sent_at: sent.filter(|_| self.state != State::Sending),
            verified_at: matches!(self.state, State::Verified | State::Active | State::Suspended).then(|| hours_ago(2)),
            accepted: application.facets.iter().filter(|f| f.key.is_kyb() && f.verdict == Verdict::Accepted).count(),
            products: self.products(),
            since: hours_ago(3),
            facets: application.facets,
            partner_reviews: true,
            held_up: false,
            with_partner: false,
            evidence_sent_at: None,
            brand_id: self.heading().doku_id.map(|_| "BRN-0214-1762148405221".to_owned()),
        }
    }
}
