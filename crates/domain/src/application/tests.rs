use super::*;
use crate::{
    Millis,
    forms::{AddressForm, BankForm, BrandForm, DocumentsForm, FieldError, Filled, ProfileForm, SocialForm, Task},
    ids::DocumentId,
    kyb::{FacetKey, Progress, State, Verdict},
    reason::Reason,
    requirement::walk,
};
use std::collections::BTreeMap;
use uuid::Uuid;

fn filled() -> Vec<Filled> {
    vec![
        DocumentsForm { values: [("KTP.NO_KTP".into(), "3273205507880004".into())].into() }.into(),
        ProfileForm {
            name: "Warung Ratna".into(),
            description: "Warung makan rumahan".into(),
            email: "ratna@warung.example".into(),
            phone: "0813 2044 5566".into(),
            website_readiness: "DONT_HAVE".into(),
            mobile_app_readiness: "DONT_HAVE".into(),
        }
        .into(),
        BrandForm {
            name: "Warung Ratna".into(),
            description: "Warung makan rumahan".into(),
            category: "RETAIL".into(),
            transaction_frequency: "UMI".into(),
            transaction_quantity: String::new(),
        }
        .into(),
        Filled::of(
            Task::Contact,
            [
                ("name", "Ratna Sari"),
                ("email", "ratna@warung.example"),
                ("phone", "0813 2044 5566"),
                ("position", "OWNER"),
            ],
        ),
        AddressForm {
            street: "Jalan Terusan Jakarta No 118".into(),
            postal_code: "40291".into(),
            village: "Antapani Kidul".into(),
            district: "Antapani".into(),
            city: "Bandung".into(),
            province: "Jawa Barat".into(),
        }
        .into(),
        account("4370112233"),
        SocialForm { instagram: "warung.ratna".into(), facebook: "warung.ratna".into() }.into(),
    ]
}

fn account(number: &str) -> Filled {
    BankForm { bank: "014".into(), account_number: number.into(), account_name: "Ratna Sari".into() }.into()
}

fn draft(page: Page, form: Filled) -> KeptDraft {
    let draft = Draft { form, saved_at: Millis(1), judged: true };
    KeptDraft { page, draft, fix: None, fix_judged: false, fix_as_is: false }
}

fn file(n: u128) -> File {
    let id = DocumentId::new(Uuid::from_u128(n));
    File { id, name: "ktp.jpg".into(), bytes: 1_000, is_image: true, received_at: Millis(1), sent: true }
}

fn files() -> BTreeMap<String, File> {
    ["KTP", "OWNER_LIVENESS", "PHOTO_PROOF"].into_iter().zip(1..).map(|(slot, n)| (slot.to_owned(), file(n))).collect()
}

fn row(facet: &str, verdict: Verdict, note: Option<&str>) -> KeptFacet {
    let reason = note.map(Reason::of_note);
    let key = facet.parse().unwrap();
    let row = FacetRow { key, verdict, note: note.map(str::to_owned), reason, at: Some(Millis(2)), deadline: None };
    KeptFacet { row, revision: 1, mended_at: None }
}

/// Returns an application with every form and file.
fn complete(progress: Progress) -> Kept<File> {
    let is_registered = progress == Progress::Registered;
    let state = if is_registered { State::InVerification } else { State::Draft };
    let checklist =
        walk(&serde_json::from_str(include_str!("../../tests/fixtures/requirements-response.personal.json")).unwrap());
    Kept {
        standing: Standing { progress, state, is_registered, is_stuck: false, is_withdrawn: false, is_declined: false },
        checklist,
        drafts: filled().into_iter().map(|form| draft(form.task().into(), form)).collect(),
        documents: files(),
        taken: is_registered.then(files),
        facets: Vec::new(),
        returned: BTreeMap::new(),
    }
}

/// Returns an application in which DOKU accepted everything but this facet.
fn rejected(facet: &str, note: Option<&str>) -> Kept<File> {
    let all = ["business", "brand", "contact[0]", "address[0]", "bank[0]", "document[KTP]", "photo[0]"];
    let networks = ["social[INSTAGRAM]", "social[FACEBOOK]"];
    let accepted = all.into_iter().chain(networks).filter(|one| *one != facet);
    let mut facets: Vec<KeptFacet> = accepted.map(|one| row(one, Verdict::Accepted, None)).collect();
    facets.push(row(facet, Verdict::Rejected, note));
    Kept { facets, ..complete(Progress::Registered) }
}

fn fixed(mut kept: Kept<File>, page: Page, form: Filled) -> Kept<File> {
    let draft = kept.drafts.iter_mut().find(|draft| draft.page == page).unwrap();
    (draft.fix, draft.fix_judged) = (Some(form), true);
    kept
}

fn slot(slot: &str) -> Item {
    Item::File(crate::requirement::Listed { slot: slot.into(), code: slot.into(), name: String::new() })
}

const BANK: Item = Item::Form(Page::Bank(0));
const CONTACT: Item = Item::Form(Page::Contact(0));

