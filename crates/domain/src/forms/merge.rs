//! Two people, or one with two tabs, edit the same form: their changes are merged by field. docs/adr/049.

use super::filled::Filled;
use crate::text;
use std::collections::BTreeMap;

/// Marks of values, by field name. Equal values have equal marks, and a mark reveals nothing else about its value.
pub type Marks = BTreeMap<String, String>;

/// The marks of the values that each field may be based on: what the page showed, and what it has saved since.
pub type Upon = BTreeMap<String, Vec<String>>;

/// A field that was changed here and elsewhere to different values.
#[derive(Clone, PartialEq, Eq)]
pub struct Clash {
    pub field: String,
    pub mine: String,
    pub theirs: String,
}

impl Filled {
    /// Returns the marks of the typed values. `mark` is given the name of a field and its value.
    pub fn marks(&self, mark: impl Fn(&str, &str) -> String) -> Marks {
        let mark_of = |(field, value): (String, String)| {
            let mark = mark(&field, &text::lines(&value));
            (field, mark)
        };
        self.typed().into_iter().map(mark_of).collect()
    }

    /// Merges this form, typed `upon` a page, with the form as it is `now`: a field changed on one side is that side's.
    /// A form without marks is taken as it is. `mark` works as in `marks`.
    pub fn laid_over(
        mut self,
        upon: &Upon,
        now: &Self,
        mark: impl Fn(&str, &str) -> String,
    ) -> Result<Self, Vec<Clash>> {
        if upon.is_empty() {
            return Ok(self);
        }
        let mut stands: BTreeMap<String, String> = now.typed().into_iter().collect();
        let mut clashes = Vec::new();
        for (field, mine) in self.typed() {
            let theirs = stands.remove(&field).unwrap_or_default();
            let (typed, kept) = (text::lines(&mine), text::lines(&theirs));
            let Some(upon) = upon.get(&field).filter(|_| typed != kept) else { continue };
            if upon.contains(&mark(&field, &kept)) {
                continue;
            }
            if upon.contains(&mark(&field, &typed)) {
                self.put(field, theirs);
            } else {
                clashes.push(Clash { field, mine, theirs });
            }
        }
        if !clashes.is_empty() {
            return Err(clashes);
        }
        // The page did not show these values beside files.
        stands.into_iter().for_each(|(field, theirs)| self.put(field, theirs));
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::{DocumentsForm, Task};
    use proptest::prelude::*;

    fn mark(field: &str, value: &str) -> String {
        format!("{field}/{value}")
    }

    fn upon(base: &Filled) -> Upon {
        base.marks(mark).into_iter().map(|(field, mark)| (field, vec![mark])).collect()
    }

    const FIELDS: [&str; 4] = ["name", "email", "phone", "position"];

    fn contact(values: [&str; 4]) -> Filled {
        Filled::of(Task::Contact, FIELDS.into_iter().zip(values))
    }

    fn numbers(values: &[(&str, &str)]) -> Filled {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        DocumentsForm { values: values.iter().map(owned).collect() }.into()
    }

    /// Returns the values of a merge, those of `FIELDS` or beside files, or the names of those that clash.
    fn merged(base: &Filled, mine: &Filled, theirs: &Filled) -> Result<Vec<String>, Vec<String>> {
        let outcome = mine.clone().laid_over(&upon(base), theirs, mark);
        let is_meant = |name: &str| FIELDS.contains(&name) || name.contains('.');
        let values = |form: Filled| {
            form.typed().into_iter().filter(|(name, _)| is_meant(name)).map(|(_, value)| value).collect()
        };
        outcome.map(values).map_err(|clashes| clashes.into_iter().map(|clash| clash.field).collect())
    }

    #[test]
    fn what_one_of_two_changed_merges() {
        let base = contact(["", "", "", ""]);
        let (mine, theirs) = (contact(["", "r@a.id", "", ""]), contact(["Ratna", "", "0812", ""]));
        assert_eq!(merged(&base, &mine, &theirs).unwrap(), ["Ratna", "r@a.id", "0812", ""]);
    }

    #[test]
    fn what_both_changed_clashes_unless_it_reads_the_same() {
        let base = contact(["Ratna", "", "0811", ""]);
        let (mine, theirs) = (contact(["Ratna Sari", "", "0812", ""]), contact(["Ratna\u{a0}Sari ", "", "0813", ""]));
        assert_eq!(merged(&base, &mine, &theirs), Err(vec!["phone".to_owned()]));
        assert_eq!(merged(&base, &mine, &mine).unwrap()[2], "0812");
        // Clearing a field is a change too.
        assert_eq!(merged(&base, &contact(["", "", "0811", ""]), &theirs), Err(vec!["name".to_owned()]));
    }

    #[test]
    fn a_browser_that_writes_a_line_break_its_own_way_changed_nothing() {
        let base = contact(["one\ntwo", "", "", ""]);
        let (mine, theirs) = (contact(["one\r\ntwo", "", "", ""]), contact(["three", "", "", ""]));
        assert_eq!(merged(&base, &mine, &theirs).unwrap()[0], "three");
    }

    #[test]
    fn a_form_that_does_not_say_what_it_was_typed_upon_is_taken_as_it_is() {
        let (mine, theirs) = (contact(["a", "b", "c", "d"]), contact(["e", "f", "g", "h"]));
        assert!(mine.clone().laid_over(&Upon::new(), &theirs, mark).is_ok_and(|form| form == mine));
        let (mine, theirs) = (numbers(&[("KTP.NO_KTP", "1")]), numbers(&[("NPWP.NO", "9")]));
        assert!(mine.clone().laid_over(&Upon::new(), &theirs, mark).is_ok_and(|form| form == mine));
    }

    #[test]
    fn what_the_same_page_saved_without_being_told_so_is_no_clash() {
        let (base, tried) = (contact(["", "", "08", ""]), contact(["", "", "0812", ""]));
        let mut upon = upon(&base);
        upon.entry("phone".into()).or_default().push(mark("phone", "0812"));
        let phone = |mine: &str, now: &Filled| {
            let form = contact(["", "", mine, ""]).laid_over(&upon, now, mark);
            form.map(|form| form.typed().swap_remove(2).1).map_err(|clashes| clashes.len())
        };
        assert_eq!(phone("08123", &tried), Ok("08123".into()), "it arrived");
        assert_eq!(phone("08123", &base), Ok("08123".into()), "it did not");
        assert_eq!(phone("08", &tried), Ok("08".into()), "and was taken back");
        assert_eq!(phone("08123", &contact(["", "", "0899", ""])), Err(1), "somebody else was there");
    }

    #[test]
    fn a_number_that_the_page_did_not_show_stays() {
        let base = numbers(&[("KTP.NO_KTP", "1")]);
        let theirs = numbers(&[("KTP.NO_KTP", "1"), ("NPWP.NO", "9")]);
        assert_eq!(merged(&base, &numbers(&[("KTP.NO_KTP", "2")]), &theirs).unwrap(), ["2", "9"]);
        let theirs = numbers(&[("KTP.NO_KTP", "3"), ("NPWP.NO", "9")]);
        assert_eq!(merged(&base, &numbers(&[("KTP.NO_KTP", "1")]), &theirs).unwrap(), ["3", "9"]);
        assert!(merged(&base, &numbers(&[("KTP.NO_KTP", "2")]), &theirs).is_err());
    }

    fn forms() -> impl Strategy<Value = [String; 4]> {
        proptest::array::uniform4("[ab]{0,2}")
    }

    proptest! {
        #[test]
        fn every_field_is_from_who_changed_it(base in forms(), mine in forms(), theirs in forms()) {
            let form = |values: &[String; 4]| contact(values.each_ref().map(String::as_str));
            let clashes = |n: usize| mine[n] != base[n] && theirs[n] != base[n] && mine[n] != theirs[n];
            let expected: Vec<String> = (0..4).filter(|n| clashes(*n)).map(|n| FIELDS[n].to_owned()).collect();
            match merged(&form(&base), &form(&mine), &form(&theirs)) {
                Err(fields) => prop_assert_eq!(fields, expected),
                Ok(values) => {
                    prop_assert!(expected.is_empty());
                    for (n, value) in values.iter().enumerate() {
                        let changed = if mine[n] == base[n] { &theirs[n] } else { &mine[n] };
                        prop_assert_eq!(value, changed);
                    }
                    // The outcome is the same whoever saves last.
                    prop_assert_eq!(merged(&form(&base), &form(&theirs), &form(&mine)), Ok(values));
                }
            }
        }
    }
}
