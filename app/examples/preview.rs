//! Writes every page in its telling states as HTML files, to be looked at: `cargo run -p app --features ssr --example
//! preview -- <folder>`. The folder needs `pkg/serambi.css` beside the pages.

#[path = "../tests/it/fake/mod.rs"]
mod fake;
#[path = "../tests/it/gallery.rs"]
mod gallery;
#[path = "../tests/it/world.rs"]
mod world;

use app::texts::Lang;
use std::{fs, path::Path};
use world::World;

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/preview".into());
    fs::create_dir_all(&folder)?;
    for (name, path, world) in gallery::gallery() {
        for lang in [Lang::Id, Lang::En] {
            let world = World { lang, sandbox: true, ..world.clone() };
            let html = world.get(&path).await.replace("\"/pkg/", "\"pkg/");
            fs::write(Path::new(&folder).join(format!("{name}.{}.html", lang.as_str())), html)?;
        }
    }
    Ok(())
}
