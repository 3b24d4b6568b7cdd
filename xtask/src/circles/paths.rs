//! Finds the file that a path leads to.

use super::modules::Crate;
use super::syntax::Import;

/// A place that a path may lead to.
enum Place<'a> {
    Module(usize),
    Item(&'a str),
}

/// The longest chain of re-exports before a name counts as lost: re-exports may form a circle, too.
const HANDED_ON: u8 = 16;

impl Crate {
    /// Finds the file that defines what a path names, and the path up to there: of `crate::error::Error::Sealed` the
    /// enum. `None` means another crate, or a module, which only counts by the names in it.
    pub fn file_behind<'a>(&'a self, module: usize, path: &'a [String]) -> Option<(&'a str, &'a [String])> {
        if let [before @ .., name] = path
            && let Some(name) = name.strip_suffix('!')
        {
            let is_ours = before.first().is_none_or(|first| first == "crate");
            return Some((self.macros.get(name).filter(|_| is_ours)?, path));
        }
        let (place, rest) = self.walk(module, path, HANDED_ON)?;
        match place {
            Place::Module(_) => None,
            Place::Item(file) => Some((file, &path[..path.len() - rest.len()])),
        }
    }

    fn follow(&self, module: usize, path: &[String], left: u8) -> Option<Place<'_>> {
        self.walk(module, path, left).map(|(place, _)| place)
    }

    /// Follows a path; returns its place and the rest of the path behind that.
    fn walk<'p>(&self, module: usize, path: &'p [String], left: u8) -> Option<(Place<'_>, &'p [String])> {
        let (first, mut rest) = path.split_first()?;
        let mut place = match first.as_str() {
            "crate" => Place::Module(0),
            "self" => Place::Module(module),
            "super" => Place::Module(self.modules[module].parent),
            name => self.find(module, name, rest.is_empty(), left)?,
        };
        while let (Place::Module(at), Some((name, more))) = (&place, rest.split_first()) {
            let at = *at;
            place = match name.as_str() {
                "super" => Place::Module(self.modules[at].parent),
                name => self.find(at, name, more.is_empty(), left).unwrap_or_else(|| self.unseen(at, name)),
            };
            rest = more;
        }
        Some((place, rest))
    }

    /// Returns the place of a name without a visible definition. An exported macro belongs to the root; anything else
    /// was made by a macro, or came from elsewhere, and counts for the module.
    fn unseen(&self, at: usize, name: &str) -> Place<'_> {
        let exported = self.macros.get(name).filter(|_| at == 0);
        Place::Item(exported.unwrap_or(&self.modules[at].file))
    }

    /// Finds a name in a module. `is_last` means that nothing follows it, so it may be a function as well as a module.
    fn find(&self, at: usize, name: &str, is_last: bool, left: u8) -> Option<Place<'_>> {
        let left = left.checked_sub(1)?;
        let module = &self.modules[at];
        let item = || module.items.contains(name).then_some(Place::Item(module.file.as_str()));
        let child = || module.children.get(name).map(|child| Place::Module(*child));
        let (all, named): (Vec<&Import>, Vec<&Import>) =
            module.imports.iter().partition(|import| import.name.is_none());
        let is_meant = |import: &&&Import| import.name.as_deref() == Some(name);
        let imported = || named.iter().filter(is_meant).find_map(|import| self.follow(at, &import.path, left));
        let own =
            if is_last { item().or_else(imported).or_else(child) } else { child().or_else(item).or_else(imported) };
        own.or_else(|| {
            all.iter().find_map(|import| match self.follow(at, import.path.split_last()?.1, left)? {
                Place::Module(of) => self.find(of, name, is_last, left),
                Place::Item(_) => None,
            })
        })
    }
}
