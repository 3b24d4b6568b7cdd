use super::*;

fn personal() -> Vec<Requirement> {
    walk(&serde_json::from_str(include_str!("../../tests/fixtures/requirements-response.personal.json")).unwrap())
}

#[test]
fn the_personal_checklist_is_what_doku_answered() {
    let found: Vec<_> = personal().into_iter().map(|r| (r.slot, r.subject, r.category, r.forms.len())).collect();
    assert_eq!(
        found,
        [
            ("KTP".into(), Subject::Contact, FileCategory::Document, 1),
            ("OWNER_LIVENESS".into(), Subject::Contact, FileCategory::OwnerLiveness, 0),
            ("PHOTO_PROOF".into(), Subject::Brand, FileCategory::PhotoProof, 0),
        ]
    );
}

#[test]
fn a_corporate_checklist_is_walked_by_the_same_rule() {
    let answer =
        serde_json::from_str(include_str!("../../tests/fixtures/requirements-response.corporate.json")).unwrap();
    let found = walk(&answer);
    assert!(found.iter().any(|r| r.code == "AKTA_PENDIRIAN_PERUSAHAAN" && r.subject == Subject::Business));
    assert!(found.iter().any(|r| r.code == "KTP" && r.subject == Subject::Contact));
}

#[test]
fn a_file_is_judged_by_what_it_is() {
    let ktp = personal().into_iter().find(|r| r.code == "KTP").unwrap();
    assert_eq!(ktp.accepts(FileType::Jpeg, 15_000_000), Ok(()));
    assert_eq!(ktp.accepts(FileType::Jpeg, 15_000_001), Err(Refusal::TooBig));
    assert_eq!(ktp.accepts(FileType::Pdf, 0), Err(Refusal::Empty));
    assert_eq!(ktp.accepts(FileType::Other, 9), Err(Refusal::WrongType));
    assert_eq!(ktp.accepts(FileType::Heic, 9), Err(Refusal::Heic));
    let mut content = Content::default();
    content.read(include_bytes!("../../tests/fixtures/files/half.jpg"));
    assert_eq!(ktp.takes(&content, 15_000_001), Err(Refusal::TooBig));
    assert_eq!(ktp.takes(&content, 6_657), Err(Refusal::Damaged));
    let selfie = personal().into_iter().find(|r| r.code == "OWNER_LIVENESS").unwrap();
    assert_eq!(selfie.accepts(FileType::Pdf, 9), Err(Refusal::WrongType));
    assert_eq!((ktp.accept().as_str(), ktp.kinds()), (".pdf,.jpg,.jpeg,.png", vec!["JPG", "PNG", "PDF"]));
}

#[test]
fn the_same_code_twice_makes_two_slots() {
    let file = serde_json::json!({"code": "KTP", "name": "KTP", "extensions": ["PDF"]});
    let found = walk(&serde_json::json!({"business": {"documents": [file, file]}}));
    assert_eq!(found.iter().map(|r| r.slot.as_str()).collect::<Vec<_>>(), ["KTP", "KTP-2"]);
}

#[test]
fn what_no_page_knows_can_still_be_given() {
    let found = walk(&serde_json::json!({"business": {"documents": [
        {"code": "SURAT_BARU", "name": "Surat Baru", "extensions": [], "max_size": 0,
         "form": [{"code": "NO_SURAT", "min_size": 9, "max_size": 3}]},
        {"code": "LOGO", "extensions": ["WEBP"]},
    ], "bank": {"documents": [{"code": "BUKU_TABUNGAN", "name": "Buku Tabungan", "extensions": ["JPG"]}]}}}));
    let slot = |code: &str| found.iter().find(|asked| asked.code == code).unwrap();
    let asked = slot("SURAT_BARU");
    assert_eq!((asked.name.as_str(), asked.accepts(FileType::Pdf, 9_000)), ("Surat Baru", Ok(())));
    assert!(asked.forms[0].min_size <= asked.forms[0].max_size, "no value would fit");
    assert_eq!(slot("LOGO").accepts(FileType::Png, 9), Ok(()));
    assert_eq!((slot("BUKU_TABUNGAN").subject, slot("BUKU_TABUNGAN").name.as_str()), (Subject::Bank, "Buku Tabungan"));
    assert_eq!(bank_book().accepts(FileType::Jpeg, 9), Ok(()));
}
