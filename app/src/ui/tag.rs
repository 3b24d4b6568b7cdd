use super::{Icon, Symbol};
use leptos::prelude::*;

/// The meaning of a colour; the word beside it has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Tone {
    Good,
    Wait,
    Fix,
    Todo,
    Still,
}

/// A state in a row: icon, word and colour, always all three.
#[component]
pub fn Tag(tone: Tone, symbol: Symbol, #[prop(into)] word: String) -> impl IntoView {
    view! { <span class="tag" data-tone=tone.into_str()><Icon symbol/>{word}</span> }
}
