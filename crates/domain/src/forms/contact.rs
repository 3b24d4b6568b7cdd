use super::{
    kind::{Line, OneOf},
    limits::NAME,
    read::Email,
};
use crate::{codes::Position, phone::Phone};

crate::form! {
    /// `business.contacts[0].*` as typed.
    Contact: ContactForm => Contact {
        name: Line(NAME) { autocomplete: "name" },
        email: Email { autocomplete: "email" },
        phone: Phone { autocomplete: "tel" },
        position: OneOf(Position),
    }
}
