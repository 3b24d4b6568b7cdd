//! What went wrong, and what to do.

texts! { Problems {
    signed_out_title "Anda perlu masuk lagi" "Please sign in again"
    signed_out "Setelah masuk, Anda kembali ke halaman ini." "After you sign in, you come straight back to this page."
    kept_title "Yang Anda ketik masih ada" "What you typed is still here"
    kept
        "Sesi Anda berakhir sebelum isian ini tersimpan. Di bawah ini isian terakhir Anda. Periksa, lalu simpan."
        "Your session ended before this was saved. Below is what you last typed. Check it, then save."
    not_found_title "Halaman tidak ditemukan" "Page not found"
    not_found
        "Alamat ini tidak ada, atau bukan milik akun Anda."
        "This address does not exist, or it belongs to another account."
    forbidden_title "Halaman ini bukan untuk akun Anda" "This page is not for your account"
    forbidden "Masuk dengan akun lain jika Anda berhak melihatnya." "If you should have access, sign in with another account."
    other_site_title "Formulir ini tidak kami terima" "We did not accept this form"
    other_site
        "Formulir ini dikirim dari situs lain, atau halamannya sudah terlalu lama terbuka. Tidak ada yang berubah. Buka lagi halamannya di sini, lalu kirim sekali lagi."
        "It came from another site, or its page was open for too long. Nothing has changed. Please open the page again here and send it once more."
    field_locked_title "Bagian ini terkunci" "This part is locked"
    field_locked
        "Bagian ini sedang dikirim, sedang diperiksa, sudah diterima, atau pengajuannya sudah berakhir, jadi tidak dapat diubah. Perubahan tadi tidak tersimpan."
        "This part is being sent or checked, has been accepted, or the application has ended, so it cannot be changed. Your change was not saved."
    no_reason_title "Alasannya belum ditulis" "There is no reason yet"
    no_reason
        "Tulis alasannya, lalu tekan lagi. Belum ada yang berubah."
        "Write the reason, then press again. Nothing has changed."
    not_ready_title "Masih ada yang kurang" "Something is still missing"
    not_ready "Lengkapi dulu yang belum selesai, lalu coba lagi." "Complete what is missing, then try again."
    no_consent_title "Persetujuan Anda diperlukan" "Your consent is needed"
    no_consent
        "Berkas tadi tidak tersimpan. Berikan persetujuan dulu, lalu unggah lagi."
        "The file was not saved. Give your consent first, then upload it again."
    out_of_date_title "Statusnya sudah berubah" "The status has changed"
    out_of_date
        "Mungkin sudah ditangani orang lain atau di tab lain, jadi klik terakhir Anda tidak mengubah apa pun. Periksa status terbarunya."
        "It may have been handled by someone else or in another tab, so your last click changed nothing. Check the latest status."
    too_many_title "Terlalu banyak permintaan" "Too many requests"
    too_many
        "Tidak ada yang berubah. Tunggu beberapa menit, lalu coba lagi."
        "Nothing was changed. Wait a few minutes, then try again."
    too_many_strangers_title "Masuk dari perangkat baru dijeda sementara" "Sign-in from new devices is paused"
    too_many_strangers
        "Ada banyak percobaan masuk yang gagal dengan alamat e-mail ini. Perangkat yang pernah Anda pakai tetap bisa masuk; dari perangkat baru, coba lagi dalam satu jam. Mendesak? Hubungi {support}."
        "There were many failed attempts to sign in with this e-mail address. Devices you have signed in on before still work; on a new device, try again in an hour. Urgent? Contact {support}."
    too_many_businesses_title "Terlalu banyak usaha yang belum selesai" "Too many unfinished businesses"
    too_many_businesses
        "Usaha baru belum ditambahkan. Kirim atau batalkan dulu salah satu pengajuan Anda; yang dibatalkan masih dihitung sampai 24 jam. Perlu lebih banyak? Hubungi {support}."
        "The new business was not added. Submit or withdraw one of your applications first; a withdrawn one still counts for up to 24 hours. Need more? Contact {support}."
    business_full_title "Ruang berkas usaha ini sudah penuh" "This business has no room left for files"
    business_full
        "Berkas baru tidak tersimpan; berkas yang sudah ada tetap berlaku. Masih perlu mengganti? Hubungi {support}."
        "The new file was not saved; the files you already have still count. Still need to replace one? Contact {support}."
    account_full_title "Ruang berkas akun Anda sudah penuh" "Your account has no room left for files"
    account_full
        "Tidak ada yang baru tersimpan; semua berkas yang sudah ada tetap berlaku. Masih perlu menambah atau mengganti? Hubungi {support}."
        "Nothing new was saved; all files you already have still count. Still need to add or replace one? Contact {support}."
    replaced_often_title "Berkas sudah terlalu sering diganti" "Files were replaced too many times"
    replaced_often
        "Berkas baru tidak tersimpan; berkas yang sudah ada tetap berlaku. Anda bisa menggantinya lagi paling lambat 24 jam dari sekarang. Mendesak? Hubungi {support}."
        "The new file was not saved; the one you already have still counts. You can replace files again after 24 hours at most. Urgent? Contact {support}."
    file_gone_title "Berkas lama itu sudah dihapus" "That earlier file has been deleted"
    file_gone
        "Berkas itu sudah diganti dan tidak disimpan lagi. Yang berlaku sekarang ada di halaman ini."
        "It was replaced and is no longer kept. The current one is on this page."
    too_large_title "Ukurannya terlalu besar" "That is too large"
    too_large
        "Yang baru dikirim tidak tersimpan; yang tersimpan sebelumnya tetap ada. Perpendek isiannya atau pilih berkas yang lebih kecil."
        "What you just sent was not saved; everything saved before is still here. Shorten the entry or choose a smaller file."
    request_timeout_title "Koneksi Anda terlalu lambat" "Your connection was too slow"
    request_timeout
        "Data belum terkirim seluruhnya, jadi tidak ada yang berubah. Coba lagi di tempat yang sinyalnya lebih baik."
        "Your data did not arrive completely, so nothing was changed. Try again where the signal is better."
    bad_request_title "Isian tidak dapat dibaca" "We could not read that"
    bad_request
        "Tidak ada yang tersimpan. Muat ulang halaman ini, lalu coba lagi."
        "Nothing was saved. Refresh this page, then try again."
    nameless
        "Permintaan harus menyebut tepat satu nama situs: header Host tidak ada atau tertulis dua kali."
        "A request must name exactly one site: its Host header is missing or appears twice."
    misdirected
        "Alamat situs ini {address}. Jika Anda mengelolanya: atur proxy agar meneruskan header Host, dan isi SERAMBI_PUBLIC_URL dengan alamat yang dibuka pengguna."
        "This site is at {address}. If you run it, set the proxy to pass on the Host header, and set SERAMBI_PUBLIC_URL to the address that people open."
    simulation_is_here
        "Mode simulasi hanya bisa dibuka di localhost, 127.0.0.1, dan [::1]."
        "The simulation is only available at localhost, 127.0.0.1 and [::1]."
    doku_unavailable_title "DOKU sedang tidak menjawab" "DOKU is not answering right now"
    doku_unavailable
        "Tidak ada yang berubah, dan yang sudah tersimpan tetap ada. Coba lagi dalam beberapa menit."
        "Nothing was changed, and everything saved is still here. Please try again in a few minutes."
    nothing_asked_title "DOKU belum punya syarat untuk jenis usaha ini" "DOKU has no requirements for this kind of business yet"
    nothing_asked
        "DOKU menjawab, tetapi tanpa satu pun syarat untuk jenis usaha ini, jadi usahanya belum bisa dibuat. Tidak ada yang berubah. Periksa pilihan Anda; jika sudah benar, hubungi {support}."
        "DOKU answered without any requirements for this kind of business, so it cannot be started yet. Nothing has changed. Check your choices; if they are right, contact {support}."
    no_room_title "Penyimpanan kami sedang penuh atau terganggu" "Our storage is full or has a problem"
    no_room
        "Saat ini tidak ada yang bisa disimpan. Yang sudah tersimpan sebelumnya tetap aman. Coba lagi dalam beberapa menit."
        "Nothing can be saved at the moment. Everything saved before is safe. Please try again in a few minutes."
    unknown_at_doku_title "DOKU tidak mengenal nomor ini" "DOKU does not know this number"
    unknown_at_doku
        "Tidak ada yang berubah. Periksa nomor yang diawali BSN-, lalu coba lagi."
        "Nothing was changed. Check the number that starts with BSN-, then try again."
    other_at_doku_title "Nomor itu milik usaha lain" "That number belongs to another business"
    other_at_doku
        "Di DOKU, nomor ini memakai e-mail atau NIK lain, atau sudah dipakai pengajuan lain di sini. Tidak ada yang berubah. Tanyakan sekali lagi kepada DOKU."
        "At DOKU this number has another e-mail or NIK, or another application here already uses it. Nothing was changed. Please ask DOKU again."
    still_rejected_title "DOKU masih menolaknya" "DOKU still rejects it"
    still_rejected
        "Kami baru saja mengeceknya di DOKU: bagian ini belum berubah di sana, jadi pengajuan ini tetap seperti semula. Simpan perbaikannya di dasbor DOKU, lalu tandai sekali lagi."
        "We just checked with DOKU: this part has not changed there, so this application stays as it was. Save the correction in DOKU’s dashboard, then mark it again."
    nothing_seen_title "Keputusan Anda tidak dicatat" "Your decision was not recorded"
    nothing_seen
        "Keputusan harus menyebut pengajuan dan berkas mana yang dilihat. Tidak ada yang berubah. Buka pengajuannya, periksa, lalu putuskan dari halaman itu."
        "A decision must say which submission and files it is based on. Nothing was changed. Open the application, check it, then decide from that page."
    internal_title "Ada gangguan di sistem kami" "Something went wrong on our side"
    internal
        "Kami tidak tahu pasti apakah perubahan Anda yang terakhir tersimpan; yang sebelumnya tetap ada. Muat ulang halaman ini, periksa, lalu coba lagi."
        "We cannot tell whether your last change was saved; everything before it is still here. Refresh this page and check, then try again."
    incident "Sebutkan {incident} jika Anda menghubungi kami." "Please quote {incident} if you contact us."
    to_start "Ke halaman awal" "Go to the start page"
} }
