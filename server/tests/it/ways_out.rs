//! The ways out when DOKU may have a registration: each by a person, with a reason, one by one and in bulk.

use crate::{
    dead_ends::{Held, Move, NOT_THERE, adopt, call, come_about, doku_id, perform},
    fixes::{fix_three, send},
    needs_person::twenty_hours,
    outbox::{REGISTER, filled, refused, registers, submitted},
    world::{World, bank, on_both},
};
use domain::{Millis, kyb::State};
use server::{
    seed,
    store::outbox::{Kind, Status},
};
use std::collections::BTreeSet;

on_both! {
    after_giving_up_the_application_goes_on_by_the_partners_word_alone(line),
    what_was_given_up_twice_is_decided_about_twice(line),
    only_a_number_of_the_same_person_is_adopted_and_each_word_has_a_reason(line),
    many_are_sent_anew_with_one_word(line),
    a_number_that_a_callback_names_after_a_second_approval_registers_nobody_twice(line),
    fixes_that_were_given_up_go_out_again(line)
}

async fn after_giving_up_the_application_goes_on_by_the_partners_word_alone(world: &World) {
    let partner = world.sign_in(seed::ADMIN).await;
    let (merchant, id) = come_about(&partner, Held::GivenUp).await;
    let business = id.to_string();
    // DOKU may have it: the merchant cannot take it back, nor send it again without the partner's word.
    let withdrawn = merchant.post(&format!("/businesses/{business}/withdraw"), &[]).await;
    assert!(withdrawn.location.contains("problem=out_of_date"), "{}", withdrawn.location);
    assert!(!merchant.get(&format!("/businesses/{id}")).await.body.contains("/withdraw\""));
    let page = partner.get(&format!("/review/{id}")).await.body;
    assert!(page.contains("agar tidak terdaftar dua kali") && page.contains("/approve\""), "{page}");
    perform(&partner, &merchant, id, Move::SendBack).await;
    assert!(!merchant.get(&format!("/businesses/{id}")).await.body.contains("/withdraw\""));
    merchant.save(id, "bank", &bank("4370112255")).await;
    merchant.submit(id).await;
    world.run_due().await;
    assert_eq!(world.case(id).await.business.state, State::PartnerCheck, "sent without the partner's word");
    assert_eq!(registers(world, id).await.len(), 1);
    perform(&partner, &merchant, id, Move::Approve).await;
    world.advance(Millis::MINUTE).await;
    let stands = world.case(id).await.business;
    assert_eq!((stands.state, stands.trouble, world.registrations().await.len()), (State::Active, None, 1));
}

async fn what_was_given_up_twice_is_decided_about_twice(world: &World) {
    let partner = world.sign_in(seed::ADMIN).await;
    let (merchant, id) = come_about(&partner, Held::GivenUp).await;
    world.line().next(REGISTER, 10_000, refused(503, ""));
    perform(&partner, &merchant, id, Move::Approve).await;
    assert_eq!(world.case(id).await.business.trouble, None);
    twenty_hours(world).await;
    world.line().mend();
    perform(&partner, &merchant, id, Move::GiveUp).await;
    perform(&partner, &merchant, id, Move::Approve).await;
    world.advance(Millis::MINUTE).await;
    assert_eq!((world.case(id).await.business.state, world.registrations().await.len()), (State::Active, 1));
    let ids: BTreeSet<_> = registers(world, id).await.into_iter().map(|call| call.request_id).collect();
    assert_eq!(ids.len(), 3);
}

