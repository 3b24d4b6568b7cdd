use super::{Email, FieldError, FormErrors, Judge, limits, read};
use crate::{
    codes::{BusinessType, LegalEntity},
    text,
};
use serde::Deserialize;

/// Sign-up as typed. It has no draft: after a refusal the page shows the same words again, but never the password.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SignUpForm {
    pub email: String,
    pub password: String,
}

pub struct SignUp {
    pub email: Email,
    pub password: String,
}

/// Passwords that everybody tries first. The list is short because length does the work.
const TOO_EASY: &[&str] =
    &["password", "kata sandi", "katasandi", "1234567890", "qwertyuiop", "indonesia", "bismillah"];

impl SignUpForm {
    pub fn parse(&self) -> Result<SignUp, FormErrors> {
        let mut judge = Judge::default();
        let email = judge.read("email", read::email(&self.email));
        let password = judge.read("password", password(&self.password, &self.email));
        judge.finish(|| Some(SignUp { email: email?, password: password? }))
    }
}

/// Accepts a password of the right length that is not the e-mail address, not common and not one character repeated.
fn password(typed: &str, email: &str) -> Result<String, FieldError> {
    let got = typed.chars().count();
    if typed.is_empty() {
        return Err(FieldError::Missing);
    }
    if got < limits::SHORTEST_PASSWORD {
        return Err(FieldError::TooShort { min: limits::SHORTEST_PASSWORD });
    }
    if got > limits::PASSWORD {
        return Err(FieldError::TooLong { max: limits::PASSWORD, got });
    }
    let folded = typed.to_lowercase();
    let first = folded.chars().next();
    let monotone = folded.chars().all(|c| Some(c) == first);
    let usual = TOO_EASY
        .iter()
        .any(|easy| folded.trim_end_matches(|c: char| c.is_ascii_digit() || c == '!') == *easy || folded == *easy);
    if monotone || usual || folded == text::email(email) { Err(FieldError::TooEasy) } else { Ok(typed.to_owned()) }
}

/// The fields that Check Requirements asks for, as typed. They have no draft either.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewBusinessForm {
    pub business_type: String,
    pub legal_entity: String,
    pub business_line: String,
    pub nationality: String,
}

pub struct NewBusiness {
    pub business_type: BusinessType,
    pub legal_entity: LegalEntity,
    pub business_line: String,
    /// The code is that of ISO 3166-1 alpha-2; `ID` is the only value that DOKU lists.
    pub nationality: String,
}

impl NewBusinessForm {
    /// Checks that PERSONAL goes with PERSEORANGAN and RETAIL; CORPORATE is not open yet and says so.
    pub fn parse(&self) -> Result<NewBusiness, FormErrors> {
        let mut judge = Judge::default();
        let business_type = judge.read(
            "business_type",
            read::choice(&self.business_type, BusinessType::KNOWN).and_then(|kind| match kind {
                BusinessType::Personal => Ok(kind),
                BusinessType::Corporate | BusinessType::Other(_) => Err(FieldError::Unavailable),
            }),
        );
        let legal_entity = judge.read("legal_entity", read::choice(&self.legal_entity, &[LegalEntity::Perseorangan]));
        let business_line = judge.read("business_line", read::choice(&self.business_line, &["RETAIL".to_owned()]));
        let nationality = judge.read("nationality", read::choice(&self.nationality, &["ID".to_owned()]));
        judge.finish(|| {
            Some(NewBusiness {
                business_type: business_type?,
                legal_entity: legal_entity?,
                business_line: business_line?,
                nationality: nationality?,
            })
        })
    }
}
