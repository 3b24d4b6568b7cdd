//! Texts of the queue, of a case and of the decision about it.

use crate::review::data::{Decision, Tab};
use domain::{
    application::RowStatus,
    kyb::{Actor, State},
};

texts! { Review {
    area "Pemeriksaan" "Review"
    queue "Antrean" "Queue"
    search "Cari pengajuan" "Search applications"
    search_example "Nama atau nomor" "Name or number"
    search_hint
        "Nama usaha, e-mail, nomor BSN-…, nomor bukti SRB-…, atau referensi Anda."
        "Business name, e-mail, BSN-… number, receipt number SRB-… or your reference."
    troubled_about
        "Yang kirimannya tertahan, yang ditangguhkan DOKU, dan yang ditolak pada bagian yang tidak bisa diperbaiki merchant di sini."
        "Those held up on the way, suspended by DOKU, or rejected in a part that the merchant cannot fix here."
    /// The name of a business in the partner's own system.
    reference "Referensi Anda" "Your reference"
    search_button "Cari" "Search"
    clear_search "Hapus pencarian" "Clear search"
    tabs "Tab antrean" "Queue tabs"
    search_all "Hasil dari semua bagian antrean." "Results from all tabs."
    search_short
        "Pencarian kurang dari tiga huruf hanya mencocokkan awal nama."
        "Searches of fewer than three letters only match the beginning of names."
    search_cut
        "Lebih dari {count} hasil cocok; tidak semuanya ditampilkan. Ketik lebih lengkap."
        "More than {count} results match; not all of them are shown. Type more to narrow them down."
    empty "Tidak ada pengajuan di sini." "No applications here."
    empty_search "Tidak ada yang cocok dengan “{search}”." "Nothing matches “{search}”."
    col_business "Usaha" "Business"
    col_kind "Jenis" "Type"
    col_state "Status" "Status"
    col_turn "Giliran" "Turn"
    col_due "Batas waktu (WIB)" "Due (WIB)"
    col_since "Sejak (WIB)" "Since (WIB)"
    next_page "Halaman berikutnya" "Next page"
    first_page "Halaman pertama" "First page"
    approve "Setujui dan kirim ke DOKU" "Approve and send to DOKU"
    send_back "Kembalikan dengan catatan" "Send back with notes"
    send_back_hint
        "Tulis alasan hanya pada bagian yang perlu diperbaiki. Merchant membaca kata-kata Anda."
        "Write a reason only for what needs fixing. The merchant reads your words."
    reason "Alasan mengembalikan {item}" "Reason for sending back {item}"
    sent_back_last "Catatan terakhir Anda" "Your last note"
    stale_title "Keputusan Anda tidak dicatat" "Your decision was not recorded"
    stale_items
        "Sejak Anda membuka halaman ini, merchant mengubah: {items}. Ini isi terbarunya; periksa lagi, lalu putuskan."
        "Since you opened this page, the merchant changed: {items}. This is the latest version; check it again, then decide."
    stale
        "Merchant mengirim ulang sejak Anda membuka halaman ini. Ini isi terbarunya; periksa lagi, lalu putuskan."
        "The merchant has submitted again since you opened this page. This is the latest version; check it again, then decide."
    stale_over
        "Sejak Anda membuka halaman ini, pengajuan ini sudah diputuskan orang lain atau sudah berakhir."
        "Since you opened this page, someone else has decided this application, or it has ended."
    stale_kept "Alasan yang Anda tulis masih ada di bawah." "The reasons you wrote are still below."
    no_reason
        "Tulis alasannya dulu; merchant membacanya supaya tahu apa yang perlu diperbaiki."
        "Write the reason first; the merchant reads it to know what to fix."
    decide "Keputusan" "Decision"
    read_only
        "Pengajuan diteruskan ke DOKU secara otomatis, jadi tidak ada yang perlu disetujui atau dikembalikan di sini."
        "Applications go to DOKU automatically, so there is nothing to approve or send back here."
    not_decidable
        "Tidak ada yang perlu disetujui atau dikembalikan sekarang."
        "There is nothing to approve or send back right now."
    data "Data" "Data"
    verdicts "Hasil pemeriksaan DOKU" "DOKU’s verdicts"
    no_verdicts
        "Belum ada hasil: pengajuan ini belum sampai di DOKU. Berkasnya mungkin sudah terunggah di sana."
        "No verdicts yet: the application has not reached DOKU. Its files may already be there."
    why "Mengapa statusnya begini?" "Why this status?"
    trouble "Tertahan" "Held up"
    held_up "DOKU menolak kredensial API" "DOKU is refusing the API credentials"
    held_up_text
        "Sebelum itu tidak ada yang dikirim. Periksa Client-Id, kunci, dan jam server. Tidak ada yang hilang; setelah diperbaiki, pengiriman berlanjut otomatis."
        "Until then nothing is sent. Check the Client-Id, the key and the server’s clock. Nothing is lost; once this is fixed, sending resumes automatically."
    merchant "Merchant" "Merchant"
    state_draft "Menunggu merchant: draf" "With merchant: draft"
    state_ready "Lengkap, belum dikirim merchant" "Complete, not submitted by merchant"
    state_partner_check "Perlu diperiksa" "To check"
    state_in_verification "Sedang diverifikasi DOKU" "Being verified by DOKU"
    state_to_fix "Menunggu merchant: {n} perbaikan" "With merchant: {n} fixes"
    state_to_fix_one "Menunggu merchant: 1 perbaikan" "With merchant: 1 fix"
    state_stuck "Ditolak DOKU, perlu Anda tangani" "Rejected by DOKU, needs you"
    state_suspended "Ditangguhkan DOKU" "Suspended by DOKU"
    state_withdrawn "Dibatalkan merchant" "Withdrawn by merchant"
    why_stuck
        "DOKU menolak bagian yang tidak bisa diperbaiki merchant di sini. Lihat catatan DOKU di bawah, bantu merchant, dan hubungi DOKU."
        "DOKU rejected a part that the merchant cannot fix here. See DOKU’s note below, help the merchant, and contact DOKU."
    why_no_service
        "Data usaha, merek, dan kegiatan usaha diterima DOKU, tetapi belum ada layanan yang aktif. Tanyakan kepada DOKU."
        "DOKU accepted business details, brand and business activity, but no service is active yet. Ask DOKU."
    why_rejected_parts "Ditolak DOKU: {parts}." "Rejected by DOKU: {parts}."
    why_suspended_parts "Ditangguhkan DOKU: {parts}." "Suspended by DOKU: {parts}."
    why_returned_parts "Dikembalikan kepada merchant: {parts}." "Returned to the merchant: {parts}."
    why_late "Batas waktu DOKU, {when}, sudah lewat {age}." "DOKU’s time limit, {when}, passed {age} ago."
    decided_last "Keputusan terakhir tim Anda: {did} oleh {who}, {when}." "Your team’s last decision: {did} by {who}, {when}."
    stale_by
        "Sejak Anda membuka halaman ini, pengajuan ini sudah {did} oleh {who}, {when}."
        "Since you opened this page, this application was {did} by {who}, {when}."
} }