async fn only_a_number_of_the_same_person_is_adopted_and_each_word_has_a_reason(world: &World) {
    let partner = world.sign_in(seed::ADMIN).await;
    let (merchant, id) = come_about(&partner, Held::NoAnswerButThere).await;
    let (lost, ours) = (call(world, id).await, doku_id(world).await);
    // This registration is somebody else's, with an answer.
    let (other, second) = filled(world, "", &[]).await;
    other.submit(second).await;
    world.advance(Millis::MINUTE).await;
    let theirs = doku_id(world).await;
    for (typed, code) in [
        (theirs.as_str(), "other_at_doku"),
        ("BSN-0001-1111111111111", "unknown_at_doku"),
        ("BRN-1", "unknown_at_doku"),
        ("", "unknown_at_doku"),
    ] {
        let answer = adopt(&partner, &lost, typed).await;
        assert!(answer.location.ends_with(&format!("problem={code}")), "{typed}: {}", answer.location);
        assert!(partner.get(&answer.location).await.body.contains("Tidak ada yang berubah"), "{typed}");
    }
    let call_id = lost.id.to_string();
    for (path, fields) in [("adopt", vec![(format!("ids[adopt-{call_id}]"), ours.as_str())]), ("send-anew", vec![])] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let answer = partner.post(&format!("/review/calls/{call_id}/{path}"), &fields).await;
        assert!(answer.location.contains("problem=no_reason"), "{path}: {}", answer.location);
    }
    assert_eq!(
        (call(world, id).await.status, world.case(id).await.business.state),
        (Status::NeedsPerson, State::Sending)
    );
    // The id is in the letters in which people copy it.
    let answer = adopt(&partner, &lost, &format!(" {} ", ours.to_lowercase())).await;
    assert_eq!(answer.location, "/review/troubles");
    world.advance(3 * Millis::HOUR).await;
    let stands = world.case(id).await.business;
    assert_eq!((stands.state, stands.doku_business_id.map(|id| id.to_string())), (State::Active, Some(ours)));
    assert!(world.brand(id).await.shared_key.is_some() && stands.trouble.is_none());
    assert_eq!(world.count("select count(*) from audit where action = 'adopt'").await, 1);
    assert_eq!(world.count("select count(*) from outbox where status = 'done' and reason is not null").await, 1);
    assert!(merchant.get(&format!("/businesses/{id}")).await.body.contains("Aktif"));
    let again = adopt(&partner, &lost, &theirs).await;
    assert!(again.location.contains("problem=out_of_date"), "{}", again.location);
}

async fn many_are_sent_anew_with_one_word(world: &World) {
    world.line().next(REGISTER, 10_000, refused(503, ""));
    let mut stranded = Vec::new();
    for _ in 0..3 {
        stranded.push(submitted(world, "").await.1);
    }
    twenty_hours(world).await;
    world.line().mend();
    let partner = world.sign_in(seed::ADMIN).await;
    let page = partner.get("/review/troubles").await.body;
    let mut ticks = Vec::new();
    for id in &stranded {
        let call = call(world, *id).await.id.to_string();
        assert!(page.contains(&format!("name=\"calls[of-{call}]\"")), "{page}");
        ticks.push((format!("calls[of-{call}]"), call));
    }
    let with = |more: &[(&'static str, &'static str)]| -> Vec<(String, String)> {
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        ticks.iter().cloned().chain(more).collect()
    };
    let post = async |fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        partner.post("/review/calls", &fields).await.location
    };
    assert!(post(with(&[("way", "anew"), ("reason", " ")])).await.contains("problem=no_reason"));
    assert!(post(vec![("way".into(), "retry".into())]).await.contains("problem=not_ready"));
    // Another look sends nothing.
    assert_eq!(post(with(&[("way", "retry"), ("reason", "")])).await, "/review/troubles");
    world.run_due().await;
    assert!(world.registrations().await.is_empty());
    assert_eq!(post(with(&[("way", "anew"), ("reason", NOT_THERE)])).await, "/review/troubles");
    world.advance(2 * Millis::MINUTE).await;
    for id in &stranded {
        assert_eq!(world.case(*id).await.business.state, State::Active);
    }
    assert_eq!(world.registrations().await.len(), 3);
    assert_eq!(world.count("select count(*) from audit where action = 'send_anew'").await, 3);
    assert!(post(with(&[("way", "anew"), ("reason", NOT_THERE)])).await.contains("problem=out_of_date"));
}

async fn a_number_that_a_callback_names_after_a_second_approval_registers_nobody_twice(world: &World) {
    let partner = world.sign_in(seed::ADMIN).await;
    let (merchant, id) = come_about(&partner, Held::NoAnswerButThere).await;
    let first = doku_id(world).await;
    perform(&partner, &merchant, id, Move::GiveUp).await;
    // DOKU names it after all, before anybody approves.
    let body = serde_json::json!({"type": "BUSINESS", "business": {"id": first}, "status": "ACTIVE"});
    assert_eq!(world.callback("after-all", body.to_string().as_bytes()).await, 200);
    world.advance(2 * Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.doku_business_id.map(|id| id.to_string()), Some(first));
    let approved = partner.approve(id).await;
    assert_eq!(approved.status, 409, "{}", approved.location);
    assert_eq!((registers(world, id).await.len(), world.registrations().await.len()), (1, 1));
}

async fn fixes_that_were_given_up_go_out_again(world: &World) {
    let partner = world.sign_in(seed::ADMIN).await;
    let (merchant, id) = come_about(&partner, Held::Fixes).await;
    perform(&partner, &merchant, id, Move::GiveUp).await;
    fix_three(&merchant, id).await;
    world.run_due().await;
    assert!(!send(&merchant, id).await.location.contains("problem"));
    world.advance(Millis::MINUTE).await;
    assert_eq!(world.case(id).await.business.state, State::Active);
    let updates = world.calls(id).await.into_iter().filter(|call| call.kind == Kind::Update).count();
    assert_eq!(updates, 2);
}
