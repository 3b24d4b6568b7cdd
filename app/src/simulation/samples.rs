//! One merchant in every state that a person can meet. Data that no card shows is left out: a whole application of each
//! would need a list of DOKU's, filled forms and files.

use crate::{
    onboarding::data::{
        Ending, FacetRow, Heading, Item, Note, NoteFrom, Overview, Papers, ProductRow, RowStatus, Status, TaskRow,
    },
    texts::{Texts, fill},
};
use domain::{
    Millis,
    application::Page,
    codes::{BusinessType, LegalEntity},
    ids::BusinessId,
    kyb::{Deadline, FacetKey, State, Verdict},
    requirement::Listed,
};

pub struct Sample {
    /// The state's code and its variant.
    pub name: String,
    pub page: Overview,
}

/// Thursday 6 November 2025, 14.00 WIB, a constant since pages are rendered without a clock.
const NOW: Millis = Millis(1_762_412_400_000);
const KTP_NOTE: &str = "Foto KTP buram, NIK tidak terbaca.";
const OFF_NOTE: &str = "Alamat usaha tidak dapat dihubungi sejak 3 November.";

fn hours_ago(hours: i64) -> Millis {
    NOW.plus(-hours * Millis::HOUR)
}

/// A state, what is said beside its name, and what differs from its usual page.
type Row<'a> = (State, &'a str, &'a dyn Fn(&mut Overview));

pub fn samples(t: &Texts, partner: &str) -> Vec<Sample> {
    let s = &t.samples;
    let late = |page: &mut Overview| page.status.deadline = Some(Deadline::verification(hours_ago(49)));
    let all: [Row<'_>; 25] = [
        (State::Draft, "", &|_| ()),
        (State::Ready, "", &|_| ()),
        (State::PartnerCheck, "", &|_| ()),
        (State::Sending, "", &|_| ()),
        (State::Sending, s.held_up, &|page| page.status.held_up = true),
        (State::Sending, s.with_partner, &|page| page.status.with_partner = true),
        (State::InVerification, "", &|_| ()),
        (State::InVerification, s.late, &late),
        (State::InVerification, s.evidence_sent, &|page| {
            late(page);
            page.status.evidence_sent_at = Some(hours_ago(1));
        }),
        (State::ActionNeeded, s.by_partner, &|page| mark(page, &[NoteFrom::Partner])),
        (State::ActionNeeded, s.by_doku, &|page| mark(page, &[NoteFrom::Doku])),
        (State::ActionNeeded, s.by_both, &|page| mark(page, &[NoteFrom::Doku, NoteFrom::Partner])),
        (State::ActionNeeded, s.no_form, &refuse),
        (State::Verified, "", &|_| ()),
        (State::Verified, s.late, &late_services),
        (State::Active, "", &|_| ()),
        (State::Active, s.one_refused, &refuse_one),
        (State::Active, s.none_on, &switch_off),
        (State::Suspended, s.without_note, &|page| page.status.facets.clear()),
        (State::Suspended, s.with_note, &|_| ()),
        (State::Declined, "", &|_| ()),
        (State::Declined, s.with_note, &refuse),
        (State::Withdrawn, "", &|_| ()),
        (State::Withdrawn, s.papers_kept, &|page| {
            page.ending.papers = Papers::Until(hours_ago(3).plus(30 * Millis::DAY));
        }),
        (State::Withdrawn, s.papers_purged, &|page| page.ending.papers = Papers::Purged(hours_ago(1))),
    ];
    let sample = |(state, variant, change): Row<'_>| {
        let mut page = page(state);
        change(&mut page);
        let variant = fill(variant, &[("partner", partner)]);
        let beside = if variant.is_empty() { "" } else { ": " };
        Sample { name: format!("{}{beside}{variant}", state.as_str()), page }
    };
    all.map(sample).into()
}

