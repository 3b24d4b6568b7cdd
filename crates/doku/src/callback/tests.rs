use proptest::prelude::*;
use serde_json::json;

use super::*;

const PARTNER: &str = "BRN-0214-1739411205118";
const BUSINESS: &str = "BSN-0214-1762148405220";
const BRAND: &str = "BRN-0214-1762148405231";

fn facts(body: &Value) -> CallbackFacts {
    read(body.to_string().as_bytes(), PARTNER).unwrap()
}

fn fixture(name: &str) -> CallbackFacts {
    let path = format!("{}/tests/fixtures/callbacks/{name}.json", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(path).unwrap(), PARTNER).unwrap()
}

/// One case: file stem, kind, entity id, code, word of the refusal, minute and second of the verdict.
type Expected = (&'static str, EntityKind, &'static str, Option<&'static str>, &'static str, &'static str);

const TEN: [Expected; 10] = [
    ("brand-operational-status", EntityKind::OperationalStatus, BRAND, None, "SUSPENDED", "30:00"),
    ("business", EntityKind::Business, BUSINESS, None, "REJECTED", "30:07"),
    ("business-contact", EntityKind::Contact, "CNT-0214-1762148405271", None, "REJECTED", "30:14"),
    ("business-address", EntityKind::Address, "ADR-0214-1762148405282", None, "REJECTED", "30:21"),
    ("business-document", EntityKind::Document, "DCM-0214-1762148211402", Some("KTP"), "REJECTED", "30:28"),
    ("business-bank", EntityKind::Bank, "BNK-0214-1762148405293", None, "REJECTED", "30:35"),
    ("brand", EntityKind::Brand, BRAND, None, "SUSPENDED", "30:42"),
    ("brand-social-media", EntityKind::SocialMedia, "SCM-0214-1762148405304", Some("INSTAGRAM"), "REJECTED", "30:49"),
    ("brand-photo-proof", EntityKind::PhotoProof, "PHP-0214-1762148405260", None, "REJECTED", "30:56"),
    ("brand-product", EntityKind::Product, "PRD-0214-1762148405315", Some("QRIS"), "REJECTED", "31:03"),
];

#[test]
fn all_ten_types_in_shape_a() {
    for (stem, kind, id, code, refusal, at) in TEN {
        for (ending, word) in [("approved", "ACTIVE"), ("rejected", refusal)] {
            let read = fixture(&format!("{stem}.{ending}"));
            assert_eq!(read.kind, Some(kind), "{stem}");
            assert_eq!(read.kind_text.as_deref(), Some(kind.as_str()), "{stem}");
            assert_eq!(read.business, Some(DokuBusinessId::new(BUSINESS)), "{stem}");
            assert_eq!(read.brand, Some(DokuBrandId::new(BRAND)), "{stem}");
            assert_eq!(read.entity_id.as_deref(), Some(id), "{stem}");
            assert_eq!(read.entity_code.as_deref(), code, "{stem}");
            assert_eq!(read.status_text.as_deref(), Some(word), "{stem}");
            assert_eq!(read.reported, Some(Reported::read(word)), "{stem}");
            assert_eq!(read.notes.is_some(), ending == "rejected", "{stem}");
            assert_eq!(read.updated_at, Millis::from_iso(&format!("2025-11-04T06:{at}Z")), "{stem}");
        }
    }
}

#[test]
fn shapes_b_and_c_say_the_same() {
    for (name, note) in [("b", "Foto KTP buram, NIK tidak terbaca."), ("c", "Foto KTP buram")] {
        let read = fixture(&format!("alt-shape-{name}.business-document.rejected"));
        assert_eq!(read.kind, Some(EntityKind::Document));
        assert_eq!(read.business, Some(DokuBusinessId::new(BUSINESS)));
        assert_eq!(read.brand.is_some(), name == "b");
        assert_eq!(read.entity_id.as_deref(), Some("DCM-0214-1762148211402"));
        assert_eq!(read.entity_code.as_deref(), Some("KTP"));
        assert_eq!(read.reported, Some(Reported::Rejected));
        assert_eq!(read.notes.as_deref(), Some(note));
        assert_eq!(read.updated_at, None);
    }
}

#[test]
fn failure_reasons_are_notes_in_every_form() {
    let refused = |reasons: Value| {
        facts(
            &json!({"type": "BUSINESS_BANK", "business": {"id": BUSINESS}, "entity": {"id": "BNK-0214-1762148405293"},
            "status": "REJECTED", "failure_reasons": reasons}),
        )
    };
    for reasons in [
        json!("Nama tidak sesuai"),
        json!(["Nama tidak sesuai"]),
        json!([{"name": "Nama tidak sesuai"}]),
        json!([{"value": "Nama tidak sesuai"}]),
        json!([{"field": "business.banks.0.account_name", "message": "Nama tidak sesuai"}]),
    ] {
        let read = refused(reasons.clone());
        assert_eq!(read.notes.as_deref(), Some("Nama tidak sesuai"), "{reasons}");
        let fields: Vec<_> = read.pointers.iter().map(|pointer| pointer.field.as_str()).collect();
        let named: Vec<_> = reasons[0]["field"].as_str().into_iter().collect();
        assert_eq!(fields, named);
    }
    let verified = facts(&json!({"type": "BUSINESS_BANK", "business": {"id": BUSINESS}, "status": "VERIFIED"}));
    assert_eq!(verified.reported, Some(Reported::Accepted));
}

#[test]
fn a_body_is_read_whatever_wrote_it() {
    let body = json!({"type": "BUSINESS_BANK", "business": {"id": BUSINESS}, "status": "REJECTED", "reject_notes": "café",
        "updated_at": "2025-11-04 13:30:28"});
    let wrapped = json!({"event": "BUSINESS_BANK", "data": body.to_string()});
    let utf16 = body.to_string().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xef\xbb\xbf".as_slice(), body.to_string().as_bytes(), b"\0\r\n"].concat();
    let western = body.to_string().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for body in [marked, utf16, western, wrapped.to_string().into_bytes()] {
        let read = read(&body, PARTNER).unwrap();
        assert_eq!((read.kind, read.reported), (Some(EntityKind::Bank), Some(Reported::Rejected)));
        assert_eq!((read.business, read.notes.as_deref()), (Some(DokuBusinessId::new(BUSINESS)), Some("café")));
        assert_eq!(read.updated_at, Millis::from_iso("2025-11-04T06:30:28Z"));
    }
}

#[test]
fn a_brands_key_is_cut_out_however_the_body_is_written() {
    let body = json!({"type": "BRAND", "brand": {"id": BRAND, "shared_key": "SK-1"}, "status": "ACTIVE"});
    let text = body.to_string();
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let inside = json!({"data": text}).to_string().into_bytes();
    for body in [text.clone().into_bytes(), utf16, marked, inside, json!([body, body]).to_string().into_bytes()] {
        let kept = String::from_utf8(without_shared_keys(&body).unwrap()).unwrap();
        assert!(kept.contains("ACTIVE") && !kept.contains("SK-1") && !kept.contains("shared_key"), "{kept}");
    }
    assert_eq!(without_shared_keys(b"{\"type\":\"BRAND\"}"), None);
}

#[test]
fn the_partner_is_never_the_brand() {
    let read = facts(
        &json!({"type": "BRAND", "partner": PARTNER, "business": {"id": BUSINESS, "brands": [{"id": BRAND, "status": "ACTIVE"}]}}),
    );
    assert_eq!(read.brand, Some(DokuBrandId::new(BRAND)));
    assert_eq!(read.entity_id.as_deref(), Some(BRAND));
    assert_eq!(read.reported, Some(Reported::Accepted));
    assert_eq!(read.ids, [BRAND, BUSINESS]);
    assert_eq!(facts(&json!({"type": "BRAND", "client_id": PARTNER})).brand, None);
}

#[test]
fn unknown_types_and_words_are_kept() {
    let read = facts(&json!({"type": "brand_logo", "status": "SLEEPING", "business_id": BUSINESS}));
    assert_eq!((read.kind, read.kind_text.as_deref()), (None, Some("BRAND_LOGO")));
    assert_eq!((read.reported, read.status_text.as_deref()), (Some(Reported::Pending), Some("SLEEPING")));
    assert!(!Reported::is_known("SLEEPING"));
}

#[test]
fn a_whole_business_does_not_speak_for_its_document() {
    let read = facts(&json!({"event": "BUSINESS_DOCUMENT", "type": "PERSONAL", "id": BUSINESS, "status": "ACTIVE",
        "documents": [{"id": "DCM-0214-1762148211402", "status": "REJECTED"}]}));
    assert_eq!(read.reported, Some(Reported::Rejected));
    let unclear = facts(&json!({"event": "BUSINESS_DOCUMENT", "id": BUSINESS, "status": "ACTIVE",
        "documents": [{"code": "KTP", "status": "REJECTED"}, {"code": "NIB", "status": "ACTIVE"}]}));
    assert_eq!((unclear.reported, unclear.entity_code), (None, None));
}

#[test]
fn an_envelope_is_looked_into() {
    let read = facts(
        &json!({"event": "BUSINESS_BANK", "status": "SENT", "data": {"business_id": BUSINESS, "bank": {"id": "BNK-0214-1762148405293", "state": "declined", "reason": "nama beda"}}}),
    );
    assert_eq!(read.reported, Some(Reported::Declined));
    assert_eq!(read.entity_id.as_deref(), Some("BNK-0214-1762148405293"));
    assert_eq!(read.notes.as_deref(), Some("nama beda"));
}

#[test]
fn notes_are_never_printed() {
    let read = fixture("business-bank.rejected");
    assert!(read.notes.is_some());
    assert!(!format!("{read:?}").contains("rekening"));
}

#[test]
fn what_is_no_object_is_not_json() {
    for body in ["", "null", "[]", "\"text\"", "{"] {
        assert!(read(body.as_bytes(), PARTNER).is_err(), "{body}");
    }
    assert!(read("[".repeat(100_000).as_bytes(), PARTNER).is_err());
    assert!(read(b"{}", PARTNER).unwrap() == CallbackFacts::default());
}

fn any_json() -> impl Strategy<Value = Value> {
    let words = [
        "ACTIVE",
        "BUSINESS_DOCUMENT",
        "BRAND",
        "BRAND.OPERATIONAL_STATUS",
        BUSINESS,
        BRAND,
        PARTNER,
        "2025-11-04T06:30:28Z",
        "",
    ];
    let keys = [
        "type",
        "event",
        "status",
        "operational_status",
        "business",
        "brand",
        "brands",
        "documents",
        "contacts",
        "entity",
        "data",
        "business_document",
        "reject_notes",
        "updated_at",
        "id",
        "code",
        "services",
        "",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        proptest::sample::select(words.to_vec()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        let key = prop_oneof![proptest::sample::select(keys.to_vec()).prop_map(str::to_owned), any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_it_panic(body in any_json()) {
        let _ = read(body.to_string().as_bytes(), PARTNER);
        let _ = crate::readback::entities(&body);
        let _ = crate::Registered::read(&body);
    }

    #[test]
    fn no_bytes_make_it_panic(body in any::<Vec<u8>>()) {
        let _ = read(&body, PARTNER);
    }
}
