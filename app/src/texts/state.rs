//! Sentences about a state: its title, its text, whose turn it is.

use super::{
    Texts, fill,
    merchant::{actor_sentence, row_sentence, state_name, state_sentence},
    partner::why_state,
};
use crate::onboarding::data::{FacetRow, RowStatus};
use domain::{
    codes::BusinessType,
    kyb::{Actor, FacetKey, Standing, State, Verdict},
};

pub fn state_title(t: &Texts, standing: Standing, to_fix: usize, partner: &str) -> String {
    let sentence = match (standing, to_fix) {
        (Standing::WithoutProduct, _) => t.states.no_service,
        (Standing::In(State::ActionNeeded), 0) => t.states.action_stuck,
        (Standing::In(State::ActionNeeded), 1) => t.states.action_needed_one,
        (Standing::In(state), _) => state_name(t, state),
    };
    fill(sentence, &[("partner", partner), ("n", &to_fix.to_string())])
}

/// Returns the title for partners, in their words.
pub fn desk_title(t: &Texts, standing: Standing, to_fix: usize) -> String {
    let r = &t.review;
    let Standing::In(state) = standing else { return t.states.no_service.into() };
    let title = match state {
        State::Draft => r.state_draft,
        State::Ready => r.state_ready,
        State::PartnerCheck => r.state_partner_check,
        State::InVerification => r.state_in_verification,
        State::ActionNeeded if to_fix == 0 => r.state_stuck,
        State::ActionNeeded if to_fix == 1 => r.state_to_fix_one,
        State::ActionNeeded => return fill(r.state_to_fix, &[("n", &to_fix.to_string())]),
        State::Suspended => r.state_suspended,
        State::Withdrawn => r.state_withdrawn,
        State::Sending | State::Verified | State::Active | State::Declined => state_name(t, state),
    };
    title.into()
}

/// Returns the sentence of a state. `services` is how many are on, and how many there are.
pub fn state_text(t: &Texts, standing: Standing, partner: &str, services: (usize, usize)) -> String {
    let Standing::In(state) = standing else { return fill(t.states.no_service_text, &[("partner", partner)]) };
    let sentence = state_sentence(t, state);
    let more = (state == State::Active).then_some(t.clocks.active_services);
    let sentence = [Some(sentence), more].into_iter().flatten().collect::<Vec<_>>().join(" ");
    fill(&sentence, &[("partner", partner), ("on", &services.0.to_string()), ("all", &services.1.to_string())])
}

/// Returns what still keeps the money at DOKU, without conditions that are met.
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

/// Returns whose turn it is, for merchants.
pub fn actor(t: &Texts, actor: Actor, partner: &str) -> String {
    fill(actor_sentence(t, actor), &[("partner", partner)])
}

/// Returns who acts next. When no page of ours corrects an item the merchant can only ask about it.
pub const fn acts_next(standing: Standing, to_fix: usize) -> Actor {
    match standing {
        Standing::In(State::ActionNeeded) if to_fix == 0 => Actor::PartnerAndDoku,
        _ => standing.actor(),
    }
}

pub fn row_status(t: &Texts, status: RowStatus, partner: &str) -> String {
    fill(row_sentence(t, status), &[("partner", partner)])
}

/// Returns the reason of a state, for partners.
pub fn why(t: &Texts, standing: Standing, to_fix: usize) -> &'static str {
    match standing {
        Standing::WithoutProduct => t.review.why_no_service,
        Standing::In(State::ActionNeeded) if to_fix == 0 => t.review.why_stuck,
        Standing::In(state) => why_state(t, state),
    }
}

/// The origin of the marks on items to fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkedBy {
    Partner,
    Doku,
    Both,
}

/// Returns the sentence about what is to be fixed. `fixable` is true when the merchant can correct it here; else only
/// others can help.
pub fn action_text(t: &Texts, by: MarkedBy, fixable: bool, partner: &str) -> String {
    let sentence = match by {
        _ if !fixable => t.states.action_doku,
        MarkedBy::Partner => t.states.action_partner,
        MarkedBy::Doku => state_sentence(t, State::ActionNeeded),
        MarkedBy::Both => t.clocks.action_both,
    };
    fill(sentence, &[("partner", partner)])
}

/// Returns a service in words: DOKU's code where we know it, else the code made readable.
pub fn product(t: &Texts, code: &str) -> String {
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

/// Returns why a business of this type never gets a method.
pub fn not_offered_to(t: &Texts, of: &BusinessType) -> &'static str {
    match of {
        BusinessType::Personal => t.clocks.not_personal,
        BusinessType::Corporate | BusinessType::Other(_) => t.clocks.not_international,
    }
}

#[cfg(test)]
mod tests {
    use super::product;
    use crate::texts::{Lang, texts};

    #[test]
    fn services_are_told_in_words() {
        let told = |code| product(texts(Lang::Id), code);
        assert_eq!(
            [told("QRIS"), told("VIRTUAL_ACCOUNT"), told("VIRTUAL_ACCOUNT_BCA"), told("PAY_LATER")],
            ["QRIS", "Virtual account", "Virtual account BCA", "Pay later"]
        );
        assert_eq!((told("EMONEY_OVO"), told("")), ("Dompet digital OVO".into(), String::new()));
    }
}
