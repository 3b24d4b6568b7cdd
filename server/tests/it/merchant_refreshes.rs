//! The pages that refresh by themselves.

use crate::merchant_words::card;
use crate::{
    callback_order::registered,
    needs_person::unanswered,
    outbox::refused,
    world::{World, on_both},
};
use domain::{Millis, kyb::State};

fn refreshes(page: &str) -> bool {
    page.contains("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>")
}

on_both! { a_page_refreshes_by_itself_wherever_somebody_else_acts(explicit), what_needs_a_person_refreshes_too(line) }

async fn a_page_refreshes_by_itself_wherever_somebody_else_acts(world: &World) {
    let case = registered(world).await;
    let path = format!("/businesses/{}", case.id);
    let told = async |state: State, itself: bool| {
        assert_eq!(world.case(case.id).await.business.state, state);
        let page = case.merchant.get(&path).await.body;
        assert_eq!(
            (refreshes(&page), card(&page).contains("class=\"streaming\"")),
            (itself, itself),
            "{state:?}: {page}"
        );
        assert!(page.contains("class=\"refresh\""), "{state:?} has no link");
    };
    told(State::InVerification, true).await;
    case.decide("BUSINESS_BANK", "REJECTED", "Nama berbeda.").await;
    told(State::ActionNeeded, false).await;
    // A verdict of the same moment would be as old as the one before.
    world.clock.advance(Millis::MINUTE);
    case.decide("BUSINESS_BANK", "VERIFIED", "").await;
    case.decide("BRAND.OPERATIONAL_STATUS", "REJECTED", "Toko tutup.").await;
    told(State::ActionNeeded, true).await;
    world.clock.advance(Millis::MINUTE);
    case.accept_all().await;
    told(State::Active, false).await;
    world.callback("stop", &case.says("BRAND.OPERATIONAL_STATUS", "SUSPENDED", Some("Keluhan."))).await;
    world.run_due().await;
    told(State::Suspended, true).await;
}

async fn what_needs_a_person_refreshes_too(world: &World) {
    let (merchant, id, _) = unanswered(world, refused(502, "")).await;
    assert!(refreshes(&merchant.get(&format!("/businesses/{id}")).await.body));
}
