//! Who they are, and what happened to them when. Nobody is real: no real NIK begins with 99.

use super::people::{MERCHANT, SECOND_MERCHANT};
use Step::{Accept, Approve, Begin, Decline, Fill, Mend, Say, SendBack, Submit};
use domain::Millis;

pub const DAYS: i64 = 6;

pub struct Plan {
    pub owner: &'static str,
    pub name: &'static str,
    pub does: &'static str,
    pub person: &'static str,
    pub nik: &'static str,
    pub street: &'static str,
    /// Postal code, village, district, city, province.
    pub area: [&'static str; 5],
    pub account: &'static str,
    /// In whose name the account is.
    pub account_name: &'static str,
    /// What happened, and how many hours and minutes ago. No two happen in the same minute.
    pub story: &'static [(i64, i64, Step)],
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The first form and one picture.
    Begin,
    /// Every form and picture.
    Fill,
    Submit,
    /// By the reviewer: the bank account, with this reason.
    SendBack(&'static str),
    /// The account is in one's own name now.
    Mend,
    /// By the reviewer, and how DOKU takes it.
    Approve(Doku),
    /// By the admin.
    Decline(&'static str),
    /// DOKU: a callback's type, which of them, verdict, note.
    Say(&'static str, &'static str, &'static str, Option<&'static str>),
    /// DOKU: all that is still open, or else the services.
    Accept,
}

#[derive(Clone, Copy, Debug)]
pub enum Doku {
    /// It says what the history says, then what it is told at `/sim`.
    WaitsToBeTold,
    /// So many hours later, by itself.
    DecidesAfter(u64),
    /// It asks us to come back after so many seconds.
    IsBusy(u32),
}

pub struct Happening {
    pub at: Millis,
    pub plan: &'static Plan,
    pub step: Step,
}

/// In order of time.
pub fn happenings(until: Millis) -> Vec<Happening> {
    let of = |plan: &'static Plan| {
        plan.story.iter().map(move |(hours, minutes, step)| Happening {
            at: until.plus(-hours * Millis::HOUR - minutes * Millis::MINUTE),
            plan,
            step: *step,
        })
    };
    let mut all: Vec<Happening> = PLANS.iter().flat_map(of).collect();
    all.sort_by_key(|happening| happening.at);
    all
}

const RATNA: &str = "Ratna Sari Dewanti";
const WAYAN: &str = "I Wayan Sudiarta";
const ANTAPANI: [&str; 5] = ["40291", "Antapani Kidul", "Antapani", "Bandung", "Jawa Barat"];
const UBUD: [&str; 5] = ["80571", "Peliatan", "Ubud", "Gianyar", "Bali"];
const SANUR: [&str; 5] = ["80228", "Sanur Kauh", "Denpasar Selatan", "Denpasar", "Bali"];

const OF_RATNA: Plan = Plan {
    owner: MERCHANT,
    name: "",
    does: "",
    person: RATNA,
    nik: "9900015507880004",
    street: "Jalan Terusan Jakarta No 118",
    area: ANTAPANI,
    account: "4370112233",
    account_name: RATNA,
    story: &[],
};

const OF_WAYAN: Plan = Plan {
    owner: SECOND_MERCHANT,
    person: WAYAN,
    nik: "9900021203790007",
    street: "Jalan Raya Peliatan No 21",
    area: UBUD,
    account: "7720456781",
    account_name: WAYAN,
    ..OF_RATNA
};

const PLANS: &[Plan] = &[
    Plan {
        name: "Warung Ratna Sari",
        does: "Warung makan rumahan: nasi rames, soto, dan lauk harian.",
        story: &[
            (75, 0, Fill),
            (74, 20, Submit),
            (72, 5, Approve(Doku::WaitsToBeTold)),
            (50, 12, Say("BUSINESS_DOCUMENT", "KTP", "REJECTED", Some("Foto KTP buram, NIK tidak terbaca."))),
            (50, 11, Say("BUSINESS_ADDRESS", "", "REJECTED", Some("Alamat tidak ditemukan"))),
            (
                50,
                10,
                Say("BUSINESS_BANK", "", "REJECTED", Some("Nama pemilik rekening berbeda dengan nama pemilik usaha.")),
            ),
            (50, 8, Accept),
        ],
        account_name: "Sari Dewanti",
        ..OF_RATNA
    },
    Plan {
        name: "Katering Ratna",
        does: "Katering kecil untuk rapat, arisan, dan hajatan di Bandung.",
        story: &[
            (142, 30, Fill),
            (141, 10, Submit),
            (139, 15, Approve(Doku::WaitsToBeTold)),
            (100, 40, Accept),
            (70, 25, Accept),
        ],
        ..OF_RATNA
    },
    Plan {
        name: "Kue Basah Bu Ratna",
        does: "Kue basah dan jajanan pasar, dibuat setiap pagi.",
        story: &[(26, 35, Begin)],
        ..OF_RATNA
    },
    Plan {
        name: "Kedai Kopi Antapani",
        does: "Kedai kopi di depan rumah, buka sore sampai malam.",
        story: &[(5, 20, Fill)],
        ..OF_RATNA
    },
    Plan {
        name: "Oleh-Oleh Priangan",
        does: "Toko oleh-oleh: keripik, dodol, dan sambal khas Priangan.",
        story: &[(20, 45, Fill), (19, 30, Submit)],
        ..OF_RATNA
    },
    Plan {
        name: "Binatu Antapani",
        does: "Binatu kiloan dengan jemput dan antar di sekitar Antapani.",
        // 80 % of 48 hours are gone.
        story: &[(46, 15, Fill), (45, 25, Submit), (38, 24, Approve(Doku::DecidesAfter(46)))],
        ..OF_RATNA
    },
    Plan {
        name: "Kopi Batur",
        does: "Kopi arabika dari kebun keluarga di kaki Gunung Batur.",
        account_name: "Ni Made Sudiarta",
        story: &[
            (90, 5, Fill),
            (89, 15, Submit),
            (
                66,
                50,
                SendBack("Nama di rekening tidak sama dengan nama pemilik. Mohon pakai rekening atas nama sendiri."),
            ),
            (30, 20, Mend),
            (30, 5, Submit),
        ],
        ..OF_WAYAN
    },
    Plan {
        name: "Perak Celuk",
        does: "Perhiasan perak buatan tangan dari Celuk.",
        story: &[
            (80, 30, Fill),
            (79, 40, Submit),
            (61, 35, Approve(Doku::WaitsToBeTold)),
            (40, 55, Say("BUSINESS_ADDRESS", "", "ACTIVE", None)),
            (40, 50, Say("BUSINESS_BANK", "", "ACTIVE", None)),
        ],
        ..OF_WAYAN
    },
    Plan {
        name: "Sewa Motor Ubud",
        does: "Sewa sepeda motor harian dan mingguan di Ubud.",
        story: &[
            (130, 20, Fill),
            (129, 30, Submit),
            (127, 45, Approve(Doku::WaitsToBeTold)),
            (95, 10, Accept),
            (60, 15, Say("BRAND_PRODUCT", "QRIS", "ACTIVE", None)),
        ],
        ..OF_WAYAN
    },
    Plan {
        name: "Pijat Sanur",
        does: "Pijat tradisional dan lulur di Sanur.",
        street: "Jalan Danau Tamblingan No 8",
        area: SANUR,
        story: &[
            (140, 25, Fill),
            (139, 35, Submit),
            (138, 20, Approve(Doku::WaitsToBeTold)),
            (110, 30, Accept),
            (90, 40, Accept),
            (
                9,
                10,
                Say("", "", "SUSPENDED", Some("Operasional dibekukan sementara: alamat usaha tidak dapat dihubungi.")),
            ),
        ],
        ..OF_WAYAN
    },
    Plan {
        name: "Konter Pulsa Peliatan",
        does: "Pulsa, paket data, dan token listrik.",
        story: &[
            (60, 40, Fill),
            (59, 50, Submit),
            (55, 20, Decline("Penjualan ulang pulsa belum dapat kami layani. Terima kasih atas minat Anda.")),
        ],
        ..OF_WAYAN
    },
    Plan {
        name: "Rotan Wayan",
        does: "Keranjang dan tas rotan, dianyam sendiri.",
        story: &[(3, 10, Fill), (2, 40, Submit), (0, 2, Approve(Doku::IsBusy(45 * 60)))],
        ..OF_WAYAN
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn nothing_happens_before_it_begins_nor_twice_in_a_minute() {
        let until = Millis(DAYS * Millis::DAY);
        let times: Vec<i64> = happenings(until).iter().map(|happening| happening.at.0).collect();
        assert!(times.first() > Some(&0) && times.last() < Some(&until.0), "{times:?}");
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= Millis::MINUTE), "{times:?}");
    }

    /// But for her NIK: nobody's begins with 99.
    #[test]
    fn ratna_of_the_demo_is_the_one_of_all_tests() {
        let person = include_str!("../../../crates/domain/tests/fixtures/person.json");
        let person: Value = serde_json::from_str(person).unwrap();
        assert_eq!(person["contact"]["name"], OF_RATNA.person);
        assert_eq!(person["bank"]["account_name"], OF_RATNA.account_name);
        assert_eq!(person["bank"]["account_number"], OF_RATNA.account);
        assert_eq!(person["address"]["street"], OF_RATNA.street);
        let area = ["postal_code", "village", "district", "city", "province"].map(|part| &person["address"][part]);
        assert_eq!(area, OF_RATNA.area);
    }
}
