//! Texts of accounts: signing up and in, and sessions that ended.

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
