#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Lang {
    #[default]
    Id,
    En,
}

impl Lang {
    /// Returns the value of the `lang` attribute and the cookie.
    pub const fn as_str(self) -> &'static str {
        self.into_str()
    }

    pub fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    pub const fn other(self) -> Self {
        match self {
            Self::Id => Self::En,
            Self::En => Self::Id,
        }
    }
}
