//! The main pages as somebody hears them, in Indonesian: a lost or changed word shows.

use crate::{gallery::gallery, outline::outline};

const MAIN: [&str; 10] = [
    "front",
    "sign-in",
    "state-draft",
    "form-business",
    "documents",
    "check",
    "state-in_verification",
    "queue",
    "case",
    "settings",
];

#[tokio::test]
async fn the_main_pages_say_what_they_said() {
    let pages = gallery();
    for main in MAIN {
        let (_, path, world) = pages.iter().find(|(name, ..)| name == main).expect("a page of the gallery");
        insta::assert_snapshot!(main, outline(&world.get(path).await));
    }
}
