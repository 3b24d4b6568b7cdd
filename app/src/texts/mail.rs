//! Texts of mails.

texts! { Mail {
    stuck_lead
        "DOKU menolak bagian pengajuan {business} yang tidak bisa Anda perbaiki sendiri."
        "DOKU rejected a part of the application for {business} that you cannot fix yourself."
    fix_lead
        "Ada yang perlu diperbaiki pada pengajuan {business}. Bagian lain tersimpan dan tidak perlu diisi ulang."
        "Something needs fixing in the application for {business}. Everything else is saved; there is no need to fill it in again."
    fix_button "Perbaiki sekarang" "Fix it now"
    /// This sentence is shown below an item that no page of ours corrects.
    fix_elsewhere
        "Bagian ini tidak bisa Anda perbaiki sendiri. Hubungi {partner} di {support}."
        "You cannot fix this part yourself. Contact {partner} at {support}."
    verified_lead
        "DOKU sudah memverifikasi {business}. Layanan pembayaran sedang diaktifkan satu per satu; tidak ada yang perlu Anda lakukan."
        "DOKU has verified {business}. Payment services are being switched on one by one; there is nothing for you to do."
    active_title "Usaha Anda aktif" "Your business is active"
    active_lead
        "Verifikasi {business} selesai dan usaha Anda aktif di {partner}."
        "Verification of {business} is complete and your business is active at {partner}."
    no_service_lead
        "Verifikasi {business} selesai, tetapi belum ada layanan yang aktif. Hubungi {partner} di {support} untuk menanyakan langkah berikutnya."
        "Verification of {business} is complete, but no service is active yet. Contact {partner} at {support} to ask what comes next."
    suspended_title "Usaha Anda ditangguhkan" "Your business is suspended"
    suspended_lead
        "DOKU menangguhkan {business}. Sebelum menerima pembayaran lagi, tanyakan dulu kepada {partner} di {support}."
        "DOKU has suspended {business}. Before you take another payment, ask {partner} at {support}."
    reminder_title "Pengajuan Anda belum selesai" "Your application is unfinished"
    reminder_lead
        "{done} dari {total} bagian pengajuan {business} sudah selesai. Isian Anda tersimpan, tinggal dilanjutkan."
        "{done} of {total} parts of the application for {business} are done. Everything is saved, so you can pick up where you left off."
    reminder_button "Lanjutkan pengajuan" "Continue application"
    see_status "Lihat status" "See status"
    /// This sentence is shown below mails that are always sent.
    service_footer
        "E-mail penting seperti ini selalu kami kirim, apa pun pilihan Anda."
        "We always send important e-mails like this one, whatever you have chosen."
    /// This sentence is shown below mails that may be switched off.
    news_footer "Anda bisa berhenti menerima kabar seperti ini." "You can stop receiving news like this."
    never_ask "Kami tidak pernah meminta kata sandi lewat e-mail." "We never ask for a password by e-mail."
    /// The link to the page of the same name.
    preferences "Bahasa dan e-mail" "Language and e-mail"
    preferences_lead "Berlaku untuk semua usaha di akun Anda." "For all businesses in your account."
    language "Bahasa" "Language"
    news "Kabar lewat e-mail" "News by e-mail"
    news_yes "Kirim semua kabar" "Send all news"
    news_yes_hint
        "Juga saat usaha terverifikasi atau aktif, dan pengingat jika pengajuan belum selesai"
        "Also when a business is verified or active, and a reminder when an application is unfinished"
    news_no "Hanya yang penting" "Only what matters"
    news_no_hint
        "Saat ada yang perlu diperbaiki atau usaha ditangguhkan; yang ini selalu dikirim"
        "When something needs fixing or a business is suspended; this is always sent"
    saved "Pilihan Anda tersimpan." "Your choice is saved."
    mailbox "E-mail simulasi" "Simulated mail"
    mailbox_lead
        "E-mail yang akan diterima merchant. Halaman ini hanya ada dalam mode simulasi."
        "What merchants would receive. This page only exists in simulation mode."
    mailbox_empty
        "Belum ada e-mail. E-mail dikirim sekitar 20 detik setelah ada kabar."
        "No mail yet. Mail goes out about 20 seconds after there is news."
    col_to "Kepada" "To"
    as_page "Lihat seperti di kotak masuk" "View as in an inbox"
    back_to_mailbox "Semua e-mail" "All mail"
} }
