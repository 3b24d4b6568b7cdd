//! Property tests: every part is found again by each of its names.

use super::{Item, Page, part::judged_with};
use crate::{
    codes::FileCategory,
    forms::{Filled, Task},
    kyb::FacetKey,
    requirement::{BANK_BOOK, Listed, Requirement, Subject, bank_book},
};
use proptest::prelude::*;

fn file(slot: &str, subject: Subject) -> Requirement {
    Requirement {
        slot: slot.into(),
        code: slot.split('-').next().unwrap_or(slot).into(),
        name: String::new(),
        subject,
        category: FileCategory::Document,
        extensions: Vec::new(),
        max_size_mb: 15,
        forms: Vec::new(),
    }
}

fn checklist() -> Vec<Requirement> {
    vec![
        file("KTP", Subject::Contact),
        file("OWNER_LIVENESS", Subject::Contact),
        file("NPWP", Subject::Business),
        file("NPWP-2", Subject::Business),
        file("SERVICE_AGREEMENT", Subject::Business),
        file("LOGO", Subject::Brand),
        file("PHOTO_PROOF", Subject::Brand),
        file("PHOTO_PROOF-2", Subject::Brand),
        file("BPOM", Subject::Brand),
        bank_book(),
    ]
}

fn parts() -> impl Strategy<Value = FacetKey> {
    let networks = ["INSTAGRAM", "FACEBOOK"].map(str::to_owned).to_vec();
    let network = prop_oneof![proptest::sample::select(networks), "[A-Z][A-Z_0-9]{0,8}"];
    let slots: Vec<String> = checklist().into_iter().map(|file| file.slot).collect();
    prop_oneof![
        Just(FacetKey::Business),
        (0..4_usize).prop_map(FacetKey::Brand),
        (0..40_usize).prop_map(FacetKey::Contact),
        (0..40_usize).prop_map(FacetKey::Address),
        (0..40_usize).prop_map(FacetKey::Bank),
        (0..4_usize, network).prop_map(|(brand, network)| FacetKey::Social(brand, network)),
        (0..4_usize, 0..12_usize).prop_map(|(brand, nth)| FacetKey::Photo(brand, nth)),
        proptest::sample::select(slots).prop_map(|slot| FacetKey::of_slot(&slot)),
    ]
}

/// Returns its place in a body of DOKU's: by its code where DOKU tells the parts apart by one.
fn place(part: &FacetKey) -> String {
    let subject = |slot: &str| checklist().into_iter().find(|file| file.slot == slot).map(|file| file.subject).unwrap();
    match part {
        FacetKey::Business => "business".to_owned(),
        FacetKey::Brand(n) => format!("business.brands[{n}]"),
        FacetKey::Contact(n) => format!("business.contacts[{n}]"),
        FacetKey::Address(n) => format!("business.addresses[{n}]"),
        FacetKey::Bank(n) => format!("business.banks[{n}]"),
        FacetKey::Social(brand, network) => format!("business.brands[{brand}].social_media[{network}]"),
        FacetKey::Photo(brand, nth) => format!("business.brands[{brand}].photo_proofs[{nth}]"),
        FacetKey::Document(slot) => match (slot.as_str(), subject(slot)) {
            ("OWNER_LIVENESS", _) => "business.contacts[0].owner_liveness".to_owned(),
            ("LOGO", _) => "business.brands[0].logo".to_owned(),
            ("SERVICE_AGREEMENT", _) => "business.service_agreement".to_owned(),
            (_, Subject::Contact) => format!("business.contacts[0].documents[{slot}]"),
            (_, Subject::Bank) => format!("business.banks[0].documents[{slot}]"),
            (_, Subject::Business | Subject::Brand) => format!("business.documents[{slot}]"),
        },
        FacetKey::Operational(_) | FacetKey::Product(..) => unreachable!("it is no part of a body"),
    }
}

fn item(slot: &str) -> Item {
    Item::File(Listed { slot: slot.into(), code: slot.into(), name: String::new() })
}

