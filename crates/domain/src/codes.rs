//! DOKU's codes. DOKU may add more, so each list ends in an arm that keeps the original text.

/// Codes whose known values pages offer for a choice.
pub trait Codes: From<String> + PartialEq + Clone + std::fmt::Display + 'static {
    const KNOWN: &'static [Self];
    /// The length of the longest of them, in characters.
    const LONGEST: usize;

    fn as_str(&self) -> &str;
}

const fn longest(codes: &[&str]) -> usize {
    let (mut longest, mut n) = (0, 0);
    while n < codes.len() {
        if codes[n].len() > longest {
            longest = codes[n].len();
        }
        n += 1;
    }
    longest
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($arm:ident = $code:literal),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name { $($arm,)* Other(String) }

        impl $name {
            /// Every code that is known, in the published order.
            pub const KNOWN: &'static [Self] = &[$(Self::$arm),*];

            pub fn as_str(&self) -> &str {
                match self { $(Self::$arm => $code,)* Self::Other(code) => code }
            }
        }
        impl Codes for $name {
            const KNOWN: &'static [Self] = Self::KNOWN;
            const LONGEST: usize = longest(&[$($code),*]);

            fn as_str(&self) -> &str {
                self.as_str()
            }
        }
        impl From<String> for $name {
            fn from(code: String) -> Self {
                match code.as_str() { $($code => Self::$arm,)* _ => Self::Other(code) }
            }
        }
        impl From<&str> for $name { fn from(code: &str) -> Self { code.to_owned().into() } }
        impl From<$name> for String { fn from(code: $name) -> Self { code.as_str().to_owned() } }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
    )* };
}

codes! {
    /// Source: DOKU, Check Requirements API, `businessType`.
    BusinessType { Personal = "PERSONAL", Corporate = "CORPORATE" }

    /// Source: DOKU, Check Requirements API, `businessLegalEntity`.
    LegalEntity {
        Perseorangan = "PERSEORANGAN", Pt = "PT", Cv = "CV", Ud = "UD", Koperasi = "KOPERASI", Firma = "FIRMA",
        Pp = "PP", Bumn = "BUMN", PtnBh = "PTN_BH", Yayasan = "YAYASAN",
        PerkumpulanBerbadanHukum = "PERKUMPULAN_BERBADAN_HUKUM", Blu = "BLU",
    }

    /// `brands[].category`. Source: DOKU, Business Registration API.
    BrandCategory { Retail = "RETAIL", NonRetail = "NON_RETAIL" }

    /// QRIS merchant size classes. Source: CONTRACT §5.4; all but `UMI` are guesses.
    TransactionFrequency { Umi = "UMI", Uke = "UKE", Ume = "UME", Ube = "UBE", Ure = "URE" }

    /// The monthly number of transactions. Source: CONTRACT §5.4.
    TransactionQuantity { UpTo100 = "UP_TO_100" }

    /// `website_readiness`, `mobile_app_readiness`.
    Readiness { Have = "HAVE", DontHave = "DONT_HAVE", UnderDevelopment = "UNDER_DEVELOPMENT" }

    /// `contacts[].position`.
    Position { Owner = "OWNER", Director = "DIRECTOR" }

    /// `category` of the Upload File API.
    FileCategory {
        OwnerLiveness = "OWNER_LIVENESS", PhotoProof = "PHOTO_PROOF", Logo = "LOGO", Document = "DOCUMENT",
        ServiceAgreement = "SERVICE_AGREEMENT", BankAccount = "BANK_ACCOUNT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_keeps_its_text() {
        assert_eq!(LegalEntity::from("PT"), LegalEntity::Pt);
        assert_eq!(LegalEntity::from("LTD").as_str(), "LTD");
        assert_eq!(serde_json::to_string(&FileCategory::BankAccount).unwrap(), "\"BANK_ACCOUNT\"");
    }
}
