//! A note of DOKU's that names a field is at that field, on both sides, until it is corrected.

use crate::{
    callback_order::{Registered, registered},
    world::{Person, World, on_both, usual},
};
use domain::kyb::State;
use serde_json::{Value, json};

/// Returns a callback about one part with a note that points at fields.
fn points(case: &Registered<'_>, kind: &str, reasons: &Value) -> Vec<u8> {
    let mut said: Value = serde_json::from_slice(&case.says(kind, "REJECTED", None)).unwrap();
    said.as_object_mut().unwrap().remove("reject_notes");
    said["failure_reasons"] = reasons.clone();
    said.to_string().into_bytes()
}

/// Returns the page from the error of one field on.
async fn at_field(who: &Person<'_>, path: &str, name: &str) -> String {
    let page = who.get(path).await.body;
    let id = name.replace(']', "").replace(['[', '.'], "-");
    page.split(&format!("id=\"{id}-error\""))
        .nth(1)
        .and_then(|rest| rest.split("</p>").next())
        .unwrap_or_default()
        .to_owned()
}

on_both! {
    note_and_fix_land_at_the_field_that_doku_names(explicit),
    a_path_that_is_no_field_of_ours_points_nowhere_and_the_note_stands(explicit)
}

async fn note_and_fix_land_at_the_field_that_doku_names(world: &World) {
    let case = registered(world).await;
    let (merchant, id) = (&case.merchant, case.id);
    let bank = points(
        &case,
        "BUSINESS_BANK",
        &json!([
            {"field": "business.banks.0.account_name", "message": "Nama pemilik <berbeda>"},
            {"field": "business.banks.0.bank_id"},
        ]),
    );
    let ktp = points(
        &case,
        "BUSINESS_DOCUMENT",
        &json!([{"field": "documents.0.forms.0.value", "message": "NIK tidak terdaftar"}]),
    );
    assert_eq!((world.callback("bank", &bank).await, world.callback("ktp", &ktp).await), (200, 200));
    // The callback counts until a read-back.
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::ActionNeeded);
    let page = format!("/businesses/{id}/bank?fix=bank%5B0%5D");
    assert!(at_field(merchant, &page, "form[account_name]").await.contains("Nama pemilik &lt;berbeda&gt;"));
    assert!(at_field(merchant, &page, "form[bank]").await.contains("DOKU menandai isian ini"));
    assert_eq!(at_field(merchant, &page, "form[account_number]").await, "");
    let body = merchant.get(&page).await.body;
    let focus = body.split("autofocus").next().unwrap().rsplit('<').next().unwrap();
    assert!(focus.contains("form[account_name]"), "{focus}");
    let documents = format!("/businesses/{id}/documents?fix=document%5BKTP%5D");
    assert!(at_field(merchant, &documents, "form[values][KTP.NO_KTP]").await.contains("NIK tidak terdaftar"));
    assert_eq!(at_field(merchant, &format!("/businesses/{id}/address"), "form[street]").await, "");
    let reviewer = world.reviewer().await.get(&format!("/review/{id}")).await.body;
    assert!(
        reviewer.contains("DOKU menandai: Nama pemilik rekening") && reviewer.contains("DOKU menandai: NIK"),
        "{reviewer}"
    );
    // The note goes with the correction.
    merchant
        .save(
            id,
            "bank",
            &[
                ("bank", "014"),
                ("account_number", usual("bank", "account_number")),
                ("account_name", "Ratna Sari Dewanti Putri"),
            ],
        )
        .await;
    assert_eq!(at_field(merchant, &page, "form[account_name]").await, "");
}

async fn a_path_that_is_no_field_of_ours_points_nowhere_and_the_note_stands(world: &World) {
    let case = registered(world).await;
    let bank = points(&case, "BUSINESS_BANK", &json!([{"field": "business.banks.1.colour", "message": "Warna salah"}]));
    world.callback("bank", &bank).await;
    world.run_due().await;
    let body = case.merchant.get(&format!("/businesses/{}/bank", case.id)).await.body;
    assert!(body.contains("Warna salah") && !body.contains("DOKU menandai") && !body.contains("-error\""), "{body}");
}
