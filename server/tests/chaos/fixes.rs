//! Half of the merchants correct what DOKU rejected and send it as one; the other half leave it.

use crate::{
    facts::Facts,
    people::Merchants,
    person::{KTP_PHOTO, Person},
    plan::Plan,
    usual::{USUAL, laid},
};
use domain::kyb::State;
use std::collections::BTreeMap;

/// The rejected facets by business.
type Rejected = BTreeMap<String, Vec<String>>;

/// Corrections by typing something else: facet, task, field, value.
const TYPED: [(&str, &str, &str, &str); 5] = [
    ("business", "business", "business.description", "Warung makan dan katering, buka setiap hari"),
    ("contact[0]", "contact", "contact.name", "Ratna Sari Dewanti Putri"),
    ("address[0]", "address", "address.street", "Jalan Terusan Jakarta No 120"),
    ("bank[0]", "bank", "bank.account_number", "4370112244"),
    ("social[INSTAGRAM]", "social", "social.instagram", "@warungratnasaribaru"),
];

pub async fn rejected(facts: &Facts) -> Rejected {
    let all = facts.applications().await.into_iter().filter(|(_, one)| one.state == State::ActionNeeded);
    let facets = all.map(|(business, one)| {
        let rejected = one.verdicts.into_iter().filter(|(_, verdict)| verdict == "rejected");
        (business, rejected.map(|(facet, _)| facet).collect())
    });
    facets.collect()
}

impl Merchants {
    /// Fixes and sends what DOKU rejected; returns the number of corrected businesses.
    pub async fn fix(&self, plans: &[Plan], businesses: &[String], rejected: &Rejected) -> usize {
        let of = |n: usize| plans.iter().zip(businesses).skip(n).step_by(self.0.len());
        let shares = self.0.iter().enumerate().step_by(2).map(async |(n, merchant)| {
            let mut fixed = 0;
            for (plan, business) in of(n) {
                let Some(facets) = rejected.get(business) else { continue };
                for facet in facets {
                    merchant.correct(business, facet, &plan.change()).await;
                }
                let sent = merchant.send("fixes", business).await;
                assert!(sent.status < 400 && !sent.location.contains("problem"), "{} {}", plan.name, sent.location);
                fixed += 1;
            }
            fixed
        });
        futures::future::join_all(shares).await.into_iter().sum()
    }
}

impl Person {
    async fn correct(&self, business: &str, facet: &str, said: &[(&str, &str)]) {
        let Some((_, task, field, value)) = TYPED.iter().find(|(typed, ..)| *typed == facet) else {
            let slot = if facet == "photo[0]" { "PHOTO_PROOF" } else { facet.trim_matches(|c| !char::is_uppercase(c)) };
            return self.upload(business, slot, "foto-baru.jpg", KTP_PHOTO.to_vec()).await;
        };
        let (_, usual) = USUAL.iter().find(|(usual, _)| usual == task).unwrap();
        let change = [&[(*field, *value)], said].concat();
        self.save(business, task, &laid(task, usual, &self.email, &change)).await;
    }
}
