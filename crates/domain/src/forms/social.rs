use super::{
    Form,
    errors::FieldError,
    kind::{Control, Kind, Optional},
    limits, read,
};
use crate::text;
use serde_json::{Map, Value};

crate::form! {
    /// `business.brands[0].social_media` as typed; it may stay empty. Each field has its network's code in lower case
    /// as its name, and is sent under that code.
    Social: SocialForm => Social {
        instagram: Optional(Instagram),
        facebook: Optional(Facebook),
    }
}

impl SocialForm {
    /// Returns the field of a network, by DOKU's code. `None`: we do not ask for it.
    pub fn field_of(code: &str) -> Option<&'static str> {
        Self::FIELDS.iter().map(|field| field.name).find(|name| name.to_uppercase() == code)
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

            fn of_body(body: &Map<String, Value>, _name: &str) -> String {
                let accounts = body.get("accounts").and_then(Value::as_array).into_iter().flatten();
                accounts.filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
            }
        }
    )* };
}
network!(Instagram = read::INSTAGRAM, Facebook = read::FACEBOOK);
