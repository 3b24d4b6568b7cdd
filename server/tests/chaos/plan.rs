//! The plan of each business, drawn from the seed and carried out by the marked values of DESIGN §6.

use crate::chance::Chance;

pub struct Plan {
    /// The name; no two businesses share one.
    pub name: String,
    /// Changes to the usual values.
    change: Vec<(&'static str, String)>,
}

/// One in this many addresses carries the tag; other trouble with calls and callbacks comes from the sandbox's chaos.
const TAGS: [(&str, u64); 2] = [("late", 16), ("early", 6)];

/// Values that DOKU rejects, suspends, leaves pending or answers in a word of its own; half of all businesses have one.
#[rustfmt::skip]
const FLAWS: [(&str, &str); 16] = [
    ("documents.KTP.NO_KTP", "9900000101900002"), ("documents.KTP.NO_KTP", "9900000101900003"), ("documents.KTP.NO_KTP", "9900000101900009"),
    ("business.name", "SIM-REJECT-BUSINESS"), ("business.name", "SIM-SUSPEND"), ("business.name", "SIM-ALL-REJECT"),
    ("business.name", "SIM-EMPTY-NOTE"), ("business.name", "SIM-ODD-STATUS"),
    ("address.street", "Jalan SIM-ALAMAT No 1"), ("social.instagram", "https://reject.sim/warung"),
    ("bank.account_number", "0000000002"), ("bank.account_number", "0000000003"), ("bank.account_number", "0000000004"),
    ("KTP", "sim-blur.jpg"), ("OWNER_LIVENESS", "sim-crop.jpg"), ("PHOTO_PROOF", "sim-nophoto.jpg"),
];

pub fn draw(seed: u64, count: usize) -> Vec<Plan> {
    let chance = Chance::new(seed);
    (0..count).map(|n| one(&chance, n)).collect()
}

fn one(chance: &Chance, n: usize) -> Plan {
    let tags = TAGS.iter().filter(|(_, one_in)| chance.below(*one_in) == 0);
    let tags: String = tags.map(|(tag, _)| format!("+{tag}")).collect();
    Plan::new(n, &tags, flaw(chance))
}

fn flaw(chance: &Chance) -> Option<(&'static str, &'static str)> {
    FLAWS.get(chance.below(2 * FLAWS.len() as u64) as usize).copied()
}

impl Plan {
    fn new(n: usize, tags: &str, flaw: Option<(&'static str, &'static str)>) -> Self {
        let mut plan = Self { name: format!("Warung {n:03}"), change: Vec::new() };
        match flaw {
            Some(("business.name", mark)) => plan.name = format!("{} {mark}", plan.name),
            Some((field, value)) => plan.change.push((field, value.to_owned())),
            None => {}
        }
        plan.change.push(("business.name", plan.name.clone()));
        plan.change.push(("business.email", format!("warung{n}{tags}@warung.example")));
        plan
    }

    pub fn change(&self) -> Vec<(&str, &str)> {
        self.change.iter().map(|(field, value)| (*field, value.as_str())).collect()
    }
}
