//! Sentences about the state of an application, its time and its end.

use domain::{
    kyb::{State, Verdict},
    method::Method,
};

texts! { States {
    /// The singular of a sentence with a number: `Perlu perbaikan (2)`, `Fix 2 items`.
    action_needed_one "Perlu perbaikan (1)" "Fix 1 item"
    action_partner
        "{partner} mengembalikan bagian yang ditandai. Perbaiki, lalu kirim lagi."
        "{partner} sent the marked parts back. Fix them, then submit again."
    action_doku
        "DOKU menolak bagian yang tidak bisa Anda perbaiki di halaman ini. Tanyakan langkah berikutnya kepada {partner}."
        "DOKU rejected a part that you cannot fix on this page. Ask {partner} what to do next."
    action_stuck "Perlu bantuan {partner}" "Needs {partner}’s help"
    active_first
        "Untuk pembayaran pertama, tanyakan kepada {partner} cara memakai {services}."
        "For your first payment, ask {partner} how to use {services}."
    active_payouts "Hasil penjualan dicairkan ke {account}." "Your takings are paid out to {account}."
    active_brand
        "Jika bertanya tentang suatu pembayaran, sebutkan Brand ID Anda:"
        "If you ask about a payment, quote your Brand ID:"
    no_service "Terverifikasi, belum ada layanan" "Verified, no service yet"
    no_service_text
        "Usaha Anda sudah terverifikasi, tetapi belum ada layanan yang aktif. Tanyakan langkah berikutnya kepada {partner}."
        "Your business is verified, but no service is active yet. Ask {partner} what comes next."
    declined_by_partner
        "{partner} menolak pengajuan ini, jadi pengajuan ini sudah berakhir."
        "{partner} declined this application, so it has ended."
    bank_due
        "Rekening bank Anda diperiksa DOKU tersendiri, sampai {when}."
        "DOKU checks your bank account separately, by {when}."
    bank_late
        "Pemeriksaan rekening bank Anda di DOKU lebih lama dari yang dijanjikan."
        "DOKU’s check of your bank account is taking longer than promised."
    payouts_later
        "Pencairan dana dimulai setelah DOKU memverifikasi usaha dan rekening bank Anda."
        "Payouts start once DOKU has verified your business and your bank account."
    payouts_held
        "Pencairan dana: DOKU menahan hasil penjualan Anda sampai usaha Anda terverifikasi dan rekening bank Anda valid."
        "Payouts: DOKU holds the money from your sales until your business is verified and your bank account is valid."
    payouts_held_business
        "Pencairan dana: DOKU menahan hasil penjualan Anda sampai usaha Anda terverifikasi."
        "Payouts: DOKU holds your takings until your business is verified."
    payouts_held_bank
        "Pencairan dana: DOKU menahan hasil penjualan Anda sampai rekening bank Anda valid."
        "Payouts: DOKU holds your takings until your bank account is valid."
    declined_turn
        "DOKU sudah memutuskan. Soal dana Anda, Anda dapat menghubungi {partner}."
        "DOKU has decided. About your money, you can contact {partner}."
    payouts_refund
        "Jika itu tidak bisa dipenuhi, dana pelanggan bisa dikembalikan lewat DOKU Care, seluruhnya atau sebagian. Hubungi {partner} dulu, dan sebutkan Brand ID, nomor invoice, tanggal, nominal, dan rekening bank pelanggan."
        "If that is not possible, your customers can be refunded through DOKU Care, in full or in part. Write to {partner} first, and quote the Brand ID, invoice number, date, amount and the customer’s bank account."
    doku_may_write "DOKU mungkin juga mengirim e-mail kepada Anda tentang hal ini." "DOKU may e-mail you about this too."
    brand_id "Brand ID" "Brand ID"
    track "Progres pengajuan" "Application progress"
    track_sent "Dikirim oleh Anda" "Submitted by you"
    track_partner "Diperiksa {partner}" "Checked by {partner}"
    track_partner_skip "Diteruskan {partner}" "Passed on by {partner}"
    track_doku "Diverifikasi DOKU" "Verified by DOKU"
    track_doku_count "{accepted} dari {total} bagian diterima" "{accepted} of {total} parts accepted"
    track_services "Layanan diaktifkan" "Services activated"
    track_services_text "DOKU menjanjikan 5×24 jam setelah verifikasi" "DOKU promises 5 days after verification"
    step_done "selesai" "done"
    step_now "sekarang" "now"
    step_later "nanti" "later"
} }

