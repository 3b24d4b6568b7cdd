//! What is said about a state: its title, its text, whose turn it is.

use super::{Texts, fill};
use crate::onboarding::data::{FacetRow, RowStatus};
use domain::{
    codes::BusinessType,
    kyb::{Actor, FacetKey, Standing, State, Verdict},
    method::Method,
};

pub fn state_title(t: &Texts, standing: Standing, to_fix: usize, partner: &str) -> String {
    let s = &t.states;
    let state = match standing {
        Standing::WithoutService => return s.no_service.into(),
        Standing::In(state) => state,
    };
    match state {
        State::Draft => s.draft.into(),
        State::Ready => s.ready.into(),
        State::PartnerCheck => fill(s.partner_check, &[("partner", partner)]),
        State::Sending => s.sending.into(),
        State::InVerification => s.in_verification.into(),
        State::ActionNeeded if to_fix == 0 => fill(s.action_stuck, &[("partner", partner)]),
        State::ActionNeeded => to_fix_title(t, to_fix),
        State::Verified => s.verified.into(),
        State::Active => s.active.into(),
        State::Suspended => s.suspended.into(),
        State::Declined => s.declined.into(),
        State::Withdrawn => s.withdrawn.into(),
    }
}

/// As `state_title`, for partners: in their words, not the merchant's.
pub fn desk_title(t: &Texts, standing: Standing, to_fix: usize) -> String {
    let (s, r) = (&t.states, &t.review);
    let Standing::In(state) = standing else { return s.no_service.into() };
    let title = match state {
        State::Draft => r.state_draft,
        State::Ready => r.state_ready,
        State::PartnerCheck => r.state_partner_check,
        State::Sending => s.sending,
        State::InVerification => r.state_in_verification,
        State::ActionNeeded if to_fix == 0 => r.state_stuck,
        State::ActionNeeded if to_fix == 1 => r.state_to_fix_one,
        State::ActionNeeded => return fill(r.state_to_fix, &[("n", &to_fix.to_string())]),
        State::Verified => s.verified,
        State::Active => s.active,
        State::Suspended => r.state_suspended,
        State::Declined => s.declined,
        State::Withdrawn => r.state_withdrawn,
    };
    title.into()
}

/// The one plural of ours: `Perlu perbaikan (2)`, `Fix 2 items`.
fn to_fix_title(t: &Texts, items: usize) -> String {
    let sentence = if items == 1 { t.states.action_needed_one } else { t.states.action_needed };
    fill(sentence, &[("n", &items.to_string())])
}

/// `services`: how many are on, and how many there are.
pub fn state_text(t: &Texts, standing: Standing, partner: &str, services: (usize, usize)) -> String {
    let s = &t.states;
    let Standing::In(state) = standing else { return fill(s.no_service_text, &[("partner", partner)]) };
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
    let more = (state == State::Active).then_some(t.clocks.active_services);
    let sentence = [Some(sentence), more].into_iter().flatten().collect::<Vec<_>>().join(" ");
    fill(&sentence, &[("partner", partner), ("on", &services.0.to_string()), ("all", &services.1.to_string())])
}

/// What still keeps the money at DOKU: no condition that is met already.
pub fn held_until(t: &Texts, facets: &[FacetRow]) -> Option<&'static str> {
    let open = |is_bank: bool| {
        let mut kyb = facets.iter().filter(|row| row.key.is_kyb());
        kyb.any(|row| matches!(row.key, FacetKey::Bank(_)) == is_bank && row.verdict != Verdict::Accepted)
    };
    match (open(false), open(true)) {
        (true, true) => Some(t.states.payouts_held),
        (true, false) => Some(t.states.payouts_held_business),
        (false, true) => Some(t.states.payouts_held_bank),
        (false, false) => None,
    }
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

/// Who acts next. What no page of ours corrects, the merchant can only ask about.
pub const fn acts_next(standing: Standing, to_fix: usize) -> Actor {
    match standing {
        Standing::In(State::ActionNeeded) if to_fix == 0 => Actor::PartnerAndDoku,
        _ => standing.actor(),
    }
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
        RowStatus::Refused => t.tasks.refused,
        RowStatus::Suspended => t.tasks.suspended,
        RowStatus::Fixed => t.clocks.fixed,
    };
    fill(sentence, &[("partner", partner)])
}

