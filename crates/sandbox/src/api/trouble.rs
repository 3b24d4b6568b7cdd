//! Trouble between the work and its answer, caused by plus-tags, by switches or by the seed of the chaos switch.

use std::time::Duration;

use super::answer::{Answer, content};
use crate::callbacks::name_of;
use crate::chaos::Luck;
use crate::delivery::deliver_due;
use crate::outcomes::{Fault, Faults};
use crate::store::businesses::Business;
use crate::switches::take;
use crate::world::World;

/// The time without an answer: longer than any client waits.
const TIMEOUT: Duration = Duration::from_secs(90);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    /// The number of times that a 500 hides the answer, this time included.
    pub failures: i64,
    /// A callback goes out before the answer.
    pub early: bool,
    pub timeout: bool,
}

impl Trouble {
    /// Returns the trouble of one call. `about` names the work the same way in every run.
    pub fn of(world: &World, business: &Business, about: &str, faults: &Faults) -> Self {
        let chaos = world.switches().chaos;
        let about = format!("{} {about}", name_of(&business.document.0));
        let has = |fault| faults.contains(&fault);
        let failures = match (has(Fault::Flaky), chaos.strikes(Luck::FailAfterWork, &about)) {
            (true, _) => 2,
            (false, true) => 1 + i64::try_from(chaos.below(2, Luck::FailAfterWork, &about)).unwrap_or_default(),
            (false, false) => 0,
        };
        Self {
            failures,
            early: has(Fault::Early),
            timeout: has(Fault::Timeout) || chaos.strikes(Luck::Timeout, &about),
        }
    }

    /// Lets the trouble happen. The work is stored and no lock is held, so a repetition is answered meanwhile.
    pub async fn befall(self, world: &World, answer: Answer) -> Answer {
        if self.early {
            deliver_due(world).await;
        }
        // A switch that cannot be kept counts all the same.
        let slow = world.switch(|switches| take(&mut switches.timeout)).await.unwrap_or(true);
        let broken = world.switch(|switches| take(&mut switches.fail_after_work)).await.unwrap_or(true);
        if self.timeout || slow {
            tokio::time::sleep(TIMEOUT).await;
        }
        if self.failures > 0 || broken { content(500, "INTERNAL SERVER ERROR") } else { answer }
    }
}
