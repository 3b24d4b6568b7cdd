//! Forms, their fields and errors.

use domain::forms::FieldError;

texts! { Facets {
    business "Data usaha" "Business details"
    brand "Merek" "Brand"
    operational "Kegiatan usaha" "Business activity"
    contact "Data pemilik" "Owner"
    address "Alamat" "Address"
    bank "Rekening bank" "Bank account"
    photo "Foto tempat usaha" "Photo of the place of business"
    social "Media sosial {code}" "Social media {code}"
    product "Layanan {code}" "Service {code}"
    /// The second and further ones of a kind.
    nth "{what} ke-{n}" "{what} {n}"
} }

texts! {
/// A field's label has its name: `street`, or `contact_name` where forms differ; with `_hint` it is the help, with
/// `_shown` the name where it is only read. A code's label has the last word of its field and the code:
/// `chosen_frequency_umi`.
Forms {
    business_name "Nama usaha" "Business name"
    business_name_hint "Contoh: Warung Ratna Sari" "For example: Warung Ratna Sari"
    business_description "Apa yang Anda jual?" "What do you sell?"
    business_description_shown "Barang atau jasa yang dijual" "Goods or services sold"
    description_hint
        "Contoh: nasi goreng dan es teh, makan di tempat."
        "For example: fried rice and iced tea, eat in."
    business_email "E-mail usaha" "Business e-mail"
    business_email_hint "DOKU mengirim undangan dasbornya ke alamat ini" "DOKU sends the invitation to its dashboard here"
    business_phone "Telepon usaha" "Business phone number"
    phone_hint "Contoh: 0812 3456 7890" "For example: 0812 3456 7890"
    website_readiness "Punya situs web?" "Do you have a website?"
    website_readiness_shown "Situs web" "Website"
    mobile_app_readiness "Punya aplikasi ponsel?" "Do you have a mobile app?"
    mobile_app_readiness_shown "Aplikasi ponsel" "Mobile app"
    chosen_readiness_have "Ya, sudah ada" "Yes"
    chosen_readiness_dont_have "Tidak ada" "No"
    chosen_readiness_under_development "Sedang dibuat" "Being built"
    brand_name "Nama merek" "Brand name"
    brand_name_hint "Boleh sama dengan nama usaha" "Can be the same as the business name"
    brand_description "Deskripsi singkat" "Short description"
    category "Jenis penjualan" "Type of sales"
    chosen_category_retail "Eceran" "Retail"
    chosen_category_non_retail "Bukan eceran" "Not retail"
    transaction_frequency "Ukuran usaha menurut QRIS" "Business size for QRIS"
    chosen_frequency_umi "Mikro (UMI)" "Micro (UMI)"
    chosen_frequency_uke "Kecil (UKE)" "Small (UKE)"
    chosen_frequency_ume "Menengah (UME)" "Medium (UME)"
    chosen_frequency_ube "Besar (UBE)" "Large (UBE)"
    chosen_frequency_ure "Reguler (URE)" "Regular (URE)"
    chosen_frequency_umi_hint "Penjualan sampai Rp300 juta setahun" "Sales up to Rp300 million a year"
    chosen_frequency_uke_hint "Lebih dari Rp300 juta sampai Rp2,5 miliar setahun" "Over Rp300 million, up to Rp2.5 billion a year"
    chosen_frequency_ume_hint "Lebih dari Rp2,5 miliar sampai Rp50 miliar setahun" "Over Rp2.5 billion, up to Rp50 billion a year"
    chosen_frequency_ube_hint "Lebih dari Rp50 miliar setahun" "Over Rp50 billion a year"
    transaction_quantity "Jumlah transaksi" "Number of transactions"
    chosen_quantity_up_to_100 "Kurang dari 100 per bulan" "Fewer than 100 a month"
    quantity_untold "100 atau lebih, atau belum tahu" "100 or more, or not sure yet"
    country "Negara" "Country"
    chosen_country_id "Indonesia" "Indonesia"
    currency "Mata uang" "Currency"
    chosen_currency_idr "Rupiah (IDR)" "Rupiah (IDR)"
    invited_user "Diundang ke dasbor DOKU" "Invited to DOKU’s dashboard"
    contact_name "Nama lengkap" "Full name"
    contact_name_hint "Sama persis seperti di KTP" "Exactly as on the KTP"
    contact_email "E-mail pemilik" "Owner’s e-mail"
    contact_phone "Telepon pemilik" "Owner’s phone number"
    position "Jabatan" "Position"
    chosen_position_owner "Pemilik" "Owner"
    chosen_position_director "Direktur" "Director"
    area "Wilayah" "Area"
    street "Jalan dan nomor" "Street and number"
    street_hint "Contoh: Jl. Merdeka No. 12, RT 03/RW 05" "For example: Jl. Merdeka No. 12, RT 03/RW 05"
    postal_code "Kode pos" "Postal code"
    postal_code_hint "5 digit" "5 digits"
    village "Kelurahan atau desa" "Village (kelurahan or desa)"
    district "Kecamatan" "District (kecamatan)"
    city "Kota atau kabupaten" "City or regency"
    province "Provinsi" "Province"
    bank "Bank" "Bank"
    account_number "Nomor rekening" "Account number"
    account_number_hint "Angka saja, 6 sampai 20 digit" "6 to 20 digits, no other characters"
    account_name "Nama pemilik rekening" "Account holder’s name"
    account_name_hint
        "Seperti di buku tabungan; sebaiknya sama dengan nama di KTP"
        "As in the bank book; ideally the same as on the KTP"
    instagram "Instagram" "Instagram"
    instagram_hint "Contoh: @warungratna" "For example: @warungratna"
    facebook "Facebook" "Facebook"
    facebook_hint "Contoh: warungratna atau facebook.com/warungratna" "For example: warungratna or facebook.com/warungratna"
    clash_title "Ada isian yang juga diubah di tempat lain" "Something here was also changed elsewhere"
    clash_hint
        "Perubahan terakhir Anda belum tersimpan. Pilih isian yang dipakai, lalu simpan lagi."
        "Your latest changes are not saved yet. Choose what to keep, then save again."
    clash_row "juga diubah di tab atau perangkat lain" "also changed in another tab or on another device"
    clash "Mana yang dipakai?" "Which one do you want to keep?"
    clash_mine "Isian Anda di sini" "What you entered here"
    clash_saved "Tersimpan dari tab atau perangkat lain" "Saved from another tab or device"
    clash_empty "(kosong)" "(empty)"
} }

