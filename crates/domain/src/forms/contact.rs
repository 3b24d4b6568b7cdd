use super::{
    kind::{Line, OneOf},
    read::{Email, Phone},
};
use crate::codes::Position;

crate::form! {
    /// `business.contacts[0].*` as typed.
    Contact: ContactForm => Contact {
        name: Line(3, 255) { autocomplete: "name" },
        email: Email { autocomplete: "email" },
        phone: Phone { autocomplete: "tel" },
        position: OneOf(Position),
    }
}
