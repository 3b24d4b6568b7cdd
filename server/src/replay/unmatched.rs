//! Replays callbacks that matched no business, or could not be read: a mended reader may know better.

use super::found::Found;
use crate::{
    error::Result,
    services::Services,
    store::{
        Conn, businesses,
        callbacks::{self, CallbackProblem, Status},
    },
    vault::Place,
};
use domain::ids::{BusinessId, FactId};
use uuid::Uuid;

/// Hands callbacks that match a business now to the projection, as new ones. Each page is one transaction.
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
            let id = callback.id;
            let Ok(body) = services.vault.inbox().open(&Place::Callback(id), &callback.body) else {
                found.unreadable.push(format!("callback {id} cannot be read"));
                if callback.status == Status::Orphan {
                    found.differences.push(format!("callback {id}: stored nobody's, rebuilt put aside"));
                    callbacks::set_status(&mut tx, id, Status::Flagged, Some(CallbackProblem::Sealed)).await?;
                }
                continue;
            };
            if let Some(business) = business_of(services, &mut tx, &body).await? {
                found.differences.push(format!("callback {id}: stored nobody's, rebuilt business {business}"));
                callbacks::set_status(&mut tx, id, Status::New, None).await?;
            }
        }
        if !check && found.differences.len() > before {
            tx.commit().await?;
            services.wake.project.notify_one();
        }
    }
}

async fn business_of(services: &Services, tx: &mut Conn, body: &[u8]) -> Result<Option<BusinessId>> {
    let Ok(facts) = doku::callback::read(body, &services.settings.client_id) else { return Ok(None) };
    Ok(businesses::by_doku_ids(tx, facts.business.as_ref(), facts.brand.as_ref()).await?)
}
