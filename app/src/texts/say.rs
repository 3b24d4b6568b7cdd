//! The sentence for each code.

use super::{
    Lang, Texts, Titled, app_error, fill,
    merchant::{field_sentence, odd, refusal_sentence, unclear},
    requirement, verdict,
};
use crate::{
    error::AppError,
    onboarding::data::{Happening, NoteFrom},
    site::FormProblem,
};
use domain::{
    forms::FieldError,
    kyb::FacetKey,
    requirement::{Refusal, Requirement},
};
use strum::IntoEnumIterator;

pub fn field_error(t: &Texts, error: FieldError) -> String {
    let numbers: &[(&str, usize)] = match error {
        FieldError::TooShort { min } => &[("min", min)],
        FieldError::TooLong { max, got } => &[("max", max), ("got", got)],
        FieldError::Digits { want, got } => &[("want", want), ("got", got)],
        FieldError::DigitsBetween { min, max } => &[("min", min), ("max", max)],
        FieldError::LinkOf(site) => return fill(field_sentence(t, error), &[("site", site.into_str())]),
        _ => &[],
    };
    let values: Vec<_> = numbers.iter().map(|(name, value)| (*name, value.to_string())).collect();
    fill(field_sentence(t, error), &values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

pub fn refusal(lang: Lang, t: &Texts, refusal: Refusal, asked: &Requirement) -> String {
    let size = super::file_size(lang, asked.max_bytes());
    fill(refusal_sentence(t, refusal), &[("size", &size), ("kinds", &any_of(t, &asked.kinds()))])
}

/// Returns `JPG, PNG, atau PDF`: any one of them will do.
pub fn any_of(t: &Texts, these: &[&str]) -> String {
    let or = t.common.or;
    match these {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} {or} {other}"),
        [first @ .., last] => format!("{}, {or} {last}", first.join(", ")),
    }
}

/// Returns title and text of `?problem=`, which may name `{support}`. Anybody can write an URL: unknown codes give
/// `None`.
pub fn problem(t: &Texts, code: &str) -> Option<Titled> {
    AppError::iter().find(|error| error.code() == code).map(|error| app_error(t, &error))
}

pub fn facet(t: &Texts, key: &FacetKey) -> String {
    let f = &t.facets;
    match key {
        FacetKey::Business => f.business.into(),
        FacetKey::Brand(n) => nth(t, f.brand, *n),
        FacetKey::Operational(n) => nth(t, f.operational, *n),
        FacetKey::Contact(n) => nth(t, f.contact, *n),
        FacetKey::Address(n) => nth(t, f.address, *n),
        FacetKey::Bank(n) => nth(t, f.bank, *n),
        FacetKey::Photo(_, n) => nth(t, f.photo, *n),
        FacetKey::Document(code) => requirement(t, code, code).to_owned(),
        FacetKey::Social(_, code) => fill(f.social, &[("code", &capitalised(code))]),
        FacetKey::Product(_, code) => fill(f.product, &[("code", &super::product(t, code))]),
    }
}

/// Returns *Alamat*, *Alamat ke-2*; `n` counts from 0.
fn nth(t: &Texts, what: &str, n: usize) -> String {
    match n {
        0 => what.to_owned(),
        _ => fill(t.facets.nth, &[("what", what), ("n", &(n + 1).to_string())]),
    }
}

fn capitalised(code: &str) -> String {
    let mut letters = code.chars();
    letters.next().map(|first| first.to_string() + &letters.as_str().to_lowercase()).unwrap_or_default()
}

pub fn happening(t: &Texts, what: &Happening, partner: &str) -> String {
    let h = &t.history;
    match what {
        Happening::Created => h.created.into(),
        Happening::Consented => h.consented.into(),
        Happening::Received { slot } => fill(h.received, &[("what", requirement(t, slot, slot))]),
        Happening::Submitted => h.submitted.into(),
        Happening::Approved => fill(h.approved, &[("partner", partner)]),
        Happening::SentBack { items } => format!("{} ({items})", fill(h.sent_back, &[("partner", partner)])),
        Happening::FixesSent { items } => super::fixes_sent(t, *items),
        Happening::TakenByDoku => h.taken.into(),
        Happening::Withdrawn => t.endings.happened_withdrawn.into(),
        Happening::Purged => t.endings.happened_purged.into(),
        Happening::Declined => fill(t.endings.happened_declined, &[("partner", partner)]),
        Happening::Mended { facet: key, .. } => fill(h.mended, &[("what", &facet(t, key)), ("partner", partner)]),
        Happening::Verdict { facet: key, verdict: word, .. } => format!("{}: {}", facet(t, key), verdict(t, *word)),
        Happening::Unclear(why) => fill(h.unclear, &[("why", unclear(t, *why))]),
        Happening::Odd(why) => fill(h.odd, &[("why", odd(t, *why))]),
    }
}

pub fn note_from(t: &Texts, from: NoteFrom, partner: &str) -> String {
    match from {
        NoteFrom::Doku => t.common.quote_doku.to_owned(),
        NoteFrom::Partner => fill(t.common.quote_partner, &[("partner", partner)]),
    }
}

/// Returns title and text of a refused form's problem.
pub fn problem_text(t: &Texts, problem: &FormProblem) -> Titled {
    let (title, text) = match problem {
        FormProblem::WrongSignIn => (t.common.errors_title, t.account.wrong_sign_in),
        FormProblem::TooManyStrangers => (t.problems.too_many_strangers_title, t.problems.too_many_strangers),
        FormProblem::Of(error) => return app_error(t, error),
    };
    Titled { title, text }
}

#[cfg(test)]
mod tests {
    use super::any_of;
    use crate::texts::{Lang, texts};

    #[test]
    fn a_choice_of_several_ends_in_the_word_of_its_language() {
        let told = |lang, these: &[&str]| any_of(texts(lang), these);
        assert_eq!(told(Lang::Id, &["JPG", "PNG", "PDF"]), "JPG, PNG, atau PDF");
        assert_eq!(told(Lang::En, &["JPG", "PNG", "PDF"]), "JPG, PNG, or PDF");
        assert_eq!((told(Lang::Id, &["JPG", "PNG"]), told(Lang::Id, &["PDF"])), ("JPG atau PNG".into(), "PDF".into()));
    }
}
