//! Reasons of a rejection: DOKU's free text, read into a catalogue that pages can explain in either language.

use crate::text;
use serde::{Deserialize, Serialize};

crate::words! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
    #[serde(rename_all = "snake_case")]
    pub enum Reason {
        Blurred = "blurred",
        Cropped = "cropped",
        Expired = "expired",
        /// The wrong document, or a picture that does not show what it should.
        WrongType = "wrong_type",
        NameMismatch = "name_mismatch",
        NumberMismatch = "number_mismatch",
        Unreadable = "unreadable",
        MissingPage = "missing_page",
        /// A copy instead of the thing itself: a screenshot, a photocopy.
        Screenshot = "screenshot",
        AddressMismatch = "address_mismatch",
        BankNameMismatch = "bank_name_mismatch",
        SiteUnreachable = "site_unreachable",
        ProhibitedBusiness = "prohibited_business",
        /// A reason that we do not know; a person of the partner may explain it.
        Other = "other",
    }
}

use Reason::*;

impl Reason {
    /// Guesses the reason by the words of a note. Source: none is public; the words are people's, Indonesian first.
    pub fn of_note(note: &str) -> Self {
        let folded = fold(note);
        let words: Vec<&str> = folded.split(' ').collect();
        let meant =
            RULES.iter().find(|(_, rule)| rule.iter().all(|any| any.split(", ").any(|said| says(&words, said))));
        meant.map_or(Other, |(reason, _)| *reason)
    }
}

/// Folds a note for comparison: lower case, no punctuation, single blanks, and `#` for a word of four characters and
/// more with a digit, since notes about two people's numbers mean the same.
pub fn fold(note: &str) -> String {
    let plain: String = text::search(note).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let number = |word: &str| word.len() >= 4 && word.chars().any(|c| c.is_ascii_digit());
    plain.split_whitespace().map(|word| if number(word) { "#" } else { word }).collect::<Vec<_>>().join(" ")
}

/// Tells whether the words follow one another, each as it is written or with an ending: `nama` finds `namanya`.
fn says(words: &[&str], said: &str) -> bool {
    let said: Vec<&str> = said.split(' ').collect();
    words.windows(said.len()).any(|at| at.iter().zip(&said).all(|(word, start)| word.starts_with(start)))
}

/// Words for a difference between two things.
const DIFFERS: &str = "\
    berbeda, beda, tidak sesuai, tidak cocok, tidak sama, belum sesuai, salah, mismatch, match, differ, wrong, \
    incorrect";
/// Words for something that cannot be reached.
const GONE: &str = "\
    tidak ditemukan, tidak aktif, tidak dapat diakses, tidak bisa diakses, tidak dapat dibuka, tidak bisa dibuka, \
    tidak tersedia, unreachable, not found, not accessible, cannot be opened, inactive, private, broken";

/// Words for something that is forbidden: a business, but a picture too.
const BANNED: &str = "\
    terlarang, dilarang, tidak diperbolehkan, tidak diizinkan, prohibited, restricted, not allowed, not permitted";
/// Words for a business or its goods.
const TRADE: &str = "\
    usaha, bisnis, kategori, produk, barang, jasa, penjualan, business, category, categories, product, goods, \
    industry";
const NO_ORIGINAL: &str = "\
    screenshot, screen shot, screen capture, tangkapan layar, fotokopi, foto kopi, photocop, hasil scan, \
    bukan asli, not an original, not the original";
const INCOMPLETE: &str = "tidak lengkap, kurang lengkap, belum lengkap, incomplete, not complete";
const EMAIL: &str = "alamat email, alamat e mail, email, e mail";

