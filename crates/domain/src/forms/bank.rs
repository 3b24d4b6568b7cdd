use super::{FieldError, Form, FormErrors, Judge, Task, limits, read};
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
        let account_name = judge.read("account_name", read::line(&self.account_name, limits::SHORTEST, limits::NAME));
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

fn account_number(typed: &str) -> Result<String, FieldError> {
    let (min, max) = (*limits::ACCOUNT_NUMBER.start(), *limits::ACCOUNT_NUMBER.end());
    match read::digits(typed)? {
        number if limits::ACCOUNT_NUMBER.contains(&number.len()) => Ok(number),
        _ => Err(FieldError::DigitsBetween { min, max }),
    }
}