#[test]
fn an_application_is_filled_in_row_by_row() {
    let mut app =
        Application::new(Kept { drafts: Vec::new(), documents: BTreeMap::new(), ..complete(Progress::Editing) });
    assert_eq!((app.progress_counts(), app.missing().len()), ((0, 8), 8));
    assert_eq!(app.filled(&Item::Form(Page::Social(0))), RowStatus::Optional);
    assert_eq!(app.next_page(Page::Business), Some(Page::Brand(0)));
    app.documents.insert("KTP".into(), file(1));
    assert_eq!(app.filled(&slot("KTP")), RowStatus::Started, "the number beside it is missing");
    assert_eq!(app.missing_files().collect::<Vec<_>>(), ["OWNER_LIVENESS", "PHOTO_PROOF"]);

    let app = Application::new(complete(Progress::Editing));
    assert_eq!((app.progress_counts(), app.next_page(Page::Bank(0))), ((8, 8), None));
    let account = app.proof::<BankForm>(Page::Bank(0)).unwrap();
    assert_eq!((account.bank.bank_name, app.proof::<BankForm>(Page::Business).is_none()), ("BANK BCA", true));
    assert!(app.workflow().complete && app.items().iter().all(|item| app.lock(item).is_none()));
}

#[test]
fn what_came_back_is_to_be_fixed() {
    let note = Note { from: NoteFrom::Partner, text: Some("Buram".into()), reason: None, at: None };
    let app = Application::new(Kept { returned: [("KTP".into(), note.clone())].into(), ..complete(Progress::Editing) });
    assert_eq!((app.status(&slot("KTP")), app.note(&slot("KTP"))), (RowStatus::Fix, Some(note)));
    assert_eq!((app.progress_counts(), app.to_fix(), app.workflow().sent_back), ((7, 8), 1, 1));
}

#[test]
fn only_what_is_rejected_opens() {
    let app = Application::new(rejected("bank[0]", Some("Nama pemilik rekening berbeda")));
    let open: Vec<Item> = app.items().into_iter().filter(|item| app.lock(item).is_none()).collect();
    assert_eq!(open, [BANK]);
    assert_eq!((app.status(&BANK), app.to_fix(), app.is_fixing()), (RowStatus::Fix, 1, true));
    assert_eq!((app.page_lock(Page::Documents), app.lock(&CONTACT)), (Some(Lock::Accepted), Some(Lock::Accepted)));
    assert_eq!(app.note(&BANK).and_then(|note| note.text).as_deref(), Some("Nama pemilik rekening berbeda"));
}

#[test]
fn a_correction_is_ready_once_it_differs_and_is_said_to_be_right() {
    let bank = FacetKey::Bank(0);
    let as_sent = Application::new(fixed(rejected("bank[0]", None), Page::Bank(0), account("437 011 2233")));
    assert!(!as_sent.differs(&bank) && !as_sent.is_ready(&bank), "it is the same account");
    let mut kept = fixed(rejected("bank[0]", None), Page::Bank(0), account("4370112244"));
    kept.drafts[5].fix_judged = false;
    assert!(!Application::new(kept).is_ready(&bank), "it was only typed");
    let app = Application::new(fixed(rejected("bank[0]", None), Page::Bank(0), account("4370112244")));
    assert!(app.is_ready(&bank));
    assert_eq!((app.status(&BANK), app.going_out()), (RowStatus::Fixed, vec![bank.clone()]));
    let (before, after) = app.values_of(&bank);
    assert_eq!((before[1].1.as_str(), after[1].1.as_str()), ("4370112233", "4370112244"));
    let mut kept = rejected("bank[0]", None);
    kept.drafts[5].fix_as_is = true;
    let app = Application::new(kept);
    assert!(app.is_as_is(&bank) && app.is_ready(&bank), "it is right as it was sent");
}

#[test]
fn a_correction_of_what_doku_accepts_by_now_counts_for_nothing() {
    let app = Application::new(fixed(rejected("address[0]", None), Page::Bank(0), account("4370112244")));
    assert_eq!(app.form(Page::Bank(0)).typed()[1].1, "4370112233");
    let mut kept = rejected("bank[0]", None);
    kept.documents.insert("KTP".into(), file(9));
    let app = Application::new(kept);
    assert!(!app.has_new_file("KTP") && app.documents["KTP"] == file(1), "nor does another file");
}

#[test]
fn the_selfie_opens_with_the_person_but_not_for_the_nik() {
    let about = |note: &str| {
        let mut kept = rejected("contact[0]", Some(note));
        kept.documents.insert("OWNER_LIVENESS".into(), file(9));
        Application::new(kept)
    };
    let person = FacetKey::Contact(0);
    let (selfie, nik) = (about("Swafoto buram"), about("NIK tidak sesuai nama"));
    assert_eq!((selfie.lock(&slot("OWNER_LIVENESS")), selfie.lock(&CONTACT)), (None, None));
    assert!(selfie.is_ready(&person) && selfie.is_corrected(&slot("OWNER_LIVENESS")));
    assert!(!nik.is_ready(&person), "another selfie is no other NIK");
    assert_eq!(nik.verdict_of(&slot("OWNER_LIVENESS")), None);
    let ktp = nik.requirement("KTP").cloned().unwrap();
    assert_eq!((nik.lock(&slot("KTP")), nik.values_lock(&ktp)), (Some(Lock::Accepted), None), "only its number opens");
}

