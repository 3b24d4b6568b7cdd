//! Texts of every page.

texts! { Common {
    or "atau" "or"
    menu "Menu" "Menu"
    skip "Langsung ke isi" "Skip to content"
    sign_out "Keluar" "Sign out"
    other_language "English" "Bahasa Indonesia"
    simulation "Mode simulasi" "Simulation"
    simulation_panel "Panel simulasi" "Simulation panel"
    businesses "Usaha saya" "My businesses"
    back_to_tasks "Daftar tugas" "Task list"
    refresh "Muat ulang" "Refresh"
    changes_by_itself "Halaman ini diperbarui otomatis begitu ada kabar." "This page updates automatically when there is news."
    help "Bantuan" "Help"
    save_and_go_on "Simpan dan lanjutkan" "Save and continue"
    save "Simpan" "Save"
    saved "Tersimpan" "Saved"
    saving "Menyimpan …" "Saving …"
    not_saved "Belum tersimpan, sedang kami coba lagi" "Not saved yet, trying again"
    not_saved_locked
        "Belum tersimpan: bagian ini sudah terkunci. Muat ulang halaman ini untuk melihat sebabnya."
        "Not saved: this part is locked now. Refresh this page to see why."
    not_saved_ended
        "Belum tersimpan: sesi Anda berakhir. Tekan Simpan, lalu masuk lagi."
        "Not saved yet: your session has ended. Press Save, then sign in again."
    not_saved_clash
        "Belum tersimpan: isian ini juga diubah di tab atau perangkat lain. Tekan Simpan untuk memilih mana yang dipakai."
        "Not saved yet: this was also changed in another tab or on another device. Press Save to choose which one to keep."
    saved_at "Tersimpan {when}" "Saved {when}"
    optional "tidak wajib" "optional"
    choose "Pilih …" "Choose …"
    errors_title "Ada yang perlu diperbaiki" "There is a problem"
    errors_hint_unsaved "Perbaiki bagian berikut, lalu lanjutkan." "Fix the following, then continue."
    errors_hint
        "Isian Anda tersimpan. Perbaiki bagian berikut, lalu lanjutkan."
        "Your entries are saved. Fix the following, then continue."
    errors_in_title "Periksa {n} hal: {title}" "To fix ({n}): {title}"
    page_changed "Status berubah: {state}" "Status changed: {state}"
    page_changed_wait
        "Ada kabar baru. Muat ulang setelah Anda selesai mengetik."
        "There is news. Refresh once you have finished typing."
    nameless "Usaha tanpa nama" "Unnamed business"
    quote_doku "Catatan DOKU" "Note from DOKU"
    quote_partner "Catatan {partner}" "Note from {partner}"
} }
