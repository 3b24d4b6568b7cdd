//! Inputs that people who do this job elsewhere reported in public, with the outcome of each.

use super::*;

/// The accepted value, or the error of the field.
type Expected = Result<&'static str, FieldError>;

fn parsed(field: &str, typed: &str) -> Result<String, FieldError> {
    let typed = typed.to_owned();
    match field {
        "business name" | "contact name" | "account name" => read::line(&typed, limits::SHORTEST, limits::NAME),
        "description" => read::paragraph(&typed, limits::SHORTEST, limits::DESCRIPTION),
        "street" => read::line(&typed, limits::SHORTEST, limits::STREET),
        "phone" => read::phone(&typed).map(|phone| phone.to_string()),
        "account number" => {
            let form = BankForm { bank: "014".into(), account_number: typed, account_name: "Li".into() };
            form.parse().map(|account| account.account_number).map_err(|errors| errors.0[0].1)
        }
        "e-mail" => read::email(&typed).map(|email| email.as_str().to_owned()),
        "instagram" => {
            let form = SocialForm { instagram: typed, ..SocialForm::default() };
            form.parse().map(|social| social.instagram.unwrap_or_default()).map_err(|errors| errors.0[0].1)
        }
        "postal code" => {
            let form = AddressForm { postal_code: typed, ..address() };
            form.parse().map(|address| address.area.postal_code).map_err(|errors| errors.0[0].1)
        }
        _ => unreachable!("no field {field}"),
    }
}

fn address() -> AddressForm {
    AddressForm {
        street: "Jl. 5".into(),
        postal_code: "40291".into(),
        village: "Ende".into(),
        district: "Ii".into(),
        city: "Bandung".into(),
        province: " Jawa\u{a0}Barat".into(),
    }
}

const REPORTS: &[(&str, &str, &str, Expected)] = &[
    ("C04", "phone", "+65 9123 4567", Ok("+65 91234567")),
    ("C04", "phone", "+65 1234 5678", Err(FieldError::NotAForeignPhone)),
    ("C15", "contact name", "Li", Ok("Li")),
    ("C15", "account name", "Li", Ok("Li")),
    ("C15", "business name", "Q2", Ok("Q2")),
    ("C15", "business name", "Q", Ok("Q")),
    ("C15", "description", "Sate", Ok("Sate")),
    ("C16", "phone", "\u{202a}+62 812-3456-7890\u{202c}", Ok("+62 81234567890")),
    ("C16", "phone", "+62\u{a0}812\u{a0}3456\u{a0}7890", Ok("+62 81234567890")),
    ("C16", "phone", "+62\u{2011}812\u{2011}3456\u{2011}7890", Ok("+62 81234567890")),
    ("C17", "account number", "001\u{a0}234\u{a0}5678", Ok("0012345678")),
    ("C17", "account number", "٠٠١٢٣٤٥٦٧٨\u{200f}", Ok("0012345678")),
    ("C17", "postal code", "\u{202d}40291\u{202c}", Ok("40291")),
    ("C19", "e-mail", "someone@example.com\u{200b}", Ok("someone@example.com")),
    ("C20", "e-mail", "rini.@example.com", Err(FieldError::NotAnEmail)),
    ("C20", "e-mail", "rini..x@example.com", Err(FieldError::NotAnEmail)),
    (
        "C22",
        "description",
        "Masakan rumahan \u{1f468}\u{200d}\u{1f373} enak",
        Ok("Masakan rumahan \u{1f468}\u{200d}\u{1f373} enak"),
    ),
    ("C22", "business name", "Kopi \u{1f3f3}\u{fe0f}\u{200d}\u{1f308}", Ok("Kopi \u{1f3f3}\u{fe0f}\u{200d}\u{1f308}")),
    ("C23", "street", "Jl. Melati No. 5\tRT 03/RW 05", Ok("Jl. Melati No. 5 RT 03/RW 05")),
    ("C23", "contact name", "Rini\tWulandari", Ok("Rini Wulandari")),
    ("C25", "business name", "\u{3164}\u{3164}\u{3164}", Err(FieldError::Missing)),
    ("C25", "description", "\u{2800}\n\u{200b}", Err(FieldError::Missing)),
    ("C29", "instagram", "kopi.senja", Ok("https://www.instagram.com/kopi.senja")),
    ("C30", "instagram", "Https://instagram.com/kopisenja", Ok("https://www.instagram.com/kopisenja")),
    ("C30", "instagram", "HTTPS://WWW.INSTAGRAM.COM/kopisenja", Ok("https://www.instagram.com/kopisenja")),
    ("C30", "instagram", "https://www.facebook.com/kopisenja", Err(FieldError::LinkOf(Site::Facebook))),
];

#[test]
fn each_report_ends_as_a_person_expects() {
    for (case, field, typed, expected) in REPORTS {
        let got = parsed(field, typed);
        assert_eq!(got.as_deref().map_err(|error| *error), *expected, "{case}: {field} {}", typed.escape_unicode());
    }
}

/// DOKU states maximums only: one character is enough everywhere, one more than the longest is refused.
#[test]
fn a_limit_has_a_source() {
    let long = |most: usize| "x".repeat(most + 1);
    for (field, most) in
        [("contact name", 255), ("business name", 255), ("account name", 255), ("street", 255), ("description", 1_023)]
    {
        assert_eq!(parsed(field, "x").as_deref(), Ok("x"), "{field}");
        assert_eq!(parsed(field, &long(most)), Err(FieldError::TooLong { max: most, got: most + 1 }), "{field}");
    }
    let longest = crate::area::PROVINCES.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    assert!(
        limits::POSTAL_CODE + 3 * limits::AREA_PART + longest + 4 * " - ".len() <= 255,
        "an area fits DOKU's field"
    );
}
