//! Islands: each wraps HTML that works without it, listens, and never owns an input.

#[cfg(feature = "hydrate")]
mod autosave;
#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(feature = "hydrate")]
mod upload;

#[cfg(feature = "hydrate")]
pub use browser::mark_hydrated;

use leptos::prelude::*;

/// Keeps `#live` within as the server would draw it now.
#[island]
pub fn Live(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    live::start();
    children()
}

/// Shows how far an upload has come.
#[island]
pub fn UploadProgress(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    upload::start();
    children()
}

/// Saves text while it is typed.
#[island]
pub fn Autosave(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    autosave::start();
    children()
}
