//! Banks by clearing code. Source: CONTRACT §10. Only BCA's `bank_id` (4) is public; the others are guesses, to be
//! replaced by DOKU's list before production.

/// What DOKU's `banks[]` wants to know of a bank, and what a person expects of its account numbers.
pub struct Bank {
    /// Three-digit clearing code; DOKU's field `swift_code` holds it.
    pub clearing_code: &'static str,
    /// DOKU's own number.
    pub bank_id: &'static str,
    pub bank_name: &'static str,
    /// Usual number of digits of an account, where it is known: a hint, never a refusal.
    pub usual_digits: Option<(usize, usize)>,
}

/// One that is gone. It is not offered, and an account there has moved; what was typed before still has its name.
struct Merged {
    clearing_code: &'static str,
    bank_name: &'static str,
}

const fn bank(
    clearing_code: &'static str,
    bank_id: &'static str,
    bank_name: &'static str,
    least: usize,
    most: usize,
) -> Bank {
    Bank { clearing_code, bank_id, bank_name, usual_digits: Some((least, most)) }
}

/// Of whose accounts nothing more is known than the general rule.
const fn other(clearing_code: &'static str, bank_id: &'static str, bank_name: &'static str) -> Bank {
    Bank { clearing_code, bank_id, bank_name, usual_digits: None }
}

/// In the order people look for them: the fifteen that most have, then the others by name.
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
    other("116", "16", "BANK ACEH SYARIAH"),
    other("947", "17", "BANK ALADIN SYARIAH"),
    other("567", "18", "ALLO BANK"),
    other("137", "19", "BANK BANTEN"),
    other("536", "20", "BANK BCA SYARIAH"),
    other("133", "21", "BANK BENGKULU"),
    other("110", "22", "BANK BJB"),
    other("425", "23", "BANK BJB SYARIAH"),
    other("129", "24", "BANK BPD BALI"),
    other("112", "25", "BANK BPD DIY"),
    other("547", "26", "BANK BTPN SYARIAH"),
    other("031", "27", "CITIBANK"),
    other("949", "28", "BANK CTBC INDONESIA"),
    other("046", "29", "BANK DBS INDONESIA"),
    other("087", "30", "BANK HSBC INDONESIA"),
    other("164", "31", "BANK ICBC INDONESIA"),
    other("542", "32", "BANK JAGO"),
    other("111", "33", "BANK JAKARTA (DKI)"),
    other("115", "34", "BANK JAMBI"),
    other("113", "35", "BANK JATENG"),
    other("114", "36", "BANK JATIM"),
    other("123", "37", "BANK KALBAR"),
    other("122", "38", "BANK KALSEL"),
    other("125", "39", "BANK KALTENG"),
    other("124", "40", "BANK KALTIMTARA"),
    other("441", "41", "KB BANK (BUKOPIN)"),
    other("521", "42", "KB BANK SYARIAH"),
    other("121", "43", "BANK LAMPUNG"),
    other("131", "44", "BANK MALUKU MALUT"),
    other("564", "45", "BANK MANDIRI TASPEN"),
    other("157", "46", "BANK MASPION"),
    other("097", "47", "BANK MAYAPADA"),
    other("506", "48", "BANK MEGA SYARIAH"),
    other("485", "49", "BANK MNC"),
    other("118", "50", "BANK NAGARI"),
    other("490", "51", "BANK NEO COMMERCE"),
    other("128", "52", "BANK NTB SYARIAH"),
    other("130", "53", "BANK NTT"),
    other("019", "54", "BANK PANIN"),
    other("517", "55", "BANK PANIN DUBAI SYARIAH"),
    other("132", "56", "BANK PAPUA"),
    other("167", "57", "BANK QNB INDONESIA"),
    other("494", "58", "BANK RAYA"),
    other("119", "59", "BANK RIAU KEPRI"),
    other("523", "60", "BANK SAHABAT SAMPOERNA"),
    other("535", "61", "SEABANK"),
    other("152", "62", "BANK SHINHAN INDONESIA"),
    other("050", "63", "STANDARD CHARTERED BANK"),
    other("126", "64", "BANK SULSELBAR"),
    other("134", "65", "BANK SULTENG"),
    other("135", "66", "BANK SULTRA"),
    other("127", "67", "BANK SULUTGO"),
    other("120", "68", "BANK SUMSEL BABEL"),
    other("117", "69", "BANK SUMUT"),
    other("023", "70", "BANK UOB INDONESIA"),
    other("566", "71", "BANK VICTORIA"),
];

/// BRI and BNI Syariah are BSI now, Commonwealth is OCBC.
const MERGED: [Merged; 3] = [
    Merged { clearing_code: "422", bank_name: "BANK BRI SYARIAH" },
    Merged { clearing_code: "427", bank_name: "BANK BNI SYARIAH" },
    Merged { clearing_code: "950", bank_name: "BANK COMMONWEALTH" },
];

/// Of those that are offered.
pub fn by_clearing_code(code: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.clearing_code == code)
}

/// Of any that ever could be chosen.
pub fn name(code: &str) -> Option<&'static str> {
    let gone = || MERGED.iter().find(|bank| bank.clearing_code == code).map(|bank| bank.bank_name);
    by_clearing_code(code).map(|bank| bank.bank_name).or_else(gone)
}

/// One that is gone: it has a name, and cannot be chosen any more.
pub fn is_gone(code: &str) -> bool {
    MERGED.iter().any(|bank| bank.clearing_code == code)
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
            assert_eq!((name(code), is_gone(code), by_clearing_code(code).is_none()), (Some(bank_name), true, true));
        }
        assert_eq!((name("542"), is_gone("542")), (Some("BANK JAGO"), false));
        assert_eq!((name("911"), is_gone("911")), (None, false));
    }
}
