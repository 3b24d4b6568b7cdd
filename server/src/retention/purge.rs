//! Removes files of applications that were withdrawn before they were ever submitted, and files that no row names.

use super::sweep;
use crate::{
    error::{Error, Result},
    projection,
    services::Services,
    store::{accounts, audit, businesses, documents, drafts, purges, search},
    telemetry::or_warn,
};
use domain::ids::{BusinessId, FactId};
use std::time::Duration;

pub const EVERY: Duration = Duration::from_secs(600);
const AT_ONCE: i64 = 50;

/// Runs both; a failure of the first does not keep the second from running.
pub async fn run(services: &Services) -> Result<bool> {
    let purged = purge_withdrawn(services).await;
    sweep::run(services).await?;
    purged.map(|()| false)
}

async fn purge_withdrawn(services: &Services) -> Result<()> {
    let now = services.now();
    services.store.write(async |tx| purges::set_missing(tx, services.kept_until(now)).await).await?;
    let mut after = BusinessId::new(Default::default());
    loop {
        let due = purges::due(&mut services.store.read().await?, now, after, AT_ONCE).await?;
        let Some(last) = due.last() else { return Ok(()) };
        after = *last;
        for id in due {
            if let Err(error) = purge(services, id).await {
                tracing::error!(error = %crate::telemetry::causes(&error), business.id = %id, "{id} could not be purged");
            }
        }
    }
}

/// Removes files, answers and name. The row of the application stays, and so does the record of this removal.
async fn purge(services: &Services, id: BusinessId) -> Result<()> {
    let now = services.now();
    let mut tx = services.store.begin().await?;
    let Some(row) = businesses::lock(&mut tx, id).await? else { return Ok(()) };
    // Another instance purged it meanwhile.
    if row.purge_at.is_none_or(|at| at > now) {
        return Ok(());
    }
    let owner = accounts::by_id(&mut tx, row.owner_id).await?.ok_or(Error::Missing("an owner"))?;
    let files = documents::forget_all(&mut tx, id).await?;
    drafts::forget_all(&mut tx, id).await?;
    let search = search::text("", &owner.email, row.reference.as_ref());
    purges::set_done(&mut tx, id, &search, now).await?;
    let fact = services.new_id::<FactId>()?;
    audit::insert(&mut tx, fact, None, Some(id), audit::Action::PurgeWithdrawn, None, now).await?;
    projection::refresh(services, &mut tx, id).await?;
    tx.commit().await?;
    for name in &files {
        // A file that stays behind is swept later, since no row names it.
        or_warn(services.files.remove(name).await, "a purged file could not be removed");
    }
    services.live.changed(id);
    tracing::info!(business.id = %id, files = files.len(), "files and answers of {id} are purged");
    Ok(())
}
