//! What the browser starts once WebAssembly has arrived: it brings the islands to life.

// Without a mention the linker drops `app`, and every island with it.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
    // The browser tests wait for this mark. The page wakes its islands in the same turn of the event loop.
    if let Some(html) = leptos::prelude::document().document_element() {
        let _ = html.set_attribute("data-hydrated", "");
    }
}
