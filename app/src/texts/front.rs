//! Texts of the front page.

texts! { Front {
    title "Terima pembayaran lewat {partner}" "Take payments with {partner}"
    lead
        "Daftarkan usaha Anda sekali saja. Isinya boleh dicicil, dan yang sudah tersimpan tidak perlu diisi lagi."
        "Register your business once, a bit at a time if you like. You never need to fill in again what is already saved."
    have_account "Sudah punya akun?" "Already have an account?"
    how_title "Begini caranya" "How it works"
    how_1 "Anda mengisi data dan mengunggah foto" "You fill in your details and upload photos"
    how_1_hint "Sekitar 10 menit, boleh berhenti kapan saja" "About 10 minutes; stop whenever you like"
    how_2 "{partner} meneruskannya ke DOKU" "{partner} passes them on to DOKU"
    how_2_hint "Jika ada yang kurang, Anda diberi tahu apa dan mengapa" "If something is missing, we tell you what and why"
    how_3 "DOKU memverifikasi usaha Anda" "DOKU verifies your business"
    how_3_hint
        "DOKU menjanjikan 2×24 jam, dan statusnya terlihat di sini"
        "DOKU promises 48 hours, and you can follow the status here"
    how_4 "Layanan diaktifkan, lalu Anda menerima pembayaran" "Services are switched on, and you take payments"
    how_4_hint "QRIS, virtual account, dan kartu" "QRIS, virtual accounts and cards"
    need_title "Yang perlu disiapkan" "What you need"
    need_1 "KTP pemilik" "The owner’s identity card (KTP)"
    need_2 "Ponsel untuk swafoto dengan KTP" "A phone for a selfie with the KTP"
    need_3 "Foto tempat usaha" "A photo of your place of business"
    need_4 "Nomor rekening bank" "Your bank account number"
} }
