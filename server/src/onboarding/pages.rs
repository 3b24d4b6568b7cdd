//! Turns a loaded case into the types of `app` that merchant pages show.

use super::{
    case::Case,
    endings,
    registration::{COUNTRY, CURRENCY},
    resubmission, shown,
};

use crate::config::ReviewMode;
use crate::{error::Result, services::Services};
use app::onboarding::data::{
    CheckPage, CheckSection, DocumentsPage, FacetRow, FormPage, Item, Overview, Pointed, Slot, Status, TaskRow,
};
use domain::{
    Millis,
    application::{Draft, Page},
    area::Spelling,
    forms::{DocumentsForm, FieldError, Filled, Form, FormErrors},
    kyb::{FacetKey, State, Verdict},
    mask,
    requirement::{Changes, Requirement},
    text,
};

pub fn overview(services: &Services, case: &Case, held_up: bool) -> Result<Overview> {
    let (done, total) = case.progress_counts();
    let rows = case.items().into_iter().map(|item| {
        let (status, note, mended) = (case.row_status(&item), case.note(&item), case.mended_at(&item));
        Ok(TaskRow { status, hint: hint(case, &item)?, note, mended, item })
    });
    Ok(Overview {
        heading: case.heading(),
        done,
        total,
        rows: rows.collect::<Result<_>>()?,
        status: status(services, case, held_up),
        consent_given: case.business.consented_at.is_some(),
        ending: endings::ending(services, case)?,
        editable: case.is_editable(),
        resubmission: resubmission::of(case)?,
        list_of: case.business.checklist_at,
        renewed: renewed(case),
    })
}

/// Returns how DOKU's present list differs from the one that the application was begun with.
fn renewed(case: &Case) -> Option<(Millis, Changes)> {
    let changes = case.business.checklist_changes.as_ref()?;
    Some((case.business.checklist_renewed_at?, changes.0.clone()))
}

fn status(services: &Services, case: &Case, held_up: bool) -> Status {
    let b = &case.business;
    let kyb = |key: &FacetKey| key.is_kyb();
    Status {
        now: services.now(),
        to_fix: case.to_fix(),
        deadline: b.deadline(),
        submitted_at: b.submitted_at,
        approved_at: b.approved_at,
        sent_at: b.sent_at,
        verified_at: b.verified_at,
        accepted: case.facets.iter().filter(|row| kyb(&row.key) && row.verdict == Verdict::Accepted).count(),
        facets: case.facets.clone(),
        products: case.products(),
        since: b.state_since,
        partner_reviews: services.settings.review == ReviewMode::BeforeSubmit,
        held_up,
        with_partner: matches!(b.state, State::Sending | State::PartnerCheck) && b.trouble.is_some(),
        evidence_sent_at: b.evidence_sent_at.filter(|at| b.clock_from.is_some_and(|from| *at >= from)),
        brand_id: case.brand().map(|brand| brand.doku_id.to_string()),
    }
}

/// Returns a short reminder of what was given; numbers show their last four digits.
fn hint(case: &Case, item: &Item) -> Result<Option<String>> {
    let typed = match item {
        Item::File(file) => match case.documents.get(&file.slot) {
            Some(file) => Some(case.file_name(file)?),
            None => None,
        },
        Item::Form(page) => match case.form(*page).into_owned() {
            Filled::Business(form) => Some(form.name),
            Filled::Brand(form) => Some(form.name),
            Filled::Contact(form) => Some(form.name),
            Filled::Address(form) => Some(form.city),
            Filled::Bank(form) => {
                domain::bank::name(&form.bank).map(|name| format!("{name} {}", mask::last_four(&form.account_number)))
            }
            Filled::Social(_) | Filled::Documents(_) => None,
        },
    };
    Ok(typed.map(|typed| text::line(&typed).chars().take(80).collect::<String>()).filter(|text| !text.is_empty()))
}

pub fn documents(case: &Case, held_up: bool, pointed: Vec<Pointed>) -> Result<DocumentsPage> {
    let judged = case.drafts.get(&Page::Documents).is_some_and(|draft| draft.judged);
    Ok(DocumentsPage {
        heading: case.heading(),
        consent_given: case.business.consented_at.is_some(),
        slots: slots(case, |value| value.to_owned())?,
        lock: case.page_lock(Page::Documents),
        judged,
        errors: if judged { document_errors(case) } else { Default::default() },
        resubmission: resubmission::of(case)?,
        list_of: case.business.checklist_at,
        renewed: renewed(case),
        held_up,
        pointed: still(case, Page::Documents, pointed),
        upon: case.marks(Page::Documents, &case.form(Page::Documents)),
    })
}

/// Returns the errors of the values, and one for the slot of each missing file.
fn document_errors(case: &Case) -> FormErrors {
    let missing = case.missing_files().map(|slot| (slot.to_owned(), FieldError::Missing));
    FormErrors(missing.chain(case.errors(Page::Documents).0).collect())
}

pub fn slots(case: &Case, shown: fn(&str) -> String) -> Result<Vec<Slot>> {
    case.checklist.iter().map(|requirement| slot(case, requirement, shown)).collect()
}

