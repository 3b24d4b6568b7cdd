//! Texts of `/states`, the page of all states in simulation.

texts! {
Samples {
    title "Semua status" "Every status"
    lead
        "Sebelas status seperti dilihat merchant, dengan data contoh. Halaman ini hanya ada dalam mode simulasi."
        "The eleven statuses as a merchant sees them, with sample data. This page only exists in simulation mode."
    link "Lihat semua status" "See every status"
    no_button "Tanpa tombol: bukan giliran merchant." "No button: it is not the merchant’s turn."
    held_up "koneksi terganggu" "connection trouble"
    with_partner "perlu {partner}" "needs {partner}"
    late "terlambat" "late"
    by_partner "dari {partner}" "from {partner}"
    by_doku "dari DOKU" "from DOKU"
    by_both "dari keduanya" "from both"
    no_form "tanpa formulir untuk memperbaikinya" "no form to fix it"
    one_refused "satu layanan tidak diaktifkan" "one service not activated"
    none_on "tanpa layanan aktif" "no service active"
    evidence_sent "terlambat, bukti sudah dikirim" "late, evidence sent"
    without_note "tanpa catatan" "without a note"
    with_note "dengan catatan" "with a note"
    papers_kept "isian dan berkas akan dihapus" "answers and files to be deleted"
    papers_purged "isian dan berkas sudah dihapus" "answers and files deleted"
} }