sentences! {
    /// Names of the tabs of the queue.
    tab_name(Tab) {
        ToCheck "Perlu diperiksa" "To check"
        Drafts "Menunggu merchant: draf" "With merchant: drafts"
        Fixes "Menunggu merchant: perbaikan" "With merchant: fixes"
        Sending "Sedang dikirim" "Being sent"
        AtDoku "Di DOKU" "At DOKU"
        Late "Terlambat" "Late"
        Troubled "Masalah" "Trouble"
        Active "Aktif" "Active"
        Ended "Berakhir" "Ended"
    }

    /// The turn of each actor, for partners.
    turn(Actor) {
        Merchant "Merchant" "Merchant"
        Partner "Anda" "You"
        Us "Serambi, otomatis" "Serambi, automatically"
        Doku "DOKU" "DOKU"
        PartnerAndDoku "Anda dan DOKU" "You and DOKU"
        Nobody "–" "–"
    }

    /// States of a row, for partners.
    desk_row_status(RowStatus) {
        Todo "Belum diisi merchant" "Not filled in by the merchant"
        Started "Belum lengkap" "Incomplete"
        Done "Terisi" "Filled in"
        Optional "Tidak wajib" "Optional"
        WithPartner "Menunggu pemeriksaan Anda" "Waiting for your check"
        Sending "Sedang dikirim ke DOKU" "Being sent to DOKU"
        InReview "Diperiksa DOKU" "With DOKU"
        Accepted "Diterima DOKU" "Accepted by DOKU"
        Fix "Menunggu perbaikan merchant" "Waiting for the merchant’s fix"
        Refused "Ditolak DOKU" "Rejected by DOKU"
        Suspended "Ditangguhkan DOKU" "Suspended by DOKU"
        Fixed "Sudah diperbaiki, belum dikirim" "Fixed, not sent yet"
    }

    /// Reasons of states, for partners.
    why_state(State) {
        Draft
            "Merchant masih mengisi; ada bagian yang belum lengkap."
            "The merchant is still filling in the application; something is incomplete."
        Ready
            "Semua bagian lengkap, tetapi merchant belum mengirimnya."
            "All parts are complete, but the merchant has not submitted yet."
        PartnerCheck
            "Merchant sudah mengirim, dan tim Anda belum memutuskan. DOKU punya waktu 2×24 jam sejak menerimanya."
            "The merchant submitted, and your team has not decided yet. DOKU has 48 hours from when it receives the application."
        Sending
            "Pengiriman ke DOKU belum selesai. Serambi mengirim dan mencoba lagi secara otomatis."
            "Sending to DOKU is not finished yet. Serambi sends and retries automatically."
        InVerification
            "DOKU sudah menerima datanya, dan verifikasinya belum selesai."
            "DOKU has the data, and verification is not finished yet."
        ActionNeeded
            "Minimal satu bagian ditolak DOKU atau Anda kembalikan, dan menunggu perbaikan dari merchant."
            "At least one part was rejected by DOKU or sent back by you, and is waiting for the merchant to fix it."
        Verified
            "Data usaha, merek, dan kegiatan usaha diterima; ada layanan yang belum aktif."
            "Business details, brand and business activity were accepted; some services are not active yet."
        Active
            "Data usaha, merek, dan kegiatan usaha diterima, dan tidak ada layanan yang masih menunggu."
            "Business details, brand and business activity were accepted, and no service is pending."
        Suspended
            "DOKU menangguhkan minimal satu bagian. Pencairan dana ditahan; lihat catatan DOKU di bawah, dan tanyakan kepada DOKU."
            "DOKU suspended at least one part. Payouts are held; see DOKU’s note below, and ask DOKU."
        Declined "Pengajuan ini ditolak seluruhnya." "The application was declined as a whole."
        Withdrawn "Merchant membatalkan pengajuan ini." "The merchant withdrew the application."
    }

    /// Decisions, for the middle of a sentence.
    decided(Decision) {
        Approved "disetujui" "approved"
        SentBack "dikembalikan" "sent back"
        Declined "ditolak" "declined"
    }
}
