use super::*;

const PLAIN: Evidence<'_> = Evidence {
    kind: Contact,
    business_name: "Warung Ratna",
    value: "3273205507880004",
    file_name: "ktp.jpg",
    submissions: 1,
};

fn status(evidence: Evidence<'_>) -> &'static str {
    match effect(&evidence) {
        Effect::Accept => "ACTIVE",
        Effect::Silence => "",
        Effect::Say { status, .. } => status,
    }
}

#[test]
fn everything_unmarked_is_accepted() {
    for kind in EntityKind::ALL {
        assert_eq!(effect(&Evidence { kind, ..PLAIN }), Effect::Accept);
    }
}

#[test]
fn a_marked_nik_concerns_the_contact_only() {
    assert_eq!(effect(&Evidence { value: "9900000101900002", ..PLAIN }), rejected("NIK tidak sesuai nama"));
    assert_eq!(status(Evidence { value: "9900000101900003", ..PLAIN }), "");
    assert_eq!(status(Evidence { value: "9900000101900009", ..PLAIN }), "DECLINED");
    assert_eq!(status(Evidence { kind: Bank, value: "9900000101900002", ..PLAIN }), "ACTIVE");
}

#[test]
fn streets_accounts_and_links_are_read() {
    assert_eq!(status(Evidence { kind: Address, value: "Jalan SIM-ALAMAT 4", ..PLAIN }), "REJECTED");
    assert_eq!(status(Evidence { kind: Bank, value: "0000000002", ..PLAIN }), "REJECTED");
    assert_eq!(status(Evidence { kind: Bank, value: "0000000003", ..PLAIN }), "REJECTED");
    assert_eq!(status(Evidence { kind: Bank, value: "0000000004", ..PLAIN }), "");
    assert_eq!(status(Evidence { kind: SocialMedia, value: "reject.sim", ..PLAIN }), "REJECTED");
}

#[test]
fn a_file_name_judges_the_document_or_photo_it_belongs_to() {
    for file_name in ["sim-blur.jpg", "sim-crop.png", "sim-expired.pdf", "sim-wrong-2.jpg"] {
        for kind in [Document, PhotoProof, Contact] {
            assert_eq!(status(Evidence { kind, file_name, ..PLAIN }), "REJECTED", "{file_name}");
        }
        assert_eq!(status(Evidence { kind: Address, file_name, ..PLAIN }), "ACTIVE");
    }
    assert_eq!(
        effect(&Evidence { kind: Document, file_name: "sim-blur.jpg", ..PLAIN }),
        rejected("Foto KTP buram, NIK tidak terbaca.")
    );
}

#[test]
fn a_business_name_speaks_for_the_whole() {
    let named = |business_name, kind| status(Evidence { business_name, kind, ..PLAIN });
    assert_eq!(named("Toko SIM-REJECT-BUSINESS", Business), "REJECTED");
    assert_eq!(named("Toko SIM-REJECT-BUSINESS", Contact), "ACTIVE");
    assert_eq!(named("SIM-SUSPEND", Brand), "SUSPENDED");
    assert_eq!(named("SIM-SUSPEND", OperationalStatus), "SUSPENDED");
    assert_eq!(named("SIM-ALL-REJECT", Bank), "REJECTED");
    assert_eq!(named("SIM-ODD-STATUS", Address), "MENUNGGU_SURVEI");
    let blurred = Evidence { business_name: "SIM-EMPTY-NOTE", kind: Document, file_name: "sim-blur.jpg", ..PLAIN };
    assert_eq!(effect(&blurred), Effect::Say { status: "REJECTED", note: None });
}

#[test]
fn the_second_try_is_accepted_unless_sim_twice() {
    let blurred = Evidence { kind: Document, file_name: "sim-blur.jpg", submissions: 2, ..PLAIN };
    assert_eq!(status(blurred), "ACTIVE");
    assert_eq!(status(Evidence { business_name: "SIM-TWICE", ..blurred }), "REJECTED");
    assert_eq!(status(Evidence { business_name: "SIM-TWICE", submissions: 3, ..blurred }), "ACTIVE");
}

#[test]
fn tags_combine() {
    let both = faults(["rina+dup+late@toko.test", "rina@toko.test"]);
    assert_eq!(both, Faults::from([Fault::Dup, Fault::Late]));
    assert_eq!(faults(["dup@toko.test", "rina@dup+late.test"]), Faults::default());
}

#[test]
fn upload_trouble_is_asked_for_by_name() {
    assert_eq!(upload_fault("sim-413.jpg"), Some(UploadFault::TooLarge));
    assert_eq!(upload_fault("SIM-SLOW ktp.jpg"), Some(UploadFault::Slow));
    assert_eq!(upload_fault("ktp sim-500.jpg"), None);
}

#[test]
fn the_table_for_people_holds_every_mark_and_each_does_something() {
    let rows = magic();
    assert_eq!(rows.len(), BY_VALUE.len() + BY_BUSINESS_NAME.len() + 1 + BY_TAG.len() + BY_UPLOAD.len());
    for value in ["9900000101900002", "SIM-ALAMAT", "0000000003", "sim-nophoto", "SIM-TWICE", "+late", "sim-413"] {
        assert!(rows.iter().any(|row| row.value == value), "{value}");
    }
    for (tag, ..) in BY_TAG {
        assert_ne!(faults([format!("rina+{tag}@toko.test").as_str()]), Faults::default(), "{tag}");
    }
    assert!(rows.iter().all(|row| !row.place.is_empty() && !row.effect.is_empty()));
}
