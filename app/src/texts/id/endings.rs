use crate::texts::shape::Endings;

pub const ENDINGS: Endings = Endings {
    withdraw: "Batalkan pengajuan ini",
    withdraw_text: "Data dan file tidak dikirim lagi. Anda bisa mulai lagi kapan saja dengan data yang sama.",
    withdraw_text_sent: "Perbaikan tidak bisa dikirim lagi. Data yang sudah diterima DOKU tetap ada di DOKU; untuk menghapusnya, hubungi {partner}. Anda bisa mulai lagi kapan saja dengan data yang sama.",
    withdraw_yes: "Ya, batalkan pengajuan",
    again: "Mulai lagi dengan data yang sama",
    again_text: "Isian dan file disalin ke pengajuan baru. Periksa semuanya, beri persetujuan lagi, lalu kirim.",
    again_yes: "Salin dan mulai lagi",
    continued: "Pengajuan ini sudah dilanjutkan sebagai pengajuan baru.",
    continued_link: "Buka pengajuan baru",
    reason: "Alasan {partner}",
    decline: "Tolak pengajuan",
    decline_text: "Pengajuan berakhir dan tidak dikirim ke DOKU. Merchant membaca alasan Anda.",
    decline_reason: "Alasan penolakan",
    decline_yes: "Tolak pengajuan ini",
    internal: "Ada catatan internal DOKU",
    internal_text: "Hanya admin yang membaca isinya. Jangan beri tahu merchant bahwa catatan ini ada.",
    internal_admin: "Hanya untuk admin. Jangan teruskan isinya, dan jangan beri tahu merchant bahwa catatan ini ada.",
    happened_withdrawn: "Pengajuan dibatalkan",
    happened_declined: "Ditolak {partner}",
};
