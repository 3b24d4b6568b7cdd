//! `GET /file`: which files and values a registration needs. Source: CONTRACT §3; CORPORATE is our guess there.

use std::collections::HashMap;

use axum::extract::Query;
use serde_json::{Value, json};

use super::answer::{Answer, contents};

const PARAMETERS: [&str; 4] =
    ["businessType", "businessLegalEntity", "brandBusinessLine", "businessContactNationality"];
const WITH_PDF: &[&str] = &["PDF", "JPG", "JPEG", "PNG"];
const IMAGES: &[&str] = &["PNG", "JPG", "JPEG"];

pub async fn check(Query(query): Query<HashMap<String, String>>) -> Answer {
    let missing: Vec<String> = PARAMETERS
        .into_iter()
        .filter(|name| query.get(*name).is_none_or(|value| value.is_empty()))
        .map(|name| format!("{name} is required"))
        .collect();
    if !missing.is_empty() {
        return contents(400, &missing);
    }
    let [kind, entity, line, nationality] = PARAMETERS.map(|name| query[name].as_str());
    match answer(kind, entity, line, nationality) {
        Some(requirements) => Answer::new(200, requirements),
        None => contents(400, &["businessType AND businessLegalEntity DO NOT MATCH".to_owned()]),
    }
}

/// `None`: there is no such type, or it has no such legal entity.
pub fn answer(kind: &str, entity: &str, line: &str, nationality: &str) -> Option<Value> {
    match (kind, entity) {
        ("PERSONAL", "PERSEORANGAN") => Some(personal(nationality)),
        ("CORPORATE", "PERSEORANGAN") => None,
        ("CORPORATE", entity) if domain::codes::LegalEntity::KNOWN.iter().any(|known| known.as_str() == entity) => {
            Some(corporate(entity, line, nationality))
        }
        _ => None,
    }
}

fn personal(nationality: &str) -> Value {
    json!({ "business": {
        "brand": { "photo_proof": file("PHOTO_PROOF", "Brand Photo Proof", IMAGES) },
        "contact": {
            "documents": [identity(nationality)],
            "owner_liveness": file("OWNER_LIVENESS", "Owner Liveness", IMAGES),
        },
    }})
}

fn corporate(entity: &str, line: &str, nationality: &str) -> Value {
    json!({ "business": {
        "documents": company_documents(entity, line),
        "brand": {
            "photo_proof": file("PHOTO_PROOF", "Brand Photo Proof", IMAGES),
            "logo": file("LOGO", "Brand Logo", IMAGES),
        },
        "contact": { "documents": [identity(nationality)] },
        "bank": file("BANK_ACCOUNT", "Bank Account Proof", WITH_PDF),
        "service_agreement": file("SERVICE_AGREEMENT", "Service Agreement", &["PDF"]),
    }})
}

fn company_documents(entity: &str, line: &str) -> Vec<Value> {
    let mut documents = Vec::new();
    if ["PT", "CV", "FIRMA", "PP", "YAYASAN", "PERKUMPULAN_BERBADAN_HUKUM"].contains(&entity) {
        let mut deed = document("AKTA_PENDIRIAN_PERUSAHAAN", "Akta Pendirian Perusahaan");
        deed["form"] =
            json!([form("NO_AKTA_PENDIRIAN_PERUSAHAAN", "No. Akta Pendirian", (1, 50), "Isi nomor akta pendirian")]);
        documents.push(deed);
    }
    let mut nib = document("NIB", "Nomor Induk Berusaha");
    nib["form"] = json!([form("NO_NIB", "No. NIB", (13, 13), "Isi 13 digit NIB")]);
    let mut npwp = document("NPWP", "Nomor Pokok Wajib Pajak");
    npwp["form"] = json!([form("NO_NPWP", "No. NPWP", (15, 16), "Isi 15 atau 16 digit NPWP")]);
    let mut licence = document("IZIN_USAHA", "Izin Usaha");
    licence["form"] = json!([form("NO_IZIN_USAHA", "No. Izin Usaha", (1, 50), "Isi nomor izin usaha")]);
    documents.extend([nib, npwp, licence]);
    if entity == "BLU" {
        documents.push(document("IZIN_BLU", "Izin BLU"));
    }
    let by_line = match line {
        "EDUCATION" => Some(("IZIN_DISPENDIK_KEMENDIKBUD", "Izin Dispendik/Kemendikbud")),
        "EVENT_ORGANIZER" => Some(("IZIN_KERAMAIAN", "Izin Keramaian")),
        "CHARITY" => Some(("IZIN_PUB", "Izin Pengumpulan Uang atau Barang")),
        "CAPITAL_MARKET" => Some(("LICENSE_ASIC", "License ASIC")),
        "FOOD_AND_BEVERAGE" => Some(("BPOM", "Izin BPOM")),
        _ => None,
    };
    documents.extend(by_line.map(|(code, name)| document(code, name)));
    documents
}

fn identity(nationality: &str) -> Value {
    if nationality != "ID" {
        return document("KITAS_OR_KITAP", "KITAS atau KITAP");
    }
    let mut ktp = document("KTP", "Kartu Tanda Penduduk");
    ktp["form"] = json!([form("NO_KTP", "No. KTP (NIK)", (16, 16), "Isi 16 digit NIK sesuai KTP")]);
    ktp
}

fn document(code: &str, name: &str) -> Value {
    file(code, name, WITH_PDF)
}

fn file(code: &str, name: &str, extensions: &[&str]) -> Value {
    json!({ "code": code, "name": name, "extensions": extensions, "max_size": 15 })
}

/// Digits where the number of characters is known, else letters and digits.
fn form(code: &str, name: &str, (least, most): (u64, u64), caption: &str) -> Value {
    let numeric = least > 1;
    json!({
        "code": code, "name": name, "min_size": least, "max_size": most,
        "alpha": false, "numeric": numeric, "alpha_numeric": !numeric, "caption": caption,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_is_the_published_sample() {
        let published: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/requirements-response.personal.json")).unwrap();
        assert_eq!(answer("PERSONAL", "PERSEORANGAN", "RETAIL", "ID"), Some(published));
    }

    #[test]
    fn a_company_is_our_fixture() {
        let ours: Value =
            serde_json::from_str(include_str!("../../tests/fixtures/requirements-response.corporate.json")).unwrap();
        assert_eq!(answer("CORPORATE", "PT", "RETAIL", "ID"), Some(ours));
        assert_eq!(answer("CORPORATE", "LTD", "RETAIL", "ID"), None);
        assert_eq!(answer("PERSONAL", "PT", "RETAIL", "ID"), None);
    }
}
