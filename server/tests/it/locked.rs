//! Nobody changes what DOKU accepted, or what is under way.

use crate::{
    fixes::{PUT, REJECTED, fix_three, rejected, send},
    usual::escape,
    world::{Person, Trouble, World, jpeg, on_both},
};
use domain::{Millis, kyb::State};
use http::header;

/// Sends a request that no page of ours makes; returns status and body.
pub async fn by_hand(merchant: &Person<'_>, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let body = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value)));
    let body = body.collect::<Vec<_>>().join("&");
    let request = merchant.plain_request(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = request.header(header::ACCEPT, "application/json").body(body).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

on_both! { what_doku_accepted_refuses_every_change(automatic), while_fixes_are_under_way_nothing_can_be_changed(line) }

async fn what_doku_accepted_refuses_every_change(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    let before = world.case(id).await;
    let contact = merchant.get(&format!("/businesses/{id}/contact")).await;
    assert_eq!(contact.status, 200);
    assert!(
        contact.body.contains("DOKU sudah menerima bagian ini") && contact.body.contains("<fieldset"),
        "{}",
        contact.body
    );
    for (path, field, value) in [
        ("contact", "form[name]", "Orang Lain"),
        ("business", "form[name]", "Warung Lain"),
        ("brand", "form[name]", "Merek Lain"),
        ("social", "form[instagram]", "@lain"),
    ] {
        for judge in ["true", "false"] {
            let (status, told) =
                by_hand(&merchant, &format!("/businesses/{id}/{path}"), &[(field, value), ("judge", judge)]).await;
            assert_eq!((status, told.contains("field_locked")), (409, true), "{path}: {told}");
        }
    }
    for slot in ["OWNER_LIVENESS", "PHOTO_PROOF"] {
        let part = reqwest::multipart::Part::bytes(jpeg(99)).file_name("lain.jpg");
        let form = reqwest::multipart::Form::new().part("file", part);
        let request = merchant.plain_request(&format!("/businesses/{id}/documents/{slot}")).multipart(form);
        let answer = request.header(header::ACCEPT, "*/*").send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (409, "field_locked"));
    }
    let answer = merchant.save(id, "contact", &[("name", "Orang Lain")]).await;
    assert!(answer.location.contains("problem=field_locked"), "{}", answer.location);
    assert!(merchant.get(&answer.location).await.body.contains("Bagian ini terkunci"));
    let after = world.case(id).await;
    for (task, draft) in &before.drafts {
        assert!(after.drafts[task].form == draft.form, "{task:?} changed");
    }
    for (slot, file) in &before.documents {
        assert_eq!(after.documents[slot].id, file.id);
    }
}

async fn while_fixes_are_under_way_nothing_can_be_changed(world: &World) {
    let (merchant, id) = rejected(world, REJECTED).await;
    fix_three(&merchant, id).await;
    world.run_due().await;
    world.line().next(PUT, 1, Trouble::Refused((503, &[], String::new())));
    send(&merchant, id).await;
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::Sending);
    let business = id.to_string();
    let (status, told) = by_hand(&merchant, &format!("/businesses/{business}/bank"), &[("form[bank]", "008")]).await;
    assert_eq!((status, told.contains("field_locked")), (409, true), "{told}");
    assert!(merchant.get(&format!("/businesses/{id}/bank")).await.body.contains("sedang dikirim ke DOKU"));
    let refused = merchant.upload(id, "KTP", "lagi.jpg", jpeg(77)).await.location;
    assert!(refused.contains("field_locked"), "{refused}");
    let page = merchant.get(refused.split('#').next().unwrap()).await.body;
    assert!(page.contains("Bagian ini terkunci"), "a file that was not taken is not passed over: {page}");
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    let sent = world.line().passed(PUT);
    assert_eq!((sent.len(), &sent[0].request_id, &sent[0].body), (2, &sent[1].request_id, &sent[1].body));
}
