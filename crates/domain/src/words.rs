/// Declares an enum whose arms have a word each, as databases, addresses and DOKU name them. It has all arms in a list,
/// and reads and writes the words.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $arm:ident = $word:literal),* $(,)? }) => {
        $(#[$meta])*
        pub enum $name { $($(#[$doc])* $arm),* }

        impl $name {
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$arm),*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$arm => $word),* }
            }

            pub fn read(word: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|arm| arm.as_str() == word)
            }
        }
    };
}

/// Converts a type to and from its text, for `#[serde(into = "String", try_from = "String")]`.
macro_rules! as_text {
    ($name:ident: $error:ident) => {
        impl From<$name> for String {
            fn from(named: $name) -> Self {
                named.to_string()
            }
        }
        impl TryFrom<String> for $name {
            type Error = $error;
            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }
    };
}
pub(crate) use as_text;
