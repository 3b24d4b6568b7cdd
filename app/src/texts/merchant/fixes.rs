//! Corrections: what DOKU rejected, why, and how to correct it.

use domain::{application::Lock, reason::Reason};

texts! { Fixes {
    bar "{ready} dari {all} diperbaiki" "{ready} of {all} fixed"
    bar_send "Periksa dan kirim perbaikan" "Check and send fixes"
    bar_hint "Perbaikan dikirim sekaligus setelah semuanya siap." "Fixes are sent together once all of them are ready."
    do_fix "Perbaiki {n} hal" "Fix {n} items"
    do_fix_one "Perbaiki 1 hal" "Fix 1 item"
    ready "Siap dikirim" "Ready to send"
    title "Kirim perbaikan" "Send fixes"
    lead
        "Ini yang berubah. Bagian yang sudah diterima DOKU tidak ikut dikirim lagi."
        "This is what changed. Parts that DOKU has accepted are not sent again."
    missing "Belum siap dikirim" "Not ready to send yet"
    missing_text "Perbaiki dulu bagian ini:" "Fix these parts first:"
    before "Sebelumnya" "Before"
    after "Sesudahnya" "After"
    nothing_yet "Belum diubah" "Not changed yet"
    empty "kosong" "empty"
    fix "Perbaiki" "Fix"
    unchanged_title "Belum ada yang berubah" "Nothing has changed yet"
    unchanged
        "Isian ini masih sama dengan yang ditolak DOKU. Ubah yang salah, lalu simpan lagi."
        "This is still the same as what DOKU rejected. Change what is wrong, then save again."
    keep_as_is "Kirim apa adanya" "Send as it is"
    keep_as_is_text
        "Yakin data ini sudah benar? DOKU dapat memeriksanya sekali lagi tanpa perubahan."
        "Are you sure this is right? DOKU can check it again without a change."
    as_is "Dikirim lagi apa adanya" "Will be sent again as it is"
    along "Ikut dikirim bersama perbaikan lain" "Will be sent with the other fixes"
    save "Simpan perbaikan" "Save fix"
    others
        "DOKU juga menolak {parts}, yang tidak bisa Anda perbaiki di sini. Hubungi {partner}."
        "DOKU also rejected {parts}, which you cannot fix here. Contact {partner}."
    sent "{items} perbaikan dikirim" "{items} fixes sent"
    sent_one "1 perbaikan dikirim" "1 fix sent"
    locked_fields
        "Yang bisa diubah di sini hanya yang ditolak DOKU. Isian lainnya terkunci."
        "Only what DOKU rejected can be changed here. The other fields are locked."
    pointed "DOKU: “{note}”" "DOKU: “{note}”"
    pointed_alone "DOKU menandai isian ini." "DOKU marked this field."
    pointed_at "DOKU menandai: {field}" "DOKU marked: {field}"
    mended
        "{partner} memperbaiki bagian ini langsung di DOKU, {when}. Yang tampil di sini adalah data yang terakhir dikirim dari halaman ini; DOKU memakai data yang sudah diperbaiki. Bagian ini tidak perlu Anda kirim lagi."
        "{partner} corrected this part directly with DOKU, {when}. What you see here is what was last sent from this page; DOKU uses the corrected version. You do not need to send this part again."
    mended_row "Diperbaiki {partner} langsung di DOKU" "Corrected by {partner} directly with DOKU"
    selfie "Catatan ini juga tentang swafoto. Unggah swafoto baru" "This note is about the selfie too. Upload a new selfie"
    bank_book "Unggah foto buku tabungan" "Upload a photo of the bank book"
    nik "Perbaiki NIK" "Correct the NIK"
    good "Benar" "Right"
    bad "Salah" "Wrong"
    example_text "Contoh" "Example"
    notes "Arti catatan DOKU" "Meaning of DOKU’s notes"
    notes_lead
        "Catatan yang belum kami kenali. Pilih artinya, dan semua halaman langsung menjelaskannya dalam bahasa pembaca."
        "Notes that we do not recognise yet. Choose what they mean, and every page explains them straight away in the reader’s language."
    notes_empty "Tidak ada catatan yang perlu diberi arti" "No notes to explain"
    notes_empty_text "Sejauh ini semua catatan DOKU sudah kami kenali." "So far we recognise all of DOKU’s notes."
    notes_seen "Terakhir muncul" "Last seen"
    notes_times "{n} kali" "{n} times"
    notes_meaning "Artinya" "Meaning"
    notes_internal "internal, hanya untuk admin" "internal, admins only"
    notes_open "belum diberi arti" "no meaning yet"
    notes_mapped "sudah diberi arti" "meaning set"
} }

