//! The query of the list. Unknown parameters are refused by name, since an ignored filter would show too much.

use super::problem::{ApiProblem, Parameter};
use axum::extract::{FromRequestParts, Query};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{Cursor, Millis, Reference, ids::BusinessId, kyb::State as Standing, text};
use http::request::Parts;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const PAGE: usize = 50;
const LARGEST_PAGE: usize = 200;
/// The most by which a change may appear late, behind rows already read: its time is taken before its transaction ends.
const OVERLAP: i64 = 30 * Millis::SECOND;
/// The bytes of a cursor: a time, an id, and a hash of the filters. They fill exactly 40 characters.
const AT: usize = 8;
const ID: usize = 16;
const ASKED: usize = 6;

/// The names and values of a query, as they came.
pub struct Asked(pub Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiProblem> {
        let asked = Query::from_request_parts(parts, state).await;
        asked.map(|Query(pairs)| Self(pairs)).map_err(|_| ApiProblem::bad(Parameter::Query, "The query does not read."))
    }
}

#[derive(Debug)]
pub struct Question {
    pub states: BTreeSet<Standing>,
    pub reference: Option<Reference>,
    /// The address, folded as accounts store it.
    pub email: Option<String>,
    /// The time, and the business of that time, after which the list begins.
    pub after: Cursor<BusinessId>,
    pub limit: usize,
}

/// Refuses any parameter, for an address that takes none.
pub fn nothing_asked(pairs: &[(String, String)]) -> Result<(), ApiProblem> {
    pairs.first().map_or(Ok(()), |(name, _)| Err(ApiProblem::unknown(name)))
}

/// The values by their names, each of which may come only once, except for states.
type Given<'a> = BTreeMap<Parameter, &'a str>;

fn given(pairs: &[(String, String)]) -> Result<(Vec<&str>, Given<'_>), ApiProblem> {
    let (mut states, mut given) = (Vec::new(), Given::new());
    for (name, value) in pairs {
        match name.parse().map_err(|_| ApiProblem::unknown(name))? {
            Parameter::Body | Parameter::Query => return Err(ApiProblem::unknown(name)),
            Parameter::State => states.extend(value.split(',')),
            parameter if given.insert(parameter, value).is_some() => {
                return Err(ApiProblem::bad(parameter, format!("{name} may come only once.")));
            }
            _ => {}
        }
    }
    Ok((states, given))
}

impl Question {
    pub fn read(pairs: &[(String, String)]) -> Result<Self, ApiProblem> {
        let (states, given) = given(pairs)?;
        let given = |parameter| given.get(&parameter).copied();
        let mut question = Self {
            states: states.into_iter().map(standing).collect::<Result<_, _>>()?,
            reference: given(Parameter::Reference).map(reference).transpose()?,
            email: given(Parameter::Email).map(email).transpose()?,
            after: Cursor { at: Millis(0), id: before_all() },
            limit: given(Parameter::Limit).map_or(Ok(PAGE), limit)?,
        };
        if let Some(text) = given(Parameter::UpdatedSince) {
            question.after.at = since(text)?;
        }
        if let Some(text) = given(Parameter::Cursor) {
            let (after, asked) = read_cursor(text)?;
            if asked != question.asked() {
                return Err(ApiProblem::Conflict(
                    Parameter::Cursor,
                    "This cursor belongs to a list with other filters. Send the state, reference and email of the page that gave it, or begin without a cursor.",
                ));
            }
            question.after = question.after.max(after);
        }
        Ok(question)
    }

    /// Returns the cursor for what follows this row in the same list.
    pub fn cursor(&self, Cursor { at, id }: Cursor<BusinessId>) -> String {
        let mut bytes = Vec::with_capacity(AT + ID + ASKED);
        bytes.extend(at.0.to_be_bytes());
        bytes.extend(id.uuid().as_bytes());
        bytes.extend(self.asked());
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Returns a hash by which the filters of two queries are told apart.
    fn asked(&self) -> [u8; ASKED] {
        let states: Vec<&str> = self.states.iter().map(|state| state.as_str()).collect();
        let reference = self.reference.as_ref().map(Reference::as_str);
        let hash = Sha256::digest(format!("{states:?} {reference:?} {:?}", self.email));
        std::array::from_fn(|n| hash[n])
    }
}

fn before_all() -> BusinessId {
    BusinessId::new(Uuid::nil())
}

fn standing(word: &str) -> Result<Standing, ApiProblem> {
    Standing::read(word).ok_or_else(|| {
        let words: Vec<&str> = Standing::ALL.iter().map(|state| state.as_str()).collect();
        ApiProblem::bad(Parameter::State, format!("state is one or several of {}.", words.join(", ")))
    })
}

pub fn reference(text: &str) -> Result<Reference, ApiProblem> {
    Reference::read(text).ok_or_else(|| {
        ApiProblem::bad(
            Parameter::Reference,
            "reference is 1 to 64 printable characters of ASCII, without a blank at either end.",
        )
    })
}

/// Folds an address as accounts store it, and refuses text that is no address.
fn email(typed: &str) -> Result<String, ApiProblem> {
    let parts = typed.split_once('@');
    let is_part = |part: &str, most| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@')
    };
    if parts.is_some_and(|(name, host)| is_part(name, 64) && is_part(host, 190)) {
        return Ok(text::email(typed));
    }
    Err(ApiProblem::bad(
        Parameter::Email,
        "email is one address in ASCII. In an address of the web its + is written %2B.",
    ))
}

