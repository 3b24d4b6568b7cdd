//! The islands: compiled for the browser, wrapped in JavaScript, made small.

use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::cache::{self, Key};
use crate::sh::{self, Result, While, at, cargo, command, read, run};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the folder that holds `serambi.js` and `serambi_bg.wasm`.
///
/// The page asks for the `_bg` name as long as LEPTOS_OUTPUT_NAME is unset while compiling, so both stay as they are.
pub fn build() -> Result<PathBuf> {
    sh::step("islands", || {
        run(cargo(&["build", "-p", "frontend", "--lib", "--target", TARGET, "--profile", "wasm-release"])
            .env_remove("LEPTOS_OUTPUT_NAME"))
    })?;
    let module = cache::bytes(&at("target/wasm32-unknown-unknown/wasm-release/frontend.wasm"))?;
    let optimiser = optimiser();
    let flags = flags()?;
    let identity = optimiser.as_ref().map_or("none", |found| found.identity.as_str());
    let key = Key::new("wasm 1").with(&module).with(identity.as_bytes()).with(flags.join(" ").as_bytes());
    cache::step("wasm", key, |folder| {
        bindgen(module, folder)?;
        match &optimiser {
            Some(found) => optimise(found, &flags, &folder.join("serambi_bg.wasm")),
            None => {
                println!("   note: the islands are not optimised: no wasm-opt of version {NEW_ENOUGH} or newer");
                println!("   here is one: (cd end2end && npm ci)");
                Ok(())
            }
        }
    })
}

/// Adds the browser as a compile target when it is missing.
pub fn add_target() -> Result<()> {
    let libraries = read(command("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    println!("   the compiler cannot build for the browser yet: rustup target add {TARGET}");
    run(command("rustup").args(["target", "add", TARGET])).map_err(|cause| {
        format!(
            "the Rust target {TARGET} is missing and could not be added ({cause}). \
             Run `rustup target add {TARGET}` where the network is reachable, then start again"
        )
    })
}

fn bindgen(module: Vec<u8>, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes("serambi", module).typescript(false);
    bindgen.web(true).map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    bindgen.generate(folder).map_err(|error| format!("wasm-bindgen: {error:#}"))
}

/// The oldest usable version: older ones know neither wasm-bindgen's output (`table.fill`) nor the flags of Cargo.toml.
const NEW_ENOUGH: u32 = 120;

struct Optimiser {
    program: PathBuf,
    identity: String,
}

/// Finds the `wasm-opt` of npm's `binaryen`, else that of PATH if it is new enough.
fn optimiser() -> Option<Optimiser> {
    let npm = at("end2end/node_modules/.bin/wasm-opt");
    if npm.exists() {
        // Its manifest tells the version without starting Node.
        let identity = std::fs::read_to_string(at("end2end/node_modules/binaryen/package.json")).ok()?;
        return Some(Optimiser { program: npm, identity });
    }
    let program = sh::find(&["wasm-opt"])?;
    let identity = read(command(&program).arg("--version")).ok()?;
    (version(&identity)? >= NEW_ENOUGH).then_some(Optimiser { program, identity })
}

/// Reads the version of a line: `wasm-opt version 108 (version_108)` is 108.
fn version(text: &str) -> Option<u32> {
    text.split_whitespace().nth(2)?.parse().ok()
}

/// Reads `wasm-opt-features` of Cargo.toml, which cargo-leptos reads too.
fn flags() -> Result<Vec<String>> {
    let metadata = read(&mut cargo(&["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata).or_say("cargo metadata")?;
    let flags = metadata["metadata"]["leptos"][0]["wasm-opt-features"].as_array();
    let flags = flags.ok_or("Cargo.toml lost its wasm-opt-features in [[workspace.metadata.leptos]]")?;
    Ok(flags.iter().filter_map(|flag| flag.as_str()).map(str::to_owned).collect())
}

fn optimise(optimiser: &Optimiser, flags: &[String], module: &Path) -> Result<()> {
    run(command(&optimiser.program).args(flags).arg("-o").arg(module).arg(module))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_of_wasm_opt() {
        assert_eq!(version("wasm-opt version 108 (version_108)"), Some(108));
        assert_eq!(version("wasm-opt version 132"), Some(132));
        assert_eq!(version("nonsense"), None);
    }

    #[test]
    fn cargo_toml_names_the_flags() {
        assert!(flags().unwrap().contains(&"-Oz".to_owned()));
    }
}
