//! The differences between two lists.

use super::Requirement;
use serde::{Deserialize, Serialize};

/// One file of a list, under the names that people know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Listed {
    pub slot: String,
    pub code: String,
    pub name: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub added: Vec<Listed>,
    pub gone: Vec<Listed>,
    /// The files with the same slot but other demands: another kind of file, another size, other values beside it.
    pub changed: Vec<Listed>,
}

impl Changes {
    pub fn between(before: &[Requirement], after: &[Requirement]) -> Self {
        let of = |list: &[Requirement], slot: &str| list.iter().find(|file| file.slot == slot).cloned();
        let missing_in = |list: &[Requirement], others: &[Requirement]| {
            others.iter().filter(|file| of(list, &file.slot).is_none()).map(Listed::from).collect()
        };
        let differs = |file: &&Requirement| of(before, &file.slot).is_some_and(|stood| !asks_the_same(&stood, file));
        Self {
            added: missing_in(before, after),
            gone: missing_in(after, before),
            changed: after.iter().filter(differs).map(Listed::from).collect(),
        }
    }

    pub const fn is_none(&self) -> bool {
        self.added.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}

impl From<&Requirement> for Listed {
    fn from(file: &Requirement) -> Self {
        Self { slot: file.slot.clone(), code: file.code.clone(), name: file.name.clone() }
    }
}

/// Compares two requirements without DOKU's names for them.
fn asks_the_same(one: &Requirement, other: &Requirement) -> bool {
    let bare = |file: &Requirement| {
        let mut file = Requirement { name: String::new(), ..file.clone() };
        for form in &mut file.forms {
            form.name.clear();
            form.caption.clear();
        }
        file
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{codes::FileCategory, requirement::Subject};

    fn file(slot: &str, size: u64) -> Requirement {
        Requirement {
            slot: slot.into(),
            code: slot.into(),
            name: format!("Nama {slot}"),
            subject: Subject::Contact,
            category: FileCategory::Document,
            extensions: vec!["JPG".into()],
            max_size_mb: size,
            forms: Vec::new(),
        }
    }

    #[test]
    fn what_came_what_went_and_what_is_asked_otherwise() {
        let renamed = Requirement { name: "Lain".into(), ..file("SAME", 15) };
        let changes = Changes::between(
            &[file("KTP", 15), file("SAME", 15), file("OLD", 15)],
            &[renamed, file("KTP", 5), file("NPWP", 15)],
        );
        let slots = |list: &[Listed]| list.iter().map(|one| one.slot.clone()).collect::<Vec<_>>();
        assert_eq!(slots(&changes.added), ["NPWP"]);
        assert_eq!(slots(&changes.gone), ["OLD"]);
        assert_eq!(slots(&changes.changed), ["KTP"]);
        assert!(!changes.is_none() && Changes::between(&[file("KTP", 15)], &[file("KTP", 15)]).is_none());
    }
}