/// The reasons with their lists of words. The first row wins of which each list has something that the note says.
#[rustfmt::skip]
const RULES: &[(Reason, &[&str])] = &[
    (Screenshot, &[NO_ORIGINAL, BANNED]),
    (ProhibitedBusiness, &[BANNED, TRADE]),
    (MissingPage, &["buku tabungan, bank book, passbook, missing page, page is missing, pages are missing, halaman depan, halaman tidak, halaman kurang, all pages, semua halaman"]),
    (Other, &[EMAIL, INCOMPLETE]),
    (AddressMismatch, &["alamat, address", INCOMPLETE]),
    (MissingPage, &[INCOMPLETE]),
    (BankNameMismatch, &["rekening, bank account, account holder, account name, account owner", "nama, name, holder, owner, pemilik", DIFFERS]),
    (SiteUnreachable, &["media sosial, social media, instagram, facebook, situs, website, tautan, link, url, halaman web", GONE]),
    (Screenshot, &[NO_ORIGINAL]),
    (Cropped, &["terpotong, crop, cut off, keempat sudut, empat sudut, four corners, all corners, tidak utuh, sebagian"]),
    (Blurred, &["buram, blur, kabur, out of focus, tidak fokus, tidak tajam, tidak jelas, kurang jelas, not clear, unclear, terlihat jelas, not sharp"]),
    (Unreadable, &["tidak terbaca, tidak dapat dibaca, tidak bisa dibaca, sulit dibaca, unreadable, illegible, not legible, not readable, cannot be read, pantulan, silau, glare, gelap, too dark, tertutup"]),
    (Expired, &["kedaluwarsa, kadaluarsa, kadaluwarsa, kedaluarsa, expire, tidak berlaku, masa berlaku, habis berlaku, terlalu lama, outdated, too old, no longer valid, foto terbaru"]),
    (Other, &[EMAIL]),
    (AddressMismatch, &["alamat, address, kode pos, postal code, lokasi usaha"]),
    (NameMismatch, &["nama usaha, nama pemilik, nama lengkap, namanya, nama, name", DIFFERS]),
    (NumberMismatch, &["nik, nomor, no ktp, number, npwp, nib", "berbeda, beda, tidak sesuai, tidak cocok, tidak sama, salah, tidak valid, tidak terdaftar, tidak ditemukan, mismatch, match, differ, wrong, incorrect, invalid, not registered, not found"]),
    (WrongType, &["bukan, tidak sesuai, tidak cocok, dokumen yang diminta, dokumen salah, salah unggah, tidak memperlihatkan, wajah tidak, wrong document, wrong file, not the requested, does not match, do not match, does not show, no face, face not found, is not a"]),
];

/// Tells whether the note is about the NIK: a person has two numbers only, and it is not about the telephone's.
pub fn is_about_nik(note: &str, reason: Option<Reason>) -> bool {
    let note = text::search(note);
    let names = |words: &[&str]| note.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word));
    let by_telephone = || names(&["telepon", "telp", "ponsel", "hp", "handphone", "phone", "mobile", "whatsapp", "wa"]);
    names(&["nik", "niknya"]) || reason == Some(Reason::NumberMismatch) && !by_telephone()
}

