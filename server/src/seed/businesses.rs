//! The people of the demo and their businesses, from `businesses.json`. Nobody is real: no real NIK begins with 99.

use domain::Millis;
use serde::Deserialize;
use std::sync::LazyLock;

pub const DAYS: i64 = 6;

/// A person with businesses.
#[derive(Debug, Deserialize)]
pub struct Person {
    pub owner: &'static str,
    #[serde(rename = "person")]
    pub name: &'static str,
    pub nik: &'static str,
    street: &'static str,
    /// The postal code, village, district, city and province.
    area: [&'static str; 5],
    pub account: &'static str,
    businesses: Vec<Plan>,
}

#[derive(Debug, Deserialize)]
pub struct Plan {
    pub name: &'static str,
    pub does: &'static str,
    /// The address, where it is not the person's own.
    street: Option<&'static str>,
    area: Option<[&'static str; 5]>,
    /// The holder's name of the bank account, where it is not the person's.
    account_name: Option<&'static str>,
    /// The steps, each with the hours and minutes by which it lies back. No two happen in the same minute.
    story: Vec<(i64, i64, Step)>,
}

impl Person {
    pub fn street(&self, plan: &Plan) -> &'static str {
        plan.street.unwrap_or(self.street)
    }

    pub fn area(&self, plan: &Plan) -> [&'static str; 5] {
        plan.area.unwrap_or(self.area)
    }

    pub fn account_name(&self, plan: &Plan) -> &'static str {
        plan.account_name.unwrap_or(self.name)
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub enum Step {
    /// Fills the first form and adds one picture.
    Begin,
    /// Fills every form and adds every picture.
    Fill,
    Submit,
    /// The reviewer returns the bank account, with this reason.
    #[serde(borrow)]
    SendBack(&'static str),
    /// The merchant corrects the name of the account's holder to their own.
    Mend,
    /// The reviewer approves, and DOKU takes it this way.
    Approve(Doku),
    /// The admin declines, with this reason.
    Decline(&'static str),
    /// DOKU sends a callback: its type, its subject, the verdict and the note.
    Say(&'static str, &'static str, &'static str, Option<&'static str>),
    /// DOKU accepts all that is still open, or else the services.
    Accept,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub enum Doku {
    /// DOKU says what the history says, then what somebody chooses at `/sim`.
    WaitsToBeTold,
    /// DOKU decides by itself after so many hours.
    DecidesAfter(u64),
    /// DOKU asks us to come back after so many seconds.
    IsBusy(u32),
}

pub struct Happening {
    pub at: Millis,
    pub person: &'static Person,
    pub plan: &'static Plan,
    pub step: Step,
}

static PEOPLE: LazyLock<Vec<Person>> =
    LazyLock::new(|| serde_json::from_str(include_str!("businesses.json")).expect("a test reads it"));

/// Returns all steps of all businesses in order of time.
pub fn happenings(until: Millis) -> Vec<Happening> {
    let plans = PEOPLE.iter().flat_map(|person| person.businesses.iter().map(move |plan| (person, plan)));
    let steps = plans.flat_map(|(person, plan)| plan.story.iter().map(move |step| (person, plan, step)));
    let at = |hours: i64, minutes: i64| until.plus(-hours * Millis::HOUR - minutes * Millis::MINUTE);
    let mut all: Vec<Happening> = steps
        .map(|(person, plan, (hours, minutes, step))| Happening { at: at(*hours, *minutes), person, plan, step: *step })
        .collect();
    all.sort_by_key(|happening| happening.at);
    all
}

#[cfg(test)]
mod tests {
    use super::{super::people::MERCHANT, *};
    use serde_json::Value;

    #[test]
    fn nothing_happens_before_it_begins_nor_twice_in_a_minute() {
        let until = Millis(DAYS * Millis::DAY);
        let times: Vec<i64> = happenings(until).iter().map(|happening| happening.at.0).collect();
        assert!(times.first() > Some(&0) && times.last() < Some(&until.0), "{times:?}");
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= Millis::MINUTE), "{times:?}");
    }

    /// The demo's Ratna is the person of all tests, except for her NIK: nobody's begins with 99.
    #[test]
    fn ratna_of_the_demo_is_the_one_of_all_tests() {
        let person = include_str!("../../../crates/domain/tests/fixtures/person.json");
        let person: Value = serde_json::from_str(person).unwrap();
        let ratna = &PEOPLE[0];
        assert_eq!(ratna.owner, MERCHANT);
        assert_eq!(person["contact"]["name"], ratna.name);
        assert_eq!(person["bank"]["account_name"], ratna.account_name(&ratna.businesses[1]));
        assert_eq!(person["bank"]["account_number"], ratna.account);
        assert_eq!(person["address"]["street"], ratna.street);
        let area = ["postal_code", "village", "district", "city", "province"].map(|part| &person["address"][part]);
        assert_eq!(area, ratna.area);
    }
}
