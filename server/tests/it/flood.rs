//! More callbacks about one business than anybody reads at once.

use crate::callback_order::Registered;
use domain::ids::FactId;
use server::{
    store::callbacks::{self, Callback, Status},
    vault::Place,
};

impl Registered<'_> {
    /// Writes this many callbacks as if they had been projected, `flood-000` first, without observations.
    pub async fn flooded(&self, callbacks: usize) {
        let world = self.merchant.world;
        let key = world.case(self.id).await.key;
        let mut all = Vec::new();
        for n in 0..callbacks {
            world.clock.advance(1);
            let id = FactId::new(world.services.id().unwrap());
            let sealed = |place: Place<'_>, plain: &[u8]| key.seal(&place, plain).unwrap();
            all.push(Callback {
                id,
                client_id: world.services.settings.client_id.clone(),
                request_id: format!("flood-{n:03}"),
                received_at: world.clock.now(),
                sent_at: world.clock.now(),
                headers: sealed(Place::Headers(id), b"{}"),
                body: sealed(Place::Callback(id), &self.says("BUSINESS_BANK", "PENDING", None)),
                digest: Some(format!("flood-{n:03}").into_bytes()),
                other_body: false,
                no_later_than: None,
                about: None,
                deliveries: 1,
                status: Status::Projected,
                problem: None,
                business_id: Some(self.id),
            });
        }
        let mut tx = world.services.store.begin().await.unwrap();
        callbacks::insert(&mut tx, &all).await.unwrap();
        tx.commit().await.unwrap();
    }
}
