//! Bahasa Indonesia.

mod calls;
mod clocks;
mod endings;
mod fixes;
mod forms;
mod front;
mod mail;
mod merchant;
mod receipts;
mod review;
mod settings;

use super::shape::Texts;

pub const ID: Texts = Texts {
    common: front::COMMON,
    front: front::FRONT,
    account: front::ACCOUNT,
    problems: front::PROBLEMS,
    businesses: merchant::BUSINESSES,
    tasks: merchant::TASKS,
    states: merchant::STATES,
    documents: merchant::DOCUMENTS,
    check: merchant::CHECK,
    history: merchant::HISTORY,
    facets: forms::FACETS,
    forms: forms::FORMS,
    fields: forms::FIELDS,
    refusals: forms::REFUSALS,
    fixes: fixes::FIXES,
    reasons: fixes::REASONS,
    review: review::REVIEW,
    calls: calls::CALLS,
    endings: endings::ENDINGS,
    mail: mail::MAIL,
    settings: settings::SETTINGS,
    clocks: clocks::CLOCKS,
    samples: clocks::SAMPLES,
    pack: clocks::PACK,
    reveal: clocks::REVEAL,
    receipts: receipts::RECEIPTS,
};
