//! Usual answers and files: nobody real.

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

/// Something whose first bytes say JPEG.
pub fn jpeg(bytes: usize) -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00".to_vec();
    file.resize(bytes.max(file.len()), 7);
    file
}

pub fn png() -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".as_slice(), &[1; 300]].concat()
}

pub fn pdf(encrypted: bool) -> Vec<u8> {
    let trailer = if encrypted { "trailer << /Root 1 0 R /Encrypt 9 0 R >>" } else { "trailer << /Root 1 0 R >>" };
    format!("%PDF-1.7\n1 0 obj << >> endobj\n{trailer}\n%%EOF").into_bytes()
}
