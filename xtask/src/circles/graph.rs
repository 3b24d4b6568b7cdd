//! Which file needs which, and for what.

use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub struct Graph(BTreeMap<String, BTreeMap<String, BTreeSet<String>>>);

impl Graph {
    pub fn tie(&mut self, from: &str, to: &str, path: &[String]) {
        let ties = self.0.entry(from.to_owned()).or_default().entry(to.to_owned()).or_default();
        ties.insert(path.join("::"));
    }

    /// Files of which each reaches each; a file that is in none is left out.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let reach: BTreeMap<&str, BTreeSet<&str>> =
            self.0.keys().map(|file| (file.as_str(), self.reach(file))).collect();
        let mut circles = BTreeSet::new();
        for (file, reached) in reach.iter().filter(|(file, reached)| reached.contains(**file)) {
            let is_back = |other: &&&str| reach.get(**other).is_some_and(|back| back.contains(file));
            circles.insert(reached.iter().filter(is_back).map(|other| (*other).to_owned()).collect::<Vec<_>>());
        }
        circles.into_iter().collect()
    }

    /// Everything that one file needs, near and far; itself only by a circle.
    fn reach<'a>(&'a self, file: &'a str) -> BTreeSet<&'a str> {
        let (mut reached, mut next) = (BTreeSet::new(), vec![file]);
        while let Some(file) = next.pop() {
            let needed = self.0.get(file).into_iter().flat_map(BTreeMap::keys);
            next.extend(needed.map(String::as_str).filter(|other| reached.insert(*other)));
        }
        reached
    }

    pub fn ties(&self, circle: &[String]) -> impl Iterator<Item = String> {
        let within = |file: &String| circle.contains(file);
        let from = self.0.iter().filter(move |(from, _)| within(from));
        from.flat_map(move |(from, needs)| {
            let needs = needs.iter().filter(move |(to, _)| within(to));
            needs.map(move |(to, paths)| {
                let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
                format!("{from} → {to}: {}", paths.join(", "))
            })
        })
    }
}