sentences! {
    /// Reasons why something cannot be changed now.
    lock_sentence(Lock) {
        Accepted
            "DOKU sudah menerima bagian ini, jadi tidak dapat diubah lagi. Jika datanya sudah tidak sesuai, hubungi {partner}."
            "DOKU has accepted this part, so it can no longer be changed. If it is no longer right, contact {partner}."
        InReview
            "DOKU sedang memeriksa bagian ini. Jika ada yang perlu diperbaiki, Anda bisa mengubahnya lagi."
            "DOKU is checking this part. If something needs fixing, you can change it again."
        Sending
            "Bagian ini sedang dikirim ke DOKU, jadi tidak dapat diubah sekarang. Jika ada yang perlu diperbaiki, Anda bisa mengubahnya lagi."
            "This part is being sent to DOKU, so it cannot be changed right now. If something needs fixing, you can change it again."
        WithPartner
            "{partner} sedang memeriksa bagian ini, jadi tidak dapat diubah sekarang. Jika ada yang perlu diperbaiki, {partner} mengembalikannya kepada Anda di sini."
            "{partner} is checking this part, so it cannot be changed right now. If something needs fixing, {partner} returns it to you here."
        Stuck
            "Pengiriman bagian ini ke DOKU terkendala. Selama {partner} belum menyelesaikannya, bagian ini tidak dapat diubah."
            "We ran into a problem sending this part to DOKU. Until {partner} has sorted it out, it cannot be changed."
        Refused
            "DOKU menolak bagian ini, dan bagian ini tidak bisa Anda perbaiki di sini. Tanyakan langkah berikutnya kepada {partner}."
            "DOKU rejected this part, and you cannot fix it here. Ask {partner} what to do next."
        Suspended
            "DOKU menangguhkan usaha Anda, jadi untuk sementara tidak ada yang dapat diubah di sini. Tanyakan langkah berikutnya kepada {partner}."
            "DOKU has suspended your business, so nothing can be changed here right now. Ask {partner} what to do next."
        Declined
            "Pengajuan ini ditolak, jadi tidak dapat diubah lagi. Jika Anda ingin tahu lebih lanjut, tanyakan kepada {partner}."
            "This application was declined, so it can no longer be changed. If you want to know more, ask {partner}."
        Withdrawn
            "Anda membatalkan pengajuan ini, jadi tidak dapat diubah lagi. Anda bisa mengajukan lagi kapan saja."
            "You withdrew this application, so it can no longer be changed. You can apply again at any time."
    }
}

texts! { Reasons {
    /// The advice when a bank account lacks its page: its form takes no files.
    missing_page_bank
        "Unggah foto halaman depan buku tabungan Anda, atau pakai rekening lain."
        "Upload a photo of the first page of your bank book, or use another account."
    /// The number and the name of a KTP do not belong together.
    nik
        "NIK dan nama harus sama persis seperti di KTP. Periksa NIK angka demi angka, lalu ejaan nama."
        "NIK and name must be exactly as on the KTP. Check the NIK digit by digit, then the spelling of the name."
    /// DOKU gave no reason.
    none
        "DOKU tidak menulis alasan. Hubungi {partner} untuk bertanya."
        "DOKU gave no reason. Contact {partner} to find out more."
} }

