use super::{
    kind::{Line, OneOf, Paragraph},
    read::{Email, Phone},
};
use crate::codes::Readiness;

crate::form! {
    /// `business.*` as typed. Lengths: DOKU, Business Registration API.
    Business: ProfileForm => Profile {
        name: Line(3, 255) { autocomplete: "organization" },
        description: Paragraph(10, 1023),
        email: Email { autocomplete: "email" },
        phone: Phone { autocomplete: "tel" },
        website_readiness: OneOf(Readiness),
        mobile_app_readiness: OneOf(Readiness),
    }
}