sentences! {
    /// Names of states.
    state_name(State) {
        Draft "Lengkapi data" "Complete your details"
        Ready "Siap dikirim" "Ready to submit"
        PartnerCheck "Diperiksa {partner}" "With {partner}"
        Sending "Sedang dikirim ke DOKU" "Being sent to DOKU"
        InVerification "Sedang diverifikasi" "Being verified"
        ActionNeeded "Perlu perbaikan ({n})" "Fix {n} items"
        Verified "Terverifikasi, layanan sedang diaktifkan" "Verified, services being switched on"
        Active "Aktif" "Active"
        Suspended "Ditangguhkan" "Suspended"
        Declined "Ditolak" "Declined"
        Withdrawn "Dibatalkan" "Withdrawn"
    }

    /// Meanings of states for the merchant.
    state_sentence(State) {
        Draft
            "Isi dari bagian mana saja, dan lanjutkan kapan saja."
            "Fill in the parts in any order, and come back whenever you like."
        Ready
            "Semua sudah terisi. Periksa sekali lagi, lalu kirim."
            "Everything is filled in. Check it once more, then submit."
        PartnerCheck
            "{partner} memeriksa data Anda sebelum dikirim ke DOKU. Kalau ada yang perlu diperbaiki, {partner} mengembalikannya kepada Anda di sini; kalau tidak, pengajuan diteruskan ke DOKU."
            "{partner} checks your details before they go to DOKU. If something needs fixing, {partner} returns it to you here; if not, the application goes on to DOKU."
        Sending
            "Data Anda sedang dikirim ke DOKU. Kami terus mencoba sampai data diterima."
            "Your details are on their way to DOKU. We keep trying until they arrive."
        InVerification "DOKU sedang memeriksa data Anda." "DOKU is checking your details."
        ActionNeeded
            "Perbaiki bagian yang ditandai, lalu kirim sekaligus. Bagian lain tidak perlu diubah."
            "Fix the marked parts, then send them together. Nothing else needs changing."
        Verified
            "Usaha Anda sudah terverifikasi. {on} dari {all} layanan sudah aktif."
            "Your business is verified. {on} of {all} services are active."
        Active "Usaha Anda dapat menerima pembayaran." "Your business can take payments."
        Suspended
            "DOKU menangguhkan usaha Anda. Sebelum menerima pembayaran lagi, tanyakan dulu kepada {partner}."
            "DOKU has suspended your business. Before you take another payment, ask {partner}."
        Declined
            "DOKU menolak pengajuan ini. Tanyakan kepada {partner} jika Anda ingin tahu lebih lanjut."
            "DOKU declined this application. Ask {partner} if you want to know more."
        Withdrawn
            "Anda membatalkan pengajuan ini. Anda bisa mengajukan lagi kapan saja."
            "You withdrew this application. You can apply again at any time."
    }
}

texts! { Clocks {
    since "Sejak {when}" "Since {when}"
    action_both
        "DOKU dan {partner} menandai bagian di bawah ini. Perbaiki semuanya, lalu kirim sekaligus."
        "DOKU and {partner} marked the parts below. Fix them all, then send them together."
    active_services "{on} dari {all} layanan aktif." "{on} of {all} services are active."
    amber "segera jatuh tempo" "due soon"
    late "Terlambat" "Late"
    services "Layanan" "Services"
    services_count "{on} dari {all} aktif" "{on} of {all} active"
    virtual_account "Virtual account" "Virtual account"
    credit_card "Kartu kredit" "Credit card"
    direct_debit "Debit langsung" "Direct debit"
    e_wallet "Dompet digital" "E-wallet"
    not_personal "Tidak tersedia untuk akun perorangan" "Not offered to personal accounts"
    not_international "Tidak tersedia untuk akun internasional" "Not offered to international accounts"
} }