fn slot(case: &Case, requirement: &Requirement, shown: fn(&str) -> String) -> Result<Slot> {
    let item = Item::from(requirement);
    let typed = case.numbers();
    let file = case.documents.get(&requirement.slot).map(|file| resubmission::file_row(case, file));
    let values = requirement.forms.iter().map(|form| {
        let key = DocumentsForm::key(&requirement.slot, &form.code);
        let value = typed.values.get(&key).map(|value| shown(value)).unwrap_or_default();
        (key, value)
    });
    Ok(Slot {
        requirement: requirement.clone(),
        status: case.row_status(&item),
        file: file.transpose()?,
        values: values.collect(),
        note: case.note(&item),
        mended: case.mended_at(&item),
        lock: case.lock(&item),
        values_lock: case.values_lock(requirement),
    })
}

/// Keeps those on this page that nobody has corrected yet.
fn still(case: &Case, page: Page, pointed: Vec<Pointed>) -> Vec<Pointed> {
    pointed.into_iter().filter(|at| at.page == page && !case.is_ready(&at.facet)).collect()
}

pub fn form(case: &Case, page: Page, email: &str, pointed: Vec<Pointed>, now: Millis) -> Result<FormPage> {
    let draft = case.drafts.get(&page);
    let item = Item::Form(page);
    // A page that may stay empty still blocks sending once it is wrong, so it shows its errors even after an autosave.
    let may_stay_empty = Filled::blank(page.task()).errors(&case.checklist).is_empty();
    let judged = draft.is_some_and(|draft| draft.judged || may_stay_empty);
    let of_bank = |row: &&FacetRow| row.deadline.is_some() && item.answers_for(&row.key);
    let deadline = case.facets.iter().find(of_bank).and_then(|row| row.deadline);
    let form = draft.map_or_else(|| prefilled(case, page, email), |draft: &Draft| draft.form.clone());
    Ok(FormPage {
        heading: case.heading(),
        page,
        upon: case.marks(page, &form),
        form,
        judged,
        errors: if judged { case.fix_errors(page) } else { Default::default() },
        pointed: still(case, page, pointed),
        lock: case.lock(&item),
        locked: case.locked_fields(page).into_iter().map(str::to_owned).collect(),
        status: case.row_status(&item),
        note: case.note(&item),
        mended: case.mended_at(&item),
        deadline,
        now,
        saved_at: draft.map(|draft| draft.saved_at),
        next: case.next_page(page),
        resubmission: resubmission::of(case)?,
    })
}

/// Offers what we know, for the merchant to change. DOKU's table wants the brand's name to be the business's.
fn prefilled(case: &Case, page: Page, email: &str) -> Filled {
    let profile = case.profile();
    let known: &[(&str, &str)] = match page {
        Page::Business => &[("email", email)],
        Page::Brand(_) => &[("name", &profile.name), ("description", &profile.description)],
        Page::Contact(_) => &[("email", email), ("phone", &profile.phone)],
        Page::Documents | Page::Address(_) | Page::Bank(_) | Page::Social(_) => &[],
    };
    Filled::of(page.task(), known.iter().copied())
}

/// Returns the values that are sent beside what was typed: nobody should declare what they did not see.
fn beside(case: &Case, page: Page, values: &[(String, String)]) -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let email = || values.iter().find(|(name, _)| name == "email").map(|(_, email)| pair("invited_user", email));
    match page {
        _ if values.is_empty() => Vec::new(),
        Page::Business if !case.standing.is_registered => email().into_iter().collect(),
        Page::Contact(_) => vec![pair("nationality", &case.business.nationality)],
        Page::Address(_) => vec![pair("country", COUNTRY)],
        Page::Bank(_) => vec![pair("country", COUNTRY), pair("currency", CURRENCY)],
        Page::Business | Page::Brand(_) | Page::Social(_) | Page::Documents => Vec::new(),
    }
}

pub fn check(services: &Services, case: &Case) -> Result<CheckPage> {
    let sections = sections(case, |value| value.to_owned(), services.settings.area);
    let slots = slots(case, |value| value.to_owned())?;
    let resubmission = resubmission::of(case)?;
    let shown = match &resubmission {
        Some(resubmission) => shown::of_corrections(case, resubmission)?,
        None => shown::of_application(case, &sections, &slots)?,
    };
    Ok(CheckPage {
        heading: case.heading(),
        sections,
        slots,
        missing: case.missing(),
        submitted_at: (!case.is_editable()).then_some(case.business.submitted_at).flatten(),
        partner_reviews: services.settings.review == ReviewMode::BeforeSubmit,
        resubmission,
        shown,
    })
}

/// Returns every form's values as they will be sent, else as typed. `masked` is applied to masked fields.
pub fn sections(case: &Case, masked: fn(&str) -> String, spelling: Spelling) -> Vec<CheckSection> {
    let pages = case.pages().into_iter().filter(|page| *page != Page::Documents);
    pages
        .map(|page| {
            let item = Item::Form(page);
            let facets =
                case.facets.iter().filter(|row| item.answers_for(&row.key)).map(|row| row.key.clone()).collect();
            let form = case.form(page);
            let mut values = form.shown();
            if let Filled::Address(form) = form.as_ref()
                && let Ok(address) = form.parse()
            {
                let area = values.iter_mut().filter(|(name, _)| name == "area");
                area.for_each(|(_, value)| *value = address.area.spelled(spelling));
            }
            for (name, value) in &mut values {
                if Filled::is_masked(page.task(), name) {
                    *value = masked(value);
                }
            }
            values.extend(beside(case, page, &values));
            CheckSection { page, values, facets, status: case.row_status(&item), note: case.note(&item) }
        })
        .collect()
}
