//! Texts of the evidence for DOKU, and of values that the partner sees only with a reason.

texts! {
/// Texts of the evidence for DOKU when it takes longer than promised.
Pack {
    title "Bukti untuk DOKU" "Evidence for DOKU"
    back "Pengajuan ini" "This application"
    lead
        "Semua yang diperlukan DOKU untuk menelusuri pengajuan ini. Data pribadi disamarkan; catatan internal tidak ikut."
        "Everything DOKU needs to trace this application. Personal data is masked; internal notes are left out."
    text_file "Unduh teks" "Download text"
    pdf_file "Unduh PDF" "Download PDF"
    mail "Tulis e-mail kepada DOKU" "Write to DOKU"
    mail_hint
        "Lampirkan PDF-nya; alamat e-mail DOKU Anda isi sendiri."
        "Attach the PDF and fill in DOKU’s e-mail address yourself."
    mark "Tandai sudah dikirim ke DOKU" "Mark as sent to DOKU"
    mark_hint
        "Tandai hanya jika buktinya sudah dikirim. Setelah itu, merchant membaca bahwa {partner} sudah mengirimnya."
        "Mark it only once it has been sent. The merchant then reads that {partner} sent it."
    marked "Ditandai sudah dikirim: {when}." "Marked as sent: {when}."
    subject "Mohon tindak lanjut {id}: dijanjikan paling lambat {when}" "Please follow up {id}: promised by {when}"
    subject_unpromised "Mohon tindak lanjut {id}" "Please follow up {id}"
    greeting
        "Yth. tim KYB DOKU, mohon tindak lanjuti pengajuan berikut:"
        "Dear DOKU KYB team, please follow up this application:"
    attached "Rinciannya ada di PDF terlampir." "Details are in the attached PDF."
    about "Pengajuan" "Application"
    made_at "Dibuat" "Created"
    partner "Client-Id partner" "Partner’s Client-Id"
    business "Nomor usaha" "Business number"
    brand "Nomor brand" "Brand number"
    state "Status" "Status"
    promised "Dijanjikan paling lambat" "Promised by"
    in_time "belum lewat" "not overdue"
    overdue "lewat {age}" "overdue by {age}"
    submitted "Dikirim merchant" "Submitted by the merchant"
    taken "Sampai di DOKU (2xx)" "Received by DOKU (2xx)"
    verified "Terverifikasi" "Verified"
    last_read "Terakhir dicek di DOKU" "Last checked with DOKU"
    never "belum pernah" "never"
    calls "Kiriman kami" "What we sent"
    call_registration "Pendaftaran" "Registration"
    call_update "Perbaikan" "Update"
    call_first "Pertama dikirim" "First sent"
    call_done "Selesai" "Done"
    call_attempts "Percobaan" "Attempts"
    call_open "belum selesai" "not yet"
    callbacks "Callback yang kami terima" "Callbacks we received"
    cut "Hanya {n} yang terbaru dari {all}." "Only the latest {n} of {all}."
    received "Diterima" "Received"
    kind "Jenis" "Type"
    status "Status" "Status"
    deliveries "Berapa kali" "Times"
    unreadable "tidak terbaca" "unreadable"
    letters
        "Beberapa karakter tidak ada di huruf PDF ini, jadi ditulis dengan huruf Latin yang paling mirip. Tulisan aslinya ada di halaman web ini."
        "Some characters are not in this PDF’s font, so they are written in the closest Latin letters. The web page shows the original."
    verdicts "Hasil per bagian" "Verdict by part"
    part "Bagian" "Part"
    verdict "Hasil" "Verdict"
    at "Waktu" "Time"
    age "Umur" "Age"
    note "Catatan" "Note"
    none "Tidak ada." "None."
    days "{n} hari {h} jam" "{n} d {h} h"
    hours "{h} jam" "{h} h"
    masked
        "Semua waktu dalam WIB (UTC+7). Nomor pribadi disamarkan; hanya empat digit terakhir yang tampil."
        "All times in WIB (UTC+7). Personal numbers are masked except for their last four digits."
    page "Halaman {n} dari {all}" "Page {n} of {all}"
} }

texts! { Reveal {
    show "Tampilkan {what}" "Show {what}"
    shared_key "kunci brand" "the brand’s key"
    shared_key_about
        "Kunci brand dari DOKU tersimpan terenkripsi. Hanya admin yang dapat melihatnya."
        "The brand’s key from DOKU is stored encrypted. Only admins can see it."
    credential "Kredensial pembayaran" "Payment credentials"
    lead "Kami mencatat siapa yang melihat, kapan, dan alasannya." "We record who looked, when and why."
    reason "Alasan melihat" "Reason for looking"
    reason_hint
        "Misalnya nomor tiket. Disimpan terenkripsi bersama catatan ini."
        "For example, a ticket number. It is stored encrypted with this record."
    password_hint "Kata sandi Anda sendiri, sekali lagi" "Your own password, once more"
    button "Tampilkan sekali" "Show once"
    shown "Hanya tampil sekali, di halaman ini" "Shown once, on this page only"
    shown_hint
        "Nilai ini hilang saat halaman ditutup atau dimuat ulang. Jangan kirim lewat e-mail atau chat."
        "It disappears when you close or reload the page. Do not send it by e-mail or chat."
    unsubmitted
        "Berkas yang belum dikirim merchant hanya bisa dibuka dengan alasan."
        "A file that the merchant has not submitted can only be opened with a reason."
    open "Buka berkas" "Open the file"
    opened "Terbuka untuk Anda selama 10 menit" "Open to you for 10 minutes"
    opened_hint
        "Setelah itu Anda perlu menulis alasan lagi. Jangan kirim berkas ini lewat e-mail atau chat."
        "After that you need to give a reason again. Do not send this file by e-mail or chat."
    back "Kembali ke pengajuan" "Back to the application"
} }
