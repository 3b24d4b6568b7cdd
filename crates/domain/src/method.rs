//! Payment methods that some accounts never get. Source: CONTRACT §8.3a, as far as a copy of DOKU's page shows it.

use crate::{
    codes::BusinessType,
    kyb::{FacetKey, Facets, Verdict},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    BcaVirtualAccount,
    MandiriVirtualAccount,
    CardInstalments,
}

/// Lists the methods that a business of this type never gets.
pub fn never(of: &BusinessType) -> &'static [Method] {
    match of.as_str() {
        "PERSONAL" => &[Method::BcaVirtualAccount, Method::CardInstalments],
        "INTERNATIONAL" => &[Method::BcaVirtualAccount, Method::MandiriVirtualAccount],
        _ => &[],
    }
}

/// Tells whether a product of DOKU's, by its code, may ever be on for a business of this type.
pub fn is_offered(of: &BusinessType, code: &str) -> bool {
    !never(of).iter().any(|method| method.is_named(code))
}

/// Leaves out the products that wait in vain, whatever DOKU says of them.
pub fn without_never(facets: &Facets, of: &BusinessType) -> Facets {
    let waits_in_vain = |key: &FacetKey, verdict: Verdict| match key {
        FacetKey::Product(_, code) => verdict == Verdict::Pending && !is_offered(of, code),
        _ => false,
    };
    let kept = facets.iter().filter(|(key, facet)| !waits_in_vain(key, facet.verdict));
    kept.map(|(key, facet)| (key.clone(), facet.clone())).collect()
}

impl Method {
    /// Compares by words, since DOKU's codes are not published; those seen join words by `_`: `VIRTUAL_ACCOUNT_BCA`,
    /// `VIRTUAL_ACCOUNT_BANK_MANDIRI`. The Syariah banks and Taspen are other banks.
    fn is_named(self, code: &str) -> bool {
        let code = code.to_ascii_uppercase();
        let words: Vec<&str> = code.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
        let is_account = any(&["VA"]) || any(&["VIRTUAL"]) && any(&["ACCOUNT"]);
        let is_bank = |name| is_account && any(&[name]) && !any(&["SYARIAH", "TASPEN"]);
        match self {
            Self::BcaVirtualAccount => is_bank("BCA"),
            Self::MandiriVirtualAccount => is_bank("MANDIRI"),
            Self::CardInstalments => any(&["INSTALMENT", "INSTALMENTS", "INSTALLMENT", "INSTALLMENTS", "CICILAN"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kyb::Facet;

    #[test]
    fn methods_by_table() {
        // Rows of a code, and whether it is offered to PERSONAL, CORPORATE and INTERNATIONAL.
        let rows = [
            ("QRIS", [true, true, true]),
            ("VIRTUAL_ACCOUNT", [true, true, true]),
            ("VIRTUAL_ACCOUNT_BCA", [false, true, false]),
            ("virtual_account_bca", [false, true, false]),
            ("BCA_VA", [false, true, false]),
            ("VIRTUAL_ACCOUNT_BCA_SYARIAH", [true, true, true]),
            ("DIRECT_DEBIT_BCA", [true, true, true]),
            ("VIRTUAL_ACCOUNT_BANK_MANDIRI", [true, true, false]),
            ("VIRTUAL_ACCOUNT_BANK_SYARIAH_MANDIRI", [true, true, true]),
            ("VIRTUAL_ACCOUNT_BRI", [true, true, true]),
            ("CREDIT_CARD", [true, true, true]),
            ("CREDIT_CARD_INSTALLMENT", [false, true, true]),
            ("CARD-INSTALMENTS", [false, true, true]),
            ("", [true, true, true]),
        ];
        for (code, expected) in rows {
            let offered = ["PERSONAL", "CORPORATE", "INTERNATIONAL"].map(|of| is_offered(&of.into(), code));
            assert_eq!(offered, expected, "{code}");
        }
        assert!(never(&"TRUST".into()).is_empty(), "of a type that we do not know nothing is known");
    }

    #[test]
    fn only_what_waits_in_vain_is_left_out() {
        let product = |code: &str, verdict| {
            let mut facet = Facet::default();
            facet.verdict = verdict;
            (FacetKey::Product(0, code.into()), facet)
        };
        let bca = |verdict| product("VIRTUAL_ACCOUNT_BCA", verdict);
        let left = |facets: Facets| without_never(&facets, &BusinessType::Personal).into_keys().collect::<Vec<_>>();
        let waits = [bca(Verdict::Pending), product("QRIS", Verdict::Pending)].into();
        assert_eq!(left(waits), [FacetKey::Product(0, "QRIS".into())]);
        for verdict in [Verdict::Accepted, Verdict::Rejected, Verdict::Suspended] {
            assert_eq!(left([bca(verdict)].into()).len(), 1, "{verdict:?}: DOKU said so");
        }
    }
}
