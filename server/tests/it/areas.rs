//! An area is written for DOKU as a setting says, and the pages show the same.

use crate::{
    outbox::{REGISTER, filled},
    world::{World, on_both},
};
use domain::{
    Millis,
    area::{CityPrefix, ProvinceName, Spelling},
};
use serde_json::Value;

const PLACE: &[(&str, &str)] =
    &[("address.city", "Kabupaten Bantul"), ("address.province", "Daerah Istimewa Yogyakarta")];

on_both! { it_is_sent_as_dokus_sample_spells_it_and_pages_show_what_is_sent(line) }

async fn it_is_sent_as_dokus_sample_spells_it_and_pages_show_what_is_sent(world: &World) {
    assert_eq!(world.services.settings.area, Spelling { city: CityPrefix::Strip, province: ProvinceName::Short });
    let (merchant, id) = filled(world, "", PLACE).await;
    let check = merchant.get(&format!("/businesses/{id}/check")).await.body;
    merchant.submit(id).await;
    world.advance(Millis::MINUTE).await;
    let body: Value = serde_json::from_slice(&world.line().passed(REGISTER)[0].body).unwrap();
    let area = body["business"]["addresses"][0]["area"].as_str().unwrap().to_owned();
    assert!(area.ends_with(" - Bantul - DI Yogyakarta"), "{area}");
    let receipt = merchant.get(&format!("/businesses/{id}/receipts/1")).await.body;
    let case = world.reviewer().await.get(&format!("/review/{id}")).await.body;
    for page in [check, receipt, case] {
        assert!(page.contains(&area), "{area}: {page}");
    }
    // The typed value stays.
    assert!(merchant.get(&format!("/businesses/{id}/address")).await.body.contains("Kabupaten Bantul"));
}
