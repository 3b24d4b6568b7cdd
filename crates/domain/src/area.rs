//! `area`: postal code, village, district, city, province, joined by ` - `. Source: CONTRACT §5.3.

/// The five parts as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub postal_code: String,
    pub village: String,
    pub district: String,
    pub city: String,
    pub province: String,
}

impl std::fmt::Display for Area {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} - {} - {} - {} - {}", self.postal_code, self.village, self.district, self.city, self.province)
    }
}

/// Provinces by name. Source: the Ministry of Home Affairs, 2022, thirty-eight of them.
pub const PROVINCES: &[&str] = &[
    "Aceh",
    "Bali",
    "Banten",
    "Bengkulu",
    "Daerah Istimewa Yogyakarta",
    "DKI Jakarta",
    "Gorontalo",
    "Jambi",
    "Jawa Barat",
    "Jawa Tengah",
    "Jawa Timur",
    "Kalimantan Barat",
    "Kalimantan Selatan",
    "Kalimantan Tengah",
    "Kalimantan Timur",
    "Kalimantan Utara",
    "Kepulauan Bangka Belitung",
    "Kepulauan Riau",
    "Lampung",
    "Maluku",
    "Maluku Utara",
    "Nusa Tenggara Barat",
    "Nusa Tenggara Timur",
    "Papua",
    "Papua Barat",
    "Papua Barat Daya",
    "Papua Pegunungan",
    "Papua Selatan",
    "Papua Tengah",
    "Riau",
    "Sulawesi Barat",
    "Sulawesi Selatan",
    "Sulawesi Tengah",
    "Sulawesi Tenggara",
    "Sulawesi Utara",
    "Sumatera Barat",
    "Sumatera Selatan",
    "Sumatera Utara",
];
