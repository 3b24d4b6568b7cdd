//! Texts of businesses and their tasks.

use domain::{
    application::{Page, RowStatus},
    kyb::Actor,
};

texts! { Businesses {
    empty_title "Belum ada usaha" "No business yet"
    empty
        "Tambahkan usaha pertama Anda. Sekitar 10 menit, boleh dicicil."
        "Add your first business. It takes about 10 minutes, and you can stop and come back."
    add "Tambah usaha" "Add a business"
    new_lead "Jawaban Anda menentukan dokumen yang diminta DOKU." "Your answers decide which documents DOKU asks for."
    new_button "Lanjutkan" "Continue"
    kind "Jenis usaha" "Business type"
    personal "Perorangan" "Individual"
    personal_hint
        "Usaha atas nama Anda sendiri, seperti warung atau toko daring"
        "A business in your own name, such as a stall or an online shop"
    corporate "Badan usaha (PT, CV, dan lainnya)" "Company (PT, CV and others)"
    corporate_hint "Segera hadir" "Coming soon"
    legal_entity "Bentuk hukum" "Legal form"
    perseorangan "Perseorangan" "Sole proprietor"
    line "Bidang usaha" "Line of business"
    retail "Eceran" "Retail"
    nationality "Kewarganegaraan pemilik" "Owner’s nationality"
    indonesian "Indonesia" "Indonesian"
    changed "Diperbarui {when}" "Updated {when}"
} }

texts! { Tasks {
    title "Siapkan usaha Anda untuk menerima pembayaran" "Get your business ready to take payments"
    title_sent "Status verifikasi" "Verification status"
    progress "{done} dari {total} selesai" "{done} of {total} done"
    autosaved "Semua yang Anda ketik langsung tersimpan." "Everything you type is saved as you go."
    list "Tugas" "Tasks"
    all_rows "Semua bagian:" "Every part:"
    do_continue "Lanjutkan: {task}" "Continue: {task}"
    do_fix "Perbaiki: {task}" "Fix: {task}"
    do_again "Tambah usaha baru" "Add a new business"
    do_contact "Hubungi {partner}" "Contact {partner}"
    social_open "Perbaiki, atau kosongkan" "Put it right, or empty it"
    demo_title "Ini simulasi" "This is a simulation"
    demo_text
        "Untuk melanjutkan, masuklah sebagai pemeriksa, lalu setujui pengajuan ini."
        "To continue, sign in as the reviewer and approve this application."
    press_save "Tekan Simpan sebelum pindah halaman." "Press Save before you leave a page."
    receipt "bukti pengiriman" "receipt"
    due "Paling lambat {when}" "By {when}"
    late "Lebih lama dari yang dijanjikan." "This is taking longer than promised."
    keep_asking "Kami terus mengecek statusnya ke DOKU." "We keep checking the status with DOKU."
    evidence_sent "{partner} sudah mengirim bukti ke DOKU pada {when}." "{partner} sent DOKU the evidence on {when}."
    held_up
        "Ada gangguan pada koneksi kami dengan DOKU. Ini bukan kesalahan Anda, dan data Anda aman."
        "We are having trouble reaching DOKU. It is not your fault, and your data is safe."
    with_partner_text
        "Pengiriman data Anda ke DOKU terkendala, dan {partner} perlu menyelesaikannya dengan DOKU. Tidak ada yang perlu Anda lakukan; data Anda aman."
        "We ran into a problem sending your details to DOKU, and {partner} needs to sort it out with them. There is nothing for you to do, and your data is safe."
    list_of
        "Saat Anda mulai, DOKU belum memberi daftar terbarunya, jadi kami memakai daftar DOKU per {when}. Semuanya sudah bisa Anda isi sekarang."
        "When you started, DOKU had not given its latest list, so this is DOKU’s list as of {when}. You can fill in everything now."
    list_renewed
        "Daftar DOKU per {when} berbeda dari daftar saat Anda mulai:"
        "DOKU’s list of {when} differs from the one you started with:"
    list_added "Baru diminta: {what}." "Newly required: {what}."
    list_gone "Tidak diminta lagi: {what}." "No longer required: {what}."
    list_changed
        "Syaratnya berubah: {what}. Periksa lagi bagian ini."
        "Requirements changed: {what}. Please check this part again."
    list_kept "Semua yang sudah Anda isi dan unggah tetap tersimpan." "Everything you filled in and uploaded is still saved."
} }

sentences! {
    /// States of a row, for merchants.
    row_sentence(RowStatus) {
        Todo "Belum diisi" "To do"
        Started "Belum lengkap" "Incomplete"
        Done "Terisi" "Done"
        Optional "Tidak wajib" "Optional"
        WithPartner "Diperiksa {partner}" "With {partner}"
        Sending "Sedang dikirim" "Being sent"
        InReview "Diperiksa DOKU" "With DOKU"
        Accepted "Diterima" "Accepted"
        Fix "Perlu diperbaiki" "Needs fixing"
        Refused "Ditolak DOKU" "Rejected by DOKU"
        Suspended "Ditangguhkan" "Suspended"
        Fixed "Siap dikirim ulang" "Ready to resend"
    }

    /// Names of the pages of the task list.
    task(Page) {
        Documents "Dokumen" "Documents"
        Business "Data usaha" "Business details"
        Brand "Merek dan penjualan" "Brand and sales"
        Contact "Data pemilik" "Owner"
        Address "Alamat" "Address"
        Bank "Rekening bank" "Bank account"
        Social "Media sosial" "Social media"
    }

    /// The purpose of each page; the documents' page has its own.
    lead(Page) {
        Documents "" ""
        Business "Isi seperti yang dikenal pelanggan Anda." "Describe it the way your customers know it."
        Brand "Nama merek tampil di struk dan QRIS." "Your brand name appears on receipts and QRIS."
        Contact "Pemilik yang namanya tertulis di KTP." "The owner named on the KTP."
        Address
            "Tempat usaha, atau rumah jika Anda berjualan dari rumah."
            "Your place of business, or home if you sell from there."
        Bank "Hasil penjualan dicairkan ke rekening ini." "Your sales are paid out to this account."
        Social
            "Membantu DOKU mengenali usaha Anda. Boleh dilewati."
            "This helps DOKU recognise your business. You can skip it."
    }

    /// The turn of each actor, for merchants.
    actor_sentence(Actor) {
        Merchant "Giliran Anda" "Your turn"
        Partner "Giliran {partner}, tidak ada yang perlu Anda lakukan" "{partner}’s turn, nothing for you to do"
        Us "Sedang kami kerjakan, halaman ini boleh ditutup" "We are working on it, you can close this page"
        Doku "Giliran DOKU, tidak ada yang perlu Anda lakukan" "DOKU’s turn, nothing for you to do"
        PartnerAndDoku
            "Giliran {partner} dan DOKU. Anda dapat menghubungi {partner}."
            "{partner} and DOKU act next. You can contact {partner}."
        Nobody "Tidak ada proses yang berjalan" "Nothing is in progress"
    }
}
