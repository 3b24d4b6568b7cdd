//! The merchant's files and typed values, and the events since.

use super::{Fake, NOTE, PERSON, hours_ago, usual};
use app::onboarding::data::*;
use domain::{
    application::{Application, Page},
    forms::*,
    kyb::{FacetKey, State, Verdict},
    mask,
    requirement::Requirement,
};

/// Returns the merchant's file for a slot.
pub(super) fn file((index, of): (usize, &Requirement)) -> (String, FileRow) {
    let file = FileRow {
        id: format!("0193504e-8c1f-7000-8000-0000000000f{index}").parse().expect("a fixed id"),
        name: format!("{}.jpg", of.code.to_lowercase()),
        bytes: 2_140_000,
        is_image: true,
        received_at: hours_ago(30),
        sent: true,
    };
    (of.slot.clone(), file)
}

/// Returns every file, and the values beside it as `shown` gives them.
pub(super) fn slots(application: &Application, shown: fn(&str) -> String) -> Vec<Slot> {
    let typed = application.numbers();
    let value = |key: String| {
        let value = typed.values.get(&key).map(|value| shown(value)).unwrap_or_default();
        (key, value)
    };
    let slot = |requirement: &Requirement| {
        let item = Item::from(requirement);
        let keys = requirement.forms.iter().map(|form| DocumentsForm::key(&requirement.slot, &form.code));
        Slot {
            requirement: requirement.clone(),
            status: application.row_status(&item),
            file: application.documents.get(&requirement.slot).cloned(),
            values: keys.map(value).collect(),
            note: application.note(&item),
            mended: application.mended_at(&item),
            lock: application.lock(&item),
            values_lock: application.values_lock(requirement),
        }
    };
    application.checklist.iter().map(slot).collect()
}

/// Returns every form's values. `masked` is applied to masked fields.
pub(super) fn sections(application: &Application, masked: fn(&str) -> String) -> Vec<CheckSection> {
    let section = |page: Page| {
        let item = Item::Form(page);
        let value = |(name, value): (String, String)| {
            let value = if Filled::is_masked(page.task(), &name) { masked(&value) } else { value };
            (name, value)
        };
        let facets = application.facets.iter().map(|row| row.key.clone());
        CheckSection {
            page,
            values: application.form(page).shown().into_iter().map(value).collect(),
            facets: facets.filter(|facet| item.answers_for(facet)).collect(),
            status: application.row_status(&item),
            note: application.note(&item),
        }
    };
    application.pages().into_iter().filter(|page| *page != Page::Documents).map(section).collect()
}

/// Returns what is to be corrected. Nothing is corrected yet.
pub(super) fn resubmission(application: &Application) -> Option<Resubmission> {
    let fix = |facet: &FacetKey| {
        let items = application.items_of(facet);
        Fix {
            facet: facet.clone(),
            ready: application.is_ready(facet),
            along: application.goes_along(facet),
            as_is: application.is_as_is(facet),
            note: items.iter().find_map(|item| application.note(item)),
            items,
            changes: Vec::new(),
            files: Vec::new(),
        }
    };
    let fixes = application.wanted.iter().map(fix).collect();
    application.is_fixing().then(|| Resubmission { business: super::id(), fixes, others: Vec::new() })
}

impl Fake {
    /// Returns the sample person's values; of a draft, some are wrong.
    pub(super) fn filled(self, task: Task) -> Filled {
        let wrong: &[(&str, &str)] = match task {
            _ if self.state != State::Draft => &[],
            Task::Documents => &[("KTP.NO_KTP", &usual("documents", "KTP.NO_KTP")[..15])],
            Task::Business => &[
                ("description", "Warung makan Sunda dengan <script>alert(1)</script> & sambal"),
                ("email", "ratna.sari@warungratna"),
                ("phone", "0812 3456 7890"),
                ("mobile_app_readiness", ""),
            ],
            Task::Address => &[("postal_code", "1713")],
            Task::Brand | Task::Contact | Task::Bank | Task::Social => &[],
        };
        let usual = PERSON[task.as_str()].iter().map(|(field, value)| (*field, *value));
        Filled::of(task, usual.chain(wrong.iter().copied()))
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
        let application = self.application();
        let snapshot = Snapshot {
            name: "Warung Ratna <Sari>".into(),
            business_type: "PERSONAL".into(),
            legal_entity: "PERSEORANGAN".into(),
            business_line: "RETAIL".into(),
            sent_by: usual("contact", "email").into(),
            consent_version: (!is_old).then(|| "2026-11".into()),
            consented_at: (!is_old).then(|| hours_ago(40)),
            files: slots(&application, mask::last_four).into_iter().map(file).collect(),
            forms: sections(&application, mask::last_four).into_iter().map(form).collect(),
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
