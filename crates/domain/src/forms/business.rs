use super::{
    kind::{Line, OneOf, Paragraph},
    limits::{DESCRIPTION, NAME},
    read::Email,
};
use crate::{codes::Readiness, phone::Phone};

crate::form! {
    /// `business.*` as typed.
    Business: ProfileForm => Profile {
        name: Line(NAME) { autocomplete: "organization" },
        description: Paragraph(DESCRIPTION),
        email: Email { autocomplete: "email" },
        phone: Phone { autocomplete: "tel" },
        website_readiness: OneOf(Readiness),
        mobile_app_readiness: OneOf(Readiness),
    }
}
