//! Bahasa Indonesia.

mod forms;
mod front;
mod merchant;
mod review;

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
    meanings: forms::MEANINGS,
    review: review::REVIEW,
};
