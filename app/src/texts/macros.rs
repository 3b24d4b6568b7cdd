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

/// All areas, each by the name under which a page finds it.
macro_rules! areas {
    ($($name:ident: $area:ty,)*) => {
        pub struct Texts {
            $(pub $name: $area,)*
        }

        pub const ID: Texts = Texts { $($name: <$area>::ID,)* };
        pub const EN: Texts = Texts { $($name: <$area>::EN,)* };
    };
}
