//! A server of fixed answers: one business in whichever state the page asks for.

use app::{
    error::AppError,
    onboarding::api::*,
    review::api::*,
    viewer::{Role, Viewer},
};
use async_trait::async_trait;
use domain::{
    Millis,
    codes::{BusinessType, LegalEntity},
    forms::*,
    ids::{AccountId, BusinessId},
    kyb::{Deadline, FacetKey, State, Verdict},
    requirement::{Requirement, walk},
};
use std::{collections::BTreeMap, str::FromStr};

pub const BUSINESS: &str = "0193504e-8c1f-7000-8000-000000000001";
const NOTE: &str = "Foto KTP buram, NIK tidak terbaca. Unggah ulang foto KTP yang jelas.";

/// What the fake answers.
#[derive(Clone, Copy)]
pub struct Fake {
    pub state: State,
    /// Sent back by the partner rather than refused by DOKU.
    pub by_partner: bool,
    /// Nothing was typed, given or agreed to yet.
    pub blank: bool,
    /// The forms were judged and refused.
    pub judged: bool,
}

impl Fake {
    pub const fn in_state(state: State) -> Self {
        Self { state, by_partner: false, blank: false, judged: false }
    }

    const fn is_open(self) -> bool {
        matches!(self.state, State::Draft | State::Ready) || self.by_partner
    }
}

pub fn viewer(role: Role) -> Viewer {
    let account = AccountId::from_str("0193504e-8c1f-7000-8000-0000000000aa").expect("a fixed id");
    Viewer { account, email: "ratna.sari@warungratna.example".into(), role }
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
    let text = include_str!("../../../crates/domain/tests/fixtures/requirements-response.personal.json");
    walk(&text.parse().expect("the fixture is JSON"))
}

impl Fake {
    fn heading(self) -> Heading {
        let known = !self.is_open() && !matches!(self.state, State::PartnerCheck | State::Sending);
        Heading {
            business: id(),
            name: if self.blank { String::new() } else { "Warung Ratna Sari".into() },
            business_type: BusinessType::Personal,
            legal_entity: LegalEntity::Perseorangan,
            state: self.state,
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
            State::ActionNeeded if index == 1 => RowStatus::Fix,
            State::ActionNeeded if self.by_partner => RowStatus::Done,
            State::ActionNeeded => [RowStatus::InReview, RowStatus::Accepted][index % 2],
            State::Verified | State::Active | State::Suspended => RowStatus::Accepted,
            State::Declined | State::Withdrawn => RowStatus::Done,
        }
    }

    fn note(self, status: RowStatus) -> Option<Note> {
        let from = if self.by_partner { NoteFrom::Partner } else { NoteFrom::Doku };
        (status == RowStatus::Fix).then(|| Note { from, text: Some(NOTE.into()), at: Some(hours_ago(1)) })
    }

    fn rows(self) -> Vec<TaskRow> {
        let files = checklist().into_iter().map(|r| Item::Slot { slot: r.slot, code: r.code, name: r.name });
        let forms = Task::ALL.into_iter().filter(|task| *task != Task::Documents).map(Item::Form);
        files
            .chain(forms)
            .enumerate()
            .map(|(index, item)| {
                let optional = item == Item::Form(Task::Social) && self.is_open();
                let status = if optional { RowStatus::Optional } else { self.row_status(index) };
                let hint = (item == Item::Form(Task::Bank) && !self.blank).then(|| "BANK BCA ···· 2233".to_owned());
                TaskRow { item, status, hint, note: self.note(status) }
            })
            .collect()
    }

