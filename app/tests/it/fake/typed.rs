//! The merchant's files and typed values, and the events since.

use super::{Fake, NOTE, checklist, hours_ago, usual};
use app::onboarding::data::*;
use domain::{
    application::Page,
    forms::*,
    kyb::{FacetKey, Verdict},
};

impl Fake {
    pub(super) fn slots(self) -> Vec<Slot> {
        checklist()
            .into_iter()
            .enumerate()
            .map(|(index, requirement)| {
                let status = self.row_status(index);
                let given = !matches!(status, RowStatus::Todo | RowStatus::Started);
                let file = given.then(|| FileRow {
                    id: format!("0193504e-8c1f-7000-8000-0000000000f{index}").parse().expect("a fixed id"),
                    name: format!("{}.jpg", requirement.code.to_lowercase()),
                    bytes: 2_140_000,
                    is_image: true,
                    received_at: hours_ago(30),
                    sent: true,
                });
                let nik = if self.blank { "" } else { &usual("documents", "KTP.NO_KTP")[..15] };
                let values = requirement.forms.iter();
                let values = values.map(|f| (DocumentsForm::key(&requirement.slot, &f.code), nik.to_owned())).collect();
                Slot {
                    status,
                    file,
                    values,
                    note: self.note(status),
                    mended: None,
                    lock: self.lock().filter(|_| status != RowStatus::Fix),
                    values_lock: self.lock().filter(|_| status != RowStatus::Fix),
                    requirement,
                }
            })
            .collect()
    }

    pub(super) fn filled(self, task: Task) -> Filled {
        if self.blank {
            return Filled::blank(task);
        }
        let values: &[(&str, &str)] = match task {
            Task::Documents => &[],
            Task::Business => &[
                ("name", usual("business", "name")),
                ("description", "Warung makan Sunda dengan <script>alert(1)</script> & sambal"),
                ("email", "ratna.sari@warungratna"),
                ("phone", "0812 3456 7890"),
                ("website_readiness", usual("business", "website_readiness")),
            ],
            Task::Brand => &[
                ("name", "Warung Ratna"),
                ("description", "Masakan rumah"),
                ("category", usual("brand", "category")),
                ("transaction_frequency", usual("brand", "transaction_frequency")),
            ],
            Task::Contact => &[
                ("name", "Ratna Sari"),
                ("email", "ratna.sari@warungratna.example"),
                ("phone", "0812 3456 7890"),
                ("position", usual("contact", "position")),
            ],
            Task::Address => &[
                ("street", "Jl. Merdeka No. 12"),
                ("postal_code", "1713"),
                ("village", "Kali Baru"),
                ("district", "Medan Satria"),
                ("city", "Bekasi"),
                ("province", usual("address", "province")),
            ],
            Task::Bank => {
                &[("bank", usual("bank", "bank")), ("account_number", "5220304455"), ("account_name", "Ratna Sari")]
            }
            Task::Social => &[("instagram", "@warungratna")],
        };
        Filled::of(task, values.iter().copied())
    }

    pub(super) fn sections(self) -> Vec<CheckSection> {
        let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        vec![
            CheckSection {
                page: Page::Business,
                values: pairs(&[
                    ("name", usual("business", "name")),
                    ("phone", "81320445566"),
                    ("website_readiness", usual("business", "website_readiness")),
                ]),
                facets: vec![FacetKey::Business],
                status: RowStatus::Done,
                note: None,
            },
            CheckSection {
                page: Page::Contact(0),
                values: pairs(&[
                    ("name", usual("contact", "name")),
                    ("KTP.NO_KTP", "············0004"),
                    ("position", usual("contact", "position")),
                ]),
                facets: vec![FacetKey::Contact(0)],
                status: RowStatus::Done,
                note: None,
            },
            CheckSection {
                page: Page::Bank(0),
                values: pairs(&[
                    ("bank", usual("bank", "bank")),
                    ("account_number", "······2233"),
                    ("account_name", usual("bank", "account_name")),
                ]),
                facets: vec![FacetKey::Bank(0)],
                status: RowStatus::Done,
                note: None,
            },
            CheckSection {
                page: Page::Social(0),
                values: pairs(&[("instagram", "")]),
                facets: Vec::new(),
                status: RowStatus::Optional,
                note: None,
            },
        ]
    }

    pub(super) fn receipts(self) -> Vec<ReceiptRow> {
        let row = |(revision, reference): (i64, Option<&str>)| ReceiptRow {
            revision,
            fixes: revision > 1,
            at: hours_ago(26 - revision),
            reference: reference.map(str::to_owned),
        };
        [(2, Some("SRB-7F3K-9Q2M")), (1, None)].map(row).into()
    }

    /// Returns a receipt. The first one is of a time before receipts were kept.
    pub(super) fn kept(self, revision: i64) -> Receipt {
        let is_old = revision == 1;
        let file = |slot: Slot| KeptFile {
            code: slot.requirement.code,
            name: slot.requirement.name,
            upload: slot.file.filter(|_| !is_old).map(|file| KeptUpload {
                document: file.id,
                name: file.name,
                bytes: file.bytes,
                received_at: file.received_at,
            }),
            numbers: Vec::new(),
            corrected: revision > 1,
        };
        let form = |of: CheckSection| KeptForm { page: of.page, values: of.values, corrected: false };
        let snapshot = Snapshot {
            name: "Warung Ratna <Sari>".into(),
            business_type: "PERSONAL".into(),
            legal_entity: "PERSEORANGAN".into(),
            business_line: "RETAIL".into(),
            sent_by: usual("contact", "email").into(),
            consent_version: (!is_old).then(|| "2026-11".into()),
            consented_at: (!is_old).then(|| hours_ago(40)),
            files: self.slots().into_iter().map(file).collect(),
            forms: self.sections().into_iter().map(form).collect(),
        };
        let reference = (!is_old).then(|| "SRB-7F3K-9Q2M".to_owned());
        Receipt { revision, fixes: !is_old, at: hours_ago(26 - revision), reference, snapshot }
    }

    pub(super) fn events(self) -> Vec<HistoryEvent> {
        let verdict = Happening::Verdict {
            facet: FacetKey::Document("KTP".into()),
            verdict: Verdict::Rejected,
            note: Some(NOTE.into()),
            healed: false,
        };
        [verdict, Happening::TakenByDoku, Happening::Approved, Happening::Submitted]
            .into_iter()
            .chain([Happening::Received { slot: "KTP".into() }, Happening::Consented, Happening::Created])
            .zip(1..)
            .map(|(what, hours)| HistoryEvent { at: hours_ago(hours), what })
            .collect()
    }
}
