use super::{Form, FormErrors, Judge, Task, limits, read};
use crate::codes::{BrandCategory, TransactionFrequency, TransactionQuantity};
use serde::{Deserialize, Serialize};

/// `business.brands[0].*` as typed. For PERSONAL DOKU's table wants name and description equal to the business's, while
/// its sample differs: the page offers them, the merchant may change them (CONTRACT §5.2, R1).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrandForm {
    pub name: String,
    pub description: String,
    pub category: String,
    pub transaction_frequency: String,
    pub transaction_quantity: String,
}

pub struct Brand {
    pub name: String,
    pub description: String,
    pub category: BrandCategory,
    pub transaction_frequency: TransactionFrequency,
    /// `None`: not told, or of a band whose code DOKU has not published.
    pub transaction_quantity: Option<TransactionQuantity>,
}

impl Form for BrandForm {
    const TASK: Task = Task::Brand;
    type Proof = Brand;

    fn parse(&self) -> Result<Brand, FormErrors> {
        let mut judge = Judge::default();
        let name = judge.read("name", read::line(&self.name, limits::SHORTEST, limits::NAME));
        let description =
            judge.read("description", read::paragraph(&self.description, limits::SHORTEST, limits::DESCRIPTION));
        let category = judge.read("category", read::choice(&self.category, BrandCategory::KNOWN));
        let frequency =
            judge.read("transaction_frequency", read::choice(&self.transaction_frequency, TransactionFrequency::KNOWN));
        let quantity = match self.transaction_quantity.as_str() {
            "" => Some(None),
            code => judge.read("transaction_quantity", read::choice(code, TransactionQuantity::KNOWN)).map(Some),
        };
        let proof = || {
            Some(Brand {
                name: name?,
                description: description?,
                category: category?,
                transaction_frequency: frequency?,
                transaction_quantity: quantity?,
            })
        };
        let proof = proof();
        judge.verdict(proof)
    }

    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}
