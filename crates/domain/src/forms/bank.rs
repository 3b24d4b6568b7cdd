use super::{FieldError, Form, FormErrors, Judge, Task, read};
use crate::bank::{self, Bank};
use serde::{Deserialize, Serialize};

/// `business.banks[0]` as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BankForm {
    /// Clearing code.
    pub bank: String,
    pub account_number: String,
    pub account_name: String,
}

pub struct BankAccount {
    pub bank: &'static Bank,
    pub account_number: String,
    pub account_name: String,
}

impl Form for BankForm {
    const TASK: Task = Task::Bank;
    type Proof = BankAccount;

    fn parse(&self) -> Result<BankAccount, FormErrors> {
        let mut judge = Judge::default();
        let bank = judge.read("bank", bank_of(&self.bank));
        let account_number = judge.read("account_number", account_number(&self.account_number));
        let account_name = judge.read("account_name", read::line(&self.account_name, 3, 255));
        let proof = || Some(BankAccount { bank: bank?, account_number: account_number?, account_name: account_name? });
        let proof = proof();
        judge.verdict(proof)
    }

    fn is_blank(&self) -> bool {
        *self == Self::default()
    }
}

fn bank_of(code: &str) -> Result<&'static Bank, FieldError> {
    match code {
        "" => Err(FieldError::Missing),
        code => bank::by_clearing_code(code).ok_or(FieldError::NotInTheList),
    }
}

/// Usual lengths differ by bank and are hints; six to twenty digits is the rule (CONTRACT §10).
fn account_number(text: &str) -> Result<String, FieldError> {
    match read::digits(text)? {
        number if (6..=20).contains(&number.len()) => Ok(number),
        _ => Err(FieldError::DigitsBetween { min: 6, max: 20 }),
    }
}
