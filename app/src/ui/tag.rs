use super::{Icon, Symbol};
use leptos::prelude::*;

/// What a colour says; the word beside it says it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    Good,
    Wait,
    Fix,
    Todo,
    Still,
}

impl Tone {
    /// For `data-tone`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Wait => "wait",
            Self::Fix => "fix",
            Self::Todo => "todo",
            Self::Still => "still",
        }
    }
}

/// A state in a row: icon, word and colour, always the three.
#[component]
pub fn Tag(tone: Tone, symbol: Symbol, #[prop(into)] word: String) -> impl IntoView {
    view! { <span class="tag" data-tone=tone.as_str()><Icon symbol/>{word}</span> }
}
