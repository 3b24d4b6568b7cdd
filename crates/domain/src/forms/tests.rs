use super::*;
use crate::kyb::FacetKey;
use proptest::prelude::*;
use serde_json::Value;

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
        typed("3273 2055 0788 0004").parse(&checklist).map_err(|_| ()).unwrap()["KTP.NO_KTP"],
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

#[test]
fn a_draft_is_kept_as_it_always_was() {
    let kept = r#"{"contact":{"name":"Ratna","email":"","phone":"0813","position":"OWNER"}}"#;
    let filled: Filled = serde_json::from_str(kept).unwrap();
    let (again, kept) = (serde_json::to_value(&filled).unwrap(), serde_json::from_str::<Value>(kept).unwrap());
    for (name, value) in kept["contact"].as_object().unwrap() {
        assert_eq!(again["contact"][name], *value, "{name}");
    }
    let of_an_earlier_day: Filled = serde_json::from_str(r#"{"brand":{"name":"Ratna","gone":"x"}}"#).unwrap();
    assert_eq!(of_an_earlier_day.typed()[0], ("name".to_owned(), "Ratna".to_owned()));
    assert_eq!(of_an_earlier_day.typed().len(), 5);
}

#[test]
fn every_field_is_declared_once_and_called_apart() {
    for task in Task::ALL {
        let fields = Filled::fields(task);
        for field in fields {
            let called: Vec<_> = fields.iter().filter(|other| other.is_called(field.sent_as())).collect();
            assert_eq!(called.len(), 1, "{task:?} {}", field.name);
            assert!(field.min <= field.max && field.max <= MOST_CHARACTERS, "{task:?} {}", field.name);
            let is_a_choice = matches!(field.control, Control::Choice | Control::Select);
            assert_eq!(!(field.options)().is_empty(), is_a_choice, "{task:?} {}", field.name);
        }
        let mut blank = Filled::blank(task);
        assert!(blank.is_blank());
        for field in fields {
            blank.value_mut(field.name).unwrap().push('x');
        }
        assert!(blank.typed().iter().all(|(_, value)| value == "x"));
    }
    assert!(Filled::is_masked(Task::Bank, "account_number") && !Filled::is_masked(Task::Bank, "account_name"));
}

#[test]
fn what_is_accepted_is_shown_to_people_and_sent_to_doku() {
    let bank =
        BankForm { bank: "014".into(), account_number: "437 011 2233".into(), account_name: " Ratna  Sari ".into() };
    let pairs = |pairs: Pairs| pairs.into_iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>();
    let account = bank.parse().map_err(|_| ()).unwrap();
    assert_eq!(pairs(account.shown()), ["bank BANK BCA", "account_number 4370112233", "account_name Ratna Sari"]);
    assert_eq!(
        pairs(account.sent()),
        ["bank_id 4", "bank_name BANK BCA", "swift_code 014", "account_number 4370112233", "account_name Ratna Sari"]
    );
    let body = |pairs: Pairs| pairs.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    assert_eq!(FacetKey::BANK.values_in(&body(account.sent())), account.shown(), "a receipt says the same");
    let profile = profile().parse().map_err(|_| ()).unwrap();
    assert_eq!(FacetKey::Business.values_in(&body(profile.sent())), profile.shown());
    assert_eq!(pairs(profile.shown())[3], "phone +62 81320445566");
    assert_eq!(pairs(profile.sent())[3..5], ["phone_calling_code 62", "phone_number 81320445566"]);
    let social = SocialForm { facebook: "@warung.ratna".into(), ..SocialForm::default() };
    let link = "https://www.facebook.com/warung.ratna";
    assert_eq!(Filled::from(social.clone()).shown(), [("facebook".to_owned(), link.to_owned())]);
    assert_eq!(social.parse().map_err(|_| ()).unwrap().sent(), [("facebook", link.to_owned())]);
    let account = serde_json::json!({ "accounts": [link], "code": "FACEBOOK" });
    let told = FacetKey::Social(0, "FACEBOOK".into()).values_in(account.as_object().unwrap());
    assert_eq!(told, [("facebook", link.to_owned())]);
    let half = Filled::from(BankForm { account_number: "12".into(), ..bank });
    assert_eq!(half.shown()[1].1, "12", "what is not right yet is shown as it was typed");
}
