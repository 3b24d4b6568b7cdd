/// Words of a note that is meant for the partner alone: why a risk team said no is never told to the person.
/// DOKU publishes no mark for such notes, so they are told by what they speak of.
const INTERNAL: &[&str] = &[
    "internal",
    "fraud",
    "penipuan",
    "watchlist",
    "watch list",
    "daftar pantauan",
    "daftar hitam",
    "blacklist",
    "sanction",
    "sanksi",
    "money laundering",
    "pencucian uang",
    "terroris",
    "teroris",
    "jangan diteruskan",
];

/// Whether a merchant may read this note of DOKU's.
pub fn is_for_merchants(note: &str) -> bool {
    let folded = note.to_lowercase();
    !INTERNAL.iter().any(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_for_merchants;

    #[test]
    fn a_risk_teams_note_is_not_for_merchants() {
        assert!(is_for_merchants("Foto KTP buram, NIK tidak terbaca."));
        assert!(!is_for_merchants("INTERNAL: cocok dengan daftar pantauan"));
        assert!(!is_for_merchants("Indikasi fraud"));
    }
}
