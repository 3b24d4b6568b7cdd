use super::{
    errors::FieldError,
    form::Proof,
    kind::{Control, Kind, Line, Pairs},
    limits::{self, STREET},
    read,
};
use crate::{
    area::{Area, PROVINCES},
    text,
};

crate::form! {
    /// `business.addresses[0]` as typed; the five parts of `area` are typed apart.
    Address: AddressForm => Lines as Address {
        street: Line(STREET) { wire: &["name"], autocomplete: "street-address" },
        postal_code: PostalCode { wire: &["area"], autocomplete: "postal-code" },
        village: Piece { autocomplete: "address-level4" },
        district: Piece { autocomplete: "address-level3" },
        city: Piece { autocomplete: "address-level2" },
        province: Province { autocomplete: "address-level1" },
    }
}

pub struct Address {
    pub street: String,
    pub area: Area,
}

impl From<Lines> for Address {
    fn from(lines: Lines) -> Self {
        let Lines { street, postal_code, village, district, city, province } = lines;
        Self { street, area: Area { postal_code, village, district, city, province } }
    }
}

impl Proof for Address {
    fn shown(&self) -> Pairs {
        vec![("street", self.street.clone()), ("area", self.area.to_string())]
    }

    /// Leaves out the area, whose spelling is a setting: see `Area::spelled`.
    fn sent(&self) -> Pairs {
        vec![("name", self.street.clone())]
    }
}

pub struct PostalCode;

impl Kind for PostalCode {
    type Value = String;
    const CONTROL: Control = Control::Digits;
    const MIN: usize = limits::POSTAL_CODE;
    const MAX: usize = limits::POSTAL_CODE;

    fn read(typed: &str) -> Result<String, FieldError> {
        match read::digits(typed) {
            Ok(code) if code.len() == limits::POSTAL_CODE => Ok(code),
            Err(FieldError::Missing) => Err(FieldError::Missing),
            _ => Err(FieldError::NotAPostalCode),
        }
    }

    fn show(value: &String) -> String {
        value.clone()
    }
}

/// A village, a district or a city: one part of an area.
pub struct Piece;

impl Kind for Piece {
    type Value = String;
    const CONTROL: Control = Control::Line;
    const MIN: usize = limits::SHORTEST;
    const MAX: usize = limits::AREA_PART;

    fn read(typed: &str) -> Result<String, FieldError> {
        let piece = read::line(typed, Self::MIN, Self::MAX)?;
        if piece.contains(" - ") { Err(FieldError::Separator) } else { Ok(piece) }
    }

    fn show(value: &String) -> String {
        value.clone()
    }
}

pub struct Province;

impl Kind for Province {
    type Value = String;
    const CONTROL: Control = Control::Select;
    const MAX: usize = 255;

    fn read(typed: &str) -> Result<String, FieldError> {
        match text::line(typed) {
            name if name.is_empty() => Err(FieldError::Missing),
            name if PROVINCES.contains(&name.as_str()) => Ok(name),
            _ => Err(FieldError::NotInTheList),
        }
    }

    fn show(value: &String) -> String {
        value.clone()
    }

    fn options() -> Vec<&'static str> {
        PROVINCES.to_vec()
    }
}
