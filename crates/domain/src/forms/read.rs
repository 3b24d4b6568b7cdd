//! Readers of single values, shared by the forms.

use super::{FieldError, fold_email};

/// An address that mail could be sent to, folded to lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

/// An Indonesian number: digits after +62, without the leading 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(String);

impl std::str::FromStr for Email {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        email(text)
    }
}

impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl Phone {
    /// DOKU's `phone_number`; its `phone_calling_code` is always `62`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, and marks that turn the reading direction and so can hide what is written.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One line of text between `min` and `max` characters, with outer blanks cut and inner ones made one.
pub fn line(text: &str, min: usize, max: usize) -> Result<String, FieldError> {
    let clean = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if clean.is_empty() {
        return Err(FieldError::Missing);
    }
    if text.trim().chars().any(is_hidden) {
        return Err(FieldError::HiddenCharacters);
    }
    length(&clean, min, max)?;
    Ok(clean)
}

/// Several lines of text; line breaks stay.
pub fn paragraph(text: &str, min: usize, max: usize) -> Result<String, FieldError> {
    let clean = text.replace("\r\n", "\n").trim().to_owned();
    if clean.is_empty() {
        return Err(FieldError::Missing);
    }
    if clean.chars().any(|c| c != '\n' && is_hidden(c)) {
        return Err(FieldError::HiddenCharacters);
    }
    length(&clean, min, max)?;
    Ok(clean)
}

fn length(clean: &str, min: usize, max: usize) -> Result<(), FieldError> {
    match clean.chars().count() {
        got if got > max => Err(FieldError::TooLong { max, got }),
        got if got < min => Err(FieldError::TooShort { min }),
        _ => Ok(()),
    }
}

/// Digits alone; blanks, dots and hyphens between them are forgiven.
pub fn digits(text: &str) -> Result<String, FieldError> {
    let clean: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    if clean.is_empty() {
        return Err(FieldError::Missing);
    }
    if clean.bytes().all(|b| b.is_ascii_digit()) { Ok(clean) } else { Err(FieldError::NotDigits) }
}

pub fn email(text: &str) -> Result<Email, FieldError> {
    let clean = fold_email(text);
    if clean.is_empty() {
        return Err(FieldError::Missing);
    }
    length(&clean, 1, 254)?;
    let printable =
        clean.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'(' | b')' | b',' | b';'));
    let named = |(name, host): (&str, &str)| {
        let labels = host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
        // A mail server takes a name without dots at its ends and without two in a row. Source: RFC 5321, dot-string.
        let dotted = name.split('.').all(|part| !part.is_empty());
        dotted && name.len() <= 64 && !name.contains('@') && host.contains('.') && labels
    };
    if printable && clean.rsplit_once('@').is_some_and(named) { Ok(Email(clean)) } else { Err(FieldError::NotAnEmail) }
}

/// `0812…`, `+62 812…`, `62812…` and `812…` are the same number. Source: CONTRACT §10, at most 13 digits after 62.
pub fn phone(text: &str) -> Result<Phone, FieldError> {
    if text.trim().is_empty() {
        return Err(FieldError::Missing);
    }
    let forgiven = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')' | '+');
    if text.trim().chars().any(|c| !c.is_ascii_digit() && !forgiven(c)) {
        return Err(FieldError::NotAPhone);
    }
    let all: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest = all.strip_prefix("62").unwrap_or(&all);
    let rest = rest.strip_prefix('0').unwrap_or(rest);
    if (5..=13).contains(&rest.len()) && !rest.starts_with('0') {
        Ok(Phone(rest.to_owned()))
    } else {
        Err(FieldError::NotAPhone)
    }
}

/// One of the codes that the page offers.
pub fn choice<T: From<String> + PartialEq + Clone>(text: &str, offered: &[T]) -> Result<T, FieldError> {
    if text.is_empty() {
        return Err(FieldError::NotChosen);
    }
    let code = T::from(text.to_owned());
    if offered.contains(&code) { Ok(code) } else { Err(FieldError::NotInTheList) }
}

/// Where an account is, what its name may be there, and what is said of any other.
pub struct Network {
    host: &'static str,
    most: usize,
    /// Beside letters and digits.
    marks: &'static [u8],
    wrong: FieldError,
}

pub const INSTAGRAM: Network =
    Network { host: "instagram.com", most: 30, marks: b"._", wrong: FieldError::NotAnInstagramAccount };
pub const FACEBOOK: Network =
    Network { host: "facebook.com", most: 50, marks: b".-", wrong: FieldError::NotAFacebookPage };

impl Network {
    fn is_name(&self, name: &str) -> bool {
        let plain = |b: u8| b.is_ascii_alphanumeric() || self.marks.contains(&b);
        let dotted = name.starts_with('.') || name.ends_with('.') || name.contains("..");
        (1..=self.most).contains(&name.len()) && name.bytes().all(plain) && !dotted
    }
}

/// An https address; a name, with its @ or without, becomes one at the network. Other hosts are DOKU's to judge.
pub fn link(text: &str, network: &Network) -> Result<String, FieldError> {
    let (typed, wrong) = (text.trim(), network.wrong);
    if typed.chars().any(|c| is_hidden(c) || c.is_whitespace()) {
        return Err(wrong);
    }
    let address = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    let full = match typed.strip_prefix('@') {
        None if address.is_some() || typed.contains('/') => format!("https://{}", address.unwrap_or(typed)),
        name => {
            let name = name.unwrap_or(typed);
            // The network's own address without an account is no name.
            if !network.is_name(name) || name.ends_with(network.host) {
                return Err(wrong);
            }
            format!("https://www.{}/{name}", network.host)
        }
    };
    let shaped = full["https://".len()..].split_once('/').is_some_and(|(site, path)| {
        site.contains('.')
            && !path.is_empty()
            && site.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    });
    length(&full, 1, 255)?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/?#@!$&*+,;=%".contains(&b);
    if shaped && full["https://".len()..].bytes().all(plain) { Ok(full) } else { Err(wrong) }
}
