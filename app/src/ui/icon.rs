use leptos::prelude::*;

/// Symbols beside a word, never instead of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbol {
    Alert,
    Back,
    Check,
    Checks,
    Clock,
    Cross,
    File,
    Lock,
    Pause,
    Pencil,
    Person,
    Ready,
    Send,
    Undo,
}

impl Symbol {
    /// Returns the outline on a 16 by 16 grid.
    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M8 2.2l6.3 11.3H1.7zM8 6.4v3.1M8 11.6v.1",
            Self::Back => "M10 3L5 8l5 5",
            Self::Check => "M3 8.5l3.2 3.2L13 5",
            Self::Checks => "M1.5 8.5l3 3L11 5M7 10.5l1 1L14.5 5",
            Self::Clock => "M8 2a6 6 0 100 12A6 6 0 008 2zM8 4.8V8l2.2 1.6",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::File => "M4 1.8h5L12.5 5v9.2H4zM9 1.8V5h3.5",
            Self::Lock => "M3.5 7.2h9v6.3h-9zM5.3 7V5a2.7 2.7 0 015.4 0v2",
            Self::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Self::Pencil => "M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2z",
            Self::Person => "M8 7.6a2.7 2.7 0 100-5.4 2.7 2.7 0 000 5.4zM2.8 14a5.2 5.2 0 0110.4 0",
            Self::Ready => "M2.5 2.5h11v11h-11zM5 8.2l2.1 2.1L11 6",
            Self::Send => "M8 13V3.4M4 7.2l4-4 4 4",
            Self::Undo => "M3 6.5h6.5a3.5 3.5 0 010 7H6M6 3.5l-3 3 3 3",
        }
    }
}

#[component]
pub fn Icon(symbol: Symbol) -> impl IntoView {
    view! {
        <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d=symbol.path() />
        </svg>
    }
}
