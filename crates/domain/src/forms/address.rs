use super::{FieldError, Form, FormErrors, Judge, Task, limits, read};
use crate::{
    area::{Area, PROVINCES},
    text,
};
use serde::{Deserialize, Serialize};

/// `business.addresses[0]` as typed; the five parts of `area` are typed apart.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    pub street: String,
    pub postal_code: String,
    pub village: String,
    pub district: String,
    pub city: String,
    pub province: String,
}

pub struct Address {
    pub street: String,
    pub area: Area,
}

impl Form for AddressForm {
    const TASK: Task = Task::Address;
    type Proof = Address;

    fn parse(&self) -> Result<Address, FormErrors> {
        let mut judge = Judge::default();
        let street = judge.read("street", read::line(&self.street, limits::SHORTEST, limits::STREET));
        let postal_code = judge.read("postal_code", postal_code(&self.postal_code));
        let village = judge.read("village", part(&self.village));
        let district = judge.read("district", part(&self.district));
        let city = judge.read("city", part(&self.city));
        let province = judge.read("province", province(&self.province));
        let proof = || {
            Some(Address {
                street: street?,
                area: Area {
                    postal_code: postal_code?,
                    village: village?,
                    district: district?,
                    city: city?,
                    province: province?,
                },
            })
        };
        let proof = proof();
        judge.verdict(proof)
    }

    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

fn postal_code(typed: &str) -> Result<String, FieldError> {
    match read::digits(typed) {
        Ok(code) if code.len() == limits::POSTAL_CODE => Ok(code),
        Err(FieldError::Missing) => Err(FieldError::Missing),
        _ => Err(FieldError::NotAPostalCode),
    }
}

fn part(typed: &str) -> Result<String, FieldError> {
    let part = read::line(typed, limits::SHORTEST, limits::AREA_PART)?;
    if part.contains(" - ") { Err(FieldError::Separator) } else { Ok(part) }
}

fn province(typed: &str) -> Result<String, FieldError> {
    match text::line(typed) {
        name if name.is_empty() => Err(FieldError::Missing),
        name if PROVINCES.contains(&name.as_str()) => Ok(name),
        _ => Err(FieldError::NotInTheList),
    }
}
