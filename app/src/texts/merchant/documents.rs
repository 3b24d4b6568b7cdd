//! Texts of files, the last check, receipts and history.

use crate::onboarding::data::{Odd, Unclear};
use domain::{kyb::Verdict, requirement::Refusal};

texts! { Documents {
    title "Dokumen" "Documents"
    lead
        "Foto dengan ponsel sudah cukup, asal tajam dan keempat sudutnya terlihat."
        "A photo taken with your phone is fine, as long as it is sharp and shows all four corners."
    consent_title "Persetujuan Anda" "Your consent"
    consent_1
        "Berkas dan data yang Anda berikan disimpan terenkripsi oleh {partner} dan diteruskan kepada DOKU (PT Nusa Satu Inti Artha) untuk verifikasi usaha Anda."
        "The files and details you give are stored encrypted by {partner} and passed on to DOKU (PT Nusa Satu Inti Artha) to verify your business."
    consent_2
        "Berkas diteruskan begitu Anda mengunggahnya. Datanya dipakai hanya untuk verifikasi dan pembayaran."
        "Files are passed on as soon as you upload them. Your data is used for verification and payments only."
    consent_3 "Anda dapat meminta penghapusan melalui {support}." "You can ask for deletion at {support}."
    consent_button "Saya setuju" "I agree"
    consent_first
        "Sesudah Anda setuju, tempat mengunggah foto dan mengisi NIK muncul di sini."
        "Once you agree, the places for your photos and the NIK appear here."
    limits "{kinds} · maksimal {size}" "{kinds} · up to {size}"
    choose "Pilih berkas" "Choose a file"
    choose_other "Pilih berkas pengganti" "Choose a new file"
    upload "Unggah" "Upload"
    replace "Ganti berkas" "Replace file"
    uploading "Mengunggah" "Uploading"
    uploaded "{what} sudah diunggah" "{what} uploaded"
    upload_failed
        "Berkas belum terkirim. Periksa koneksi Anda, lalu coba lagi."
        "The file was not sent. Check your connection, then try again."
    file_signed_out
        "Berkas ini belum terkirim karena sesi Anda berakhir. Pilih lagi, lalu unggah."
        "This file was not sent because your session had ended. Choose it again, then upload it."
    file_at "Diunggah {when}" "Uploaded {when}"
    at_doku "sudah diunggah ke DOKU" "uploaded to DOKU"
    not_uploaded "{what} belum diunggah" "{what} is not uploaded yet"
    photo_open "Berkas belum diunggah" "The file is not uploaded yet"
    value_open "{what} belum diisi lengkap" "{what} is not complete yet"
    values_title "Data pada dokumen" "Details on the documents"
    asked_ktp "Foto KTP" "Photo of the KTP"
    asked_ktp_hint "Seluruh kartu terlihat, NIK terbaca, tanpa pantulan cahaya" "The whole card in view, NIK readable, no glare"
    asked_owner_liveness "Swafoto pemilik dengan KTP" "Selfie of the owner with the KTP"
    asked_owner_liveness_hint
        "Wajah dan KTP dalam satu foto, tanpa topi atau kacamata hitam"
        "Face and KTP in one photo, no hat or dark glasses"
    asked_photo_proof "Foto tempat usaha" "Photo of the place of business"
    asked_photo_proof_hint "Tampak depan dengan papan nama, atau rak barang" "The front with its sign, or your shelves"
    asked_bank_account "Foto buku tabungan" "Photo of the bank book"
    asked_bank_account_hint
        "Halaman depan, dengan nama pemilik dan nomor rekening terbaca"
        "The first page, with the holder’s name and the account number readable"
    nik "NIK" "NIK (identity number)"
    nik_hint "16 digit, sama seperti di KTP" "16 digits, as on the KTP"
} }

sentences! {
    /// Reasons why a file was not taken.
    refusal_sentence(Refusal) {
        Missing "Pilih berkas dulu, lalu tekan Unggah." "Choose a file first, then press Upload."
        Empty "Berkas itu kosong. Pilih berkas lain." "That file is empty. Choose another one."
        TooBig
            "Berkas itu lebih besar dari {size}. Pilih berkas yang lebih kecil, atau foto lagi dengan ukuran lebih kecil."
            "That file is larger than {size}. Choose a smaller file, or retake the photo at a smaller size."
        WrongType
            "Berkas itu bukan {kinds}. Mengganti nama berkas tidak cukup; isinya harus sesuai."
            "That file is not {kinds}. Renaming it is not enough; its content must match."
        Heic
            "Foto itu berformat HEIC atau sejenisnya. Di iPhone: Pengaturan › Kamera › Format › Paling Kompatibel, lalu foto lagi."
            "That photo is in HEIC or a similar format. On an iPhone: Settings › Camera › Formats › Most Compatible, then retake it."
        Damaged
            "Berkas itu rusak atau tidak utuh. Foto lagi atau pilih berkas lain, lalu unggah."
            "That file is damaged or incomplete. Retake the photo or choose another file, then upload it."
        Encrypted
            "PDF itu dilindungi kata sandi. Simpan tanpa kata sandi, lalu unggah lagi."
            "That PDF is protected by a password. Save it without one, then upload it again."
        Incomplete
            "Koneksi terputus sebelum selesai, jadi berkas ini tidak tersimpan. Unggah lagi; berkas lain tetap tersimpan."
            "The connection broke before the upload finished, so this file was not saved. Upload it again; your other files are still saved."
    }
}