sentences! {
    /// States of a service.
    product_status(Verdict) {
        NotSent "Setelah verifikasi" "After verification"
        Pending "Sedang diaktifkan" "Being activated"
        Accepted "Aktif" "Active"
        Rejected "Tidak diaktifkan" "Not activated"
        Suspended "Ditangguhkan" "Suspended"
    }

    /// Payment methods that some never get.
    method(Method) {
        BcaVirtualAccount "Virtual account BCA" "BCA virtual account"
        MandiriVirtualAccount "Virtual account Mandiri" "Mandiri virtual account"
        CardInstalments "Cicilan kartu kredit" "Card instalments"
    }
}

texts! { Endings {
    withdraw "Batalkan pengajuan ini" "Withdraw this application"
    withdraw_text
        "Tidak ada lagi yang dikirim. Anda bisa mulai lagi kapan saja dengan data yang sama."
        "Nothing more will be sent. You can start again at any time with the same data."
    withdraw_text_draft
        "Tidak ada lagi yang dikirim. Jika dibatalkan sekarang, isian dan berkas Anda di sini dihapus setelah {when}; sebelum itu Anda bisa mulai lagi dengan data yang sama."
        "Nothing more will be sent. If you withdraw now, your answers and files here will be deleted after {when}; until then you can start again with the same data."
    withdraw_text_sent
        "Perbaikan tidak bisa dikirim lagi. Data yang sudah diterima DOKU tetap ada di DOKU; untuk menghapusnya, hubungi {partner}. Anda bisa mulai lagi kapan saja dengan data yang sama."
        "Fixes can no longer be sent. What DOKU has received stays with DOKU; to have it deleted, contact {partner}. You can start again at any time with the same data."
    at_doku
        "Berkas yang sudah diterima DOKU tetap ada di DOKU; untuk menghapusnya, hubungi {partner}."
        "Files that DOKU has already received stay with DOKU; to have them deleted, contact {partner}."
    kept_until
        "Isian dan berkas Anda di sini dihapus setelah {when}."
        "Your answers and files here will be deleted after {when}."
    purged "Isian dan berkas Anda di sini sudah dihapus pada {when}." "Your answers and files here were deleted on {when}."
    declined_kept
        "Isian dan berkas Anda masih tersimpan di sini; untuk menghapusnya, hubungi {partner}. Untuk mencoba lagi, tambahkan usaha baru."
        "Your answers and files are still kept here; to have them deleted, contact {partner}. To try again, add a new business."
    withdraw_yes "Ya, batalkan pengajuan" "Yes, withdraw the application"
    again "Mulai lagi dengan data yang sama" "Start again with the same data"
    again_text
        "Isian dan berkas Anda disalin ke pengajuan baru. Periksa semuanya, beri persetujuan lagi, lalu kirim."
        "Your answers and files are copied to a new application. Check everything, give your consent again, then submit."
    again_yes "Salin dan mulai lagi" "Copy and start again"
    continued "Pengajuan ini sudah dilanjutkan sebagai pengajuan baru." "This application continues as a new one."
    continued_link "Buka pengajuan baru" "Open the new application"
    reason "Alasan {partner}" "{partner}’s reason"
    decline "Tolak pengajuan" "Decline the application"
    decline_text
        "Pengajuan berakhir dan tidak dikirim ke DOKU. Merchant membaca alasan Anda."
        "The application ends and is not sent to DOKU. The merchant reads your reason."
    decline_reason "Alasan penolakan" "Reason for declining"
    decline_yes "Tolak pengajuan ini" "Decline this application"
    internal "Ada catatan internal DOKU" "DOKU left an internal note"
    internal_text
        "Hanya admin yang bisa membacanya. Jangan beri tahu merchant bahwa catatan ini ada."
        "Only admins can read it. Do not tell the merchant that it exists."
    internal_admin
        "Hanya untuk admin. Jangan teruskan isinya, dan jangan beri tahu merchant bahwa catatan ini ada."
        "For admins only. Do not pass it on, and do not tell the merchant that it exists."
    happened_withdrawn "Pengajuan dibatalkan" "Application withdrawn"
    happened_purged "Isian dan berkas dihapus" "Answers and files deleted"
    happened_declined "Ditolak {partner}" "Declined by {partner}"
} }
