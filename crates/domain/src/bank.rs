//! Banks by clearing code. Source: CONTRACT §10. Only BCA's `bank_id` (4) is public; the others are guesses, to be
//! replaced by DOKU's list before production.

use std::sync::LazyLock;

/// A bank as DOKU's `banks[]` names it, and the usual length of its account numbers.
pub struct Bank {
    /// The three-digit clearing code; DOKU's field `swift_code` holds it.
    pub clearing_code: &'static str,
    /// DOKU's own number of the bank.
    pub bank_id: &'static str,
    pub bank_name: &'static str,
    /// The usual number of digits of an account, where it is known: a hint, never a refusal.
    pub usual_digits: Option<(usize, usize)>,
}

/// The banks in the order in which people look for them: the fifteen with the most customers, then the others by name.
pub static BANKS: LazyLock<Vec<Bank>> = LazyLock::new(|| include_str!("banks.csv").lines().skip(1).map(bank).collect());

fn bank(line: &'static str) -> Bank {
    let mut fields = line.split(',');
    let [clearing_code, bank_id, bank_name, least, most] = std::array::from_fn(|_| fields.next().unwrap_or_default());
    let usual_digits = least.parse().ok().zip(most.parse().ok());
    Bank { clearing_code, bank_id, bank_name, usual_digits }
}

/// Merged banks by clearing code. They are not offered, since an account there has moved, but earlier entries still
/// have a name: BRI and BNI Syariah are BSI now, Commonwealth is OCBC.
const MERGED: [(&str, &str); 3] =
    [("422", "BANK BRI SYARIAH"), ("427", "BANK BNI SYARIAH"), ("950", "BANK COMMONWEALTH")];

/// Finds a bank among those that are offered.
pub fn by_clearing_code(code: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.clearing_code == code)
}

/// Returns the name of any bank that was ever offered.
pub fn name(code: &str) -> Option<&'static str> {
    let gone = || MERGED.iter().find(|(gone, _)| *gone == code).map(|(_, name)| *name);
    by_clearing_code(code).map(|bank| bank.bank_name).or_else(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_bank_is_listed_once() {
        let codes: BTreeSet<_> = BANKS.iter().map(|bank| bank.clearing_code).collect();
        let ids: BTreeSet<_> = BANKS.iter().map(|bank| bank.bank_id).collect();
        let names: BTreeSet<_> = BANKS.iter().map(|bank| bank.bank_name).collect();
        assert_eq!((codes.len(), ids.len(), names.len()), (71, 71, 71));
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit())));
        assert!(!codes.contains("911"), "an e-wallet is no bank");
        assert_eq!(by_clearing_code("014").map(|bank| bank.bank_id), Some("4"), "the only public one");
    }

    #[test]
    fn a_bank_that_is_gone_has_a_name_and_is_not_offered() {
        for (code, bank_name) in
            [("422", "BANK BRI SYARIAH"), ("427", "BANK BNI SYARIAH"), ("950", "BANK COMMONWEALTH")]
        {
            assert_eq!((name(code), by_clearing_code(code).is_none()), (Some(bank_name), true));
        }
        assert_eq!((name("542"), by_clearing_code("542").is_some()), (Some("BANK JAGO"), true));
        assert_eq!((name("911"), by_clearing_code("911").is_none()), (None, true));
    }
}
