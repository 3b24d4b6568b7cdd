//! The demo, for the sandbox on this machine only: people, and applications that the real use cases and the real
//! sandbox moved to their state, over six days of the clock that both share.

mod businesses;
mod people;
mod story;

pub use people::{ADMIN, MERCHANT, PASSWORD, REVIEWER, SECOND_MERCHANT, people};

use crate::{
    error::Result,
    jobs,
    services::Services,
    store::{businesses as rows, flags},
};
use businesses::{DAYS, happenings};
use domain::{Millis, ids::BusinessId};
use sandbox::{Decide, Pace, Sandbox};
use std::time::Duration;
use story::refused;
use uuid::Uuid;

/// Tells the history until the shared clock is back at now. Callbacks must be answered meanwhile, and no worker may
/// run. Killed on the way, it continues at the next start; a database with other businesses is left as it is.
pub async fn demo(services: &Services, sandbox: &Sandbox) -> Result<()> {
    let Some((until, mut told)) = begin(services).await? else { return Ok(()) };
    let _rewound = Rewound { services, sandbox, offset: services.clock.offset_ms(), pace: sandbox.pace() };
    sandbox.set_pace(Pace { decide: Decide::Explicit, delay: Duration::ZERO });
    services.clock.advance(told.since(services.now()));
    people::everybody(services).await?;
    for happening in happenings(until) {
        let at = happening.at;
        if at <= told {
            continue;
        }
        go_to(services, at);
        run_due(services, sandbox).await?;
        story::act_out(services, sandbox, happening).await?;
        run_due(services, sandbox).await?;
        told = at;
        mark(services, flags::DEMO_TOLD, told).await?;
    }
    go_to(services, until);
    run_due(services, sandbox).await?;
    sandbox.switch(&serde_json::json!({ "busy_calls": 0, "retry_after_seconds": 0 })).await.map_err(refused)?;
    mark(services, flags::DEMO_TOLD, until).await
}

/// Returns when the history ends, and how far it was told. `None` when it is complete, or not for this database.
async fn begin(services: &Services) -> Result<Option<(Millis, Millis)>> {
    let mut tx = services.store.begin().await?;
    let until = flags::get(&mut tx, flags::DEMO_UNTIL).await?;
    let told = flags::get(&mut tx, flags::DEMO_TOLD).await?;
    if let (Some(until), Some(told)) = (until, told) {
        return Ok((told < until).then_some((until, told)));
    }
    if !rows::ids_after(&mut tx, BusinessId::new(Uuid::nil()), 1).await?.is_empty() {
        return Ok(None);
    }
    let until = services.now();
    let told = until.plus(-DAYS * Millis::DAY);
    flags::mark(&mut tx, flags::DEMO_UNTIL, until).await?;
    flags::mark(&mut tx, flags::DEMO_TOLD, told).await?;
    tx.commit().await?;
    Ok(Some((until, told)))
}

async fn mark(services: &Services, name: &str, at: Millis) -> Result<()> {
    Ok(services.store.write(async |tx| flags::mark(tx, name, at).await).await?)
}

/// Moves the clock forward, never back: a step that takes longer than the history allows delays the next.
fn go_to(services: &Services, at: Millis) {
    services.clock.advance(at.since(services.now()).max(0));
}

/// Does everything that is due by the clock, until nothing is.
async fn run_due(services: &Services, sandbox: &Sandbox) -> Result<()> {
    for _ in 0..200 {
        sandbox.deliver_due().await;
        if !jobs::run_once(services).await? {
            break;
        }
    }
    Ok(())
}

/// Restores clock and sandbox when dropped, however the history ends.
struct Rewound<'a> {
    services: &'a Services,
    sandbox: &'a Sandbox,
    offset: i64,
    pace: Pace,
}

impl Drop for Rewound<'_> {
    fn drop(&mut self) {
        self.services.clock.set_offset_ms(self.offset);
        self.sandbox.set_pace(self.pace);
    }
}