fn page(state: State) -> Overview {
    let is_open = matches!(state, State::Draft | State::Ready);
    let is_verified = matches!(state, State::Verified | State::Active | State::Suspended);
    let products = if is_verified { products(state) } else { Vec::new() };
    Overview {
        heading: Heading {
            business: BusinessId::new(Default::default()),
            name: String::new(),
            business_type: BusinessType::Personal,
            legal_entity: LegalEntity::Perseorangan,
            state,
            services_on: products.iter().filter(|row| row.verdict == Verdict::Accepted).count(),
            doku_id: None,
        },
        done: 0,
        total: 0,
        rows: vec![row(Item::Form(Page::Bank(0)), RowStatus::Todo, None)],
        status: Status {
            now: NOW,
            deadline: match state {
                State::InVerification => Some(Deadline::verification(hours_ago(25))),
                State::Verified => Some(Deadline::activation(hours_ago(20))),
                _ => None,
            },
            verified_at: is_verified.then(|| hours_ago(20)),
            facets: vec![FacetRow {
                key: FacetKey::Operational(0),
                verdict: if state == State::Suspended { Verdict::Suspended } else { Verdict::Accepted },
                note: (state == State::Suspended).then(|| OFF_NOTE.to_owned()),
                reason: None,
                at: Some(hours_ago(2)),
                deadline: None,
            }],
            products,
            since: hours_ago(3),
            brand_id: (!is_open).then(|| "BRN-0214-1762148405221".into()),
            ..Status::default()
        },
        consent_given: true,
        ending: Ending::default(),
        editable: is_open,
        resubmission: None,
        list_of: None,
        renewed: None,
    }
}

fn row(item: Item, status: RowStatus, note: Option<Note>) -> TaskRow {
    TaskRow { item, status, hint: None, note, mended: None }
}

fn products(state: State) -> Vec<ProductRow> {
    let product = |code: &str| {
        let is_on = code == "QRIS" || state != State::Verified;
        ProductRow {
            code: code.into(),
            verdict: if is_on { Verdict::Accepted } else { Verdict::Pending },
            note: None,
            at: is_on.then(|| hours_ago(4)),
            deadline: (!is_on).then(|| Deadline::activation(hours_ago(20))),
        }
    };
    ["QRIS", "VIRTUAL_ACCOUNT", "CREDIT_CARD"].map(product).into()
}

fn late_services(page: &mut Overview) {
    let over = Some(Deadline::activation(hours_ago(123)));
    page.status.deadline = over;
    page.status.products.iter_mut().for_each(|product| product.deadline = product.deadline.and(over));
}

fn refuse_one(page: &mut Overview) {
    if let Some(last) = page.status.products.last_mut() {
        last.verdict = Verdict::Rejected;
        last.note = Some("Kategori usaha belum didukung untuk kartu kredit.".into());
    }
}

fn switch_off(page: &mut Overview) {
    page.heading.services_on = 0;
    page.status.products.iter_mut().for_each(|product| product.verdict = Verdict::Rejected);
}

/// Rejects the sample's facet, which no form of ours holds.
fn refuse(page: &mut Overview) {
    for row in &mut page.status.facets {
        row.verdict = Verdict::Rejected;
        row.note = Some(OFF_NOTE.to_owned());
    }
    page.status.to_fix = page.status.facets.len();
}

fn mark(page: &mut Overview, by: &[NoteFrom]) {
    let marked = |from: &NoteFrom| {
        let (item, note) = match from {
            NoteFrom::Doku => {
                (Item::File(Listed { slot: "KTP".into(), code: "KTP".into(), name: "KTP".into() }), KTP_NOTE)
            }
            NoteFrom::Partner => (Item::Form(Page::Bank(0)), "Nama pemilik rekening berbeda."),
        };
        let note = Note { from: *from, text: Some(note.into()), reason: None, at: Some(hours_ago(1)) };
        row(item, RowStatus::Fix, Some(note))
    };
    page.rows = by.iter().map(marked).collect();
    page.status.to_fix = page.rows.len();
    page.editable = true;
}
