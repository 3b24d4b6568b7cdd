use super::{
    errors::FieldError,
    kind::{Control, Digits, Kind, Line, Pairs, text},
    limits::{ACCOUNT_NUMBER, NAME},
};
use crate::bank::{self, BANKS, Bank};
use serde_json::{Map, Value};

crate::form! {
    /// `business.banks[0]` as typed.
    Bank: BankForm => BankAccount {
        /// The bank's clearing code.
        bank: ClearingCode,
        account_number: Digits({ *ACCOUNT_NUMBER.start() }, { *ACCOUNT_NUMBER.end() }) { masked: true },
        account_name: Line(NAME),
    }
}

/// The clearing code of one of the banks that are offered.
pub struct ClearingCode;

impl Kind for ClearingCode {
    type Value = &'static Bank;
    const CONTROL: Control = Control::Select;
    const MAX: usize = 3;
    const WIRE: &'static [&'static str] = &["bank_id", "bank_name", "swift_code"];

    fn read(typed: &str) -> Result<&'static Bank, FieldError> {
        match typed {
            "" => Err(FieldError::Missing),
            code => bank::by_clearing_code(code).ok_or(FieldError::NotInTheList),
        }
    }

    fn show(value: &&'static Bank) -> String {
        value.bank_name.to_owned()
    }

    fn send(value: &&'static Bank, name: &'static str, body: &mut Pairs) {
        body.push((name, value.bank_id.to_owned()));
        body.push(("bank_name", value.bank_name.to_owned()));
        body.push(("swift_code", value.clearing_code.to_owned()));
    }

    fn of_body(body: &Map<String, Value>, _name: &str) -> String {
        text(body, "bank_name").to_owned()
    }

    fn options() -> Vec<&'static str> {
        BANKS.iter().map(|bank| bank.clearing_code).collect()
    }
}
