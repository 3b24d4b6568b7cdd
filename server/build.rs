//! The site is embedded when the server compiles: a new bundle asks for a new server.

fn main() {
    println!("cargo:rerun-if-changed=../target/site/pkg-name.txt");
    println!("cargo:rerun-if-changed=../migrations");
}
