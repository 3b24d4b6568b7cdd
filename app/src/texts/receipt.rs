//! A receipt, written once: the page and the PDF show the same.

use super::{
    Lang, Pack, PackTable, Texts, field_name, file_size, fill, kind_label, number_name, requirement, task, value_label,
    when_with_year,
};
use crate::onboarding::data::{KeptFile, KeptForm, Receipt};

/// Writes the receipt as a pack. `partner` is the name of the issuer.
pub fn receipt_pack(t: &Texts, lang: Lang, partner: &str, receipt: &Receipt) -> Pack {
    let (r, kept) = (&t.receipts, &receipt.snapshot);
    let when = |at| when_with_year(lang, at);
    let kind = if receipt.fixes { r.fixes } else { r.submission };
    let business_kind = (!kept.business_type.is_empty()).then(|| {
        let line = kept.business_line.as_str();
        kind_label(t, &kept.business_type.as_str().into(), &kept.legal_entity.as_str().into(), line)
    });
    let consent = kept.consent_version.as_ref().zip(kept.consented_at);
    let consent = consent
        .map(|(version, at)| fill(r.consent_value, &[("version", version.as_str()), ("when", when(at).as_str())]));
    let told = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let about = [
        (r.reference, receipt.reference.clone()),
        (r.what, Some(kind.to_owned())),
        (r.made_at, Some(when(receipt.at))),
        (r.business, told(&kept.name)),
        (r.business_kind, business_kind),
        (r.sent_by, told(&kept.sent_by)),
        (r.consent, consent),
    ];
    let foot = fill(r.foot, &[("partner", partner)]);
    let foot = if receipt.reference.is_some() { foot } else { format!("{} {foot}", r.old) };
    let number = receipt.reference.as_ref().map(|reference| format!(" {reference}")).unwrap_or_default();
    Pack {
        title: format!("{}{number}", r.title),
        about: about.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect(),
        tables: kept.files.iter().map(|of| file(t, lang, of)).chain(kept.forms.iter().map(|of| form(t, of))).collect(),
        foot,
        letters: t.pack.letters.to_owned(),
    }
}

fn table(t: &Texts, title: &str, rows: Vec<(String, String)>, remarks: &[Option<&str>]) -> PackTable {
    let remark = remarks.iter().flatten().copied().collect::<Vec<_>>().join(" ");
    PackTable {
        title: title.to_owned(),
        head: vec![t.receipts.field.to_owned(), t.receipts.value.to_owned()],
        rows: rows.into_iter().map(|(name, value)| vec![name, value]).collect(),
        remark: (!remark.is_empty()).then_some(remark),
    }
}

fn file(t: &Texts, lang: Lang, of: &KeptFile) -> PackTable {
    let r = &t.receipts;
    let mut rows = Vec::new();
    if let Some(upload) = &of.upload {
        rows.push((r.file_name.to_owned(), upload.name.clone()));
        rows.push((r.file_size.to_owned(), file_size(lang, upload.bytes)));
        rows.push((r.file_at.to_owned(), when_with_year(lang, upload.received_at)));
    }
    let numbers = of.numbers.iter();
    rows.extend(numbers.map(|number| (number_name(t, &number.code, &number.name).to_owned(), number.value.clone())));
    let remarks = [of.upload.is_none().then_some(r.no_details), of.corrected.then_some(r.corrected)];
    table(t, requirement(t, &of.code, &of.name), rows, &remarks)
}

fn form(t: &Texts, of: &KeptForm) -> PackTable {
    let row = |(field, value): &(String, String)| {
        (field_name(t, of.page, field).to_owned(), value_label(t, field, value).to_owned())
    };
    let rows: Vec<_> = of.values.iter().map(row).collect();
    let remarks = [rows.is_empty().then_some(t.receipts.no_values), of.corrected.then_some(t.receipts.corrected)];
    table(t, task(t, of.page), rows, &remarks)
}
