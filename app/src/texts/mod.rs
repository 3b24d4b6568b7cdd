//! Every sentence, in Indonesian and English.

#[macro_use]
mod macros;
mod places;

mod account;
mod common;
mod fixing;
mod front;
mod labels;
mod lang;
mod mail;
mod merchant;
mod pack;
mod partner;
mod problems;
mod receipt;
mod samples;
mod say;
mod state;
mod titled;
mod when;

pub use fixing::{explanation, fixed, fixes_sent, locked, to_fix};
pub use labels::{
    field_hint, field_label, field_name, item, kind_label, number_hint, number_name, requirement, requirement_hint,
    value_hint, value_label,
};
pub use lang::Lang;
pub use merchant::{lead, meaning, method, product_status, refusal_sentence, state_name, task, verdict};
pub use pack::{Pack, PackTable, age, mail_link, pack, pack_text};
pub use partner::{call_kind, decided, desk_row_status, tab_name, turn, wrong};
pub use problems::app_error;
pub use receipt::receipt_pack;
pub use say::{any_of, facet, field_error, happening, note_from, problem, problem_text, refusal};
pub use state::{
    MarkedBy, action_text, actor, acts_next, desk_title, held_until, not_offered_to, product, row_status, state_text,
    state_title, why,
};
pub use titled::Titled;
pub use when::{file_size, number, when, when_short, when_with_year};

/// The version of the consent: raised whenever `documents.consent_*` changes its meaning.
pub const CONSENT_VERSION: &str = "2026-11";

areas! {
    common: common::Common,
    front: front::Front,
    account: account::Account,
    problems: problems::Problems,
    businesses: merchant::Businesses,
    tasks: merchant::Tasks,
    states: merchant::States,
    documents: merchant::Documents,
    check: merchant::Check,
    history: merchant::History,
    facets: merchant::Facets,
    forms: merchant::Forms,
    fixes: merchant::Fixes,
    reasons: merchant::Reasons,
    review: partner::Review,
    calls: partner::Calls,
    endings: merchant::Endings,
    mail: mail::Mail,
    settings: partner::Settings,
    clocks: merchant::Clocks,
    samples: samples::Samples,
    pack: partner::Pack,
    reveal: partner::Reveal,
    receipts: merchant::Receipts,
}

impl From<&Texts> for Lang {
    fn from(texts: &Texts) -> Self {
        texts.lang
    }
}

pub const fn texts(lang: Lang) -> &'static Texts {
    match lang {
        Lang::Id => &ID,
        Lang::En => &EN,
    }
}

/// Puts values into `{names}`; a value is never searched for names.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 24);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        filled.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        Millis,
        kyb::{FacetKey, Standing, State},
    };
    use std::collections::HashSet;

    #[test]
    fn values_stand_in_their_places() {
        assert_eq!(fill("{a} dari {b}", &[("a", "{b}"), ("b", "7")]), "{b} dari 7");
    }

    #[test]
    fn times_are_told_in_wib() {
        let at = Millis::from_iso("2025-11-06T05:40:00Z").unwrap();
        assert_eq!(when(Lang::Id, at), "Kamis 6 November, 12.40 WIB");
        assert_eq!(when_short(Lang::Id, at), "6 Nov 12.40");
        assert_eq!(when_with_year(Lang::Id, at), "Kamis 6 November 2025, 12.40 WIB");
        // It is already the next year there.
        let at = Millis::from_iso("2025-12-31T17:05:00Z").unwrap();
        assert_eq!(when_with_year(Lang::En, at), "Thursday 1 January 2026, 00:05 WIB");
        let at = Millis::from_iso("2025-11-06T05:40:00Z").unwrap();
        assert_eq!(when(Lang::En, at), "Thursday 6 November, 12:40 WIB");
    }

    #[test]
    fn sizes_are_told_in_their_language() {
        assert_eq!(
            (file_size(Lang::Id, 2_140_000), file_size(Lang::En, 2_140_000)),
            ("2,1 MB".into(), "2.1 MB".into())
        );
        assert_eq!((file_size(Lang::Id, 15_000_000), file_size(Lang::Id, 900)), ("15 MB".into(), "1 kB".into()));
    }

    #[test]
    fn no_two_states_look_alike() {
        for lang in [Lang::Id, Lang::En] {
            let t = texts(lang);
            let all = || State::ALL.into_iter().map(Standing::In).chain([Standing::WithoutProduct]);
            let titles: HashSet<_> = all().map(|standing| state_title(t, standing, 1, "Logipay")).collect();
            let desk: HashSet<_> = all().map(|standing| desk_title(t, standing, 1)).collect();
            assert_eq!(desk.len(), all().count());
            let cards: HashSet<_> = all().map(|standing| state_text(t, standing, "Logipay", (1, 3))).collect();
            assert_eq!((titles.len(), cards.len()), (all().count(), all().count()));
        }
    }

    #[test]
    fn active_without_a_service_promises_no_payments() {
        let told = |on, all| {
            let standing = State::Active.standing(on);
            (state_title(&ID, standing, 0, "Logipay"), state_text(&ID, standing, "Logipay", (on, all)))
        };
        for all in [0, 2] {
            let (title, text) = told(0, all);
            assert_eq!(title, "Terverifikasi, belum ada layanan");
            assert_eq!(
                text,
                "Usaha Anda sudah terverifikasi, tetapi belum ada layanan yang aktif. Tanyakan langkah berikutnya kepada Logipay."
            );
        }
        let (title, text) = told(1, 2);
        assert_eq!(
            (title.as_str(), text.as_str()),
            ("Aktif", "Usaha Anda dapat menerima pembayaran. 1 dari 2 layanan aktif.")
        );
    }

    #[test]
    fn a_second_one_is_told_from_the_first() {
        let told = |lang, key: FacetKey| facet(texts(lang), &key);
        assert_eq!(told(Lang::Id, FacetKey::Address(0)), "Alamat");
        assert_eq!(told(Lang::Id, FacetKey::Address(1)), "Alamat ke-2");
        assert_eq!(told(Lang::En, FacetKey::Address(1)), "Address 2");
        assert_eq!(told(Lang::En, FacetKey::Bank(2)), "Bank account 3");
    }
}
