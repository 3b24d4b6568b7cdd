//! What is worth a mail, read off a case as it stands.

use crate::onboarding::case::Case;
use app::onboarding::api::{Item, NoteFrom};
use domain::{
    Millis,
    kyb::{FacetKey, State, Verdict},
};

pub enum News {
    Fix(Vec<Fix>),
    Verified,
    Active,
    Suspended,
}

/// One thing to fix.
pub struct Fix {
    pub what: What,
    pub from: NoteFrom,
    /// Verbatim.
    pub note: Option<String>,
    pub at: Option<Millis>,
}

pub enum What {
    Facet(FacetKey),
    Item(Item),
}

impl News {
    pub fn of(case: &Case) -> Option<Self> {
        match case.business.state {
            State::ActionNeeded => Some(Self::Fix(fixes(case))),
            State::Verified => Some(Self::Verified),
            State::Active => Some(Self::Active),
            State::Suspended => Some(Self::Suspended),
            State::Draft | State::Ready | State::PartnerCheck | State::Sending | State::InVerification => None,
            State::Declined | State::Withdrawn => None,
        }
    }

    /// Fixed words by which the same news is known again.
    pub fn marks(&self) -> Vec<String> {
        match self {
            Self::Fix(fixes) => fixes.iter().map(Fix::mark).collect(),
            Self::Verified => vec!["verified".to_owned()],
            Self::Active => vec!["active".to_owned()],
            Self::Suspended => vec!["suspended".to_owned()],
        }
    }

    /// A shorter list of things to fix is no news, nor is another service for somebody who is active.
    pub fn adds_to(&self, told: &[String]) -> bool {
        let known = |mark: &str| told.iter().any(|told| told == mark);
        match self {
            Self::Verified if known("active") => false,
            _ => self.marks().iter().any(|mark| !known(mark)),
        }
    }

    /// What must be told, whatever a person chose: without it they would wait for nothing, or not know why no money comes.
    pub const fn is_service(&self) -> bool {
        match self {
            Self::Fix(_) | Self::Suspended => true,
            Self::Verified | Self::Active => false,
        }
    }
}

impl Fix {
    fn mark(&self) -> String {
        let at = self.at.map_or(0, |at| at.0);
        match &self.what {
            What::Facet(facet) => format!("{facet}@{at}"),
            What::Item(item) => format!("{}@{at}", item.key()),
        }
    }
}

/// What came back from the partner first, then what DOKU rejected.
fn fixes(case: &Case) -> Vec<Fix> {
    let returned = case.items().into_iter().filter_map(|item| {
        let note = case.returned.get(item.key())?;
        Some(Fix { what: What::Item(item), from: note.from, note: note.text.clone(), at: note.at })
    });
    let rejected = case.facets.iter().filter(|row| row.key.is_kyb() && row.verdict == Verdict::Rejected);
    let rejected = rejected.map(|row| Fix {
        what: What::Facet(row.key.clone()),
        from: NoteFrom::Doku,
        note: row.note.clone(),
        at: row.at,
    });
    returned.chain(rejected).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(facet: &str, at: i64) -> Fix {
        let what = What::Facet(facet.parse().unwrap());
        Fix { what, from: NoteFrom::Doku, note: None, at: Some(Millis(at)) }
    }

    #[test]
    fn only_what_was_not_told_is_news() {
        let told = News::Fix(vec![fix("document[KTP]", 1), fix("bank[0]", 1)]).marks();
        assert!(!News::Fix(vec![fix("bank[0]", 1)]).adds_to(&told));
        assert!(News::Fix(vec![fix("bank[0]", 2)]).adds_to(&told), "a second rejection");
        assert!(News::Active.adds_to(&told));
        assert!(!News::Active.adds_to(&News::Active.marks()));
        assert!(!News::Verified.adds_to(&News::Active.marks()));
        assert!(News::Suspended.adds_to(&News::Active.marks()));
    }
}
