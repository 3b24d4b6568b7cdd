//! The style sheet: `style/main.css` and all its imports, in one file that phones of 2021 understand.

use std::path::{Path, PathBuf};

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

use crate::cache::{self, Key};
use crate::sh::{Result, While, at};

/// Builds the folder that holds `serambi.css`.
pub fn build() -> Result<PathBuf> {
    let main = at("style/main.css");
    if !main.is_file() {
        return Err("style/main.css is missing: it is what the style sheet is built from".into());
    }
    let key = Key::new("style 1").with_files(&at("style"))?;
    cache::step("style", key, |folder| cache::write(&folder.join("serambi.css"), bundle(&main)?.as_bytes()))
}

/// Returns the oldest browsers: newer syntax (nesting, `light-dark()`) is rewritten for them.
fn oldest() -> Targets {
    let version = |major: u32| Some(major << 16);
    Targets::from(Browsers {
        android: version(100),
        chrome: version(100),
        edge: version(100),
        firefox: version(100),
        ios_saf: version(15),
        opera: version(86),
        safari: version(15),
        samsung: version(18),
        ie: None,
    })
}

/// Joins, lowers and minifies the style sheet.
fn bundle(main: &Path) -> Result<String> {
    let targets = oldest();
    let source = FileProvider::new();
    let mut bundler = Bundler::new(&source, None, ParserOptions::default());
    let mut sheet = bundler.bundle(main).map_err(|error| match &error.loc {
        Some(place) => format!("{}:{}:{}: {}", place.filename, place.line + 1, place.column, error.kind),
        None => format!("{}: {}", main.display(), error.kind),
    })?;
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).or_say("the style sheet cannot be minified")?;
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() });
    Ok(printed.or_say("the style sheet cannot be printed")?.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(name: &str, css: &str) -> String {
        let folder = std::env::temp_dir().join(format!("xtask-style-{}-{name}", std::process::id()));
        cache::write(&folder.join("part.css"), b"a { &:hover { color: red } }").unwrap();
        let main = folder.join("main.css");
        cache::write(&main, css.as_bytes()).unwrap();
        let bundled = bundle(&main);
        std::fs::remove_dir_all(&folder).unwrap();
        bundled.unwrap()
    }

    #[test]
    fn imports_are_joined_in_their_layer_and_nesting_is_lowered() {
        let css = bundled("join", "@layer base, components; @import url('part.css') layer(components);");
        assert_eq!(css, "@layer base;@layer components{a:hover{color:red}}");
    }

    #[test]
    fn light_dark_is_lowered_in_custom_properties_too() {
        let css = bundled(
            "theme",
            ":root { color-scheme: light dark; --ink: light-dark(#000, #fff) } p { color: light-dark(#111, #eee) }",
        );
        assert!(!css.contains("light-dark("), "{css}");
        assert!(css.contains("prefers-color-scheme:dark"), "{css}");
    }
}