    fn facets(self) -> Vec<FacetRow> {
        if self.is_open() || matches!(self.state, State::PartnerCheck | State::Sending) {
            return Vec::new();
        }
        let keys = [
            FacetKey::Business,
            FacetKey::Brand,
            FacetKey::Operational,
            FacetKey::Contact(0),
            FacetKey::Address(0),
            FacetKey::Document("KTP".into()),
            FacetKey::Bank(0),
            FacetKey::Photo(0),
            FacetKey::Product("QRIS".into()),
        ];
        let verdict = |key: &FacetKey| match (self.state, key) {
            (State::ActionNeeded, FacetKey::Document(_)) => Verdict::Rejected,
            (State::Suspended, FacetKey::Operational) => Verdict::Suspended,
            (State::Active, _) => Verdict::Accepted,
            (_, FacetKey::Product(_)) => Verdict::Pending,
            (State::InVerification | State::ActionNeeded, FacetKey::Operational | FacetKey::Bank(_)) => Verdict::Pending,
            _ => Verdict::Accepted,
        };
        keys.into_iter()
            .map(|key| {
                let verdict = verdict(&key);
                let note = (verdict == Verdict::Rejected).then(|| NOTE.to_owned());
                FacetRow { key, verdict, note, at: (verdict != Verdict::Pending).then(|| hours_ago(1)) }
            })
            .collect()
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
            facets,
            partner_reviews: true,
            held_up: false,
        }
    }

    fn slots(self) -> Vec<Slot> {
        checklist()
            .into_iter()
            .enumerate()
            .map(|(index, requirement)| {
                let status = self.row_status(index);
                let given = !matches!(status, RowStatus::Todo | RowStatus::Started);
                let file = given.then(|| FileRow {
                    name: format!("{}.jpg", requirement.code.to_lowercase()),
                    bytes: 2_140_000,
                    is_image: true,
                    received_at: hours_ago(30),
                    sent: true,
                });
                let nik = if self.blank { "" } else { "327320550788000" };
                let values = requirement.forms.iter();
                let values = values.map(|f| (DocumentsForm::key(&requirement.slot, &f.code), nik.to_owned())).collect();
                Slot { status, file, values, note: self.note(status), editable: self.is_open(), requirement }
            })
            .collect()
    }

    fn filled(self, task: Task) -> Filled {
        if self.blank {
            return Filled::blank(task);
        }
        match task {
            Task::Documents => Filled::blank(task),
            Task::Business => Filled::Business(ProfileForm {
                name: "Warung Ratna Sari".into(),
                description: "Warung makan Sunda dengan <script>alert(1)</script> & sambal".into(),
                email: "ratna.sari@warungratna".into(),
                phone: "0812 3456 7890".into(),
                website_readiness: "DONT_HAVE".into(),
                mobile_app_readiness: String::new(),
            }),
            Task::Brand => Filled::Brand(BrandForm {
                name: "Warung Ratna".into(),
                description: "Masakan rumah".into(),
                category: "RETAIL".into(),
                transaction_frequency: "UMI".into(),
                transaction_quantity: String::new(),
            }),
            Task::Contact => Filled::Contact(ContactForm {
                name: "Ratna Sari".into(),
                email: "ratna.sari@warungratna.example".into(),
                phone: "0812 3456 7890".into(),
                position: "OWNER".into(),
            }),
            Task::Address => Filled::Address(AddressForm {
                street: "Jl. Merdeka No. 12".into(),
                postal_code: "1713".into(),
                village: "Kali Baru".into(),
                district: "Medan Satria".into(),
                city: "Bekasi".into(),
                province: "Jawa Barat".into(),
            }),
            Task::Bank => Filled::Bank(BankForm {
                bank: "014".into(),
                account_number: "5220304455".into(),
                account_name: "Ratna Sari".into(),
            }),
            Task::Social => {
                Filled::Social(SocialForm { instagram: "@warungratna".into(), facebook: String::new() })
            }
        }
    }

    fn sections(self) -> Vec<CheckSection> {
        let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        vec![
            CheckSection {
                task: Task::Business,
                values: pairs(&[("name", "Warung Ratna Sari"), ("phone", "81234567890"), ("website_readiness", "DONT_HAVE")]),
                facets: vec![FacetKey::Business],
            },
            CheckSection {
                task: Task::Contact,
                values: pairs(&[("name", "Ratna Sari"), ("KTP.NO_KTP", "············0004"), ("position", "OWNER")]),
                facets: vec![FacetKey::Contact(0)],
            },
            CheckSection {
                task: Task::Bank,
                values: pairs(&[("bank", "014"), ("account_number", "······2233"), ("account_name", "Ratna Sari")]),
                facets: vec![FacetKey::Bank(0)],
            },
            CheckSection {
                task: Task::Social,
                values: pairs(&[("instagram", "")]),
                facets: Vec::new(),
            },
        ]
    }

    fn events(self) -> Vec<HistoryEvent> {
        let verdict = Happening::Verdict {
            facet: FacetKey::Document("KTP".into()),
            verdict: Verdict::Rejected,
            note: Some(NOTE.into()),
        };
        [verdict, Happening::TakenByDoku, Happening::Approved, Happening::Submitted]
            .into_iter()
            .chain([Happening::Received { slot: "KTP".into() }, Happening::Consented, Happening::Created])
            .zip(1..)
            .map(|(what, hours)| HistoryEvent { at: hours_ago(hours), what })
            .collect()
    }
}

