//! The verdicts of the sandbox, decided by marked values; everything else is accepted. Source: DESIGN.md §6.

use std::collections::BTreeSet;

use domain::kyb::EntityKind::{
    self, Address, Bank, Brand, Business, Contact, Document, OperationalStatus, PhotoProof, SocialMedia,
};

/// The known facts about one part at the time of its verdict.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    pub kind: EntityKind,
    pub business_name: &'a str,
    /// A contact's NIK, an address's street, a bank account's number, or the hosts of a social media entry.
    pub value: &'a str,
    /// The name of the part's file in lower case; for a contact, that of the selfie.
    pub file_name: &'a str,
    /// The number of times it was sent: 1 the first time.
    pub submissions: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Accept,
    /// No verdict ever comes.
    Silence,
    Say {
        status: &'static str,
        note: Option<&'static str>,
    },
}

enum Seen {
    Is(&'static str),
    Contains(&'static str),
    File(&'static str),
}

const fn rejected(note: &'static str) -> Effect {
    Effect::Say { status: "REJECTED", note: Some(note) }
}

#[rustfmt::skip]
const BY_VALUE: &[(EntityKind, Seen, Effect)] = &[
    (Contact, Seen::Is("9900000101900002"), rejected("NIK tidak sesuai nama")),
    (Contact, Seen::Is("9900000101900003"), Effect::Silence),
    (Contact, Seen::Is("9900000101900009"), Effect::Say { status: "DECLINED", note: Some("INTERNAL: cocok dengan daftar pantauan, jangan diteruskan ke merchant.") }),
    (Address, Seen::Contains("SIM-ALAMAT"), rejected("Alamat tidak ditemukan")),
    (Bank, Seen::Is("0000000002"), rejected("Nama pemilik rekening berbeda dengan nama pemilik usaha.")),
    (Bank, Seen::Is("0000000003"), rejected("Mohon lampirkan foto halaman depan buku tabungan.")),
    (Bank, Seen::Is("0000000004"), Effect::Silence),
    (SocialMedia, Seen::Contains("reject.sim"), rejected("Akun media sosial tidak ditemukan atau tidak aktif.")),
    (Document, Seen::File("sim-blur"), rejected("Foto KTP buram, NIK tidak terbaca.")),
    (Document, Seen::File("sim-crop"), rejected("Foto terpotong, keempat sudut kartu harus terlihat.")),
    (Document, Seen::File("sim-expired"), rejected("Dokumen sudah tidak berlaku.")),
    (Document, Seen::File("sim-wrong"), rejected("Dokumen tidak sesuai, mohon unggah dokumen yang diminta.")),
    (PhotoProof, Seen::File("sim-blur"), rejected("Foto tempat usaha buram.")),
    (PhotoProof, Seen::File("sim-crop"), rejected("Foto tempat usaha terpotong.")),
    (PhotoProof, Seen::File("sim-expired"), rejected("Foto tempat usaha sudah terlalu lama, mohon kirim foto terbaru.")),
    (PhotoProof, Seen::File("sim-wrong"), rejected("Foto bukan foto tempat usaha.")),
    (PhotoProof, Seen::File("sim-nophoto"), rejected("Foto tempat usaha tidak memperlihatkan papan nama.")),
    (Contact, Seen::File("sim-blur"), rejected("Swafoto buram, wajah tidak terlihat jelas.")),
    (Contact, Seen::File("sim-crop"), rejected("Swafoto terpotong, seluruh wajah harus terlihat.")),
    (Contact, Seen::File("sim-expired"), rejected("Swafoto sudah terlalu lama, mohon ambil yang baru.")),
    (Contact, Seen::File("sim-wrong"), rejected("Swafoto tidak cocok dengan foto pada KTP.")),
    (Contact, Seen::File("sim-nophoto"), rejected("Wajah tidak ditemukan pada swafoto.")),
];

const TWICE: &str = "SIM-TWICE";
const EMPTY_NOTE: &str = "SIM-EMPTY-NOTE";

#[rustfmt::skip]
const BY_BUSINESS_NAME: &[(&str, &[EntityKind], Effect)] = &[
    ("SIM-ALL-REJECT", &[Contact, Address, Document, Bank, SocialMedia, PhotoProof], rejected("Ditolak oleh simulasi (SIM-ALL-REJECT).")),
    (EMPTY_NOTE, &[Document], Effect::Say { status: "REJECTED", note: None }),
    ("SIM-ODD-STATUS", &[Address], Effect::Say { status: "MENUNGGU_SURVEI", note: None }),
    ("SIM-REJECT-BUSINESS", &[Business], rejected("Nama usaha tidak sesuai dengan dokumen pendukung.")),
    ("SIM-SUSPEND", &[Brand], Effect::Say { status: "SUSPENDED", note: Some("Pendaftaran dihentikan: jenis usaha termasuk kategori terlarang.") }),
    ("SIM-SUSPEND", &[OperationalStatus], Effect::Say { status: "SUSPENDED", note: Some("Operasional brand dibekukan sementara menunggu klarifikasi.") }),
];

/// Returns the effect of the first matching row. Later submissions are accepted, but for `SIM-TWICE`.
pub fn effect(seen: &Evidence<'_>) -> Effect {
    let rounds = if seen.business_name.contains(TWICE) { 2 } else { 1 };
    if seen.submissions > rounds {
        return Effect::Accept;
    }
    let by_value = BY_VALUE.iter().filter(|(kind, ..)| *kind == seen.kind).find(|(_, mark, _)| mark.is_in(seen));
    let named = |(mark, kinds, _): &&(&str, &[EntityKind], Effect)| {
        seen.business_name.contains(mark) && kinds.contains(&seen.kind)
    };
    let by_name = BY_BUSINESS_NAME.iter().find(named).map(|(.., effect)| effect);
    match by_value.map(|(.., effect)| effect).or(by_name).cloned().unwrap_or(Effect::Accept) {
        Effect::Say { status, .. } if seen.business_name.contains(EMPTY_NOTE) => Effect::Say { status, note: None },
        effect => effect,
    }
}

impl Seen {
    /// Names the value of such a part that is examined, and the mark that it is examined for.
    fn place(&self, kind: EntityKind) -> (String, &'static str) {
        let of = match (kind, self) {
            (Contact, Self::File(_)) => "name of the selfie's file",
            (PhotoProof, _) => "name of the shop photo's file",
            (Document, _) => "name of the document's file",
            (Contact, _) => "NIK",
            (Address, _) => "street",
            (Bank, _) => "account number",
            (SocialMedia, _) => "link of a social media account",
            _ => kind.as_str(),
        };
        match self {
            Self::Is(mark) => (format!("{of} is"), mark),
            Self::Contains(mark) => (format!("{of} contains"), mark),
            Self::File(mark) => (format!("{of} begins with"), mark),
        }
    }

    fn is_in(&self, seen: &Evidence<'_>) -> bool {
        match self {
            Self::Is(mark) => seen.value == *mark,
            Self::Contains(mark) => seen.value.contains(mark),
            Self::File(mark) => seen.file_name.starts_with(mark),
        }
    }
}

/// Bad luck requested by plus-tags of an e-mail address: `rina+dup+late@…`. `BY_TAG` describes each effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    Dup,
    Reorder,
    Late,
    Lost,
    BadSignature,
    Early,
    Timeout,
    Flaky,
}

pub type Faults = BTreeSet<Fault>;

#[rustfmt::skip]
const BY_TAG: &[(&str, &str, Fault)] = &[
    ("dup", "every callback comes three times", Fault::Dup),
    ("reorder", "callbacks come shuffled", Fault::Reorder),
    ("late", "callbacks come after 49 hours", Fault::Late),
    ("lost", "callbacks never come", Fault::Lost),
    ("badsig", "a forged callback comes first", Fault::BadSignature),
    ("early", "a callback comes before the answer", Fault::Early),
    ("timeout", "registered, but answered after 90 seconds", Fault::Timeout),
    ("flaky", "registered, but answered 500 twice", Fault::Flaky),
];

pub fn faults<'a>(emails: impl IntoIterator<Item = &'a str>) -> Faults {
    let tags = emails.into_iter().flat_map(|email| email.split('@').next().unwrap_or_default().split('+').skip(1));
    let fault = |tag| BY_TAG.iter().find(|(known, ..)| known.eq_ignore_ascii_case(tag)).map(|(.., fault)| *fault);
    tags.filter_map(fault).collect()
}

/// A fault of an upload, requested by the name of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadFault {
    /// The answer comes after 3 s.
    Slow,
    TooLarge,
    ServerError,
    TokenRefused,
}

