//! What every test types: nobody real. Shared by the test binaries.

/// By task; `@` stands for one's own address.
pub const USUAL: &[(&str, &[(&str, &str)])] = &[
    ("documents", &[("KTP.NO_KTP", "3273205507880004")]),
    (
        "business",
        &[
            ("name", "Warung Ratna Sari"),
            ("description", "Warung makan rumahan dan katering kecil"),
            ("email", "@"),
            ("phone", "081320445566"),
            ("website_readiness", "DONT_HAVE"),
            ("mobile_app_readiness", "DONT_HAVE"),
        ],
    ),
    (
        "brand",
        &[
            ("name", "Warung Ratna Sari"),
            ("description", "Warung makan rumahan dan katering kecil"),
            ("category", "RETAIL"),
            ("transaction_frequency", "UMI"),
            ("transaction_quantity", "UP_TO_100"),
        ],
    ),
    (
        "contact",
        &[("name", "Ratna Sari Dewanti"), ("email", "@"), ("phone", "+62 813 2044 5566"), ("position", "OWNER")],
    ),
    (
        "address",
        &[
            ("street", "Jalan Terusan Jakarta No 118"),
            ("postal_code", "40291"),
            ("village", "Antapani Kidul"),
            ("district", "Antapani"),
            ("city", "Bandung"),
            ("province", "Jawa Barat"),
        ],
    ),
    ("bank", &[("bank", "014"), ("account_number", "4370112233"), ("account_name", "Ratna Sari Dewanti")]),
    ("social", &[("instagram", "@warungratnasari"), ("facebook", "")]),
];

/// `usual` values of a task: `change` lays others over by `task.field`, and `@` stands for one's `own` address.
pub fn laid<'a>(
    task: &str,
    usual: &[(&'a str, &'a str)],
    own: &str,
    change: &[(&str, &str)],
) -> Vec<(&'a str, String)> {
    let other = |name: &str| change.iter().find(|(key, _)| *key == format!("{task}.{name}")).map(|(_, value)| *value);
    usual
        .iter()
        .map(|(name, value)| {
            let value = other(name).unwrap_or(if *value == "@" { own } else { value });
            (*name, value.to_owned())
        })
        .collect()
}

/// A field as its form names it.
pub fn named(task: &str, field: &str) -> String {
    if task == "documents" { format!("form[values][{field}]") } else { format!("form[{field}]") }
}

/// For a form's body.
pub fn escape(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
