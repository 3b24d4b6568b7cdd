//! Banks by clearing code. Source: CONTRACT §10. Only BCA's `bank_id` (4) is public; the others are guesses, to be
//! replaced by DOKU's list before production.

/// What DOKU's `banks[]` wants to know of a bank, and what a person expects of its account numbers.
pub struct Bank {
    /// Three-digit clearing code; DOKU's field `swift_code` holds it.
    pub clearing_code: &'static str,
    /// DOKU's own number.
    pub bank_id: &'static str,
    pub bank_name: &'static str,
    /// Usual number of digits of an account: a hint, never a refusal.
    pub usual_digits: (usize, usize),
}

const fn bank(
    clearing_code: &'static str,
    bank_id: &'static str,
    bank_name: &'static str,
    least: usize,
    most: usize,
) -> Bank {
    Bank { clearing_code, bank_id, bank_name, usual_digits: (least, most) }
}

/// In the order people look for them.
pub const BANKS: &[Bank] = &[
    bank("014", "4", "BANK BCA", 10, 10),
    bank("008", "2", "BANK MANDIRI", 13, 13),
    bank("002", "1", "BANK BRI", 15, 15),
    bank("009", "3", "BANK BNI", 10, 10),
    bank("451", "15", "BANK SYARIAH INDONESIA", 10, 10),
    bank("200", "12", "BANK BTN", 16, 16),
    bank("022", "8", "BANK CIMB NIAGA", 12, 14),
    bank("011", "5", "BANK DANAMON", 10, 10),
    bank("016", "7", "BANK MAYBANK INDONESIA", 10, 10),
    bank("426", "14", "BANK MEGA", 15, 15),
    bank("147", "10", "BANK MUAMALAT", 10, 10),
    bank("028", "9", "BANK OCBC", 12, 12),
    bank("013", "6", "BANK PERMATA", 10, 10),
    bank("153", "11", "BANK SINARMAS", 10, 10),
    bank("213", "13", "BANK SMBC INDONESIA (BTPN)", 11, 11),
];

pub fn by_clearing_code(code: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.clearing_code == code)
}
