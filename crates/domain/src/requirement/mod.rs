//! The checklist, as DOKU states it. Any object with `code` and `extensions` is a file requirement, wherever it is.

mod changes;
mod content;
mod picture;

pub use changes::{Changes, Listed};
pub use content::{Content, FileType};

use crate::codes::FileCategory;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One file that DOKU asks for. Being listed means being required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// The place of the file: the code, made unique within one checklist. It is part of an URL.
    pub slot: String,
    pub code: String,
    /// DOKU's name for the file.
    pub name: String,
    pub subject: Subject,
    pub category: FileCategory,
    /// The extensions as DOKU writes them: `PDF`, `JPG`, `JPEG`, `PNG`.
    pub extensions: Vec<String>,
    /// The largest accepted file, in megabytes (10⁶ bytes). Source: DOKU, Check Requirements API, `max_size`.
    pub max_size_mb: u64,
    pub forms: Vec<FormRequirement>,
}

/// The owner of a file, read off its path in the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, PartialOrd, Ord)]
pub enum Subject {
    Contact,
    Business,
    Brand,
    Bank,
}

/// A value that goes with a file, such as the number on a KTP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRequirement {
    pub code: String,
    pub name: String,
    /// The length in characters. Source: DOKU, Check Requirements API, `min_size` and `max_size` of a form.
    pub min_size: u64,
    pub max_size: u64,
    pub allowed: Characters,
    pub caption: String,
}

/// The characters that a value may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Characters {
    Letters,
    Digits,
    LettersAndDigits,
    Anything,
}

crate::words! {
    /// The reason why a file is refused. The codes are fixed: they travel in an URL.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Refusal {
        Missing = "missing",
        Empty = "empty",
        TooBig = "too_big",
        WrongType = "wrong_type",
        Heic = "heic",
        /// A picture without a size, or without its end.
        Damaged = "damaged",
        /// A PDF that asks for a password.
        Encrypted = "encrypted",
        /// The connection broke before the end.
        Incomplete = "incomplete",
    }
}

impl Requirement {
    /// Returns the largest accepted size in bytes, inclusive.
    pub const fn max_bytes(&self) -> u64 {
        self.max_size_mb.saturating_mul(1_000_000)
    }

    pub fn accepts(&self, kind: FileType, bytes: u64) -> Result<(), Refusal> {
        if bytes == 0 {
            return Err(Refusal::Empty);
        }
        if bytes > self.max_bytes() {
            return Err(Refusal::TooBig);
        }
        let listed = |extension: &&str| self.extensions.iter().any(|ours| ours.eq_ignore_ascii_case(extension));
        match kind {
            FileType::Heic => Err(Refusal::Heic),
            kind if kind.extensions().iter().any(listed) => Ok(()),
            _ => Err(Refusal::WrongType),
        }
    }

    /// Checks the content of a file as `accepts` does, and refuses damaged pictures.
    pub fn takes(&self, content: &Content, bytes: u64) -> Result<FileType, Refusal> {
        self.accepts(content.kind(), bytes)?;
        if content.is_damaged() { Err(Refusal::Damaged) } else { Ok(content.kind()) }
    }

    /// Returns the value of the `accept` attribute: `.pdf,.jpg,.jpeg,.png`.
    pub fn accept(&self) -> String {
        self.extensions
            .iter()
            .map(|extension| format!(".{}", extension.to_ascii_lowercase()))
            .collect::<Vec<_>>()
            .join(",")
    }

    /// Lists the kinds of files for people; JPG and JPEG are one.
    pub fn kinds(&self) -> Vec<&'static str> {
        let known = |name: &str| self.extensions.iter().any(|ours| ours.eq_ignore_ascii_case(name));
        let all = [("JPG", known("JPG") || known("JPEG")), ("PNG", known("PNG")), ("PDF", known("PDF"))];
        all.into_iter().filter_map(|(name, is_known)| is_known.then_some(name)).collect()
    }
}

/// The slot of a bank book's photo, which DOKU asks for in a note, not in its list. Source: CONTRACT §4.
pub const BANK_BOOK: &str = "BANK_ACCOUNT";

pub fn bank_book() -> Requirement {
    let category = FileCategory::BankAccount;
    Requirement {
        slot: BANK_BOOK.to_owned(),
        code: BANK_BOOK.to_owned(),
        name: BANK_BOOK.to_owned(),
        subject: Subject::Bank,
        extensions: usual_extensions(&category),
        category,
        max_size_mb: USUAL_MEGABYTES,
        forms: Vec::new(),
    }
}

