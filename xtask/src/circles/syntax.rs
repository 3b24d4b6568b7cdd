//! Reads the imports and names in a piece of code.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItemFn, Item, ItemUse, Lit, Macro, Path, UseName, UseRename, UseTree, Visibility};

/// One import. `name` is its name here; `None` imports everything, and then the path ends in `*`.
pub struct Import {
    pub name: Option<String>,
    pub path: Vec<String>,
    pub is_handed_on: bool,
}

#[derive(Default)]
pub struct Paths {
    pub imports: Vec<Import>,
    pub found: BTreeSet<Vec<String>>,
}

impl Paths {
    /// Records each name that a `use` brings, with its whole path.
    fn import(&mut self, tree: &UseTree, before: &[String], is_handed_on: bool) {
        let below = |name: &dyn ToString| [before, &[name.to_string()]].concat();
        let path = match tree {
            UseTree::Path(step) => return self.import(&step.tree, &below(&step.ident), is_handed_on),
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.import(tree, before, is_handed_on));
            }
            UseTree::Glob(_) => below(&"*"),
            UseTree::Name(UseName { ident }) | UseTree::Rename(UseRename { ident, .. }) if ident == "self" => {
                before.to_vec()
            }
            UseTree::Name(UseName { ident }) | UseTree::Rename(UseRename { ident, .. }) => below(ident),
        };
        let name = match tree {
            UseTree::Glob(_) => None,
            UseTree::Rename(import) => Some(import.rename.to_string()),
            _ => path.last().cloned(),
        };
        self.imports.push(Import { name, path, is_handed_on });
    }

    /// Reads the inside of a macro, which is not parsed yet: names with `::` between them, and names before a `!`.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        path.clear();
                    }
                    path.push(name.to_string());
                    if path.len() > 1 {
                        self.found.insert(path.clone());
                    }
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => {
                    // A path that begins with `::` is another crate's: an empty name keeps it from being found.
                    colons += 1;
                    if path.is_empty() && colons == 2 {
                        path.push(String::new());
                    }
                    continue;
                }
                TokenTree::Punct(mark) if mark.as_char() == '!' => self.call(path.clone()),
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            path.clear();
            colons = 0;
        }
    }

    /// Records the call of a macro. Its path ends in `!`, since a module may have the same name.
    fn call(&mut self, mut path: Vec<String>) {
        if let Some(name) = path.last_mut() {
            name.push('!');
            self.found.insert(path);
        }
    }

    /// Reads paths in literals, as in serde's `with = "crate::times::wib"`.
    fn names_in(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.names_in(group.stream()),
                TokenTree::Literal(literal) => {
                    if let Lit::Str(text) = Lit::new(literal)
                        && text.value().contains("::")
                        && let Ok(path) = text.parse::<Path>()
                    {
                        self.visit_path(&path);
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

impl Visit<'_> for Paths {
    fn visit_item(&mut self, item: &Item) {
        let attributes = match item {
            Item::Const(it) => &it.attrs,
            Item::Fn(it) => &it.attrs,
            Item::Impl(it) => &it.attrs,
            Item::Mod(it) => &it.attrs,
            Item::Static(it) => &it.attrs,
            Item::Struct(it) => &it.attrs,
            Item::Use(it) => &it.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &ImplItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &ItemUse) {
        if item.leading_colon.is_none() {
            self.import(&item.tree, &[], !matches!(item.vis, Visibility::Inherited));
        }
    }

    fn visit_path(&mut self, path: &Path) {
        if path.leading_colon.is_none() && path.segments.len() > 1 {
            self.found.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &Macro) {
        self.call(call.path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &Attribute) {
        if let Ok(list) = attribute.meta.require_list() {
            self.tokens(list.tokens.clone());
            self.names_in(list.tokens.clone());
        }
        self.visit_path(attribute.path());
    }

    /// Skips the path in a visibility, which is no need.
    fn visit_visibility(&mut self, _: &Visibility) {}
}

pub fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let condition = attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
        let condition = condition.replace(' ', "");
        attribute.path().is_ident("cfg") && (condition == "test" || condition.starts_with("all(test,"))
    })
}