/// As `row_status`, for partners.
pub const fn desk_row_status(t: &Texts, status: RowStatus) -> &'static str {
    let r = &t.review;
    match status {
        RowStatus::Todo => r.row_todo,
        RowStatus::Started => r.row_started,
        RowStatus::Done => r.row_done,
        RowStatus::Optional => r.row_optional,
        RowStatus::WithPartner => r.row_with_partner,
        RowStatus::Sending => r.row_sending,
        RowStatus::InReview => r.row_in_review,
        RowStatus::Accepted => r.row_accepted,
        RowStatus::Fix => r.row_fix,
        RowStatus::Refused => r.row_refused,
        RowStatus::Suspended => r.row_suspended,
        RowStatus::Fixed => r.row_fixed,
    }
}

/// For partners: what made it so.
pub const fn why(t: &Texts, standing: Standing, to_fix: usize) -> &'static str {
    let r = &t.review;
    let Standing::In(state) = standing else { return r.why_no_service };
    match state {
        State::ActionNeeded if to_fix == 0 => r.why_stuck,
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

/// Who marked what is to be fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkedBy {
    Partner,
    Doku,
    Both,
}

/// `fixable`: the merchant can mend it here; else only somebody else can help.
pub fn action_text(t: &Texts, by: MarkedBy, fixable: bool, partner: &str) -> String {
    let sentence = match by {
        _ if !fixable => t.states.action_doku,
        MarkedBy::Partner => t.states.action_partner,
        MarkedBy::Doku => t.states.action_needed_text,
        MarkedBy::Both => t.clocks.action_both,
    };
    fill(sentence, &[("partner", partner)])
}

/// A service in words: DOKU's code where we know it, else the code made readable.
pub fn service(t: &Texts, code: &str) -> String {
    let known = [
        ("VIRTUAL_ACCOUNT", t.clocks.virtual_account),
        ("CREDIT_CARD", t.clocks.credit_card),
        ("DIRECT_DEBIT", t.clocks.direct_debit),
        ("EMONEY", t.clocks.e_wallet),
        ("QRIS", "QRIS"),
    ];
    let words = |code: &str| code.replace(['_', '-'], " ");
    match known.iter().find_map(|(prefix, name)| Some((code.strip_prefix(prefix)?, name))) {
        Some((rest, name)) => format!("{name}{}", words(rest)),
        None => {
            let folded = words(code).to_lowercase();
            code.chars().take(1).chain(folded.chars().skip(1)).collect()
        }
    }
}

pub const fn method(t: &Texts, method: Method) -> &'static str {
    match method {
        Method::BcaVirtualAccount => t.clocks.bca_virtual_account,
        Method::MandiriVirtualAccount => t.clocks.mandiri_virtual_account,
        Method::CardInstalments => t.clocks.card_instalments,
    }
}

/// Why a business of this type never gets a method.
pub fn not_offered_to(t: &Texts, of: &BusinessType) -> &'static str {
    match of {
        BusinessType::Personal => t.clocks.not_personal,
        BusinessType::Corporate | BusinessType::Other(_) => t.clocks.not_international,
    }
}

pub const fn service_status(t: &Texts, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotSent => t.clocks.service_later,
        Verdict::Pending => t.clocks.service_waits,
        Verdict::Accepted => t.clocks.service_on,
        Verdict::Rejected => t.clocks.service_refused,
        Verdict::Suspended => t.clocks.service_suspended,
    }
}

#[cfg(test)]
mod tests {
    use super::service;
    use crate::texts::{Lang, texts};

    #[test]
    fn services_are_told_in_words() {
        let told = |code| service(texts(Lang::Id), code);
        assert_eq!(
            [told("QRIS"), told("VIRTUAL_ACCOUNT"), told("VIRTUAL_ACCOUNT_BCA"), told("PAY_LATER")],
            ["QRIS", "Virtual account", "Virtual account BCA", "Pay later"]
        );
        assert_eq!((told("EMONEY_OVO"), told("")), ("Dompet digital OVO".into(), String::new()));
    }
}
