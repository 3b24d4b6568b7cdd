use super::{Icon, Symbol};
use leptos::prelude::*;

/// What a colour says; the word beside it says it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Tone {
    Good,
    Wait,
    Fix,
    Todo,
    Still,
}

/// A state in a row: icon, word and colour, always the three.
#[component]
pub fn Tag(tone: Tone, symbol: Symbol, #[prop(into)] word: String) -> impl IntoView {
    view! { <span class="tag" data-tone=tone.into_str()><Icon symbol/>{word}</span> }
}
