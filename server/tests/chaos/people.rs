//! Ten merchants, each with some of the businesses, and the partner's reviewer.

use crate::{facts::Facts, line::Line, person::Person, plan::Plan, sandbox::Held};
use std::{cell::Cell, time::Duration};

const MERCHANTS: usize = 10;

pub struct Merchants(pub Vec<Person>);

impl Merchants {
    pub async fn sign_up(url: &str) -> Self {
        let emails = (0..MERCHANTS).map(|n| format!("pemilik{n}@warung.example"));
        Self(futures::future::join_all(emails.map(|email| async move { Person::sign_up(url, &email).await })).await)
    }

    /// Fills in and submits one business after another. Returns the ids in the order of the plans.
    pub async fn submit_all(&self, plans: &[Plan], line: &Line) -> Vec<String> {
        let shares = self.0.iter().enumerate().map(async |(n, merchant)| {
            let mut made = Vec::new();
            for (plan, which) in plans.iter().zip(0..).filter(|(_, which)| which % MERCHANTS == n) {
                // DOKU is asked which documents it takes.
                line.is_whole().await;
                made.push((which, merchant.submitted(&plan.change()).await));
            }
            made
        });
        let mut all: Vec<(usize, String)> = futures::future::join_all(shares).await.concat();
        all.sort_unstable();
        all.into_iter().map(|(_, business)| business).collect()
    }

    /// Lists the state that each merchant reads on the page, in the order of the plans.
    pub async fn states(&self, businesses: &[String]) -> Vec<String> {
        let shares = self.0.iter().enumerate().map(async |(n, merchant)| {
            let mut states = Vec::new();
            for (business, which) in businesses.iter().zip(0..).filter(|(_, which)| which % MERCHANTS == n) {
                states.push((which, merchant.state(business).await));
            }
            states
        });
        let mut all: Vec<(usize, String)> = futures::future::join_all(shares).await.concat();
        all.sort_unstable();
        all.into_iter().map(|(_, state)| state).collect()
    }

    /// Counts the requests that got no answer.
    pub fn turned_away(&self) -> u32 {
        self.0.iter().map(|merchant| merchant.turned_away.get()).sum()
    }
}

/// The partner's reviewer.
pub struct Reviewer(Person);

impl Reviewer {
    /// Approves all that waits for the partner, until everything is submitted and nothing waits; returns the number.
    pub async fn approves(&self, facts: &Facts, all_submitted: &Cell<bool>) -> usize {
        let mut approved = 0;
        while !all_submitted.get() || facts.with_the_partner().await > 0 {
            if facts.with_the_partner().await == 0 {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
            let queue = self.0.get("/review?tab=to_check").await.text();
            for rest in queue.split("href=\"/review/").skip(1) {
                let business = rest.split('"').next().unwrap();
                let page = self.reads(business).await;
                let answer = self.0.post(&format!("/review/{business}/approve"), &shown(&page)).await;
                approved += usize::from(answer.status < 400 && !answer.location.contains("problem"));
            }
        }
        approved
    }

    pub async fn reads(&self, business: &str) -> String {
        self.0.get(&format!("/review/{business}")).await.text()
    }

    pub async fn sign_in(url: &str) -> Self {
        Self(sign_in(url, server::seed::REVIEWER).await)
    }
}

/// The partner's admin, who deals with calls that are not tried again by themselves.
pub struct Admin {
    person: Person,
    /// The number of times that each way out was taken: adopted, sent anew, tried again.
    pub taken: Cell<[usize; 3]>,
}

impl Admin {
    pub async fn sign_in(url: &str) -> Self {
        let person = sign_in(url, server::seed::ADMIN).await;
        Self { person, taken: Cell::new([0; 3]) }
    }

    /// Asks DOKU about each registration that DOKU may or may not have, and follows its answer. Returns their number.
    pub async fn clears_up(&self, facts: &Facts, held: &Held) -> usize {
        let troubles = facts.troubles().await;
        if troubles.is_empty() {
            return 0;
        }
        let there = held.registrations().await;
        for trouble in &troubles {
            let call = trouble.call.to_string();
            let is_uncertain =
                trouble.kind == "register" && matches!(trouble.problem.as_str(), "no_answer" | "internal");
            let named = there.iter().find(|one| one.name == trouble.name);
            let (way, path, fields) = match named {
                _ if !is_uncertain => (2, "retry", vec![]),
                Some(one) => {
                    let reason = (format!("reasons[adopt-{call}]"), "DOKU: sudah ada.".to_owned());
                    (0, "adopt", vec![(format!("ids[adopt-{call}]"), one.business_id.clone()), reason])
                }
                None => (1, "send-anew", vec![(format!("reasons[anew-{call}]"), "DOKU: belum ada.".to_owned())]),
            };
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let fields: Vec<(&str, &str)> = fields.collect();
            let answer = self.person.post(&format!("/review/calls/{call}/{path}"), &fields).await;
            // DOKU answers some of those questions badly, and some were answered meanwhile: the next round shows it.
            let mut taken = self.taken.get();
            taken[way] += usize::from(answer.status < 400 && !answer.location.contains("problem"));
            self.taken.set(taken);
        }
        troubles.len()
    }
}

/// Returns the hidden fields of the form that approves: the case and the versions of its page; none without a form.
fn shown(page: &str) -> Vec<(&str, &str)> {
    let form = page.split("/approve\"").nth(1).and_then(|rest| rest.split("</form>").next());
    let fields = form.unwrap_or_default().split("type=\"hidden\"").skip(1).filter_map(|rest| {
        let of = |name: &str| rest.split(&format!("{name}=\"")).nth(1)?.split('"').next();
        Some((of("name")?, of("value")?))
    });
    fields.collect()
}

async fn sign_in(url: &str, email: &str) -> Person {
    let person = Person::nobody(url, email, server::seed::PASSWORD);
    person.signs_in().await;
    person
}
