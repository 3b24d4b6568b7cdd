//! Notes that no merchant may read.

use crate::text;

/// Phrases of a note that is meant for the partner alone.
///
/// Indonesian law forbids telling customers that a suspicious transaction was reported (UU 8/2010, article 12: no
/// tipping off). Nor is a person told of being on a list of terrorists (DTTOT), of proliferation (DPPSPM) or of
/// sanctions; a fraud team's findings teach the next fraudster. DOKU publishes no mark for such notes, so their subject
/// decides, in both languages. "Internal" alone is no mark: a merchant may be asked for an internal document.
const PHRASES: &str = "\
    watch list, watchlist, daftar pantau, daftar hitam, blacklist, black list, money laundering, pencucian uang, \
    pendanaan terorisme, terrorist, teroris, politically exposed, transaksi mencurigakan, suspicious transaction, \
    khusus internal, catatan internal, internal only, internal note, jangan diteruskan, jangan disampaikan, \
    do not forward, do not disclose, tipping off, sdn list, daftar sdn, apu ppt, apu-ppt, apu/ppt, apupppm";

/// Whole words; the short ones are lists and offices that nobody names to the person concerned. SDN alone is left out
/// (every public primary school: "dekat SDN 3"), as is PPT (slides).
const WORDS: &str = "\
    fraud, fraudulent, penipuan, penipu, sanction, sanctions, sanctioned, sanksi, terrorism, terorisme, pep, aml, \
    tppu, tppt, dttot, dppspm, ppatk, ltkm, ofac";

/// The beginnings of an internal note, or of a line of it.
const LABELS: &str = "internal:, [internal], (internal), internal -, confidential:, rahasia:";

/// Tells whether a merchant may read this note of DOKU's. A rejection with any other note leaves them nothing to mend,
/// so it declines the application (docs/adr/012).
pub fn is_for_merchants(note: &str) -> bool {
    let folded = text::lines(note).to_lowercase();
    let is_labelled = |line: &str| LABELS.split(", ").any(|label| line.trim_start().starts_with(label));
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    !(folded.lines().any(is_labelled)
        || PHRASES.split(", ").any(|phrase| folded.contains(phrase))
        || words.any(|word| WORDS.split(", ").any(|known| known == word)))
}

#[cfg(test)]
mod tests {
    use super::is_for_merchants;

    #[test]
    fn a_risk_teams_note_is_not_for_merchants() {
        for note in [
            "INTERNAL: cocok dengan daftar pantauan",
            "Ditolak.\n[Internal] lihat tiket 123",
            "Indikasi fraud",
            "Terduga penipuan.",
            "Sanctions hit (OFAC)",
            "Nama ada pada DTTOT",
            "Pemilik adalah PEP",
            "dugaan TPPU",
            "Politically Exposed Person",
            "Watchlist match, do not disclose",
            "Masuk SDN list",
            "Temuan APU-PPT",
            "do\u{a0}not\u{a0}disclose",
            "\u{200e}INTERN\u{200b}AL: cocok dengan daftar",
            "Internal \u{2013} lihat tiket",
        ] {
            assert!(!is_for_merchants(note), "{note}");
        }
    }

    #[test]
    fn what_a_merchant_can_mend_is_for_merchants() {
        for note in [
            "Foto KTP buram, NIK tidak terbaca.",
            "Mohon lampirkan surat keputusan internal perusahaan.",
            "Harap unggah ulang; pepper spray bukan barang dagangan.",
            "Nama pemilik rekening berbeda dengan nama pemilik usaha.",
            "Alamat tidak ditemukan, dekat SDN 3 Antapani.",
            "Format PPT tidak diterima.",
            "",
        ] {
            assert!(is_for_merchants(note), "{note}");
        }
    }
}