sentences! {
    /// Errors of a field.
    field_sentence(FieldError) {
        Missing "Isi bagian ini." "Fill this in."
        NotChosen "Pilih salah satu." "Choose one."
        TooShort "Minimal {min} karakter." "At least {min} characters."
        TooLong "Maksimal {max} karakter; Anda mengetik {got}." "At most {max} characters; you typed {got}."
        Digits "Harus {want} digit. Anda mengetik {got}." "This must have {want} digits. You typed {got}."
        DigitsBetween "Harus {min} sampai {max} digit." "This must have {min} to {max} digits."
        NotDigits "Pakai angka saja." "Use digits only."
        NotLetters "Pakai huruf saja." "Use letters only."
        NotLettersOrDigits "Pakai huruf dan angka saja." "Use letters and digits only."
        NotAnEmail
            "Periksa alamat e-mail ini. Contoh: nama@contoh.id."
            "Check this e-mail address, for example name@example.id."
        NotAPhone
            "Periksa nomor telepon ini. Contoh: 0812 3456 7890."
            "Check this phone number, for example 0812 3456 7890."
        NotAForeignPhone
            "Nomor ini tidak cocok dengan kode negaranya. Periksa angka setelah tanda +. Nomor Indonesia cukup ditulis 0812 3456 7890."
            "This number does not fit its country code. Check the digits after the +. An Indonesian number is simply 0812 3456 7890."
        PhoneNotTakenByDoku
            "DOKU belum bisa menerima nomor dari negara ini. Pakai nomor lain, misalnya nomor Indonesia: 0812 3456 7890."
            "DOKU cannot take a number from this country. Use another one, for example an Indonesian number: 0812 3456 7890."
        NotAPostalCode "Kode pos terdiri dari 5 digit." "A postal code has 5 digits."
        NotAnInstagramAccount
            "Pakai nama akun tanpa spasi, misalnya batik.ratna, atau alamatnya. Boleh juga dikosongkan."
            "Give the account’s name without spaces, for example batik.ratna, or its address. You may also leave this empty."
        NotAFacebookPage
            "Pakai nama pengguna halaman tanpa spasi, misalnya warungratna, atau alamatnya. Boleh juga dikosongkan."
            "Give the page’s username without spaces, for example warungratna, or its address. You may also leave this empty."
        LinkOf
            "Itu alamat {site}. Isi akun yang sesuai dengan nama isian ini, atau kosongkan."
            "That address belongs to {site}. Give the account that this field names, or leave it empty."
        NotInTheList "Pilih salah satu dari daftar." "Choose one from the list."
        Separator "Jangan pakai “ - ” di sini." "Do not use “ - ” here."
        TooEasy "Terlalu mudah ditebak. Pakai beberapa kata." "This is too easy to guess. Use several words."
        Taken "Alamat e-mail ini sudah punya akun." "This e-mail address already has an account."
        Unavailable "Pilihan ini belum tersedia." "This option is not available yet."
    }
}
