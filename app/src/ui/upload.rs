use super::{Icon, Symbol};
use leptos::prelude::*;

/// The file field of one multipart form. `max_bytes` lets the browser refuse before it sends.
#[component]
pub fn UploadField(
    #[prop(into)] label: String,
    /// One page has several of these, so each needs an id of its own.
    #[prop(into)]
    id: String,
    accept: String,
    #[prop(into)] hint: String,
    max_bytes: u64,
    /// True when there is a file already.
    #[prop(optional)]
    again: bool,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let (focus, _) = super::field::marks(&id);
    let describedby = if error.is_some() { format!("{id}-hint {id}-error") } else { format!("{id}-hint") };
    view! {
        <div class="upload">
            <p class="field__hint" id=format!("{id}-hint")>{hint}</p>
            <p class="field__error" id=format!("{id}-error") data-upload-error hidden=error.is_none()>
                <Icon symbol=Symbol::Alert/><span>{error.clone()}</span>
            </p>
            // The label is the button with scripts, and the browser's own words are hidden.
            <div class="upload__pick" data-again=again.then_some("")>
                <label class="field__label upload__label" for=id.clone()>{label}</label>
                <input class="upload__input" type="file" name="file" id=id accept=accept
                    data-max-bytes=max_bytes.to_string() autofocus=focus
                    aria-describedby=describedby aria-invalid=error.is_some().then_some("true")/>
            </div>
            <p class="upload__name" data-upload-name hidden dir="auto"></p>
        </div>
    }
}
