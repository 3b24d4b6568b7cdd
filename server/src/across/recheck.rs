//! Ends streams when the rights of their reader end.

use crate::{
    error::Result,
    live::subscriptions::Key,
    services::Services,
    store::{accounts, sessions},
};
use domain::{Role, ids::AccountId};
use std::collections::{BTreeMap, BTreeSet};

/// The number of sessions per query.
const TOGETHER: usize = 500;

/// Ends the streams of sessions that were signed out elsewhere, expired, or whose role changed.
pub async fn recheck(services: &Services) -> Result<()> {
    for some in services.live.subscriptions.sessions().chunks(TOGETHER) {
        let keys: Vec<&[u8]> = some.iter().map(|(key, ..)| key.as_slice()).collect();
        let people: BTreeSet<AccountId> = some.iter().map(|(_, account, _)| *account).collect();
        let mut db = services.store.read().await?;
        let alive: BTreeSet<Key> = sessions::alive(&mut db, &keys, services.now()).await?.into_iter().collect();
        let roles: BTreeMap<AccountId, Role> = accounts::roles(&mut db, &people).await?.into_iter().collect();
        for (key, account, role) in some {
            let same = roles.get(account) == Some(role);
            if !same || !alive.contains(key) {
                services.live.subscriptions.end(key);
            }
        }
    }
    Ok(())
}
