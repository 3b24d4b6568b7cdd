use crate::texts::shape::{Fixes, Meaning, Reasons};

pub const FIXES: Fixes = Fixes {
    bar: "{ready} dari {all} diperbaiki",
    bar_send: "Lihat dan kirim perbaikan",
    bar_hint: "Perbaikan dikirim sekaligus, sesudah semuanya siap.",
    do_fix: "Perbaiki {n} hal",
    do_fix_one: "Perbaiki 1 hal",
    do_send: "Kirim perbaikan",
    ready: "Siap dikirim",
    title: "Kirim perbaikan",
    lead: "Inilah yang berubah. Bagian yang sudah diterima DOKU tidak ikut dikirim lagi.",
    missing: "Belum siap dikirim",
    missing_text: "Perbaiki dahulu bagian ini:",
    before: "Sebelumnya",
    after: "Menjadi",
    nothing_yet: "Belum diubah",
    empty: "kosong",
    fix: "Perbaiki",
    change: "Ubah",
    unchanged_title: "Belum ada yang berubah",
    unchanged: "Isian ini masih sama dengan yang ditolak DOKU. Ubah yang salah, lalu simpan lagi.",
    save: "Simpan perbaikan",
    others: "DOKU juga menolak {parts}. Bagian ini tidak dapat diperbaiki di sini; hubungi {partner}.",
    sent: "{items} perbaikan dikirim",
    sent_one: "1 perbaikan dikirim",
    locked_accepted: "DOKU sudah menerima bagian ini, jadi tidak dapat diubah lagi.",
    locked_in_review: "DOKU sedang memeriksa bagian ini. Bila ada yang salah, bagian ini terbuka lagi.",
    locked_sending: "Bagian ini sedang dikirim ke DOKU, jadi tidak dapat diubah sekarang.",
    locked_with_partner: "{partner} sedang memeriksa bagian ini, jadi tidak dapat diubah sekarang.",
    locked_closed: "Bagian ini tidak dapat diubah sekarang.",
    selfie: "Catatan ini juga tentang swafoto. Unggah swafoto baru",
    good: "Benar",
    bad: "Salah",
    example_text: "Contoh",
    notes: "Arti catatan DOKU",
    notes_lead: "Catatan yang belum kami kenali. Pilih artinya, dan semua halaman langsung menjelaskannya dengan bahasa pembaca.",
    notes_empty: "Tidak ada catatan yang menunggu",
    notes_empty_text: "Semua catatan DOKU sejauh ini kami kenali.",
    notes_seen: "Terakhir",
    notes_times: "{n} kali",
    notes_meaning: "Artinya",
    notes_save: "Simpan",
    notes_internal: "internal, hanya untuk admin",
    notes_open: "belum dipetakan",
    notes_mapped: "sudah dipetakan",
};

pub const REASONS: Reasons = Reasons {
    blurred: Meaning {
        word: "Buram",
        text: "Fotonya buram. Letakkan di meja yang terang, tahan ponsel sampai fokus, lalu foto lagi.",
    },
    cropped: Meaning {
        word: "Terpotong",
        text: "Ada bagian yang terpotong. Foto dari agak jauh sampai keempat sudutnya terlihat.",
    },
    expired: Meaning {
        word: "Sudah tidak berlaku atau terlalu lama",
        text: "Sudah lewat masa berlakunya, atau fotonya terlalu lama. Pakai dokumen yang masih berlaku atau foto yang baru.",
    },
    wrong_type: Meaning {
        word: "Bukan yang diminta",
        text: "Yang diunggah bukan yang diminta, atau tidak memperlihatkan yang perlu dilihat. Bacalah judulnya, lalu unggah yang sesuai.",
    },
    name_mismatch: Meaning {
        word: "Nama berbeda",
        text: "Namanya berbeda dengan dokumen. Tulis persis seperti di KTP, termasuk ejaan dan gelar.",
    },
    number_mismatch: Meaning {
        word: "Nomor berbeda",
        text: "Nomornya tidak cocok dengan dokumen. Periksa angka demi angka.",
    },
    unreadable: Meaning {
        word: "Tidak terbaca",
        text: "Tulisannya tidak terbaca, misalnya karena gelap atau pantulan cahaya. Cari cahaya dari samping, lalu foto lagi.",
    },
    missing_page: Meaning {
        word: "Ada yang kurang",
        text: "Ada halaman atau lampiran yang kurang. Sertakan semua yang disebut dalam catatan.",
    },
    screenshot: Meaning {
        word: "Bukan foto asli",
        text: "Foto langsung benda aslinya dengan kamera, bukan tangkapan layar atau fotokopi.",
    },
    address_mismatch: Meaning {
        word: "Alamat tidak dikenali",
        text: "Alamatnya tidak dikenali. Periksa jalan, nomor, kelurahan, dan kode pos.",
    },
    bank_name_mismatch: Meaning {
        word: "Nama rekening berbeda",
        text: "Nama pemilik rekening berbeda dengan nama pemilik usaha. Pakai rekening atas nama sendiri, dan tulis namanya persis seperti di buku tabungan.",
    },
    site_unreachable: Meaning {
        word: "Akun atau situs tidak dapat dibuka",
        text: "Akun atau alamat itu tidak dapat dibuka. Pastikan ejaannya benar dan akunnya tidak disetel privat.",
    },
    prohibited_business: Meaning {
        word: "Jenis usaha tidak diterima",
        text: "Jenis usaha ini tidak dapat diterima DOKU. Hubungi {partner} bila Anda merasa ini keliru.",
    },
    other: Meaning { word: "Lainnya", text: "Baca catatan DOKU di atas, dan hubungi {partner} bila tidak jelas." },
    none: "DOKU tidak menulis alasan. Hubungi {partner} bila tidak jelas.",
};
