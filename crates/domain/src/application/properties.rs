//! Every part by its names and back.

use super::{Page, Part};
use crate::{
    codes::{FileCategory, SocialMedia},
    forms::{Filled, Task},
    kyb::FacetKey,
    requirement::{BANK_BOOK, Requirement, Subject, bank_book},
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

fn parts() -> impl Strategy<Value = Part> {
    let network = "[A-Z][A-Z_0-9]{0,8}".prop_map(|code| SocialMedia::from(code.as_str()));
    let slots: Vec<String> = checklist().into_iter().map(|file| file.slot).collect();
    prop_oneof![
        Just(Part::Business),
        (0..4_usize).prop_map(Part::Brand),
        (0..40_usize).prop_map(Part::Contact),
        (0..40_usize).prop_map(Part::Address),
        (0..40_usize).prop_map(Part::Bank),
        (0..4_usize, prop_oneof![Just(SocialMedia::Instagram), Just(SocialMedia::Facebook), network])
            .prop_map(|(brand, network)| Part::Social(brand, network)),
        (0..4_usize, 0..12_usize).prop_map(|(brand, nth)| Part::Photo(brand, nth)),
        proptest::sample::select(slots).prop_map(|slot| Part::of_slot(&slot)),
    ]
}

proptest! {
    #[test]
    fn a_part_is_found_by_its_text(part in parts()) {
        prop_assert_eq!(part.to_string().parse(), Ok(part.clone()));
        let kept = serde_json::to_string(&part).unwrap();
        prop_assert_eq!(serde_json::from_str::<Part>(&kept).unwrap(), part);
    }

    #[test]
    fn a_part_is_found_by_its_page_or_is_one_of_several_there(part in parts()) {
        let page = part.page();
        prop_assert_eq!(page.to_string().parse(), Ok(page));
        prop_assert_eq!(Page::new(page.task(), page.nth()), Some(page));
        if !matches!(page, Page::Documents | Page::Social(_)) {
            prop_assert_eq!(part.to_string(), page.to_string());
        }
    }

    #[test]
    fn a_part_is_found_by_its_facet_or_is_judged_with_another(part in parts()) {
        let facet = part.facet();
        prop_assert!(part.answers_for(&facet));
        prop_assert_eq!(facet.to_string().parse(), Ok(facet.clone()));
        let own = Part::of_facet(&facet).unwrap();
        prop_assert_eq!(own.facet(), facet);
        prop_assert!(own == part || matches!(part, Part::File(_)), "{part:?} {own:?}");
    }

    #[test]
    fn a_part_is_found_by_its_place(part in parts()) {
        let place = part.place(&checklist()).unwrap();
        prop_assert_eq!(Part::at(&place), Some(part.clone()), "{}", place);
        let numbered = place.replace('[', ".").replace(']', "");
        if !matches!(part, Part::Social(..) | Part::File(_)) {
            prop_assert_eq!(Part::at(&numbered), Some(part), "{}", numbered);
        }
    }

    #[test]
    fn a_part_is_found_by_the_path_of_each_of_its_fields(part in parts()) {
        let place = part.place(&checklist()).unwrap();
        for field in part.fields().iter().filter(|_| part.page() != Page::Documents) {
            for word in field.wire.iter().chain([&field.name]) {
                let found = Part::field_at(&[], &FacetKey::OPERATIONAL, &format!("{place}.{word}"));
                prop_assert_eq!(found, Some((part.clone(), field.name.to_owned())), "{}.{}", place, word);
            }
        }
    }

    #[test]
    fn no_text_breaks_a_name(text in "[a-zA-Z_0-9.,\\[\\]-]{0,24}") {
        if let Ok(part) = text.parse::<Part>() {
            prop_assert_eq!(part.to_string(), text.as_str());
        }
        if let Ok(page) = text.parse::<Page>() {
            prop_assert_eq!(page.to_string(), text.as_str());
        }
        if let Ok(facet) = text.parse::<FacetKey>() {
            let again: FacetKey = facet.to_string().parse().unwrap();
            prop_assert_eq!(again, facet);
        }
        let _ = Part::at(&text);
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
    assert_eq!(Part::Brand(1).facet().to_string(), "brand[1]");
    assert_eq!(Part::Photo(2, 1).facet().to_string(), "photo[2,1]");
}

#[test]
fn one_thing_has_one_name() {
    for text in
        ["bank-0", "bank-01", "bank-+1", "bank-", "photo-0", "photo-0-1", "file-PHOTO_PROOF", "documents-1", "Bank"]
    {
        assert!(text.parse::<Part>().is_err() && text.parse::<Page>().is_err(), "{text}");
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
        let part = Part::of_slot(slot);
        assert_eq!((part.facet().to_string().as_str(), part.slot().as_deref()), (facet, Some(slot)));
        assert!(part.answers_for(&FacetKey::Document(slot.into())) || matches!(part, Part::Photo(..)));
    }
}

#[test]
fn a_network_has_one_field_of_its_page() {
    let fields =
        |network: &str| Part::Social(1, network.into()).fields().iter().map(|field| field.name).collect::<Vec<_>>();
    assert_eq!(fields("FACEBOOK"), ["facebook"]);
    assert!(fields("MYSPACE").is_empty(), "we do not ask for it");
    assert_eq!(Filled::fields(Task::Social).len(), SocialMedia::KNOWN.len());
}

#[test]
fn a_facet_is_put_right_on_the_page_of_its_part() {
    for text in [
        "business",
        "brand",
        "contact[3]",
        "address[0]",
        "bank[1]",
        "photo[0]",
        "social[FACEBOOK]",
        "document[KTP]",
        "operational",
    ] {
        let facet: FacetKey = text.parse().unwrap();
        let part = Part::of_facet(&facet);
        assert_eq!(Page::of_facet(&facet), part.map(|part| part.page()), "{text}");
    }
}
