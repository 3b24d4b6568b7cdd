//! The graph of the files that need each other, with the reasons.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

/// The paths behind each need, by two files, the needy one first.
#[derive(Default)]
pub struct Graph(BTreeMap<(String, String), BTreeSet<String>>);

impl Graph {
    pub fn tie(&mut self, from: &str, to: &str, path: &[String]) {
        self.0.entry((from.to_owned(), to.to_owned())).or_default().insert(path.join("::"));
    }

    /// Lists groups of files of which each reaches each; files in no circle are left out.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let ties = self.0.keys().map(|(from, to)| (from.as_str(), to.as_str()));
        let groups = tarjan_scc(&DiGraphMap::<&str, ()>::from_edges(ties));
        let sorted = |files: Vec<&str>| BTreeSet::from_iter(files).into_iter().map(str::to_owned).collect();
        let mut circles: Vec<Vec<String>> = groups.into_iter().filter(|files| files.len() > 1).map(sorted).collect();
        circles.sort();
        circles
    }

    /// Returns the same graph between wings: a wing is a folder of `root` with all that it holds, or a file beside
    /// them.
    pub fn wings(&self, root: &str) -> Self {
        let mut wings = Self::default();
        for ((from, to), paths) in &self.0 {
            let (needy, needed) = (wing(root, from), wing(root, to));
            if needy != needed {
                let reasons = paths.iter().map(|path| format!("{path} in {from}"));
                wings.0.entry((needy.to_owned(), needed.to_owned())).or_default().extend(reasons);
            }
        }
        wings
    }

    pub fn ties(&self, circle: &[String]) -> impl Iterator<Item = String> {
        let within = self.0.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to));
        within.map(|((from, to), paths)| {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            format!("{from} → {to}: {}", paths.join(", "))
        })
    }
}

fn wing<'a>(root: &str, file: &'a str) -> &'a str {
    let below = file.strip_prefix(root).unwrap_or(file);
    below.split_once('/').map_or(below, |(folder, _)| folder).trim_end_matches(".rs")
}
