use crate::Millis;
use std::{fmt, str::FromStr};

/// The place where a page of a list continues: behind the row of this moment and, among rows of one moment, of this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor<Id> {
    pub at: Millis,
    pub id: Id,
}

impl<Id: FromStr> Cursor<Id> {
    /// Reads a cursor from an address.
    pub fn read(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self { at: Millis(at.parse().ok()?), id: id.parse().ok()? })
    }
}

impl<Id: fmt::Display> fmt::Display for Cursor<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at.0, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::BusinessId;
    use uuid::Uuid;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let cursor = Cursor { at: Millis(1_795_000_000_123), id: BusinessId::new(Uuid::from_u128(7)) };
        assert_eq!(cursor.to_string(), "1795000000123.00000000-0000-0000-0000-000000000007");
        assert_eq!(Cursor::read(&cursor.to_string()), Some(cursor));
        for odd in
            ["", ".", "1", "1.x", "x.00000000-0000-0000-0000-000000000007", "1 .00000000-0000-0000-0000-000000000007"]
        {
            assert_eq!(Cursor::<BusinessId>::read(odd), None, "{odd}");
        }
    }
}
