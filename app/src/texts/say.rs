//! The sentence for each code.

use super::{Lang, Texts, fill, requirement};
use crate::{
    error::AppError,
    onboarding::data::{Happening, NoteFrom, Odd, Unclear},
    site::Problem,
};
use domain::{
    forms::FieldError,
    kyb::{FacetKey, Verdict},
    requirement::{Refusal, Requirement},
};

pub fn field_error(t: &Texts, error: FieldError) -> String {
    let f = &t.fields;
    let sentence = |text: &str, values: &[(&str, usize)]| {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.to_string())).collect();
        fill(text, &values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
    };
    match error {
        FieldError::Missing => f.missing.into(),
        FieldError::NotChosen => f.not_chosen.into(),
        FieldError::TooShort { min } => sentence(f.too_short, &[("min", min)]),
        FieldError::TooLong { max, got } => sentence(f.too_long, &[("max", max), ("got", got)]),
        FieldError::Digits { want, got } => sentence(f.digits, &[("want", want), ("got", got)]),
        FieldError::DigitsBetween { min, max } => sentence(f.digits_between, &[("min", min), ("max", max)]),
        FieldError::NotDigits => f.not_digits.into(),
        FieldError::NotLetters => f.not_letters.into(),
        FieldError::NotLettersOrDigits => f.not_letters_or_digits.into(),
        FieldError::NotAnEmail => f.not_an_email.into(),
        FieldError::NotAPhone => f.not_a_phone.into(),
        FieldError::NotAForeignPhone => f.not_a_foreign_phone.into(),
        FieldError::PhoneNotTakenByDoku => f.phone_not_taken_by_doku.into(),
        FieldError::NotAPostalCode => f.not_a_postal_code.into(),
        FieldError::NotAnInstagramAccount => f.not_an_instagram_account.into(),
        FieldError::NotAFacebookPage => f.not_a_facebook_page.into(),
        FieldError::LinkOf(site) => fill(f.link_of, &[("site", site.name())]),
        FieldError::NotInTheList => f.not_in_the_list.into(),
        FieldError::Separator => f.separator.into(),
        FieldError::TooEasy => f.too_easy.into(),
        FieldError::Taken => f.taken.into(),
        FieldError::Unavailable => f.unavailable.into(),
    }
}

pub fn refusal(lang: Lang, t: &Texts, refusal: Refusal, asked: &Requirement) -> String {
    let r = &t.refusals;
    let sentence = match refusal {
        Refusal::Missing => r.missing,
        Refusal::Empty => r.empty,
        Refusal::TooBig => r.too_big,
        Refusal::WrongType => r.wrong_type,
        Refusal::Heic => r.heic,
        Refusal::Damaged => r.damaged,
        Refusal::Encrypted => r.encrypted,
        Refusal::Incomplete => r.incomplete,
    };
    let size = super::file_size(lang, asked.max_bytes());
    fill(sentence, &[("size", &size), ("kinds", &any_of(t, &asked.kinds()))])
}

/// `JPG, PNG, atau PDF`: any one of them will do.
pub fn any_of(t: &Texts, these: &[&str]) -> String {
    let or = t.common.or;
    match these {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} {or} {other}"),
        [first @ .., last] => format!("{}, {or} {last}", first.join(", ")),
    }
}

/// Title and text, which may name `{support}`.
pub const fn app_error(t: &Texts, error: &AppError) -> (&'static str, &'static str) {
    let p = &t.problems;
    match error {
        AppError::SignedOut => (p.signed_out_title, p.signed_out),
        AppError::NotFound => (p.not_found_title, p.not_found),
        AppError::Forbidden => (p.forbidden_title, p.forbidden),
        AppError::OtherSite => (p.other_site_title, p.other_site),
        AppError::FieldLocked => (p.field_locked_title, p.field_locked),
        AppError::NotReady => (p.not_ready_title, p.not_ready),
        AppError::NoReason => (p.no_reason_title, p.no_reason),
        AppError::NoConsent => (p.no_consent_title, p.no_consent),
        AppError::OutOfDate => (p.out_of_date_title, p.out_of_date),
        AppError::TooMany => (p.too_many_title, p.too_many),
        AppError::TooManyBusinesses => (p.too_many_businesses_title, p.too_many_businesses),
        AppError::BusinessFull => (p.business_full_title, p.business_full),
        AppError::AccountFull => (p.account_full_title, p.account_full),
        AppError::ReplacedOften => (p.replaced_often_title, p.replaced_often),
        AppError::FileGone => (p.file_gone_title, p.file_gone),
        AppError::TooLarge => (p.too_large_title, p.too_large),
        AppError::RequestTimeout => (p.request_timeout_title, p.request_timeout),
        AppError::DokuUnavailable => (p.doku_unavailable_title, p.doku_unavailable),
        AppError::NothingAsked => (p.nothing_asked_title, p.nothing_asked),
        AppError::NoRoom => (p.no_room_title, p.no_room),
        AppError::UnknownAtDoku => (p.unknown_at_doku_title, p.unknown_at_doku),
        AppError::OtherAtDoku => (p.other_at_doku_title, p.other_at_doku),
        AppError::StillRejected => (p.still_rejected_title, p.still_rejected),
        AppError::NothingSeen => (p.nothing_seen_title, p.nothing_seen),
        AppError::BadRequest => (p.bad_request_title, p.bad_request),
        AppError::Internal { .. } => (p.internal_title, p.internal),
    }
}

