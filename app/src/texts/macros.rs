//! Macros for sentences with both languages side by side.

/// An area of sentences: each has a name, Indonesian, English. A sentence that is missing in a language, or has other
/// `{places}` in the other language, does not compile.
macro_rules! texts {
    ($(#[$about:meta])* $area:ident { $($(#[$of:meta])* $name:ident $id:literal $en:literal)* }) => {
        $(#[$about])*
        pub struct $area {
            $($(#[$of])* pub $name: &'static str,)*
        }

        impl $area {
            pub const ID: Self = Self { $($name: $id,)* };
            pub const EN: Self = Self { $($name: $en,)* };

            pub fn by_name(&self, name: &str) -> Option<&'static str> {
                match name {
                    $(stringify!($name) => Some(self.$name),)*
                    _ => None,
                }
            }
        }

        $(const _: () = assert!($crate::texts::places::have_same_places($id, $en), concat!("other places: ", stringify!($name)));)*
    };
}

/// The list of all areas, each with the name by which pages use it.
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
        pub fn $name(t: impl Into<$crate::texts::lang::Lang>, of: &$of) -> $crate::texts::titled::Titled {
            let lang = t.into();
            let (title, text) = match of { $($of::$variant { .. } => (sentence!(lang, $title, $en_title), sentence!(lang, $id, $en)),)* };
            $crate::texts::titled::Titled { title, text }
        }
        sentences! { $($rest)* }
    };
    ($(#[$about:meta])* $name:ident($of:ident) { $($variant:ident $id:literal $en:literal)* } $($rest:tt)*) => {
        $(#[$about])*
        pub fn $name(t: impl Into<$crate::texts::lang::Lang>, of: $of) -> &'static str {
            let lang = t.into();
            match of { $($of::$variant { .. } => sentence!(lang, $id, $en),)* }
        }
        sentences! { $($rest)* }
    };
}

macro_rules! sentence {
    ($lang:ident, $id:literal, $en:literal) => {{
        const { assert!($crate::texts::places::have_same_places($id, $en), "{}", $id) };
        match $lang {
            $crate::texts::lang::Lang::Id => $id,
            $crate::texts::lang::Lang::En => $en,
        }
    }};
}
