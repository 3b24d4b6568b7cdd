//! Texts of calls that need a person.

use domain::outbox::Kind;

texts! { Calls {
    troubles "Perlu ditangani" "Needs attention"
    troubles_about
        "Kiriman yang tidak dicoba lagi secara otomatis. Kiriman ke DOKU di urutan teratas, lalu yang paling lama menunggu."
        "Requests that are not retried automatically. Those to DOKU come first, then those that have waited longest."
    no_troubles "Tidak ada kiriman yang perlu Anda tangani sekarang." "No requests need your attention right now."
    troubles_count "Kiriman yang perlu ditangani: {n}" "Requests that need attention: {n}"
    troubled
        "Semua pengajuan bermasalah, termasuk yang ditangguhkan DOKU: {n}"
        "All applications in trouble, including those suspended by DOKU: {n}"
    open_troubles "Tangani" "Resolve"
    exchanges "Catatan permintaan ke DOKU" "Log of requests to DOKU"
    exchanges_about
        "Setiap permintaan dan jawabannya, tanpa isi dan tanpa data pribadi. Disimpan selama 90 hari."
        "Every request and its answer, without bodies or personal data. Kept for 90 days."
    exchanges_of "Hanya nomor permintaan {id}." "Only Request-Id {id}."
    all_exchanges "Tampilkan semua" "Show all"
    no_exchanges "Belum ada permintaan." "No requests yet."
    last_exchanges "Permintaan terakhir" "Latest requests"
    refused_since
        "Kredensial ditolak sejak {when}. Setiap menit satu permintaan mencoba lagi sampai diterima."
        "The credentials have been refused since {when}. One request tries again every minute until it is accepted."
    held "DOKU sedang terganggu" "DOKU is having trouble"
    held_text
        "Sejak {when}, DOKU tidak menjawab atau menjawab dengan kesalahan. Permintaan ditahan sampai {until}, lalu satu permintaan mencoba lagi. E-mail dan webhook tetap berjalan. Tidak ada yang hilang."
        "Since {when} DOKU has not answered, or has answered with errors. Requests are held until {until}, then one tries again. E-mail and webhooks still go out. Nothing is lost."
    clock "Jam server ini tidak tepat" "This server’s clock is wrong"
    clock_slow "Jamnya {n} menit lebih lambat daripada jam DOKU." "It is {n} min behind DOKU’s clock."
    clock_fast "Jamnya {n} menit lebih cepat daripada jam DOKU." "It is {n} min ahead of DOKU’s clock."
    clock_text
        "Keputusan DOKU tetap berlaku, masing-masing menurut waktu DOKU. Namun, jika selisihnya lebih dari satu jam, DOKU menolak permintaan kami. Minta operator menyetel jam server."
        "DOKU’s verdicts still count, each by DOKU’s own time. But once the clocks are more than an hour apart, DOKU refuses our requests. Please ask the operator to set the server’s clock."
    attempts "{n} kali dicoba" "Attempts: {n}"
    request_id "Nomor permintaan" "Request-Id"
    no_answer
        "Selama 20 jam tidak ada jawaban DOKU yang memastikan hasilnya. Belum diketahui apakah DOKU sudah memprosesnya, jadi tidak dikirim ulang secara otomatis. Tanyakan kepada DOKU apakah datanya sudah ada."
        "For 20 hours, no answer from DOKU told us the outcome. We do not know whether DOKU processed it, so it is not sent again automatically. Ask DOKU whether it is there."
    given_up
        "Tim Anda menghentikan satu permintaan, dan belum diketahui apakah DOKU sudah memprosesnya. Ini tetap tampil sampai jelas."
        "Someone on your team gave up on a request, and we do not know whether DOKU processed it. It stays on this list until that is clear."
    internal
        "Terjadi kesalahan di sistem kami sebanyak lima kali. Operator dapat mencari sebabnya di log."
        "Something went wrong on our side five times. The operator can find the cause in the log."
    refused
        "DOKU menolak permintaan ini (HTTP {status}) tanpa menyebut bagian mana dari data merchant."
        "DOKU refused this request (HTTP {status}) without saying which part of the merchant’s data is wrong."
    mail_problem "Server e-mail tidak menerima e-mail ini ({code})." "The mail server did not accept this e-mail ({code})."
    webhook_problem "Sistem Anda tidak menerima webhook ini ({code})." "Your system did not accept this webhook ({code})."
    other_problem "Tidak berhasil: {code}." "It did not work: {code}."
    retry "Coba lagi" "Try again"
    look "Cari lagi di DOKU" "Search DOKU again"
    retry_same
        "Dikirim ulang dengan nomor permintaan yang sama, jadi tidak diproses dua kali."
        "Sent again with the same Request-Id, so it is not processed twice."
    retry_new
        "DOKU pasti belum memproses apa pun, jadi dikirim sebagai permintaan baru."
        "DOKU certainly has not processed anything, so it is sent as a new request."
    retry_look
        "Tidak ada yang dikirim. Nomor dari callback DOKU yang belum terkait dengan pengajuan mana pun dibaca, lalu dicocokkan dengan e-mail dan NIK."
        "This sends nothing. We read the ids from DOKU’s callbacks that belong to no application yet, and compare e-mail and NIK."
    retry_twice
        "Dikirim sebagai permintaan baru. Jika DOKU sudah menerimanya, kiriman kedua tidak mengubah apa pun."
        "Sent as a new request. If DOKU already has it, a second copy changes nothing."
    give_up "Hentikan" "Give up"
    reason "Alasan menghentikan" "Reason for giving up"
    give_up_merchant
        "DOKU pasti belum menerimanya. Pengajuan kembali ke merchant, dan merchant membaca alasan Anda."
        "DOKU certainly does not have it. The application goes back to the merchant, who reads your reason."
    give_up_part
        "Bagian ini kembali ke merchant. Merchant membaca alasan Anda dan dapat mengirimnya lagi. Jika DOKU sudah menerimanya, kiriman kedua tidak mengubah apa pun."
        "This part goes back to the merchant, who reads your reason and can send it again. If DOKU already has it, a second copy changes nothing."
    give_up_partner
        "Pengajuan kembali kepada Anda untuk diputuskan, dan alasan Anda disimpan. DOKU mungkin sudah menerimanya, jadi tanyakan dulu kepada DOKU sebelum menyetujuinya lagi."
        "The application comes back to you for a decision, and your reason is kept. DOKU may have received it, so ask DOKU before you approve it again."
    give_up_nothing
        "Tidak dikirim ulang. Pengajuannya sendiri tidak berubah."
        "Not sent again. The application itself does not change."
    held_waiting "Permintaan yang menunggu: {n}." "Requests waiting: {n}."
    anew "Menurut DOKU belum ada: kirim sebagai permintaan baru" "DOKU says it is not there: send as a new request"
    anew_reason "Siapa di DOKU yang menyatakan, dan kapan" "Who at DOKU said so, and when"
    anew_about
        "Tanyakan dulu kepada DOKU: jika ternyata sudah ada, usaha ini terdaftar dua kali. Catatan Anda disimpan."
        "Ask DOKU first: if it is there after all, the business is registered twice. Your note is kept."
    anew_button "Kirim sebagai permintaan baru" "Send as a new request"
    adopt "Menurut DOKU sudah ada: pakai nomornya" "DOKU says it is there: use its number"
    adopt_id "Nomor usaha di DOKU" "DOKU’s number for this business"
    adopt_about
        "Diawali BSN-. Kami mengecek dulu nomor ini di DOKU; e-mail dan NIK-nya harus sama."
        "Starts with BSN-. We check it with DOKU first; its e-mail and NIK must match."
    adopt_button "Cek dan pakai" "Check and use"
    mended "Sudah diperbaiki di dasbor DOKU" "Fixed in DOKU’s dashboard"
    mended_part "Bagian yang diperbaiki" "The part that was fixed"
    mended_reason "Siapa yang memperbaikinya, dan apa yang diubah" "Who fixed it, and what was changed"
    mended_about
        "Kami langsung mengecek pengajuan ini di DOKU. Tanda Anda baru berlaku jika DOKU tidak lagi menolak bagian itu. Merchant membaca bahwa bagian itu diperbaiki di DOKU; catatan Anda hanya dibaca tim Anda."
        "We check the application with DOKU right away. Your mark counts only if DOKU no longer rejects that part. The merchant reads that it was corrected with DOKU; your note stays with your team."
    mended_button "Cek di DOKU dan tandai" "Check with DOKU and mark"
    many "Untuk semua yang Anda centang" "For everything you ticked"
    many_about "Yang tidak cocok dengan pilihan ini tidak berubah." "Anything this choice does not fit stays as it is."
    many_reason "Alasan mengirim sebagai permintaan baru" "Reason for sending as new requests"
    many_reason_hint
        "Siapa di DOKU yang menyatakan belum ada, dan kapan. Mencoba lagi tidak perlu alasan."
        "Who at DOKU said that they are not there, and when. Trying again needs no reason."
    many_retry "Coba lagi, atau cari lagi di DOKU" "Try again, or search DOKU again"
    many_anew
        "Menurut DOKU belum ada: kirim semua sebagai permintaan baru"
        "DOKU says they are not there: send all as new requests"
    tick "Centang untuk ditangani sekaligus" "Tick to handle together"
    why_needs_person
        "Ada kiriman ke DOKU yang perlu Anda tangani, karena tidak ada yang dikirim ulang secara otomatis. Buka “Tangani” di atas untuk melihat pilihannya."
        "A request to DOKU needs your attention, because nothing is sent again automatically. Open “Resolve” above to see your options."
    why_given_up
        "Pengiriman dihentikan, dan belum diketahui apakah DOKU sudah menerimanya. Tanyakan kepada DOKU. Anda dapat menyetujuinya sekali lagi, mengembalikannya, atau menolaknya. Jika DOKU menyebutnya lewat callback, kami mencocokkannya dengan e-mail dan NIK."
        "Sending was stopped, and we do not know whether DOKU has it. Ask DOKU. You can approve it again, send it back or decline it. If DOKU names it in a callback, we match it by e-mail and NIK."
    approve_given_up
        "Jika disetujui, pengajuan dikirim ke DOKU sebagai permintaan baru. Setujui hanya jika DOKU menyatakan belum ada, agar tidak terdaftar dua kali."
        "Approving sends it to DOKU as a new request. Approve only if DOKU says it is not there, so that it is not registered twice."
    take_back "Tarik dari antrean ke DOKU" "Take back from the queue to DOKU"
    take_back_reason "Alasan menariknya" "Reason for taking it back"
    take_back_about
        "Ini pasti belum sampai di DOKU. Pengajuan kembali kepada Anda untuk diputuskan; perbaikan kembali ke merchant, dan merchant membaca alasan Anda."
        "It certainly has not reached DOKU. An application comes back to you for a decision; fixes go back to the merchant, who reads your reason."
    decline_given_up
        "Pengajuan berakhir di sini, dan merchant membaca alasan Anda. DOKU mungkin sudah menerimanya, jadi beri tahu DOKU juga."
        "The application ends here, and the merchant reads your reason. DOKU may have it, so tell DOKU as well."
    col_at "Waktu (WIB)" "Time (WIB)"
    col_call "Permintaan" "Request"
    col_status "Jawaban" "Answer"
    col_ms "Lama" "Time taken"
    col_attempt "Percobaan" "Attempt"
    no_status "tanpa jawaban" "no answer"
} }

sentences! {
    /// The purposes of calls.
    call_kind(Kind) {
        Upload "Mengirim berkas ke DOKU" "Sending a file to DOKU"
        Register "Mendaftarkan usaha ke DOKU" "Registering the business with DOKU"
        Update "Mengirim perbaikan ke DOKU" "Sending fixes to DOKU"
        Mail "E-mail ke merchant" "E-mail to the merchant"
        Webhook "Webhook ke sistem Anda" "Webhook to your system"
    }
}