/// Lists every file requirement of a Check Requirements answer: the person's first, the others as they come.
pub fn walk(answer: &Value) -> Vec<Requirement> {
    let mut found = Vec::new();
    visit(answer, Subject::Business, 0, &mut found);
    found.sort_by_key(|requirement| requirement.subject);
    let mut seen: Vec<String> = Vec::new();
    for requirement in &mut found {
        let again = seen.iter().filter(|code| **code == requirement.code).count();
        seen.push(requirement.code.clone());
        if again > 0 {
            requirement.slot = format!("{}-{}", requirement.code, again + 1);
        }
    }
    found
}

fn visit(value: &Value, subject: Subject, depth: usize, found: &mut Vec<Requirement>) {
    if depth > 32 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, subject, depth + 1, found)),
        Value::Object(fields) => {
            if let Some(requirement) = file_requirement(value, subject) {
                found.push(requirement);
                return;
            }
            for (name, inner) in fields {
                visit(inner, subject_of(name).unwrap_or(subject), depth + 1, found);
            }
        }
        _ => {}
    }
}

fn subject_of(name: &str) -> Option<Subject> {
    match name.trim_end_matches('s') {
        "business" | "busines" => Some(Subject::Business),
        "brand" => Some(Subject::Brand),
        "contact" => Some(Subject::Contact),
        "bank" | "bank_account" => Some(Subject::Bank),
        _ => None,
    }
}

fn file_requirement(value: &Value, subject: Subject) -> Option<Requirement> {
    let code = value.get("code")?.as_str()?;
    let extensions = value.get("extensions")?.as_array()?;
    if code.is_empty() || code.len() > 64 || !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    let category = category_of(code);
    let listed: Vec<String> = extensions.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let is_known = |listed: &String| PAPERS.iter().any(|known| known.eq_ignore_ascii_case(listed));
    let forms = value.get("form").or_else(|| value.get("forms"));
    Some(Requirement {
        slot: code.to_owned(),
        code: code.to_owned(),
        name: text(value, "name").unwrap_or_else(|| code.to_owned()),
        subject,
        // A list without any extension that we take would ask for what nobody can give.
        extensions: if listed.iter().any(is_known) { listed } else { usual_extensions(&category) },
        category,
        max_size_mb: number(value, "max_size").filter(|size| *size > 0).unwrap_or(USUAL_MEGABYTES),
        forms: forms.and_then(Value::as_array).into_iter().flatten().filter_map(form_requirement).collect(),
    })
}

const PAPERS: &[&str] = &["PDF", "JPG", "JPEG", "PNG"];
const PICTURES: &[&str] = &["JPG", "JPEG", "PNG"];
const USUAL_MEGABYTES: u64 = 15;

/// Returns the extensions for a list that names none. Source: CONTRACT §4.
fn usual_extensions(category: &FileCategory) -> Vec<String> {
    let usual = match category {
        FileCategory::OwnerLiveness | FileCategory::PhotoProof | FileCategory::Logo => PICTURES,
        FileCategory::Document | FileCategory::ServiceAgreement => PAPERS,
        FileCategory::BankAccount | FileCategory::Other(_) => PAPERS,
    };
    usual.iter().map(|extension| (*extension).to_owned()).collect()
}

/// Returns the category that an upload needs beside the code. Source: DOKU, Upload File API.
fn category_of(code: &str) -> FileCategory {
    match FileCategory::from(code) {
        FileCategory::Other(_) => FileCategory::Document,
        own => own,
    }
}

fn form_requirement(value: &Value) -> Option<FormRequirement> {
    let code = value.get("code")?.as_str()?.to_owned();
    let flag = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or(false);
    let allowed = match (flag("alpha"), flag("numeric"), flag("alpha_numeric")) {
        (_, _, true) | (true, true, false) => Characters::LettersAndDigits,
        (true, false, false) => Characters::Letters,
        (false, true, false) => Characters::Digits,
        (false, false, false) => Characters::Anything,
    };
    let max_size = number(value, "max_size").filter(|size| *size > 0).unwrap_or(255);
    Some(FormRequirement {
        name: text(value, "name").unwrap_or_else(|| code.clone()),
        min_size: number(value, "min_size").unwrap_or(1).min(max_size),
        max_size,
        allowed,
        caption: text(value, "caption").unwrap_or_default(),
        code,
    })
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

fn number(value: &Value, name: &str) -> Option<u64> {
    let value = value.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests;