/// The codes that may stand in `?problem=`; anybody can write an URL, so others say nothing.
const IN_AN_URL: [AppError; 25] = [
    AppError::SignedOut,
    AppError::NotFound,
    AppError::Forbidden,
    AppError::OtherSite,
    AppError::FieldLocked,
    AppError::NotReady,
    AppError::NoReason,
    AppError::NoConsent,
    AppError::OutOfDate,
    AppError::TooMany,
    AppError::TooManyBusinesses,
    AppError::BusinessFull,
    AppError::AccountFull,
    AppError::ReplacedOften,
    AppError::FileGone,
    AppError::TooLarge,
    AppError::RequestTimeout,
    AppError::DokuUnavailable,
    AppError::NothingAsked,
    AppError::NoRoom,
    AppError::UnknownAtDoku,
    AppError::OtherAtDoku,
    AppError::StillRejected,
    AppError::NothingSeen,
    AppError::BadRequest,
];

/// Title and text of `?problem=`, which may name `{support}`.
pub fn problem(t: &Texts, code: &str) -> Option<(&'static str, &'static str)> {
    if code == "internal" {
        return Some((t.problems.internal_title, t.problems.internal));
    }
    IN_AN_URL.iter().find(|error| error.code() == code).map(|error| app_error(t, error))
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
        FacetKey::Product(_, code) => fill(f.product, &[("code", &super::service(t, code))]),
    }
}

/// `n` counts from 0: *Alamat*, *Alamat ke-2*.
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

pub const fn verdict(t: &Texts, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotSent => t.history.not_sent,
        Verdict::Pending => t.history.pending,
        Verdict::Accepted => t.history.accepted,
        Verdict::Rejected => t.history.rejected,
        Verdict::Suspended => t.history.suspended,
    }
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

const fn unclear(t: &Texts, why: Unclear) -> &'static str {
    let h = &t.history;
    match why {
        Unclear::Kind => h.unclear_kind,
        Unclear::Status => h.unclear_status,
        Unclear::Part => h.unclear_part,
        Unclear::BrandKey => h.unclear_brand_key,
    }
}

const fn odd(t: &Texts, why: Odd) -> &'static str {
    match why {
        Odd::OtherBody => t.history.odd_other_body,
        Odd::Ahead => t.history.odd_ahead,
        Odd::DatedAhead => t.history.odd_dated_ahead,
    }
}

pub fn note_from(t: &Texts, from: NoteFrom, partner: &str) -> String {
    match from {
        NoteFrom::Doku => t.common.quote_doku.to_owned(),
        NoteFrom::Partner => fill(t.common.quote_partner, &[("partner", partner)]),
    }
}

/// What stands above a refused form.
pub fn problem_text(t: &Texts, problem: Problem) -> (&'static str, &'static str) {
    match problem {
        Problem::WrongSignIn => (t.common.errors_title, t.account.wrong_sign_in),
        Problem::TooMany => app_error(t, &AppError::TooMany),
        Problem::TooManyStrangers => (t.problems.too_many_strangers_title, t.problems.too_many_strangers),
        Problem::TooManyBusinesses => app_error(t, &AppError::TooManyBusinesses),
        Problem::DokuUnavailable => app_error(t, &AppError::DokuUnavailable),
        Problem::NothingAsked => app_error(t, &AppError::NothingAsked),
        Problem::NoRoom => app_error(t, &AppError::NoRoom),
    }
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
