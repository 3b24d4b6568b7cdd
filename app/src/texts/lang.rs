domain::words! {
    /// Its words are the values of the `lang` attribute and the cookie.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Lang {
        #[default]
        Id = "id",
        En = "en",
    }
}

impl Lang {
    pub const fn other(self) -> Self {
        match self {
            Self::Id => Self::En,
            Self::En => Self::Id,
        }
    }
}
