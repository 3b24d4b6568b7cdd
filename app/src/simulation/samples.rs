//! One merchant in every state that a person can meet.

use crate::{
    onboarding::data::{
        Ending, FacetRow, Heading, Item, Note, NoteFrom, Overview, Papers, RowStatus, ServiceRow, Status, TaskRow,
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
    /// The state's code, and which variant of it.
    pub name: String,
    pub page: Overview,
}

/// Thursday 6 November 2025, 14.00 WIB: pages are rendered without a clock.
const NOW: Millis = Millis(1_762_412_400_000);
const KTP_NOTE: &str = "Foto KTP buram, NIK tidak terbaca.";
const OFF_NOTE: &str = "Alamat usaha tidak dapat dihubungi sejak 3 November.";

fn hours_ago(hours: i64) -> Millis {
    NOW.plus(-hours * Millis::HOUR)
}

pub fn samples(t: &Texts, partner: &str) -> Vec<Sample> {
    let s = &t.samples;
    let says = |sentence: &str| fill(sentence, &[("partner", partner)]);
    let plain = |state: State| Sample { name: state.as_str().to_owned(), page: page(state) };
    let variant = |state: State, name: &str, change: fn(&mut Overview)| {
        let mut page = page(state);
        change(&mut page);
        Sample { name: format!("{}: {}", state.as_str(), says(name)), page }
    };
    vec![
        plain(State::Draft),
        plain(State::Ready),
        plain(State::PartnerCheck),
        plain(State::Sending),
        variant(State::Sending, s.held_up, |page| page.status.held_up = true),
        variant(State::Sending, s.with_partner, |page| page.status.with_partner = true),
        plain(State::InVerification),
        variant(State::InVerification, s.late, |page| {
            page.status.deadline = Some(Deadline::verification(hours_ago(49)))
        }),
        variant(State::InVerification, s.evidence_sent, |page| {
            page.status.deadline = Some(Deadline::verification(hours_ago(49)));
            page.status.evidence_sent_at = Some(hours_ago(1));
        }),
        variant(State::ActionNeeded, s.by_partner, |page| mark(page, true, false)),
        variant(State::ActionNeeded, s.by_doku, |page| mark(page, false, true)),
        variant(State::ActionNeeded, s.by_both, |page| mark(page, true, true)),
        variant(State::ActionNeeded, s.no_form, |page| refuse(&mut page.status)),
        plain(State::Verified),
        variant(State::Verified, s.late, |page| late_services(&mut page.status)),
        plain(State::Active),
        variant(State::Active, s.one_refused, |page| refuse_one(&mut page.status)),
        variant(State::Active, s.none_on, switch_off),
        variant(State::Suspended, s.without_note, |page| page.status.facets.clear()),
        variant(State::Suspended, s.with_note, |_| ()),
        plain(State::Declined),
        variant(State::Declined, s.with_note, |page| refuse(&mut page.status)),
        plain(State::Withdrawn),
        variant(State::Withdrawn, s.papers_kept, |page| {
            page.ending.papers = Papers::Until(hours_ago(3).plus(30 * Millis::DAY));
        }),
        variant(State::Withdrawn, s.papers_purged, |page| page.ending.papers = Papers::Purged(hours_ago(1))),
    ]
}

fn page(state: State) -> Overview {
    let sent = !matches!(state, State::Draft | State::Ready);
    let verified = matches!(state, State::Verified | State::Active | State::Suspended);
    Overview {
        heading: Heading {
            business: BusinessId::new(Default::default()),
            name: "Warung Ratna Sari".into(),
            business_type: BusinessType::Personal,
            legal_entity: LegalEntity::Perseorangan,
            state,
            services_on: if verified {
                services(state).iter().filter(|row| row.verdict == Verdict::Accepted).count()
            } else {
                0
            },
            doku_id: sent.then(|| "BSN-0214-1762148405220".into()),
        },
        done: if state == State::Draft { 5 } else { 8 },
        total: 8,
        rows: vec![row(Page::Bank(0), if state == State::Draft { RowStatus::Todo } else { RowStatus::Done })],
        status: Status {
            now: NOW,
            to_fix: 0,
            deadline: match state {
                State::InVerification => Some(Deadline::verification(hours_ago(25))),
                State::Verified => Some(Deadline::activation(hours_ago(20))),
                _ => None,
            },
            submitted_at: sent.then(|| hours_ago(27)),
            approved_at: sent.then(|| hours_ago(26)),
            sent_at: sent.then(|| hours_ago(25)),
            verified_at: verified.then(|| hours_ago(20)),
            accepted: 6,
            facets: vec![FacetRow {
                key: FacetKey::Operational(0),
                verdict: if state == State::Suspended { Verdict::Suspended } else { Verdict::Accepted },
                note: (state == State::Suspended).then(|| OFF_NOTE.to_owned()),
                reason: None,
                at: Some(hours_ago(2)),
                deadline: None,
            }],
            services: if verified { services(state) } else { Vec::new() },
            since: hours_ago(3),
            partner_reviews: true,
            held_up: false,
            with_partner: false,
            evidence_sent_at: None,
            brand_id: sent.then(|| "BRN-0214-1762148405221".into()),
        },
        consent_given: true,
        ending: Ending::default(),
        editable: matches!(state, State::Draft | State::Ready),
        resubmission: None,
        list_of: None,
        renewed: None,
    }
}

fn row(page: Page, status: RowStatus) -> TaskRow {
    TaskRow { item: Item::Form(page), status, hint: None, note: None, mended: None }
}

fn services(state: State) -> Vec<ServiceRow> {
    let waits = (state == State::Verified).then(|| Deadline::activation(hours_ago(20)));
    let service = |code: &str, on: bool| ServiceRow {
        code: code.into(),
        verdict: if on { Verdict::Accepted } else { Verdict::Pending },
        note: None,
        at: on.then(|| hours_ago(4)),
        deadline: waits.filter(|_| !on),
    };
    let on = state != State::Verified;
    vec![service("QRIS", true), service("VIRTUAL_ACCOUNT", on), service("CREDIT_CARD", on)]
}

fn late_services(status: &mut Status) {
    let over = Some(Deadline::activation(hours_ago(123)));
    status.deadline = over;
    for service in &mut status.services {
        service.deadline = service.deadline.and(over);
    }
}

fn refuse_one(status: &mut Status) {
    if let Some(last) = status.services.last_mut() {
        last.verdict = Verdict::Rejected;
        last.note = Some("Kategori usaha belum didukung untuk kartu kredit.".into());
    }
}

fn switch_off(page: &mut Overview) {
    page.heading.services_on = 0;
    for service in &mut page.status.services {
        service.verdict = Verdict::Rejected;
    }
}

/// The part that no form of ours holds.
fn refuse(status: &mut Status) {
    for row in &mut status.facets {
        row.verdict = Verdict::Rejected;
        row.note = Some(OFF_NOTE.to_owned());
    }
    status.to_fix = status.facets.len();
}

fn mark(page: &mut Overview, by_partner: bool, by_doku: bool) {
    let note = |from, text: &str| Some(Note { from, text: Some(text.into()), reason: None, at: Some(hours_ago(1)) });
    let ktp = Item::File(Listed { slot: "KTP".into(), code: "KTP".into(), name: "KTP".into() });
    page.rows.clear();
    if by_doku {
        let note = note(NoteFrom::Doku, KTP_NOTE);
        page.rows.push(TaskRow { item: ktp, status: RowStatus::Fix, hint: None, note, mended: None });
    }
    if by_partner {
        let note = note(NoteFrom::Partner, "Nama pemilik rekening berbeda.");
        page.rows.push(TaskRow { note, ..row(Page::Bank(0), RowStatus::Fix) });
    }
    page.status.to_fix = page.rows.len();
    page.editable = true;
}
