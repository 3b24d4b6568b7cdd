//! Finds circles between files: of two files that need each other neither can be read, moved or tested alone. A file
//! needs another when a path in it, imported or written out, ends there. A parent that lists its children (`mod x;`,
//! `pub use x::Y;`) does not need them. The wings of the server may form no circle either: each imports downwards only.

mod graph;
mod modules;
mod paths;
mod syntax;

use std::fs;

use graph::Graph;
use modules::Crate;

use crate::sh::{Result, at, command, read};

/// The folder whose folders and files are wings.
const WINGS: &str = "server/src/";

/// Fails on a circle in any library or program of the workspace. Tests and benches are left out: nothing imports them.
pub fn none() -> Result<()> {
    let mut found = 0;
    for entry in entries()? {
        let graph = graph_of(&entry, &|path| fs::read_to_string(at(path)).ok())?;
        found += tell(&graph, &format!("files of {entry}"));
        if entry.starts_with(WINGS) {
            found += tell(&graph.wings(WINGS), &format!("wings of {WINGS}"));
        }
    }
    if found == 0 { Ok(()) } else { Err(format!("{found} circles")) }
}

/// Prints every circle of a graph with what ties it, and returns how many there are.
fn tell(graph: &Graph, of: &str) -> usize {
    let circles = graph.circles();
    for circle in &circles {
        println!("   {} {of} need each other:", circle.len());
        graph.ties(circle).for_each(|tie| println!("      {tie}"));
    }
    circles.len()
}

fn graph_of(entry: &str, load: &dyn Fn(&str) -> Option<String>) -> Result<Graph> {
    let tree = Crate::read(entry, load)?;
    let mut graph = Graph::default();
    for (module, path) in tree.paths() {
        let from = &tree.modules[module].file;
        if let Some((to, name)) = tree.file_behind(module, path)
            && to != from
        {
            graph.tie(from, to, name);
        }
    }
    Ok(graph)
}

/// Lists the first file of every library and program, from the root of the repository.
fn entries() -> Result<Vec<String>> {
    let names = read(command("git").args(["ls-files", "*src/lib.rs", "*src/main.rs"]))?;
    Ok(names.lines().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(files: &[(&str, &str)]) -> Graph {
        let load = |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned());
        graph_of("src/lib.rs", &load).unwrap()
    }

    fn circles(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        graph(files).circles()
    }

    #[test]
    fn a_circle_is_found_with_what_ties_it() {
        let graph = graph(&[
            ("src/lib.rs", "pub mod a; mod b; mod c;"),
            ("src/a.rs", "use crate::{b, std::x}; pub struct A(b::B::C);"),
            ("src/b.rs", "pub struct B; fn of() { super::c::go() }"),
            ("src/c.rs", "pub fn go() { let _ = crate::a::A; }"),
        ]);
        let circles = graph.circles();
        assert_eq!(circles, [["src/a.rs", "src/b.rs", "src/c.rs"]]);
        let ties: Vec<String> = graph.ties(&circles[0]).collect();
        assert_eq!(
            ties,
            ["src/a.rs → src/b.rs: b::B", "src/b.rs → src/c.rs: super::c::go", "src/c.rs → src/a.rs: crate::a::A",]
        );
    }

    #[test]
    fn a_parent_that_only_lists_its_children_may_be_imported_by_them() {
        let parent = "mod child; pub use self::child::Own; pub struct Shared;";
        assert!(circles(&[("src/lib.rs", parent), ("src/child.rs", "use super::Shared;")]).is_empty());
        for uses in [
            "use child::own;",
            "use self::child::*;",
            "fn go() { child::go() }",
            "fn go() { print!(\"{}\", self::child::go()) }",
        ] {
            let parent = [parent, uses].concat();
            let found = circles(&[("src/lib.rs", &parent), ("src/child.rs", "use super::Shared;")]);
            assert_eq!(found, [["src/child.rs", "src/lib.rs"]], "{uses}");
        }
    }

    #[test]
    fn what_is_handed_on_leads_to_where_it_stands() {
        let house = [
            ("src/lib.rs", "mod wing; mod ground;"),
            ("src/wing/mod.rs", "mod one; mod two; pub use one::One; use crate::ground::*; pub fn own() {}"),
            ("src/wing/one.rs", "pub struct One;"),
            ("src/ground.rs", "pub struct Ground;"),
        ];
        let with = |two| circles(&[house.as_slice(), &[("src/wing/two.rs", two)]].concat());
        assert!(with("use super::{One, Ground}; use crate::wing;").is_empty());
        // A function may have the name of its module.
        let named = [("src/lib.rs", "mod a; mod b; pub use a::a;"), ("src/a.rs", "pub fn a() { crate::b::b() }")];
        let found = circles(&[named.as_slice(), &[("src/b.rs", "pub fn b() { crate::a() }")]].concat());
        assert_eq!(found, [["src/a.rs", "src/b.rs"]]);
        let back = [house[0], house[1], ("src/wing/one.rs", "use super::two::Two; pub struct One;"), house[3]];
        let two = ("src/wing/two.rs", "use crate::wing::One; pub struct Two;");
        assert_eq!(circles(&[back.as_slice(), &[two]].concat()), [["src/wing/one.rs", "src/wing/two.rs"]]);
    }

    #[test]
    fn wings_form_a_circle_although_no_files_do() {
        let graph = graph(&[
            ("src/lib.rs", "mod high; mod low; mod ground;"),
            ("src/high/mod.rs", "pub mod call; pub mod lease;"),
            ("src/high/call.rs", "use crate::low; use super::lease::LEASE; fn go() { low::go() }"),
            ("src/high/lease.rs", "use crate::ground::Ground; pub const LEASE: i64 = 30;"),
            ("src/low.rs", "use crate::{ground::Ground, high::lease::LEASE}; pub fn go() {}"),
            ("src/ground.rs", "pub struct Ground;"),
        ]);
        assert!(graph.circles().is_empty());
        let wings = graph.wings("src/");
        let circles = wings.circles();
        assert_eq!(circles, [["high", "low"]]);
        let ties: Vec<String> = wings.ties(&circles[0]).collect();
        assert_eq!(
            ties,
            ["high → low: low::go in src/high/call.rs", "low → high: crate::high::lease::LEASE in src/low.rs"]
        );
    }

    #[test]
    fn tests_visibility_and_other_crates_tie_nothing() {
        let a = "pub(in crate::b) fn a() { ::b::x() } #[cfg(test)] mod tests { use crate::b::b; }";
        assert!(
            circles(&[("src/lib.rs", "mod a; mod b;"), ("src/a.rs", a), ("src/b.rs", "use crate::a::a;")]).is_empty()
        );
    }

    #[test]
    fn macros_and_names_in_attributes_tie_as_well() {
        let lib = "#[macro_use] mod words; mod b;";
        let words = "macro_rules! words { () => { $crate::b::B } }";
        let b = "pub struct B; fn go() { crate::words!(); }";
        let found = circles(&[("src/lib.rs", lib), ("src/words.rs", words), ("src/b.rs", b)]);
        assert_eq!(found, [["src/b.rs", "src/words.rs"]]);
        let read = "pub fn read() -> crate::b::B {}";
        for attribute in ["serde(with = \"crate::words::read\")", "error(\"{}\", crate::words::MOST)"] {
            let b = format!("#[{attribute}] pub struct B;");
            let found = circles(&[("src/lib.rs", lib), ("src/words.rs", read), ("src/b.rs", &b)]);
            assert_eq!(found, [["src/b.rs", "src/words.rs"]], "{attribute}");
        }
    }
}
