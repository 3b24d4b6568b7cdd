//! The data that the panel's templates show.

use std::collections::BTreeMap;

use askama::Template;
use domain::Millis;
use domain::kyb::EntityKind;
use secrecy::ExposeSecret;

use super::html::readable;
use crate::config::{BASE, Decide};
use crate::document;
use crate::leniency::Rule;
use crate::outcomes;
use crate::panel::place::Place;
use crate::store::businesses::Business;
use crate::store::deliveries::Delivery;
use crate::store::entities::Entity;
use crate::store::requests::{self, Request};
use crate::store::warnings::Warning;
use crate::switches::Switches;
use crate::world::World;

/// The number of registrations that are shown open; the others unfold.
const OPEN: usize = 2;
/// The most callbacks that are shown of each registration, newest first.
const SHOWN: usize = 30;
/// The greatest number that a switch takes.
const MOST_OF_A_SWITCH: i32 = 100_000;

#[derive(Template)]
#[template(path = "panel.html")]
pub struct View<'a> {
    pub world: &'a World,
    pub switches: Switches,
    /// The host as the browser names us, for `curl`.
    pub host: &'a str,
    /// The rows before which the lists begin.
    pub place: Place,
    pub registrations: Vec<(Business, Vec<Entity>)>,
    /// True when there are older ones.
    pub more: bool,
    /// The callbacks of each registration shown, newest first.
    pub callbacks: BTreeMap<i64, Vec<Delivery>>,
    pub counts: Vec<(String, i64)>,
    pub forged: (i64, i64),
    pub warnings: Vec<Warning>,
    pub requests: Vec<Request>,
    pub more_requests: bool,
}

impl View<'_> {
    fn mode(&self) -> &'static str {
        match self.world.pace().decide {
            Decide::Auto => "decides by itself",
            Decide::Explicit => "waits to be told",
        }
    }

    fn now(&self) -> Millis {
        self.world.clocks.due.now()
    }

    fn switched_on(&self) -> Vec<&'static str> {
        let switches = &self.switches;
        let all = [
            (switches.outage, "Outage: every call is answered 503"),
            (switches.drop_all, "No callback leaves"),
            (switches.strict, "Strict"),
            (switches.busy_calls > 0, "429 for the next calls"),
            (switches.fail_after_work > 0, "500 after the next work"),
            (switches.timeout > 0, "Silence after the next work"),
            (switches.skew_minutes != 0, "Its clock is off"),
            (switches.token_seconds > 0, "Tokens end early"),
            (switches.chaos.is_on(), "Chaos"),
        ];
        all.into_iter().filter_map(|(is_on, label)| is_on.then_some(label)).collect()
    }

    /// Returns what a client of ours needs to know.
    fn credentials(&self) -> [(&'static str, String); 3] {
        let config = &self.world.config;
        [
            ("Base address", format!("http://{}{BASE}", self.host)),
            ("Client-Id", config.client_id.clone()),
            ("Secret key", config.secret_key.expose_secret().to_owned()),
        ]
    }

    fn status<'a>(&self, entities: &'a [Entity]) -> &'a str {
        entities.iter().find(|one| one.slot == "business").map_or("", |whole| &whole.status)
    }

    fn callbacks_of(&self, business: &Business) -> &[Delivery] {
        self.callbacks.get(&business.id).map_or(&[], Vec::as_slice)
    }
}

impl Business {
    pub fn name(&self) -> &str {
        document::text(&self.document.0, "name")
    }
}

impl Entity {
    fn code_text(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }

    fn about(&self) -> String {
        format!("{} {}", self.kind, self.code_text()).trim().to_owned()
    }

    fn may_suspend(&self) -> bool {
        matches!(self.kind(), EntityKind::Business | EntityKind::Brand | EntityKind::OperationalStatus)
    }
}

impl Delivery {
    /// Returns the kind of lie, if it is one.
    fn mark(&self) -> &'static str {
        match (self.forged, self.snap) {
            (true, _) => "forged",
            (_, true) => "SNAP-signed",
            (false, false) => "",
        }
    }
}

impl Warning {
    fn says(&self) -> &'static str {
        Rule::read(&self.rule).map_or("", Rule::says)
    }

    fn weight(&self) -> &'static str {
        match Rule::read(&self.rule) {
            _ if self.refused => "refused",
            Some(rule) if rule.is_advice() => "advice",
            Some(_) | None => "taken",
        }
    }
}
