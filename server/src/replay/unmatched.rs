//! Callbacks that belonged to nobody, or that nobody could read: a mended reader may know better.

use super::Found;
use crate::{
    error::Result,
    services::Services,
    store::{
        Conn, businesses,
        callbacks::{self, Callback, Status},
    },
    vault::Place,
};
use domain::ids::{BusinessId, FactId};
use uuid::Uuid;

/// Those that find their business now are handed to the projection as new. Each page is one transaction.
pub async fn of_all(services: &Services, check: bool) -> Result<Found> {
    let mut found = Found::default();
    let mut after = FactId::new(Uuid::nil());
    loop {
        let mut tx = services.store.begin().await?;
        let page = callbacks::unmatched_after(&mut tx, after).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = last.id;
        found.facts += page.len() as u64;
        let before = found.differences.len();
        for callback in &page {
            if let Some(business) = business_of(services, &mut tx, callback).await? {
                found
                    .differences
                    .push(format!("callback {}: stored nobody's, rebuilt business {business}", callback.id));
                callbacks::set_status(&mut tx, callback.id, Status::New, None).await?;
            }
        }
        if !check && found.differences.len() > before {
            tx.commit().await?;
            services.wake.project.notify_one();
        }
    }
}

async fn business_of(services: &Services, tx: &mut Conn, callback: &Callback) -> Result<Option<BusinessId>> {
    let place = callback.id.uuid();
    let Ok(body) = services.vault.inbox().open(&Place("callback", place.as_bytes()), &callback.body) else {
        return Ok(None);
    };
    let Ok(facts) = doku::callback::read(&body, &services.settings.client_id) else { return Ok(None) };
    Ok(businesses::by_doku_ids(tx, facts.business.as_ref(), facts.brand.as_ref()).await?)
}
