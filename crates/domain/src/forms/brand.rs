use super::{
    kind::{Line, OneOf, Optional, Paragraph},
    limits::{DESCRIPTION, NAME},
};
use crate::codes::{BrandCategory, TransactionFrequency, TransactionQuantity};

crate::form! {
    /// `business.brands[0].*` as typed. For PERSONAL, DOKU's table wants name and description as in the business, but
    /// its sample differs: the page offers them, the merchant may change them (CONTRACT §5.2, R1).
    Brand: BrandForm => Brand {
        name: Line(NAME),
        description: Paragraph(DESCRIPTION),
        category: OneOf(BrandCategory),
        transaction_frequency: OneOf(TransactionFrequency),
        /// The value is empty when it was not given, or lies in a band whose code DOKU has not published.
        transaction_quantity: Optional(OneOf(TransactionQuantity)),
    }
}
