//! What the panel shows.

use std::collections::BTreeMap;

use crate::panel::place::Place;
use crate::store::businesses::Business;
use crate::store::deliveries::Delivery;
use crate::store::entities::Entity;
use crate::store::requests::Request;
use crate::store::warnings::Warning;
use crate::switches::Switches;
use crate::world::World;

pub struct View<'a> {
    pub world: &'a World,
    pub switches: Switches,
    /// As the browser names us, for `curl`.
    pub host: &'a str,
    /// Where the lists begin.
    pub place: Place,
    pub registrations: Vec<(Business, Vec<Entity>)>,
    /// There are older ones.
    pub more: bool,
    /// Of the registrations shown, the newest first.
    pub callbacks: BTreeMap<i64, Vec<Delivery>>,
    pub counts: Vec<(String, i64)>,
    pub forged: (i64, i64),
    pub warnings: Vec<Warning>,
    pub requests: Vec<Request>,
    pub more_requests: bool,
}
