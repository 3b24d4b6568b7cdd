//! No state is a dead end: whatever happens to a call to DOKU, somebody has an action that moves it, and the pages of
//! both sides name that person.

use crate::{
    needs_person::{lost, twenty_hours, unanswered},
    outbox::{REGISTER, refused, submitted, unheard},
    world::{Answer, Person, World, jpeg, on_both},
};
use app::texts::ID;
use domain::{
    Millis,
    ids::BusinessId,
    kyb::{Actor, State},
};
use server::{
    seed,
    store::outbox::{Call, Status},
};

pub const NOT_THERE: &str = "Menurut dukungan DOKU, Senin pukul 10: belum ada.";
const THERE: &str = "Menurut dukungan DOKU, Senin pukul 10: sudah ada.";

/// An obstacle of a business, as it came about in the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Sending: DOKU has just begun to answer 503, and the call is tried again and again.
    Waiting,
    /// Sending: no answer for 20 hours, and DOKU never had it.
    NoAnswer,
    /// Sending: no answer for 20 hours, but DOKU has it and calls nobody.
    NoAnswerButThere,
    /// Sending: refused for good, without a word about a part of the merchant's.
    Refused,
    /// Partner check: the partner gave up a call that may have reached DOKU.
    GivenUp,
    /// Fixes: no answer for 20 hours.
    Fixes,
    /// A draft's file that nobody takes.
    File,
}

/// The person who moves it, and the action.
#[derive(Clone, Copy, Debug)]
pub enum Move {
    /// Nobody acts: DOKU answers again.
    Wait,
    SendAnew,
    Adopt,
    Retry,
    GiveUp,
    Approve,
    SendBack,
    Decline,
    Replace,
}

/// Every combination, each of its ways out, and the state in which the business comes to rest.
#[rustfmt::skip]
const WAYS: &[(Held, Move, State)] = &[
    (Held::Waiting, Move::Wait, State::Active),
    (Held::NoAnswer, Move::SendAnew, State::Active),
    (Held::NoAnswer, Move::GiveUp, State::PartnerCheck),
    (Held::NoAnswerButThere, Move::Adopt, State::Active),
    (Held::NoAnswerButThere, Move::GiveUp, State::PartnerCheck),
    (Held::Refused, Move::Retry, State::Active),
    (Held::Refused, Move::GiveUp, State::ActionNeeded),
    (Held::GivenUp, Move::Approve, State::Active),
    (Held::GivenUp, Move::SendBack, State::ActionNeeded),
    (Held::GivenUp, Move::Decline, State::Declined),
    (Held::Fixes, Move::Retry, State::Active),
    (Held::Fixes, Move::GiveUp, State::ActionNeeded),
    (Held::File, Move::Retry, State::Draft),
    (Held::File, Move::GiveUp, State::ActionNeeded),
    (Held::File, Move::Replace, State::Draft),
];

