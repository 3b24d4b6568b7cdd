//! Sets of characters as Unicode names them.

use icu_properties::{CodePointSetData, props::BinaryProperty};

pub(super) fn set<P: BinaryProperty>(c: char) -> bool {
    CodePointSetData::new::<P>().contains(c)
}