sentences! {
    /// One reason: a word for lists, and the advice.
    meaning(&Reason) {
        Blurred "Buram" "Blurred"
            "Fotonya buram. Letakkan di tempat terang, tahan ponsel sampai fokus, lalu foto lagi."
            "The photo is blurred. Find a well-lit spot, hold the phone still until it focuses, then take it again."
        Cropped "Terpotong" "Cropped"
            "Ada bagian yang terpotong. Foto dari agak jauh sampai semuanya terlihat."
            "Part of it is cut off. Take the photo from a little further away so that everything is visible."
        Expired "Kedaluwarsa atau terlalu lama" "Expired or too old"
            "Sudah lewat masa berlakunya, atau fotonya terlalu lama. Pakai dokumen yang masih berlaku atau foto yang baru."
            "It has expired, or the photo is too old. Use a valid document or a recent photo."
        WrongType "Bukan yang diminta" "Not what was asked for"
            "Yang diunggah bukan yang diminta, atau tidak memperlihatkan yang perlu dilihat. Baca judulnya, lalu unggah yang sesuai."
            "This is not what was asked for, or it does not show what DOKU needs to see. Read the title, then upload the right one."
        NameMismatch "Nama berbeda" "Name differs"
            "Namanya berbeda dengan dokumen. Tulis sama persis seperti di KTP, termasuk ejaan dan gelar."
            "The name differs from the document. Write it exactly as on the KTP, including spelling and titles."
        NumberMismatch "Nomor berbeda" "Number differs"
            "Nomornya tidak cocok dengan dokumen. Periksa angka demi angka."
            "The number does not match the document. Check it digit by digit."
        Unreadable "Tidak terbaca" "Unreadable"
            "Tulisannya tidak terbaca, misalnya karena gelap atau pantulan cahaya. Cari cahaya dari samping, lalu foto lagi."
            "The text cannot be read, perhaps because of darkness or glare. Use light from the side and take the photo again."
        MissingPage "Ada yang kurang" "Something is missing"
            "Ada halaman atau lampiran yang kurang. Sertakan semua yang disebut dalam catatan."
            "A page or an attachment is missing. Include everything the note mentions."
        Screenshot "Bukan foto asli" "Not the original"
            "Foto langsung benda aslinya dengan kamera, bukan tangkapan layar atau fotokopi."
            "Take a photo of the original with your camera, not a screenshot or a photocopy."
        AddressMismatch "Alamat tidak dikenali" "Address not recognised"
            "Alamatnya tidak dikenali. Periksa jalan, nomor, kelurahan, dan kode pos."
            "The address was not recognised. Check the street, number, village and postal code."
        BankNameMismatch "Nama rekening berbeda" "Account name differs"
            "Nama pemilik rekening berbeda dengan nama pemilik usaha. Pakai rekening atas nama sendiri, dan tulis namanya sama persis seperti di buku tabungan."
            "The account holder’s name differs from the owner’s. Use an account in your own name, written exactly as in the bank book."
        SiteUnreachable "Akun atau situs tidak dapat dibuka" "Account or site unreachable"
            "Akun atau alamat itu tidak dapat dibuka. Pastikan ejaannya benar dan akunnya tidak privat."
            "That account or address cannot be opened. Check the spelling and make sure the account is not private."
        ProhibitedBusiness "Jenis usaha tidak diterima" "Business type not accepted"
            "Jenis usaha ini tidak dapat diterima DOKU. Hubungi {partner} jika Anda merasa ini keliru."
            "DOKU cannot accept this type of business. Contact {partner} if you think this is a mistake."
        Other "Lainnya" "Other"
            "Baca catatan DOKU di atas, dan hubungi {partner} jika tidak jelas."
            "Read DOKU’s note above, and contact {partner} if it is not clear."
    }
}
