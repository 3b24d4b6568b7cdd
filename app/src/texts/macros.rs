//! Sentences side by side.

/// An area of sentences: of each its name, Indonesian, English. What is missing in a language does not compile, nor does a sentence
/// that has other `{places}` in the other language.
macro_rules! texts {
    ($(#[$about:meta])* $area:ident { $($(#[$of:meta])* $name:ident $id:literal $en:literal)* }) => {
        $(#[$about])*
        pub struct $area {
            $($(#[$of])* pub $name: &'static str,)*
        }

        impl $area {
            pub const ID: Self = Self { $($name: $id,)* };
            pub const EN: Self = Self { $($name: $en,)* };
        }

        $(const _: () = assert!($crate::texts::places::have_same_places($id, $en), concat!("other places: ", stringify!($name)));)*
    };
}

/// All areas, each by the name under which a page finds it.
macro_rules! areas {
    ($($name:ident: $area:ty,)*) => {
        pub struct Texts {
            pub lang: Lang,
            $(pub $name: $area,)*
        }

        pub const ID: Texts = Texts { lang: Lang::Id, $($name: <$area>::ID,)* };
        pub const EN: Texts = Texts { lang: Lang::En, $($name: <$area>::EN,)* };
    };
}

/// A sentence for each variant of an enum, or a title and a text: functions of their name, checked as `texts!` are.
macro_rules! sentences {
    () => {};
    ($(#[$about:meta])* $name:ident(&$of:ident) { $($variant:ident $title:literal $en_title:literal $id:literal $en:literal)* } $($rest:tt)*) => {
        $(#[$about])*
        pub const fn $name(t: &$crate::texts::Texts, of: &$of) -> (&'static str, &'static str) {
            match of { $($of::$variant { .. } => (sentence!(t, $title, $en_title), sentence!(t, $id, $en)),)* }
        }
        sentences! { $($rest)* }
    };
    ($(#[$about:meta])* $name:ident($of:ident) { $($variant:ident $id:literal $en:literal)* } $($rest:tt)*) => {
        $(#[$about])*
        pub const fn $name(t: &$crate::texts::Texts, of: $of) -> &'static str {
            match of { $($of::$variant { .. } => sentence!(t, $id, $en),)* }
        }
        sentences! { $($rest)* }
    };
}

macro_rules! sentence {
    ($t:ident, $id:literal, $en:literal) => {{
        const { assert!($crate::texts::places::have_same_places($id, $en), "{}", $id) };
        match $t.lang {
            $crate::texts::Lang::Id => $id,
            $crate::texts::Lang::En => $en,
        }
    }};
}
