//! Texts of endpoints and keys.

use crate::review::settings::data::Wrong;

texts! { Settings {
    title "Pengaturan" "Settings"
    endpoints "Webhook" "Webhooks"
    endpoints_lead
        "Sistem Anda diberi tahu setiap kali status suatu usaha atau layanannya berubah, dan apa yang perlu diperbaiki. Kabar untuk satu usaha dikirim berurutan. Tanda tangannya mengikuti Standard Webhooks; isinya tanpa data pribadi."
        "Your systems are told whenever the status of a business or one of its services changes, and what needs fixing. News about one business arrives in order. Signed according to Standard Webhooks, without personal data."
    no_endpoints "Belum ada alamat." "No address yet."
    url "Alamat" "Address"
    url_hint "Diawali https:// dan dapat diakses dari internet" "Starts with https:// and can be reached from the internet"
    add_endpoint "Tambah alamat" "Add address"
    on "Aktif" "On"
    failing "Terus gagal" "Keeps failing"
    off_by_hand "Dinonaktifkan" "Switched off"
    off_failing "Nonaktif setelah 5 hari gagal" "Off after failing for 5 days"
    off_gone "Nonaktif: sistem Anda menjawab 410" "Off: your system answered 410"
    since "sejak {when}" "since {when}"
    switch_on "Aktifkan" "Switch on"
    switch_off "Nonaktifkan" "Switch off"
    switch_off_sure
        "Selama nonaktif, kabar tidak dikirim ke {url} dan tidak menyusul dengan sendirinya. Yang terlewat bisa dikirim ulang satu per satu dari daftar kiriman."
        "While it is off, no news is sent to {url}, and none follows by itself later. You can send what was skipped again, one by one, from the list of deliveries."
    switch_off_button "Nonaktifkan alamat" "Switch off address"
    test "Kirim event uji coba" "Send a test event"
    tested "Uji coba {when} WIB: {answer}" "Test {when} WIB: {answer}"
    new_secret "Secret baru" "New secret"
    new_secret_about
        "Secret kedua dibuat dan hanya ditampilkan sekali. Selama {hours} jam setiap kiriman ditandatangani dengan keduanya, jadi sistem Anda bisa beralih tanpa terputus. Setelah itu hanya secret baru yang berlaku."
        "A second secret is created and shown once. For {hours} hours every delivery is signed with both, so your system can switch over without interruption. After that, only the new one is valid."
    make_secret "Buat secret baru" "Create a new secret"
    two_secrets "Secret lama berlaku sampai {when} WIB" "The old secret is valid until {when} WIB"
    end_now "Akhiri secret lama sekarang" "End the old secret now"
    end_sure
        "Sistem yang masih memakai secret lama akan menolak kiriman. Lanjutkan jika semua sistem Anda sudah memakai yang baru."
        "A system that still uses the old secret will refuse deliveries. Continue once all your systems use the new one."
    renewed_secret
        "Secret baru untuk memeriksa tanda tangan. Secret lama tetap ikut menandatangani sampai waktu yang tertulis di alamatnya:"
        "New secret for checking signatures. The old one keeps signing too, until the time shown next to its address:"
    fixes "Perlu diperbaiki: {count}" "To fix: {count}"
    remove "Hapus" "Remove"
    remove_sure
        "Kabar tidak lagi dikirim ke {url}, dan riwayat kirimannya ikut terhapus. Jika ditambahkan lagi, alamat ini mendapat secret baru."
        "News will no longer be sent to {url}, and its delivery history is deleted. If you add the address again, it gets a new secret."
    remove_button "Hapus alamat" "Remove address"
    snap_title "Callback bertanda tangan SNAP" "Callbacks with a SNAP signature"
    snap
        "Dalam tujuh hari terakhir ada {n} callback yang ditandatangani dengan cara SNAP; yang terakhir {when}. Cara itu tidak didukung di sini, jadi isinya tidak dipercaya dan tidak mengubah apa pun. Status tetap dicek ke DOKU secara berkala. Minta DOKU mengirim notifikasi Non-SNAP ke alamat ini."
        "In the last seven days, {n} callbacks arrived with a SNAP signature, the latest {when}. SNAP signatures are not supported here, so these callbacks are not trusted and change nothing. The status is still checked with DOKU regularly. Please ask DOKU to send Non-SNAP notifications to this address."
    secret_title "Simpan sekarang, hanya ditampilkan sekali" "Save this now, it is shown only once"
    endpoint_secret "Secret untuk memeriksa tanda tangan:" "Secret for checking signatures:"
    key_secret "Kunci API:" "API key:"
    deliveries "Kiriman" "Deliveries"
    no_deliveries "Belum ada kiriman." "No deliveries yet."
    col_what "Perubahan" "Change"
    /// The state without a number.
    to_fix "Menunggu merchant: perbaikan" "With merchant: fixes"
    col_endpoint "Alamat" "Address"
    col_status "Status" "Status"
    col_answer "Jawaban terakhir" "Last answer"
    col_attempts "Percobaan" "Attempts"
    waiting "Menunggu" "Waiting"
    delivered "Terkirim" "Delivered"
    failed "Gagal" "Failed"
    skipped "Dilewati" "Skipped"
    timeout "terlalu lama" "took too long"
    no_answer "tidak menjawab" "no answer"
    barred "alamat tidak boleh dipakai" "address not allowed"
    resend "Kirim ulang" "Send again"
    older "Lebih lama" "Older"
    newest "Terbaru" "Newest"
    keys "Kunci API" "API keys"
    keys_lead
        "Untuk sistem Anda: membaca status usaha, tanpa data pribadi."
        "For your systems: they read the status of businesses, without personal data."
    no_keys "Belum ada kunci." "No keys yet."
    key_name "Nama kunci" "Key name"
    key_name_hint "Misalnya nama sistem yang memakainya" "For example, the system that uses it"
    key_right "Boleh apa saja?" "What may it do?"
    may_read "Membaca" "Read"
    may_refer "Membaca dan mengisi referensi" "Read and set references"
    may_refer_hint
        "Sistem Anda juga bisa memberi tahu kami nomor usaha itu di sistem Anda. Selain itu tidak ada yang bisa diubah."
        "Your system can also tell us its own number for a business. Nothing else can be changed."
    make_key "Buat kunci" "Create key"
    made "Dibuat {when} WIB" "Created {when} WIB"
    used "Terakhir dipakai {when} WIB" "Last used {when} WIB"
    never_used "Belum pernah dipakai" "Never used"
    revoke "Cabut" "Revoke"
    revoke_sure
        "Sistem yang memakai kunci “{name}” akan langsung ditolak. {used}. Kunci yang sudah dicabut tidak bisa dipakai lagi."
        "Systems that use the key “{name}” will be refused right away. {used}. A revoked key cannot be used again."
    revoke_button "Cabut kunci" "Revoke key"
    revoked "Dicabut" "Revoked"
    valid "Aktif" "Valid"
    description "Deskripsi OpenAPI" "OpenAPI description"
} }

sentences! {
    /// Reasons why an endpoint or a key was not added.
    wrong(Wrong) {
        NotAUrl
            "Alamat ini tidak valid. Contoh: https://partner.example/webhook"
            "This address is not valid. Example: https://partner.example/webhook"
        NotHttps "Alamat harus diawali https://" "The address must start with https://"
        Private
            "Alamat ini ada di jaringan privat, jadi tidak bisa dipakai."
            "This address is in a private network, so it cannot be used."
        UrlTaken "Alamat ini sudah ada." "This address is already in the list."
        NameMissing "Isi namanya dulu." "Enter a name first."
        NameTaken "Sudah ada kunci aktif dengan nama itu." "There is already a valid key with that name."
    }
}
