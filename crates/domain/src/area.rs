//! `area`: postal code, village, district, city, province, joined by ` - `. Source: CONTRACT §5.3.

use serde::Deserialize;
use std::sync::LazyLock;

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

/// The way DOKU writes an area, which its pages do not say. Source: CONTRACT §5.3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    pub city: CityPrefix,
    pub province: ProvinceName,
}

/// The choice for the kind of city or regency before its name: `Kota Bekasi`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CityPrefix {
    /// Leaves the prefix out, as DOKU's sample does.
    #[default]
    Strip,
    Keep,
}

/// The choice of name for the two provinces whose names people shorten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProvinceName {
    #[default]
    Short,
    Official,
}

/// The prefixes, each before those that it begins with.
const CITY_PREFIXES: [&str; 4] = ["Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota "];
/// The short and the official name of both provinces.
const LONG_PROVINCES: [(&str, &str); 2] =
    [("DKI Jakarta", "Daerah Khusus Ibukota Jakarta"), ("DI Yogyakarta", "Daerah Istimewa Yogyakarta")];

impl Area {
    /// Writes the area as it is sent.
    pub fn spelled(&self, how: Spelling) -> String {
        let city = match how.city {
            CityPrefix::Strip => without_prefix(&self.city),
            CityPrefix::Keep => &self.city,
        };
        let long = LONG_PROVINCES.iter().find(|(short, official)| [short, official].contains(&&self.province.as_str()));
        let province = match (long, how.province) {
            (Some((short, _)), ProvinceName::Short) => short,
            (Some((_, official)), ProvinceName::Official) => official,
            (None, _) => self.province.as_str(),
        };
        Self { city: city.to_owned(), province: province.to_owned(), ..self.clone() }.to_string()
    }
}

/// Removes the prefix of a city, in upper or lower case. A prefix alone is a name and stays.
pub fn without_prefix(city: &str) -> &str {
    let cut = |prefix: &&str| {
        let head = city.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix))?;
        Some(city[head.len()..].trim_start()).filter(|rest| !rest.is_empty())
    };
    CITY_PREFIXES.iter().find_map(cut).unwrap_or(city)
}

/// The names of the thirty-eight provinces. Source: the Ministry of Home Affairs, 2022.
pub static PROVINCES: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("provinces.txt").lines().collect());

#[cfg(test)]
mod tests {
    use super::*;

    fn area(city: &str, province: &str) -> Area {
        let of = str::to_owned;
        Area {
            postal_code: of("17133"),
            village: of("Kali Baru"),
            district: of("Medan Satria"),
            city: of(city),
            province: of(province),
        }
    }

    #[test]
    fn by_default_it_is_spelled_as_in_dokus_sample() {
        let sample = "17133 - Kali Baru - Medan Satria - Bekasi - Jawa Barat";
        for city in
            ["Bekasi", "Kota Bekasi", "KABUPATEN Bekasi", "kota administrasi Bekasi", "Kabupaten Administrasi  Bekasi"]
        {
            assert_eq!(area(city, "Jawa Barat").spelled(Spelling::default()), sample, "{city}");
        }
        for (city, kept) in
            [("Kotabaru", "Kotabaru"), ("Kota", "Kota"), ("Kabupaten Kotabaru", "Kotabaru"), ("Koła", "Koła")]
        {
            assert_eq!(without_prefix(city), kept);
        }
    }

    #[test]
    fn settings_keep_what_kind_of_city_it_is_and_the_official_name() {
        let keep = Spelling { city: CityPrefix::Keep, province: ProvinceName::Official };
        let ends = |city: &str, province: &str, how| {
            area(city, province).spelled(how).split(" - ").skip(3).collect::<Vec<_>>().join("/")
        };
        assert_eq!(ends("Kota Bekasi", "Jawa Barat", keep), "Kota Bekasi/Jawa Barat");
        assert_eq!(
            ends("Kabupaten Bantul", "Daerah Istimewa Yogyakarta", keep),
            "Kabupaten Bantul/Daerah Istimewa Yogyakarta"
        );
        assert_eq!(ends("Kabupaten Bantul", "Daerah Istimewa Yogyakarta", Spelling::default()), "Bantul/DI Yogyakarta");
        assert_eq!(ends("Jakarta Pusat", "DKI Jakarta", keep), "Jakarta Pusat/Daerah Khusus Ibukota Jakarta");
        assert_eq!(
            ends("Kota Administrasi Jakarta Pusat", "DKI Jakarta", Spelling::default()),
            "Jakarta Pusat/DKI Jakarta"
        );
    }
}
