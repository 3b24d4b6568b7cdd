use super::{
    errors::FieldError,
    form::Proof,
    kind::{Control, Kind, Optional, Pairs},
    limits, read,
};
use crate::{codes::SocialMedia, text};

crate::form! {
    /// `business.brands[0].social_media` as typed. May stay empty. Each field is called as its network, in small letters.
    Social: SocialForm => Links as Social {
        instagram: Optional(Instagram),
        facebook: Optional(Facebook),
    }
}

/// Accounts by network; networks without one are left out.
#[derive(Default)]
pub struct Social {
    pub accounts: Vec<(SocialMedia, String)>,
}

impl From<Links> for Social {
    fn from(links: Links) -> Self {
        let given = links.shown().into_iter().filter(|(_, link)| !link.is_empty());
        Self { accounts: given.map(|(field, link)| (field.to_uppercase().into(), link)).collect() }
    }
}

impl Proof for Social {
    fn shown(&self) -> Pairs {
        let field = |code: &SocialMedia| SocialForm::field_of(code.as_str());
        self.accounts.iter().filter_map(|(code, link)| Some((field(code)?, link.clone()))).collect()
    }

    /// They go by code, not by name: see `accounts`.
    fn sent(&self) -> Pairs {
        Pairs::new()
    }
}

impl SocialForm {
    /// The field of a network, by DOKU's code of it. `None`: we do not ask for it.
    pub fn field_of(code: &str) -> Option<&'static str> {
        use super::Form;
        let known = SocialMedia::KNOWN.iter().any(|known| known.as_str() == code);
        Self::FIELDS.iter().map(|field| field.name).find(|name| known && name.eq_ignore_ascii_case(code))
    }
}

pub struct Instagram;
pub struct Facebook;

macro_rules! network {
    ($($network:ident = $rules:expr),*) => { $(
        impl Kind for $network {
            type Value = String;
            const CONTROL: Control = Control::Account;
        const MAX: usize = limits::LINK;

            fn read(typed: &str) -> Result<String, FieldError> {
                if text::is_blank(typed) { Err(FieldError::Missing) } else { read::link(typed, &$rules) }
            }

            fn show(value: &String) -> String {
                value.clone()
            }
        }
    )* };
}
network!(Instagram = read::INSTAGRAM, Facebook = read::FACEBOOK);