/// Reads a time and goes back by `OVERLAP`, since a change becomes visible a little after its time.
fn since(text: &str) -> Result<Millis, ApiProblem> {
    let is_joined = text.as_bytes().get(10).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'T'));
    let at = Millis::from_iso(text).filter(|_| is_joined).ok_or_else(|| {
        ApiProblem::bad(
            Parameter::UpdatedSince,
            "updated_since is an RFC 3339 time. In an address of the web its + is written %2B.",
        )
    })?;
    Ok(at.plus(-OVERLAP))
}

fn limit(text: &str) -> Result<usize, ApiProblem> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let limit = text.parse().ok().filter(|limit| is_plain && (1..=LARGEST_PAGE).contains(limit));
    limit.ok_or_else(|| ApiProblem::bad(Parameter::Limit, format!("limit is a number from 1 to {LARGEST_PAGE}.")))
}

/// Reads any text that has the form of a cursor.
fn read_cursor(text: &str) -> Result<(Cursor<BusinessId>, [u8; ASKED]), ApiProblem> {
    let read = || {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        let (at, rest) = bytes.split_first_chunk::<AT>()?;
        let (id, asked) = rest.split_first_chunk::<ID>()?;
        let after = Cursor { at: Millis(i64::from_be_bytes(*at)), id: BusinessId::new(Uuid::from_bytes(*id)) };
        Some((after, asked.try_into().ok()?))
    };
    read().ok_or_else(|| {
        ApiProblem::bad(Parameter::Cursor, "cursor is not one of ours: take next_cursor of the page before.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Question, ApiProblem> {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Question::read(&pairs)
    }

    #[test]
    fn a_cursor_goes_on_with_the_same_filters_in_whatever_order() {
        let first = read(&[("state", "active,draft"), ("email", "Ratna@Warung.example")]).unwrap();
        let place = Cursor { at: Millis(1_795_000_000_123), id: BusinessId::new(Uuid::from_u128(7)) };
        let cursor = first.cursor(place);
        assert_eq!(cursor.len(), 40);
        let same = [("state", "draft"), ("email", "ratna@warung.example"), ("state", "active"), ("cursor", &cursor)];
        assert_eq!(read(&same).unwrap().after, place);
        for other in [
            vec![("cursor", cursor.as_str())],
            vec![("state", "active"), ("email", "ratna@warung.example"), ("cursor", &cursor)],
            vec![("state", "active,draft"), ("email", "rini@warung.example"), ("cursor", &cursor)],
            vec![("state", "active,draft"), ("reference", "x"), ("cursor", &cursor)],
        ] {
            assert!(matches!(read(&other), Err(ApiProblem::Conflict(Parameter::Cursor, _))), "{other:?}");
        }
    }

    #[test]
    fn a_later_time_moves_a_cursor_on_and_an_earlier_one_does_not_move_it_back() {
        let at = |text| Millis::from_iso(text).unwrap();
        let place = Cursor { at: at("2026-11-23T03:00:00Z"), id: BusinessId::new(Uuid::from_u128(7)) };
        let cursor = read(&[]).unwrap().cursor(place);
        let with = |since| read(&[("cursor", &cursor), ("updated_since", since)]).unwrap().after;
        assert_eq!(with("2026-11-22T00:00:00Z"), place);
        assert_eq!(with("2026-11-24T00:00:30Z"), Cursor { at: at("2026-11-24T00:00:00Z"), id: before_all() });
    }

    #[test]
    fn what_does_not_read_is_named() {
        let zeros = "0".repeat(201);
        for (name, value) in [
            ("state", ""),
            ("state", "happy"),
            ("state", "active,"),
            ("state", "ACTIVE"),
            ("reference", ""),
            ("reference", " x"),
            ("reference", "a\u{0}b"),
            ("email", ""),
            ("email", "ratna"),
            ("email", "a@b@c"),
            ("email", "a b@c.example"),
            ("email", "a\u{0}@b.example"),
            ("email", "ratna@kaf\u{e9}.example"),
            ("updated_since", "yesterday"),
            ("updated_since", "2026-11-23 03:00:00Z"),
            ("updated_since", "2026-11-23T03:00:00 07:00"),
            ("limit", ""),
            ("limit", "0"),
            ("limit", "201"),
            ("limit", "+5"),
            ("limit", "05"),
            ("limit", "1.0"),
            ("cursor", ""),
            ("cursor", "x"),
            ("cursor", &"_".repeat(39)),
            ("cursor", &"A".repeat(44)),
            ("cursor", &"=".repeat(40)),
            ("limit", &zeros),
        ] {
            assert!(
                matches!(read(&[(name, value)]), Err(ApiProblem::BadRequest(told, _)) if told.into_str() == name),
                "{name}={value}"
            );
        }
        assert!(matches!(read(&[("limit", "1"), ("limit", "1")]), Err(ApiProblem::BadRequest(Parameter::Limit, _))));
        for unknown in ["stat", "State", "", "updated_sinc", "page"] {
            assert!(matches!(read(&[(unknown, "x")]), Err(ApiProblem::Unknown(told)) if told == unknown));
        }
        // These have the form of a cursor, but belong to no list of ours.
        for odd in ["_".repeat(40), "A".repeat(40), "-aZ9".repeat(10)] {
            assert!(matches!(read(&[("cursor", &odd)]), Err(ApiProblem::Conflict(Parameter::Cursor, _))));
        }
    }
}