pub async fn come_about<'w>(partner: &Person<'w>, held: Held) -> (Person<'w>, BusinessId) {
    let world = partner.world;
    match held {
        Held::Waiting => {
            world.line().next(REGISTER, 10_000, refused(503, ""));
            submitted(world, "").await
        }
        Held::NoAnswer => {
            world.line().next(REGISTER, 10_000, refused(503, ""));
            let stranded = submitted(world, "").await;
            twenty_hours(world).await;
            world.line().mend();
            stranded
        }
        Held::NoAnswerButThere => {
            world.line().next(REGISTER, 10_000, unheard());
            let stranded = lost(world, "lost", &[]).await;
            twenty_hours(world).await;
            world.line().mend();
            stranded
        }
        Held::Refused => {
            world.line().next(REGISTER, 1, refused(422, r#"{"message":["business.callback_url is not allowed"]}"#));
            submitted(world, "").await
        }
        Held::GivenUp => {
            let (merchant, id) = Box::pin(come_about(partner, Held::NoAnswer)).await;
            perform(partner, &merchant, id, Move::GiveUp).await;
            (merchant, id)
        }
        Held::Fixes => {
            let (merchant, id, _) = unanswered(world, refused(502, "")).await;
            (merchant, id)
        }
        Held::File => {
            let merchant = world.merchant().await;
            let id = merchant.start_business().await;
            merchant.consent(id).await;
            merchant.upload(id, "KTP", "ktp.jpg", jpeg(900)).await;
            world
                .run("update outbox set status = 'needs_person', problem = 'doku_401', done_at = 2 where kind = 'upload' and status = 'waiting'")
                .await;
            (merchant, id)
        }
    }
}

/// Returns the call of one business that needs a person.
pub async fn call(world: &World, id: BusinessId) -> Call {
    let calls = world.calls(id).await;
    calls.into_iter().find(|call| call.status == Status::NeedsPerson).expect("nothing needs a person")
}

pub async fn perform(partner: &Person<'_>, merchant: &Person<'_>, id: BusinessId, way: Move) {
    let world = partner.world;
    let answer = match way {
        Move::Wait => return world.line().mend(),
        Move::SendAnew => send_anew(partner, &call(world, id).await).await,
        Move::Adopt => adopt(partner, &call(world, id).await, &doku_id(world).await).await,
        Move::Retry => partner.post(&format!("/review/calls/{}/retry", call(world, id).await.id), &[]).await,
        Move::GiveUp => give_up(partner, &call(world, id).await).await,
        Move::Approve => partner.approve(id).await,
        Move::SendBack => partner.decide("send_back", id, &[("reasons[bank]", "Periksa nomor rekening.")]).await,
        Move::Decline => partner.decide("decline", id, &[("reason", "Tidak kami layani.")]).await,
        Move::Replace => merchant.upload(id, "KTP", "ktp-baru.jpg", jpeg(901)).await,
    };
    assert!(
        answer.status < 400 && !answer.location.contains("problem"),
        "{way:?}: {} {}",
        answer.status,
        answer.location
    );
}

pub async fn send_anew(who: &Person<'_>, call: &Call) -> Answer {
    let reason = format!("reasons[anew-{}]", call.id);
    who.post(&format!("/review/calls/{}/send-anew", call.id), &[(&reason, NOT_THERE)]).await
}

pub async fn adopt(who: &Person<'_>, call: &Call, id: &str) -> Answer {
    let (call, name) = (call.id.to_string(), format!("adopt-{}", call.id));
    let (ids, reasons) = (format!("ids[{name}]"), format!("reasons[{name}]"));
    who.post(&format!("/review/calls/{call}/adopt"), &[(&ids, id), (&reasons, THERE)]).await
}

async fn give_up(who: &Person<'_>, call: &Call) -> Answer {
    let call = call.id.to_string();
    let reason = format!("reasons[of-{call}]");
    who.post(&format!("/review/calls/{call}/give-up"), &[(&reason, "DOKU tidak menjawab sejak kemarin.")]).await
}

/// Returns DOKU's id of the newest registration.
pub async fn doku_id(world: &World) -> String {
    world.registrations().await[0]["business_id"].as_str().unwrap().to_owned()
}

/// Checks that both pages name the person who acts next.
async fn named(partner: &Person<'_>, merchant: &Person<'_>, id: BusinessId, actor: Actor) {
    let page = merchant.get(&format!("/businesses/{id}")).await.body;
    let told = app::texts::actor(&ID, actor, "Logipay");
    assert!(page.contains(&told), "the merchant does not read {told}: {page}");
    let page = partner.get(&format!("/review/{id}")).await.body;
    let told = format!("{}: {}", ID.review.col_turn, app::texts::turn(&ID, actor));
    assert!(page.contains(&told), "the partner does not read {told}: {page}");
}

/// Returns the person who moves a business with this obstacle.
const fn actor(held: Held) -> Actor {
    match held {
        Held::Waiting => Actor::Us,
        Held::NoAnswer | Held::NoAnswerButThere | Held::Refused | Held::GivenUp | Held::Fixes => Actor::Partner,
        Held::File => Actor::Merchant,
    }
}

on_both! { whatever_is_held_up_somebody_moves_it_and_the_pages_say_who(line) }

async fn whatever_is_held_up_somebody_moves_it_and_the_pages_say_who(world: &World) {
    let partner = world.sign_in(seed::ADMIN).await;
    for (held, way, ends) in WAYS {
        let (merchant, id) = come_about(&partner, *held).await;
        let before = (world.case(id).await.business.state, world.calls(id).await.len());
        named(&partner, &merchant, id, actor(*held)).await;
        perform(&partner, &merchant, id, *way).await;
        for _ in 0..4 {
            world.advance(3 * Millis::HOUR).await;
        }
        let state = world.case(id).await.business.state;
        assert_eq!(state, *ends, "{held:?} {way:?}, from {before:?}");
        let stuck = world.calls(id).await.iter().any(|call| call.status == Status::NeedsPerson);
        assert!(!stuck, "{held:?} {way:?} still needs a person");
        if state != State::Declined {
            named(&partner, &merchant, id, state.actor()).await;
        }
    }
}
