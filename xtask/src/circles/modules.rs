//! The modules of one crate as its files declare them: what each defines, imports and names.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, ItemMod, visit::Visit};

use super::syntax::{Import, Paths, is_for_tests};
use crate::sh::{Result, While};

/// The modules of a crate; the first one is the root.
pub struct Crate {
    pub modules: Vec<Module>,
    /// The files that declare macros, by macro: their names are seen everywhere.
    pub macros: BTreeMap<String, String>,
}

#[derive(Default)]
pub struct Module {
    pub file: String,
    pub parent: usize,
    pub children: BTreeMap<String, usize>,
    pub items: BTreeSet<String>,
    pub imports: Vec<Import>,
    pub paths: BTreeSet<Vec<String>>,
}

impl Module {
    /// Returns true for `pub use child::Name;`, which lists a part of the module, as `mod child;` does: it is no need.
    fn lists(&self, import: &Import) -> bool {
        let from = import.path.iter().find(|name| *name != "self");
        import.is_handed_on && from.is_some_and(|name| self.children.contains_key(name))
    }
}

type Load<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Crate {
    pub fn read(entry: &str, load: Load) -> Result<Self> {
        let mut tree = Self { modules: vec![], macros: BTreeMap::new() };
        let folder = entry.rsplit_once('/').map_or("", |(folder, _)| folder);
        tree.file(entry, 0, folder, load)?;
        Ok(tree)
    }

    /// Lists every path with its module.
    pub fn paths(&self) -> impl Iterator<Item = (usize, &[String])> {
        self.modules.iter().enumerate().flat_map(|(at, module)| {
            let imported = module.imports.iter().filter(|import| !module.lists(import)).map(|import| &import.path);
            imported.chain(&module.paths).map(move |path| (at, path.as_slice()))
        })
    }

    fn file(&mut self, file: &str, parent: usize, folder: &str, load: Load) -> Result<usize> {
        let text = load(file).ok_or(format!("{file} cannot be read"))?;
        let parsed = syn::parse_file(&text).or_say(file)?;
        self.module(file, parent, folder, &parsed.items, load)
    }

    /// Reads a module; `folder` holds the files of its children.
    fn module(&mut self, file: &str, parent: usize, folder: &str, items: &[Item], load: Load) -> Result<usize> {
        let at = self.modules.len();
        self.modules.push(Module { file: file.to_owned(), parent, ..Module::default() });
        let mut paths = Paths::default();
        for item in items {
            match item {
                Item::Mod(child) if !is_for_tests(&child.attrs) => {
                    let child_at = self.child(child, file, at, folder, load)?;
                    self.modules[at].children.insert(child.ident.to_string(), child_at);
                }
                Item::Macro(rules) => {
                    if let Some(name) = &rules.ident {
                        self.macros.insert(name.to_string(), file.to_owned());
                    }
                    paths.visit_item(item);
                }
                other => {
                    self.modules[at].items.extend(name(other));
                    paths.visit_item(other);
                }
            }
        }
        self.modules[at].imports = paths.imports;
        self.modules[at].paths = paths.found;
        Ok(at)
    }

    fn child(&mut self, child: &ItemMod, file: &str, parent: usize, folder: &str, load: Load) -> Result<usize> {
        let inner = format!("{folder}/{}", child.ident);
        if let Some((_, items)) = &child.content {
            return self.module(file, parent, &inner, items, load);
        }
        let (flat, deep) = (format!("{inner}.rs"), format!("{inner}/mod.rs"));
        let file = if load(&flat).is_some() { flat } else { deep };
        self.file(&file, parent, &inner, load)
    }
}

fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Fn(it) => &it.sig.ident,
        Item::Static(it) => &it.ident,
        Item::Struct(it) => &it.ident,
        Item::Trait(it) => &it.ident,
        Item::TraitAlias(it) => &it.ident,
        Item::Type(it) => &it.ident,
        Item::Union(it) => &it.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
