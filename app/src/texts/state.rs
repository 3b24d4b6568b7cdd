//! What is said about a state: its title, its text, whose turn it is.

use super::{Texts, fill};
use crate::onboarding::api::RowStatus;
use domain::kyb::{Actor, State};

pub fn state_title(t: &Texts, state: State, to_fix: usize, partner: &str) -> String {
    let s = &t.states;
    match state {
        State::Draft => s.draft.into(),
        State::Ready => s.ready.into(),
        State::PartnerCheck => fill(s.partner_check, &[("partner", partner)]),
        State::Sending => s.sending.into(),
        State::InVerification => s.in_verification.into(),
        State::ActionNeeded => to_fix_title(t, to_fix),
        State::Verified => s.verified.into(),
        State::Active => s.active.into(),
        State::Suspended => s.suspended.into(),
        State::Declined => s.declined.into(),
        State::Withdrawn => s.withdrawn.into(),
    }
}

/// The one plural of ours: `Perlu perbaikan (2)`, `Fix 2 items`.
fn to_fix_title(t: &Texts, items: usize) -> String {
    let sentence = if items == 1 { t.states.action_needed_one } else { t.states.action_needed };
    fill(sentence, &[("n", &items.to_string())])
}

/// `services`: how many are on, and how many there are.
pub fn state_text(t: &Texts, state: State, partner: &str, services: (usize, usize)) -> String {
    let s = &t.states;
    let sentence = match state {
        State::Draft => s.draft_text,
        State::Ready => s.ready_text,
        State::PartnerCheck => s.partner_check_text,
        State::Sending => s.sending_text,
        State::InVerification => s.in_verification_text,
        State::ActionNeeded => s.action_needed_text,
        State::Verified => s.verified_text,
        State::Active => s.active_text,
        State::Suspended => s.suspended_text,
        State::Declined => s.declined_text,
        State::Withdrawn => s.withdrawn_text,
    };
    fill(sentence, &[("partner", partner), ("on", &services.0.to_string()), ("all", &services.1.to_string())])
}

/// For merchants: who acts.
pub fn actor(t: &Texts, actor: Actor, partner: &str) -> String {
    let sentence = match actor {
        Actor::Merchant => t.tasks.your_turn,
        Actor::Partner => t.tasks.partner_turn,
        Actor::Us => t.tasks.us_turn,
        Actor::Doku => t.tasks.doku_turn,
        Actor::PartnerAndDoku => t.tasks.both_turn,
        Actor::Nobody => t.tasks.nobody_turn,
    };
    fill(sentence, &[("partner", partner)])
}

/// For partners: who acts.
pub const fn turn(t: &Texts, actor: Actor) -> &'static str {
    match actor {
        Actor::Merchant => t.review.turn_merchant,
        Actor::Partner => t.review.turn_partner,
        Actor::Us => t.review.turn_us,
        Actor::Doku => t.review.turn_doku,
        Actor::PartnerAndDoku => t.review.turn_both,
        Actor::Nobody => t.review.turn_nobody,
    }
}

pub fn row_status(t: &Texts, status: RowStatus, partner: &str) -> String {
    let sentence = match status {
        RowStatus::Todo => t.tasks.todo,
        RowStatus::Started => t.tasks.started,
        RowStatus::Done => t.tasks.done,
        RowStatus::Optional => t.tasks.optional,
        RowStatus::WithPartner => t.tasks.with_partner,
        RowStatus::Sending => t.tasks.sending,
        RowStatus::InReview => t.tasks.in_review,
        RowStatus::Accepted => t.tasks.accepted,
        RowStatus::Fix => t.tasks.fix,
    };
    fill(sentence, &[("partner", partner)])
}

/// For partners: what made it so.
pub const fn why(t: &Texts, state: State) -> &'static str {
    let r = &t.review;
    match state {
        State::Draft => r.why_draft,
        State::Ready => r.why_ready,
        State::PartnerCheck => r.why_partner_check,
        State::Sending => r.why_sending,
        State::InVerification => r.why_in_verification,
        State::ActionNeeded => r.why_action_needed,
        State::Verified => r.why_verified,
        State::Active => r.why_active,
        State::Suspended => r.why_suspended,
        State::Declined => r.why_declined,
        State::Withdrawn => r.why_withdrawn,
    }
}