#[async_trait]
impl Onboarding for Fake {
    async fn businesses(&self, _: Viewer) -> Result<Vec<BusinessRow>> {
        if self.blank {
            return Ok(Vec::new());
        }
        let row = |state| {
            let fake = Self { state, ..*self };
            let to_fix = usize::from(state == State::ActionNeeded);
            BusinessRow { heading: fake.heading(), to_fix, done: 5, total: 8, updated_at: hours_ago(3) }
        };
        Ok(State::ALL.into_iter().map(row).collect())
    }
    async fn overview(&self, _: Viewer, _: BusinessId) -> Result<Overview> {
        // A real server is never ready at once.
        tokio::task::yield_now().await;
        let rows = self.rows();
        let done = rows.iter().filter(|r| matches!(r.status, RowStatus::Done | RowStatus::Accepted)).count();
        Ok(Overview {
            heading: self.heading(),
            done: done.min(8),
            total: 8,
            rows,
            status: self.status(),
            consent_given: !self.blank,
        })
    }
    async fn documents(&self, _: Viewer, _: BusinessId) -> Result<DocumentsPage> {
        let errors = FormErrors(vec![("KTP.NO_KTP".into(), FieldError::Digits { want: 16, got: 15 })]);
        Ok(DocumentsPage {
            heading: self.heading(),
            consent_given: !self.blank,
            slots: self.slots(),
            editable: self.is_open(),
            judged: self.judged,
            errors,
        })
    }
    async fn form(&self, _: Viewer, _: BusinessId, task: Task) -> Result<FormPage> {
        let form = self.filled(task);
        let errors = form.errors(&checklist());
        Ok(FormPage {
            heading: self.heading(),
            form,
            judged: self.judged,
            errors,
            editable: self.is_open(),
            status: self.row_status(2),
            note: None,
            saved_at: (!self.blank).then(|| hours_ago(1)),
            next: Some(Task::Bank),
        })
    }
    async fn save(&self, _: Viewer, _: BusinessId, form: Filled, judge: bool) -> Result<Saved> {
        if !judge {
            return Ok(Saved::Kept);
        }
        Ok(if form.errors(&checklist()).is_empty() { Saved::Accepted } else { Saved::Refused })
    }
    async fn consent(&self, _: Viewer, _: BusinessId, _: String) -> Result<()> {
        Ok(())
    }
    async fn check(&self, _: Viewer, _: BusinessId) -> Result<CheckPage> {
        let open = self.is_open();
        Ok(CheckPage {
            heading: self.heading(),
            sections: self.sections(),
            slots: self.slots(),
            missing: if self.state == State::Draft { vec![Item::Form(Task::Address)] } else { Vec::new() },
            submitted_at: (!open).then(|| hours_ago(26)),
            partner_reviews: true,
        })
    }
    async fn submit(&self, _: Viewer, _: BusinessId) -> Result<State> {
        Err(AppError::NotReady)
    }
    async fn history(&self, _: Viewer, _: BusinessId) -> Result<HistoryPage> {
        Ok(HistoryPage { heading: self.heading(), events: self.events() })
    }
}

#[async_trait]
impl Review for Fake {
    async fn queue(&self, viewer: Viewer, tab: Tab, search: Option<String>, _: Option<String>) -> Result<QueuePage> {
        if !viewer.role.is_partner() {
            return Err(AppError::Forbidden);
        }
        let row = |state| {
            let fake = Self { state, ..*self };
            CaseRow {
                heading: fake.heading(),
                email: "ratna.sari@warungratna.example".into(),
                business_line: "RETAIL".into(),
                to_fix: usize::from(state == State::ActionNeeded),
                deadline: (state == State::InVerification).then(|| Deadline::verification(hours_ago(53))),
                since: hours_ago(4),
                cursor: "c".into(),
            }
        };
        let rows = if self.blank { Vec::new() } else { State::ALL.into_iter().map(row).collect() };
        let counts = Tab::ALL.into_iter().zip([12, 34, 128, 3, 1, 4210]).collect();
        Ok(QueuePage { now: now(), tab, search, counts, rows, more: true })
    }
    async fn case(&self, _: Viewer, _: BusinessId) -> Result<CasePage> {
        Ok(CasePage {
            now: now(),
            heading: self.heading(),
            email: "ratna.sari@warungratna.example".into(),
            business_line: "RETAIL".into(),
            slots: self.slots(),
            sections: self.sections(),
            facets: self.facets(),
            deadline: self.status().deadline,
            decidable: self.state == State::PartnerCheck,
            partner_reviews: true,
            sent_back: BTreeMap::from([("bank".into(), "Nama pemilik rekening berbeda.".into())]),
            history: self.events(),
            trouble: None,
        })
    }
    async fn approve(&self, _: Viewer, _: BusinessId) -> Result<()> {
        Err(AppError::OutOfDate)
    }
    async fn send_back(&self, _: Viewer, _: BusinessId, reasons: BTreeMap<String, String>) -> Result<()> {
        if reasons.is_empty() { Err(AppError::NotReady) } else { Ok(()) }
    }
}
