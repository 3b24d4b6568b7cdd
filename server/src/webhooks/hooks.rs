//! Events for the partner's own systems, after the Standard Webhooks scheme: they are written in the transaction that
//! changed something, and counted there.

use super::event::{By, DokuIds, Event, EventData, Fix, FixesNeeded, Product, ProductChanged, Standing, StateChanged};
use crate::{
    error::Result,
    onboarding::{
        case::Case,
        to_fix::{self, What},
    },
    store::{
        Conn, hooks,
        outbox::{self, Call, Kind},
    },
};
use app::onboarding::data::{Item, NoteFrom};
use domain::{
    Millis,
    ids::{BusinessId, DeliveryId, EndpointId, EventId},
    kyb::{FacetKey, State, Verdict},
    outbox::Delivery,
};

/// While an endpoint is down, its waiting deliveries are put off by this much at most.
pub const PUT_OFF: i64 = 5 * Millis::MINUTE;

/// A product with a new verdict of DOKU's.
pub struct ProductMoved {
    pub code: String,
    pub before: Verdict,
}

/// Writes the events of a change, for every endpoint that listens.
pub async fn announce(
    db: &mut Conn,
    case: &Case,
    before: State,
    products: &[ProductMoved],
    fixes: &[to_fix::Fix],
    now: Millis,
) -> Result<()> {
    let (business, after) = (case.business.id, case.business.state);
    if before == after && after != State::ActionNeeded && products.is_empty() {
        return Ok(());
    }
    let endpoints = hooks::listening(db).await?;
    let mut all = Vec::new();
    if before != after {
        all.push(EventData::StateChanged(StateChanged {
            standing: standing(case),
            previous: before,
            services: products_of(case),
        }));
    }
    let open = if after == State::ActionNeeded { fixes } else { &[] };
    let marks: Vec<String> = open.iter().map(to_fix::Fix::mark).collect();
    if hooks::tell_fixes(db, business, &marks).await? && !open.is_empty() {
        all.push(EventData::FixesNeeded(FixesNeeded {
            standing: standing(case),
            fixes: open.iter().map(fix).collect(),
        }));
    }
    all.extend(products.iter().filter_map(|moved| product_changed(case, moved)));
    for data in all {
        enqueue(db, business, data, &endpoints, now).await?;
    }
    Ok(())
}

/// Writes one event, and for each endpoint that is on a delivery with its row of the outbox. An endpoint that was
/// switched off since it failed gets its deliveries without: they are kept to be sent by hand.
async fn enqueue(
    db: &mut Conn,
    business: BusinessId,
    data: EventData,
    endpoints: &[(EndpointId, bool)],
    now: Millis,
) -> Result<()> {
    // Events are also counted while nobody listens, so that an endpoint that was off sees a gap.
    let (event, sequence) = (EventId::new(db.chance.new_id(now)?), hooks::next_sequence(db, business).await?);
    if endpoints.is_empty() {
        return Ok(());
    }
    let body = serde_json::to_vec(&Event { data, timestamp: now.to_iso_millis(), sequence: Some(sequence) })?;
    hooks::insert_event(db, event, business, sequence, &body, now).await?;
    for (endpoint, is_on) in endpoints {
        let delivery = DeliveryId::new(db.chance.new_id(now)?);
        let status = if *is_on { Delivery::Waiting } else { Delivery::Skipped };
        hooks::insert_delivery(db, delivery, *endpoint, event, status, now).await?;
        if *is_on {
            let call = Call::new(db, business, Kind::Webhook, Some(delivery.uuid()), now)?;
            outbox::insert_in_turn(db, &call, *endpoint, sequence).await?;
        }
    }
    Ok(())
}

/// Sends a delivery once more, by hand and out of turn: no other waits for it. Returns false when it is under way
/// already, or there is none.
pub async fn resend(db: &mut Conn, delivery: DeliveryId, now: Millis) -> Result<bool> {
    let Some(business) = hooks::resend(db, delivery).await? else { return Ok(false) };
    outbox::enqueue(db, business, Kind::Webhook, delivery.uuid(), now).await?;
    Ok(true)
}

/// Makes deliveries due that were put off while the endpoint failed. `failing_since` is its value before.
pub async fn works(db: &mut Conn, endpoint: EndpointId, failing_since: Option<Millis>, now: Millis) -> Result<()> {
    if hooks::works(db, endpoint).await? {
        // Longer pauses than the outage stay: they belong to an event that is refused for its own sake.
        let away = failing_since.map_or(0, |since| now.since(since)).max(PUT_OFF);
        outbox::bring_back_webhooks(db, endpoint, now, now.plus(away)).await?;
    }
    Ok(())
}

fn standing(case: &Case) -> Standing {
    let business = &case.business;
    let brand_id = case.brand().map(|brand| brand.doku_id.clone());
    let doku = DokuIds { business_id: business.doku_business_id.clone(), brand_id };
    Standing { business: business.id, reference: business.reference.clone(), doku, state: business.state }
}

fn products_of(case: &Case) -> Vec<Product> {
    let products = case.facets.iter().filter_map(|row| match &row.key {
        FacetKey::Product(_, code) => Some(Product { code: code.clone(), verdict: row.verdict }),
        _ => None,
    });
    products.collect()
}

fn product_changed(case: &Case, moved: &ProductMoved) -> Option<EventData> {
    let service = products_of(case).into_iter().find(|service| service.code == moved.code)?;
    Some(EventData::ProductChanged(ProductChanged { standing: standing(case), service, previous: moved.before }))
}

pub fn fix(fix: &to_fix::Fix) -> Fix {
    let facet = match &fix.what {
        What::Facet(facet) => facet.to_string(),
        What::Item(Item::File(file)) => FacetKey::Document(file.slot.clone()).to_string(),
        What::Item(form @ Item::Form(_)) => form.key().into_owned(),
    };
    let from = match fix.note.from {
        NoteFrom::Doku => By::Doku,
        NoteFrom::Partner => By::Partner,
    };
    Fix { facet, from, reason: fix.note.reason }
}

/// Returns the event's id as a receiver sees it.
pub fn webhook_id(event: EventId) -> String {
    format!("msg_{}", event.uuid().simple())
}