proptest! {
    #[test]
    fn a_part_is_found_by_its_text(part in parts()) {
        prop_assert_eq!(part.to_string().parse(), Ok(part.clone()));
        let kept = serde_json::to_string(&part).unwrap();
        prop_assert_eq!(serde_json::from_str::<FacetKey>(&kept).unwrap(), part);
    }

    #[test]
    fn a_part_is_found_by_its_page_or_is_one_of_several_there(part in parts()) {
        let Some(page) = Page::of_facet(&part) else {
            prop_assert!(part.fields().is_empty());
            return Ok(());
        };
        prop_assert_eq!(page.to_string().parse(), Ok(page));
        prop_assert_eq!(Page::new(page.task(), page.nth()), Some(page));
        prop_assert_eq!(Item::Form(page).answers_for(&part), page != Page::Documents);
    }

    #[test]
    fn a_file_is_found_by_its_slot(part in parts()) {
        if let Some(slot) = part.slot() {
            prop_assert_eq!(FacetKey::of_slot(&slot), part.clone());
            prop_assert!(item(&slot).answers_for(&part) || matches!(part, FacetKey::Photo(_, 1..)));
        }
    }

    #[test]
    fn a_part_is_found_by_its_place(part in parts()) {
        let place = place(&part);
        prop_assert_eq!(FacetKey::at(&place), Some(part.clone()), "{}", place);
        let numbered = place.replace('[', ".").replace(']', "");
        if !matches!(part, FacetKey::Social(..) | FacetKey::Document(_)) {
            prop_assert_eq!(FacetKey::at(&numbered), Some(part), "{}", numbered);
        }
    }

    #[test]
    fn a_part_is_found_by_the_path_of_each_of_its_fields(part in parts()) {
        let place = place(&part);
        for field in part.fields() {
            for word in field.wire.iter().chain([&field.name]) {
                let found = FacetKey::field_at(&[], &FacetKey::OPERATIONAL, &format!("{place}.{word}"));
                prop_assert_eq!(found, Some((part.clone(), field.name.to_owned())), "{}.{}", place, word);
            }
        }
    }

    #[test]
    fn no_text_breaks_a_name(text in "[a-zA-Z_0-9.,\\[\\]-]{0,24}") {
        if let Ok(page) = text.parse::<Page>() {
            prop_assert_eq!(page.to_string(), text.as_str());
        }
        if let Ok(facet) = text.parse::<FacetKey>() {
            let again: FacetKey = facet.to_string().parse().unwrap();
            prop_assert_eq!(again, facet);
        }
        let _ = FacetKey::at(&text);
    }
}

#[test]
fn the_first_of_each_kind_is_spelled_as_it_always_was() {
    for task in Task::ALL {
        assert_eq!(Page::from(task).to_string(), task.as_str());
        assert_eq!(Page::new(task, 0), Some(Page::from(task)));
    }
    assert!(Page::FIRST.into_iter().map(Page::task).eq(Task::ALL));
    for text in
        ["business", "brand", "operational", "contact[0]", "bank[0]", "photo[0]", "social[FACEBOOK]", "document[KTP]"]
    {
        let key: FacetKey = text.parse().unwrap();
        assert_eq!(key.to_string(), text);
    }
    let later = FacetKey::Social(1, "INSTAGRAM".into());
    assert_eq!(later.to_string(), "social[1,INSTAGRAM]");
    assert_eq!(FacetKey::Brand(1).to_string(), "brand[1]");
    assert_eq!(FacetKey::Photo(2, 1).to_string(), "photo[2,1]");
}

#[test]
fn one_thing_has_one_name() {
    for text in ["bank-0", "bank-01", "bank-+1", "bank-", "documents-1", "Bank"] {
        assert!(text.parse::<Page>().is_err(), "{text}");
    }
    for text in [
        "bank[01]",
        "bank[+1]",
        "bank[]",
        "contact[00]",
        "photo[0,0]",
        "photo[01]",
        "photo[1,01]",
        "brand[0]",
        "brand[01]",
    ] {
        assert!(text.parse::<FacetKey>().is_err(), "{text}");
    }
}

#[test]
fn a_file_is_judged_as_itself_or_with_what_it_belongs_to() {
    for (slot, facet) in [
        ("KTP", "document[KTP]"),
        ("NPWP-2", "document[NPWP-2]"),
        ("PHOTO_PROOF", "photo[0]"),
        ("PHOTO_PROOF-2", "photo[1]"),
        ("OWNER_LIVENESS", "contact[0]"),
        (BANK_BOOK, "bank[0]"),
        ("LOGO", "brand"),
        ("SERVICE_AGREEMENT", "business"),
    ] {
        let part = FacetKey::of_slot(slot);
        let judged = judged_with(slot).unwrap_or_else(|| part.clone());
        assert_eq!((judged.to_string().as_str(), part.slot().as_deref()), (facet, Some(slot)));
        assert!(item(slot).answers_for(&FacetKey::Document(slot.into())));
    }
}

#[test]
fn a_network_has_one_field_of_its_page() {
    let fields =
        |network: &str| FacetKey::Social(1, network.into()).fields().iter().map(|field| field.name).collect::<Vec<_>>();
    assert_eq!(fields("FACEBOOK"), ["facebook"]);
    assert!(fields("MYSPACE").is_empty(), "we do not ask for it");
    for field in Filled::fields(Task::Social) {
        assert_eq!(fields(&field.name.to_uppercase()), [field.name], "a field whose network is not known");
    }
}

#[test]
fn a_facet_is_put_right_on_the_page_of_its_part() {
    for (text, page) in [
        ("business", Some("business")),
        ("brand", Some("brand")),
        ("contact[3]", Some("contact-3")),
        ("address[0]", Some("address")),
        ("bank[1]", Some("bank-1")),
        ("photo[0]", Some("documents")),
        ("social[FACEBOOK]", Some("social")),
        ("social[MYSPACE]", None),
        ("document[KTP]", Some("documents")),
        ("operational", None),
    ] {
        let page_of = Page::of_facet(&text.parse().unwrap()).map(|page| page.to_string());
        assert_eq!(page_of.as_deref(), page, "{text}");
    }
}
