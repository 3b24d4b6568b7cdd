//! Ten merchants, each with some of the businesses, and the partner's reviewer.

use crate::{facts::Facts, installation::wait_for, line::Line, person::Person, plan::Plan};
use std::{cell::Cell, time::Duration};

const MERCHANTS: usize = 10;

pub struct Merchants(pub Vec<Person>);

impl Merchants {
    pub async fn sign_up(url: &str) -> Self {
        let emails = (0..MERCHANTS).map(|n| format!("pemilik{n}@warung.example"));
        Self(futures::future::join_all(emails.map(|email| async move { Person::sign_up(url, &email).await })).await)
    }

    /// Everybody fills in and submits one business after another. Answers the ids, in the order of the plans.
    pub async fn submit_all(&self, plans: &[Plan], line: &Line) -> Vec<String> {
        let shares = self.0.iter().enumerate().map(async |(n, merchant)| {
            let mut made = Vec::new();
            for (plan, which) in plans.iter().zip(0..).filter(|(_, which)| which % MERCHANTS == n) {
                // Which documents it takes is asked of DOKU.
                line.is_whole().await;
                made.push((which, merchant.submitted(&plan.change()).await));
            }
            made
        });
        let mut all: Vec<(usize, String)> = futures::future::join_all(shares).await.concat();
        all.sort_unstable();
        all.into_iter().map(|(_, business)| business).collect()
    }

    /// The state that each merchant reads on the page, in the order of the plans.
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

    /// How often nobody answered somebody.
    pub fn turned_away(&self) -> u32 {
        self.0.iter().map(|merchant| merchant.turned_away.get()).sum()
    }
}

/// Of the partner.
pub struct Reviewer(Person);

impl Reviewer {
    /// Approves whatever waits for the partner, until all are submitted and none is left; how many that were.
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
                let answer = self.0.post("/api/review/approve", &shown(&page)).await;
                approved += usize::from(answer.status < 400 && !answer.location.contains("problem"));
            }
        }
        approved
    }

    pub async fn reads(&self, business: &str) -> String {
        self.0.get(&format!("/review/{business}")).await.text()
    }

    pub async fn sign_in(url: &str) -> Self {
        let (email, password) = (server::seed::REVIEWER, server::seed::PASSWORD);
        let mut person = Person::nobody(url, email);
        wait_for("the reviewer to be signed in", async || {
            let answer = person.post("/sign-in", &[("email", email), ("password", password)]).await;
            person.cookie = answer.cookie;
            answer.status == 303
        })
        .await;
        Self(person)
    }
}

/// The hidden fields of the form that approves: the case and the versions that its page shows. None: it waits no more.
fn shown(page: &str) -> Vec<(&str, &str)> {
    let form = page.split("action=\"/api/review/approve\"").nth(1).and_then(|rest| rest.split("</form>").next());
    let fields = form.unwrap_or_default().split("type=\"hidden\"").skip(1).filter_map(|rest| {
        let of = |name: &str| rest.split(&format!("{name}=\"")).nth(1)?.split('"').next();
        Some((of("name")?, of("value")?))
    });
    fields.collect()
}
