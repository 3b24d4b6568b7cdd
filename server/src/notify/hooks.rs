//! Changes of state for the partner's own systems, after the Standard Webhooks scheme. Nothing personal leaves: ids, states, services.

use super::{new_call, new_id};
use crate::{
    error::Result,
    onboarding::case::Case,
    store::{
        Conn,
        hooks::{self, Status},
        outbox::{self, Kind},
    },
};
use domain::{
    Millis,
    ids::{DeliveryId, DokuBrandId, DokuBusinessId, EventId},
    kyb::{FacetKey, Standing, State, Verdict},
};
use serde::{Deserialize, Serialize};

pub const STATE_CHANGED: &str = "business.state_changed";

/// The body of a webhook.
#[derive(Clone, Serialize, Deserialize)]
pub struct Event {
    #[serde(rename = "type")]
    pub kind: String,
    /// ISO 8601, UTC.
    pub timestamp: String,
    pub data: Data,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Data {
    pub business: String,
    pub doku: DokuIds,
    pub state: State,
    pub previous: State,
    pub services: Vec<Service>,
}

impl Data {
    /// From where to where; which services were on before is not told.
    pub fn moved(&self) -> (Standing, Standing) {
        let on = self.services.iter().filter(|service| service.verdict == Verdict::Accepted).count();
        (Standing::In(self.previous), self.state.standing(on))
    }
}

#[derive(Clone, Serialize, Deserialize)]
pub struct DokuIds {
    pub business_id: Option<DokuBusinessId>,
    pub brand_id: Option<DokuBrandId>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Service {
    pub code: String,
    pub verdict: Verdict,
}

/// One event, and one delivery with its row of the outbox for each endpoint that is on. One that is off since it failed gets
/// its deliveries without: they are kept to be sent by hand.
pub async fn enqueue(db: &mut Conn, case: &Case, before: State, now: Millis) -> Result<()> {
    let endpoints = hooks::listening(db).await?;
    if endpoints.is_empty() {
        return Ok(());
    }
    let business = &case.business;
    let event = EventId::new(new_id(now)?);
    let body = serde_json::to_vec(&told(case, before, now))?;
    hooks::insert_event(db, event, business.id, &body, now).await?;
    for (endpoint, is_on) in endpoints {
        let delivery = DeliveryId::new(new_id(now)?);
        let status = if is_on { Status::Waiting } else { Status::Skipped };
        hooks::insert_delivery(db, delivery, endpoint, event, status, now).await?;
        if is_on {
            outbox::insert(db, &new_call(business.id, Kind::Webhook, delivery.uuid(), now, now)?).await?;
        }
    }
    Ok(())
}

/// Once more, by hand. `false`: it is under way already, or there is no such delivery.
pub async fn resend(db: &mut Conn, delivery: DeliveryId, now: Millis) -> Result<bool> {
    let Some(business) = hooks::resend(db, delivery).await? else { return Ok(false) };
    outbox::insert(db, &new_call(business, Kind::Webhook, delivery.uuid(), now, now)?).await?;
    Ok(true)
}

fn told(case: &Case, before: State, now: Millis) -> Event {
    let business = &case.business;
    let services = case.facets.iter().filter_map(|row| match &row.key {
        FacetKey::Product(code) => Some(Service { code: code.clone(), verdict: row.verdict }),
        _ => None,
    });
    Event {
        kind: STATE_CHANGED.to_owned(),
        timestamp: now.to_iso(),
        data: Data {
            business: business.id.to_string(),
            doku: DokuIds { business_id: business.doku_business_id.clone(), brand_id: business.doku_brand_id.clone() },
            state: business.state,
            previous: before,
            services: services.collect(),
        },
    }
}

/// As a receiver sees it.
pub fn webhook_id(event: EventId) -> String {
    format!("msg_{}", event.uuid().simple())
}
