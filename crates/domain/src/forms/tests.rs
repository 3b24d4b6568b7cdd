use super::*;
use proptest::prelude::*;

fn errors<T>(outcome: Result<T, FormErrors>) -> Vec<(String, FieldError)> {
    outcome.err().map(|errors| errors.0).unwrap_or_default()
}

fn profile() -> ProfileForm {
    ProfileForm {
        name: "Warung Ratna Sari".into(),
        description: "Warung makan rumahan".into(),
        email: " Ratna@Warung.Example ".into(),
        phone: "+62 813-2044-5566".into(),
        website_readiness: "DONT_HAVE".into(),
        mobile_app_readiness: "HAVE".into(),
    }
}

#[test]
fn a_full_profile_is_accepted_and_normalised() {
    let proof = profile().parse().map_err(|_| ()).unwrap();
    assert_eq!((proof.email.as_str(), proof.phone.as_str()), ("ratna@warung.example", "81320445566"));
}

#[test]
fn an_empty_form_tells_every_error_at_once() {
    assert_eq!(errors(ProfileForm::default().parse()).len(), 6);
    assert_eq!(errors(AddressForm::default().parse()).len(), 6);
    assert_eq!(errors(BankForm::default().parse()).len(), 3);
    assert!(errors(SocialForm::default().parse()).is_empty());
}

#[test]
fn odd_text_is_refused_with_its_reason() {
    let name = |name: &str| errors(ProfileForm { name: name.into(), ..profile() }.parse());
    assert_eq!(name(&"x".repeat(10_240)), [("name".into(), FieldError::TooLong { max: 255, got: 10_240 })]);
    assert!(name("<script>alert(1)</script>").is_empty(), "it is text, and the page escapes it");
    assert!(name("Warung 🍜 Ratna").is_empty());
    assert!(name("مطعم راتنا").is_empty(), "right-to-left letters are letters");
}

#[test]
fn an_area_is_five_parts() {
    let form = AddressForm {
        street: "Jalan Terusan Jakarta No 118".into(),
        postal_code: "40291".into(),
        village: "Antapani Kidul".into(),
        district: "Antapani".into(),
        city: "Bandung".into(),
        province: "Jawa Barat".into(),
    };
    let proof = form.parse().map_err(|_| ()).unwrap();
    assert_eq!(proof.area.to_string(), "40291 - Antapani Kidul - Antapani - Bandung - Jawa Barat");
    assert_eq!(errors(AddressForm { city: "A - B".into(), ..form.clone() }.parse())[0].1, FieldError::Separator);
    assert_eq!(errors(AddressForm { postal_code: "4029".into(), ..form }.parse())[0].1, FieldError::NotAPostalCode);
}

#[test]
fn a_nik_tells_how_many_digits_were_typed() {
    let checklist = crate::requirement::walk(
        &serde_json::from_str(include_str!("../../tests/fixtures/requirements-response.personal.json")).unwrap(),
    );
    let typed = |nik: &str| DocumentsForm { values: [("KTP.NO_KTP".to_owned(), nik.to_owned())].into() };
    assert_eq!(
        errors(typed("327320550788000").parse(&checklist)),
        [("KTP.NO_KTP".into(), FieldError::Digits { want: 16, got: 15 })]
    );
    assert_eq!(errors(typed("").parse(&checklist))[0].1, FieldError::Missing);
    assert_eq!(
        typed("3273 2055 0788 0004").parse(&checklist).map_err(|_| ()).unwrap().0["KTP.NO_KTP"],
        "3273205507880004"
    );
}

#[test]
fn who_chose_nothing_is_asked_to_choose() {
    assert_eq!(read::choice("", &["RETAIL".to_owned()]), Err(FieldError::NotChosen));
}

#[test]
fn easy_passwords_are_refused() {
    let password =
        |password: &str| errors(SignUpForm { email: "ratna@warung.example".into(), password: password.into() }.parse());
    assert_eq!(password("short")[0].1, FieldError::TooShort { min: 10 });
    assert_eq!(password("aaaaaaaaaaaa")[0].1, FieldError::TooEasy);
    assert_eq!(password("Password123!")[0].1, FieldError::TooEasy);
    assert_eq!(password("ratna@warung.example")[0].1, FieldError::TooEasy);
    assert!(password("nasi goreng tiap pagi").is_empty());
}

proptest! {
    #[test]
    fn no_text_breaks_a_reader(text in "\\PC*") {
        let _ = (read::line(&text, 1, 255), read::paragraph(&text, 1, 255), read::email(&text), read::phone(&text), read::digits(&text), read::link(&text, &read::INSTAGRAM));
    }
}
