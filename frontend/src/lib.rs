//! What the browser starts once WebAssembly has arrived: it brings the islands to life.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
    // The page wakes its islands in the same turn of the event loop. Naming `app` also keeps the linker from dropping it.
    app::islands::mark_hydrated();
}