texts! { Check {
    title "Periksa dan kirim" "Check and submit"
    lead
        "Ini yang akan dikirim ke DOKU. Setelah dikirim, data tidak dapat diubah sampai ada jawaban."
        "This is what goes to DOKU. Once sent, it cannot be changed until there is an answer."
    sent_title "Pengajuan Anda" "Your application"
    sent "Anda sudah mengirim pengajuan ini." "You have already sent this application."
    lead_partner "{partner} memeriksanya lebih dulu." "{partner} checks it first."
    submit "Kirim pengajuan" "Submit application"
    missing "Masih ada yang kurang" "Something is still missing"
    missing_text "Lengkapi bagian ini, lalu kirim." "Complete these parts, then submit."
    change "Ubah" "Change"
    change_what "Ubah {task}" "Change {task}"
    files "Berkas" "Files"
    empty "tidak diisi" "not filled in"
    no_file "belum ada berkas" "no file yet"
} }

texts! { Receipts {
    title "Bukti pengiriman" "Receipt"
    submission "Pengajuan" "Application"
    fixes "Perbaikan" "Fixes"
    reference "Nomor bukti" "Receipt number"
    without_reference "Tanpa nomor bukti" "Without a receipt number"
    what "Yang dikirim" "What was sent"
    business "Usaha" "Business"
    business_kind "Jenis usaha" "Business type"
    made_at "Dikirim" "Sent"
    sent_by "Dikirim oleh" "Sent by"
    consent "Persetujuan" "Consent"
    consent_value "Versi {version}, {when}" "Version {version}, {when}"
    file_name "Nama berkas" "File name"
    file_size "Ukuran" "Size"
    file_at "Diunggah" "Uploaded"
    no_details "Waktu itu rincian berkas ini belum dicatat." "Details of this file were not recorded at the time."
    no_values "Tidak diisi." "Not filled in."
    corrected "Diperbaiki pada pengiriman ini." "Fixed in this submission."
    field "Isian" "Field"
    value "Isi" "Value"
    old
        "Waktu itu nomor bukti, rincian berkas, dan persetujuan belum dicatat. Yang tampil di sini adalah data yang dikirim."
        "Receipt number, file details and consent were not recorded at the time. What you see is the data that was sent."
    foot
        "Bukti dari {partner} ini menunjukkan data seperti saat dikirim dan tidak akan berubah. Semua waktu dalam WIB (UTC+7). Nomor dokumen dan rekening hanya tampil empat digit terakhir."
        "This receipt from {partner} shows the data exactly as it was sent and will not change. All times in WIB (UTC+7). Numbers of documents and accounts show only their last four digits."
    pdf "Simpan sebagai PDF" "Save as PDF"
    print "Halaman ini juga pas dicetak di kertas A4." "This page also prints well on A4 paper."
    list "Bukti pengiriman" "Receipts"
    none
        "Belum ada yang dikirim. Buktinya muncul di sini begitu Anda mengirim pengajuan."
        "Nothing has been sent yet. The receipt appears here as soon as you submit your application."
} }

texts! { History {
    title "Riwayat" "History"
    empty "Belum ada riwayat." "Nothing has happened yet."
    created "Usaha ditambahkan" "Business added"
    consented "Persetujuan diberikan" "Consent given"
    received "{what} diunggah" "{what} uploaded"
    submitted "Pengajuan dikirim" "Application submitted"
    approved "Disetujui {partner}" "Approved by {partner}"
    sent_back "Dikembalikan {partner}" "Sent back by {partner}"
    taken "Sampai di DOKU, menunggu diperiksa" "Reached DOKU, waiting to be checked"
    mended "{what}: diperbaiki {partner} langsung di DOKU" "{what}: corrected by {partner} directly with DOKU"
    healed "ditemukan saat kami mengecek ke DOKU" "found when we checked with DOKU"
    unclear "Sebuah callback DOKU tidak mengubah apa pun: {why}" "A DOKU callback changed nothing: {why}"
    odd "Ada callback DOKU yang perlu dicek: {why}" "A DOKU callback is worth checking: {why}"
} }

sentences! {
    /// DOKU's verdicts on a part.
    verdict(Verdict) {
        NotSent "belum diajukan" "not submitted yet"
        Pending "sedang diperiksa" "being checked"
        Accepted "diterima" "accepted"
        Rejected "ditolak" "rejected"
        Suspended "ditangguhkan" "suspended"
    }

    /// Parts of a callback that were not understood.
    unclear(Unclear) {
        Kind "jenisnya tidak dikenal" "its type is unknown"
        Status "statusnya tidak dikenal" "its status is unknown"
        Part "bagian yang dimaksud tidak dikenal" "the part it refers to is unknown"
        BrandKey
            "ditandatangani dengan kunci brand, jadi kami hanya membaca ulang dari DOKU"
            "it was signed with the brand’s key, so we only read the data from DOKU again"
    }

    /// Oddities of a callback.
    odd(Odd) {
        OtherBody
            "nomor permintaannya sama dengan callback sebelumnya, tetapi isinya berbeda"
            "it has the same Request-Id as an earlier one, but different content"
        Ahead "waktunya jauh lebih maju daripada jam server kami" "its time is far ahead of our server’s clock"
        DatedAhead
            "waktu keputusannya jauh setelah waktu kirimnya, jadi kami memakai waktu kirimnya"
            "the decision is dated long after the callback was sent, so we use the time it was sent"
    }
}
