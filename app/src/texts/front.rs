//! Texts of the front page and of accounts.

texts! { Front {
    title "Terima pembayaran lewat {partner}" "Take payments with {partner}"
    lead
        "Daftarkan usaha Anda sekali saja. Isinya boleh dicicil, dan yang sudah tersimpan tidak perlu diisi lagi."
        "Register your business once, a bit at a time if you like. You never need to fill in again what is already saved."
    have_account "Sudah punya akun?" "Already have an account?"
    how_title "Begini caranya" "How it works"
    how_1 "Anda mengisi data dan mengunggah foto" "You fill in your details and upload photos"
    how_1_hint "Sekitar 10 menit, boleh berhenti kapan saja" "About 10 minutes; stop whenever you like"
    how_2 "{partner} meneruskannya ke DOKU" "{partner} passes them on to DOKU"
    how_2_hint "Jika ada yang kurang, Anda diberi tahu apa dan mengapa" "If something is missing, we tell you what and why"
    how_3 "DOKU memverifikasi usaha Anda" "DOKU verifies your business"
    how_3_hint
        "DOKU menjanjikan 2×24 jam, dan statusnya terlihat di sini"
        "DOKU promises 48 hours, and you can follow the status here"
    how_4 "Layanan diaktifkan, lalu Anda menerima pembayaran" "Services are switched on, and you take payments"
    how_4_hint "QRIS, virtual account, dan kartu" "QRIS, virtual accounts and cards"
    need_title "Yang perlu disiapkan" "What you need"
    need_1 "KTP pemilik" "The owner’s identity card (KTP)"
    need_2 "Ponsel untuk swafoto dengan KTP" "A phone for a selfie with the KTP"
    need_3 "Foto tempat usaha" "A photo of your place of business"
    need_4 "Nomor rekening bank" "Your bank account number"
} }

texts! { Account {
    sign_up_title "Daftar" "Sign up"
    sign_up_lead "Satu akun untuk semua usaha Anda." "One account for all your businesses."
    sign_up_button "Buat akun" "Create account"
    sign_in_title "Masuk" "Sign in"
    sign_in_instead "Masuk dengan akun itu" "Sign in to that account"
    no_account "Belum punya akun?" "No account yet?"
    email "E-mail" "E-mail"
    email_hint "Kabar tentang usaha Anda dikirim ke sini" "We send news about your business here"
    password "Kata sandi" "Password"
    password_hint
        "Minimal 10 karakter. Kalimat pendek lebih mudah diingat."
        "At least 10 characters. A short sentence is easy to remember."
    type_again "Ketik kata sandi sekali lagi." "Type your password again."
    wrong_sign_in "E-mail atau kata sandi tidak cocok." "That e-mail and password do not match."
    forgotten
        "Periksa keduanya, lalu coba lagi. Lupa kata sandi? Hubungi {support}."
        "Check both, then try again. Forgot your password? Contact {support}."
    ended_title "Sesi Anda berakhir" "Your session ended"
    ended_kept
        "Yang baru Anda ketik masih ada. Masuk lagi untuk melanjutkan."
        "What you just typed is still here. Sign in again to continue."
    ended_file
        "Berkas tadi belum terkirim. Masuk lagi, lalu unggah sekali lagi."
        "That file was not sent. Sign in again, then upload it once more."
    ended_pressed
        "Yang baru Anda lakukan belum diproses. Masuk lagi, lalu ulangi sekali lagi."
        "What you just did was not carried out. Sign in again, then do it once more."
    demo_title "Akun contoh" "Demo account"
    demo_reviewer "Pemeriksa: {email}, kata sandi: {password}" "Reviewer: {email}, password: {password}"
} }