#[rustfmt::skip]
const BY_UPLOAD: &[(&str, &str, UploadFault)] = &[
    ("sim-slow", "the upload is answered after 3 seconds", UploadFault::Slow),
    ("sim-413", "the upload is answered 413", UploadFault::TooLarge),
    ("sim-500", "the upload is answered 500", UploadFault::ServerError),
    ("sim-401", "the upload is answered 401, as if the token were no good", UploadFault::TokenRefused),
];

pub fn upload_fault(file_name: &str) -> Option<UploadFault> {
    let name = file_name.to_lowercase();
    BY_UPLOAD.iter().find(|(mark, ..)| name.starts_with(mark)).map(|(.., fault)| *fault)
}

/// One marked value, for people.
pub struct Magic {
    /// The value that carries the mark.
    pub place: String,
    pub value: String,
    pub effect: String,
}

/// Lists all marked values, from the tables that decide.
pub fn magic() -> Vec<Magic> {
    let row =
        |place: &str, value: &str, effect: String| Magic { place: place.to_owned(), value: value.to_owned(), effect };
    let by_value = BY_VALUE.iter().map(|(kind, mark, effect)| {
        let (place, value) = mark.place(*kind);
        row(&place, value, in_words(&[*kind], effect))
    });
    let name = "name of the business contains";
    let by_name = BY_BUSINESS_NAME.iter().map(|(mark, kinds, effect)| row(name, mark, in_words(kinds, effect)));
    let twice =
        row(name, TWICE, "what was sent a second time is judged like the first; otherwise it is accepted".to_owned());
    let by_tag = BY_TAG
        .iter()
        .map(|(tag, says, _)| row("plus-tag of an e-mail address", &format!("+{tag}"), (*says).to_owned()));
    let by_upload =
        BY_UPLOAD.iter().map(|(mark, says, _)| row("any file's name begins with", mark, (*says).to_owned()));
    by_value.chain(by_name).chain([twice]).chain(by_tag).chain(by_upload).collect()
}

fn in_words(kinds: &[EntityKind], effect: &Effect) -> String {
    let kinds = kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    match effect {
        Effect::Accept => format!("{kinds}: ACTIVE"),
        Effect::Silence => format!("{kinds}: nothing is ever said"),
        Effect::Say { status, note: Some(note) } => format!("{kinds}: {status}, \u{201c}{note}\u{201d}"),
        Effect::Say { status, note: None } => format!("{kinds}: {status}, without a note"),
    }
}

#[cfg(test)]
mod tests;
