//! The entry of the WebAssembly bundle: it wakes the islands.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
    // The page wakes its islands in the same turn of the event loop. Naming `app` keeps the linker from dropping it.
    app::islands::mark_hydrated();
}
