//! Decides from the present state of a case what is worth a mail.

use crate::onboarding::{case::Case, to_fix::Fix};
use domain::{
    Millis,
    kyb::{Standing, State},
};

/// The mark that somebody was told that no product is on.
pub const NO_PRODUCT: &str = "no_service";

pub enum News {
    Fix(Vec<Fix>),
    Verified,
    Active,
    /// The business is verified, and no product is on.
    NoProduct,
    /// The time since when it is suspended, since that may be lifted and come again.
    Suspended(Millis),
}

impl News {
    pub fn of(case: &Case, fixes: Vec<Fix>) -> Option<Self> {
        match case.business.state {
            State::ActionNeeded => Some(Self::Fix(fixes)),
            State::Verified => Some(Self::Verified),
            State::Active if case.heading().standing() == Standing::WithoutProduct => Some(Self::NoProduct),
            State::Active => Some(Self::Active),
            State::Suspended => Some(Self::Suspended(case.business.state_since)),
            State::Draft | State::Ready | State::PartnerCheck | State::Sending | State::InVerification => None,
            State::Declined | State::Withdrawn => None,
        }
    }

    /// Returns fixed words by which the same news is known again.
    pub fn marks(&self) -> Vec<String> {
        match self {
            Self::Fix(fixes) => fixes.iter().map(Fix::mark).collect(),
            Self::Verified => vec!["verified".to_owned()],
            Self::Active => vec!["active".to_owned()],
            Self::NoProduct => vec![NO_PRODUCT.to_owned()],
            Self::Suspended(since) => vec![format!("suspended:{}", since.0)],
        }
    }

    /// Tells whether this is news. A shorter list of things to fix is none, nor one product more or less while active.
    pub fn adds_to(&self, told: &[String]) -> bool {
        let known = |mark: &str| told.iter().any(|told| told == mark);
        match self {
            Self::Verified | Self::NoProduct if known("active") => false,
            _ => self.marks().iter().any(|mark| !known(mark)),
        }
    }

    /// Returns true for news that is sent whatever a person chose: without it they would wait in vain, or not know why
    /// no money comes.
    pub const fn is_service(&self) -> bool {
        match self {
            Self::Fix(_) | Self::Suspended(_) => true,
            Self::Verified | Self::Active | Self::NoProduct => false,
        }
    }
}

/// Returns the told marks that still stand. The others are forgotten, so that they are news should they come again.
pub fn still_true(told: &[String], fixes: &[Fix]) -> Vec<String> {
    let marks: Vec<String> = fixes.iter().map(Fix::mark).collect();
    let is_state = |mark: &str| !mark.contains(['#', '@']);
    told.iter().filter(|mark| is_state(mark) || marks.contains(mark)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::onboarding::to_fix::What;
    use app::onboarding::data::{Note, NoteFrom};

    fn fix(facet: &str, revision: i64, note: &str) -> Fix {
        let note = Note { from: NoteFrom::Doku, text: Some(note.to_owned()), reason: None, at: None };
        Fix { what: What::Facet(facet.parse().unwrap()), note, revision }
    }

    #[test]
    fn only_what_was_not_told_is_news() {
        let told = News::Fix(vec![fix("document[KTP]", 1, "Buram."), fix("bank[0]", 1, "Nama berbeda.")]).marks();
        let adds = |one: Fix| News::Fix(vec![one]).adds_to(&told);
        assert!(!adds(fix("bank[0]", 1, "nama berbeda")), "the same words");
        assert!(adds(fix("bank[0]", 2, "Nama berbeda.")), "the same words of what was sent again");
        assert!(adds(fix("bank[0]", 1, "Rekening ditutup.")), "other words");
        assert!(adds(fix("address[0]", 1, "Nama berbeda.")));
        assert!(News::Active.adds_to(&told));
    }

    #[test]
    fn a_state_is_told_once_and_a_suspension_each_time() {
        let active = News::Active.marks();
        assert!(
            !News::Active.adds_to(&active) && !News::Verified.adds_to(&active) && !News::NoProduct.adds_to(&active)
        );
        assert!(News::Active.adds_to(&News::NoProduct.marks()), "the first product");
        let suspended = News::Suspended(Millis(1)).marks();
        assert!(News::Suspended(Millis(1)).adds_to(&active) && !News::Suspended(Millis(1)).adds_to(&suspended));
        assert!(News::Suspended(Millis(2)).adds_to(&suspended));
    }

    #[test]
    fn what_doku_took_back_is_news_once_more() {
        let bank = || fix("bank[0]", 1, "Nama berbeda.");
        let told = News::Fix(vec![fix("document[KTP]", 1, "Buram."), bank()]).marks();
        let left = still_true(&told, &[bank()]);
        assert!(!News::Fix(vec![bank()]).adds_to(&left));
        assert!(News::Fix(vec![bank(), fix("document[KTP]", 1, "Buram.")]).adds_to(&left));
        let states = [News::Active.marks(), News::NoProduct.marks(), News::Suspended(Millis(1)).marks()].concat();
        assert_eq!(still_true(&states, &[]), states);
    }
}