#[test]
fn a_number_that_is_corrected_with_the_person_takes_its_paper_along() {
    let number: Filled = DocumentsForm { values: [("KTP.NO_KTP".into(), "3273205507880005".into())].into() }.into();
    let kept = fixed(rejected("contact[0]", Some("NIK tidak sesuai nama")), Page::Documents, number.clone());
    let app = Application::new(kept);
    assert!(app.is_ready(&FacetKey::Contact(0)) && app.respects_locks(Page::Documents, &number));
    assert_eq!(app.going_out(), [FacetKey::Contact(0), FacetKey::Document("KTP".into())]);
    let locked = Application::new(rejected("bank[0]", None));
    assert!(!locked.respects_locks(Page::Documents, &number));
}

#[test]
fn each_network_opens_by_itself_and_may_not_be_left_empty() {
    let both: Filled = SocialForm { instagram: "lain".into(), facebook: String::new() }.into();
    let app = Application::new(fixed(rejected("social[FACEBOOK]", None), Page::Social(0), both.clone()));
    assert_eq!(app.locked_fields(Page::Social(0)), ["instagram"]);
    assert_eq!(app.form(Page::Social(0)).typed()[0].1, "warung.ratna", "it is locked");
    assert_eq!(app.fix_errors(Page::Social(0)).of("facebook"), Some(FieldError::Missing));
    assert!(app.errors(Page::Social(0)).is_empty() && !app.respects_locks(Page::Social(0), &both));
    let app = Application::new(rejected("social[MYSPACE]", None));
    assert!(app.wanted.is_empty(), "no page of ours corrects it");
}

#[test]
fn a_business_that_is_rejected_for_its_parts_goes_along() {
    let business = |note: Option<&str>| {
        let mut kept = fixed(rejected("bank[0]", None), Page::Bank(0), account("4370112244"));
        kept.facets.retain(|kept| kept.row.key != FacetKey::Business);
        kept.facets.push(row("business", Verdict::Rejected, note));
        let app = Application::new(kept);
        (app.goes_along(&FacetKey::Business), app.is_ready(&FacetKey::Business))
    };
    assert_eq!(business(None), (true, true));
    assert_eq!(business(Some("Nama usaha tidak sesuai")), (false, false));
    let alone = Application::new(rejected("business", None));
    assert!(!alone.goes_along(&FacetKey::Business));
}

#[test]
fn a_bank_book_is_asked_for_in_a_note() {
    let app = Application::new(rejected("bank[0]", Some("Mohon lampirkan foto halaman depan buku tabungan.")));
    assert!(app.requirement("BANK_ACCOUNT").is_some());
    assert_eq!(app.lock(&slot("BANK_ACCOUNT")), None);
}

#[test]
fn a_second_account_is_a_page_of_its_own() {
    let second = Page::Bank(1);
    let mut kept = rejected("bank[1]", None);
    assert!(Application::new(Kept { drafts: Vec::new(), ..rejected("bank[1]", None) }).wanted.is_empty());
    kept.drafts.push(draft(second, account("9990001112")));
    let app = Application::new(kept);
    assert_eq!(app.wanted, [FacetKey::Bank(1)]);
    assert_eq!((app.lock(&Item::Form(second)), app.lock(&BANK)), (None, Some(Lock::Accepted)));
    assert_eq!(Item::Form(second).key(), "bank-1");
    assert_eq!(app.items().iter().filter(|item| item.page().task() == second.task()).count(), 2);
}

#[test]
fn what_has_ended_is_locked_and_nothing_is_to_be_fixed() {
    let mut kept = rejected("bank[0]", None);
    kept.standing.state = State::Declined;
    let app = Application::new(kept);
    assert_eq!(
        (app.lock(&BANK), app.row_status(&BANK), app.is_fixing()),
        (Some(Lock::Declined), RowStatus::Refused, false)
    );
}

#[test]
fn what_is_on_its_way_is_locked_until_it_is_there() {
    let app = Application::new(complete(Progress::PartnerCheck));
    assert_eq!((app.lock(&BANK), app.status(&BANK)), (Some(Lock::WithPartner), RowStatus::WithPartner));
    let mut kept = complete(Progress::Sending);
    kept.standing.is_stuck = true;
    let app = Application::new(kept);
    assert_eq!((app.lock(&BANK), app.status(&BANK)), (Some(Lock::Stuck), RowStatus::Sending));
    let mut kept = fixed(rejected("bank[0]", None), Page::Bank(0), account("4370112244"));
    kept.standing.progress = Progress::Sending;
    let app = Application::new(kept);
    assert_eq!((app.lock(&BANK), app.lock(&CONTACT)), (Some(Lock::Sending), Some(Lock::Accepted)));
}