/// Tells whether a word of the note means a contact's selfie.
pub fn is_about_selfie(note: &str) -> bool {
    let note = text::search(note);
    ["swafoto", "selfie", "wajah", "face"].iter().any(|word| note.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_read_by_their_words() {
        for (note, reason) in [
            ("Foto KTP buram, NIK tidak terbaca. Unggah ulang foto KTP yang jelas.", Blurred),
            ("The photo is blurry", Blurred),
            ("Swafoto buram, wajah tidak terlihat jelas.", Blurred),
            ("Foto terpotong, keempat sudut kartu harus terlihat.", Cropped),
            ("ID card is cropped; all corners must be visible", Cropped),
            ("Dokumen sudah tidak berlaku.", Expired),
            ("Foto tempat usaha sudah terlalu lama, mohon kirim foto terbaru.", Expired),
            ("Document has expired", Expired),
            ("Dokumen tidak sesuai, mohon unggah dokumen yang diminta.", WrongType),
            ("Foto bukan foto tempat usaha.", WrongType),
            ("Foto tempat usaha tidak memperlihatkan papan nama.", WrongType),
            ("Swafoto tidak cocok dengan foto pada KTP.", WrongType),
            ("Wajah tidak ditemukan pada swafoto.", WrongType),
            ("Selfie does not match the ID card", WrongType),
            ("NIK tidak sesuai nama", NameMismatch),
            ("Nama usaha tidak sesuai dengan dokumen pendukung.", NameMismatch),
            ("Name does not match KTP", NameMismatch),
            ("NIK salah", NumberMismatch),
            ("NIK 3273205507880004 tidak terdaftar", NumberMismatch),
            ("ID number is invalid", NumberMismatch),
            ("Tulisan tidak dapat dibaca karena pantulan cahaya", Unreadable),
            ("Text is illegible", Unreadable),
            ("Mohon lampirkan foto halaman depan buku tabungan.", MissingPage),
            ("Akta tidak lengkap", MissingPage),
            ("Document is incomplete", MissingPage),
            ("Mohon jangan kirim tangkapan layar", Screenshot),
            ("Screenshots are not accepted", Screenshot),
            ("Screenshot tidak diperbolehkan", Screenshot),
            ("Foto KTP tidak diperbolehkan berupa screenshot", Screenshot),
            ("Foto tempat usaha dilarang berupa tangkapan layar", Screenshot),
            ("Alamat tidak ditemukan", AddressMismatch),
            ("Address could not be verified", AddressMismatch),
            ("Alamat tidak lengkap", AddressMismatch),
            ("Alamat usaha kurang lengkap, mohon tambahkan RT/RW.", AddressMismatch),
            ("Nama pemilik rekening berbeda dengan nama pemilik usaha.", BankNameMismatch),
            ("Account holder's name differs", BankNameMismatch),
            ("Akun media sosial tidak ditemukan atau tidak aktif.", SiteUnreachable),
            ("Website unreachable", SiteUnreachable),
            ("Pendaftaran dihentikan: jenis usaha termasuk kategori terlarang.", ProhibitedBusiness),
            ("Prohibited business", ProhibitedBusiness),
            ("Produk yang dijual dilarang", ProhibitedBusiness),
            ("These goods are not allowed", ProhibitedBusiness),
            ("Kacamata hitam dilarang pada swafoto", Other),
            ("Alamat e-mail tidak aktif", Other),
            ("Alamat e-mail tidak lengkap", Other),
            ("Mohon hubungi tim kami", Other),
            ("", Other),
        ] {
            assert_eq!(Reason::of_note(note), reason, "{note}");
        }
    }

    /// The sandbox shows merchants no other note without an explanation.
    #[test]
    fn every_note_of_the_sandbox_is_explained() {
        const UNEXPLAINED: &[&str] = &["SIM-ALL-REJECT", "INTERNAL:", "Operasional brand dibekukan"];
        let source = include_str!("../../sandbox/src/outcomes.rs");
        let notes: Vec<&str> = ["rejected(\"", "note: Some(\""]
            .iter()
            .flat_map(|start| source.split(start).skip(1).filter_map(|rest| rest.split('"').next()))
            .collect();
        assert!(notes.len() > 20, "the notes of outcomes.rs are found by how they are written");
        for note in notes {
            let expected = UNEXPLAINED.iter().any(|start| note.contains(start));
            assert_eq!(Reason::of_note(note) == Other, expected, "{note}");
        }
    }

    #[test]
    fn two_peoples_numbers_make_no_two_notes() {
        assert_eq!(fold("NIK 3273205507880004, salah!"), "nik # salah");
        assert_eq!(fold("NIK 3171014501900001 salah"), "nik # salah");
    }

    #[test]
    fn codes_are_read_back() {
        assert!(Reason::ALL.into_iter().all(|reason| Reason::read(reason.as_str()) == Some(reason)));
        assert_eq!(Reason::read("else"), None);
    }
}
