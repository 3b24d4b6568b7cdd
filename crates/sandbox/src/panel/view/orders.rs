//! The buttons of the page, each also as `curl`, and the links to the rest of its lists.

use serde_json::{Value, json};

use super::data::View;
use super::html::{Curl, Order, Orders, Pages, command};
use crate::panel::place::Place;
use crate::store::businesses::Business;
use crate::store::deliveries::Delivery;
use crate::store::entities::Entity;

impl View<'_> {
    fn orders(&self, under: &str, about: &str, orders: &[(&str, &'static str, Value)]) -> Orders {
        let order = |(action, label, body): &(&str, &'static str, Value)| Order {
            path: format!("{under}/{action}"),
            label,
            about: about.to_owned(),
            body: body.clone(),
        };
        Orders::new(self.host, orders.iter().map(order).collect())
    }

    pub fn skips(&self) -> Orders {
        let skip = |label, hours: i64| ("advance", label, json!({ "hours": hours }));
        self.orders("/clock", "move the clock", &[skip("Skip 1 h", 1), skip("Skip 24 h", 24), skip("Skip 49 h", 49)])
    }

    pub fn clearing(&self) -> Orders {
        self.orders("/warnings", "all warnings", &[("clear", "Clear", json!({}))])
    }

    /// Returns the orders to a whole registration.
    pub fn about(&self, business: &Business) -> Orders {
        let silence = match self.switches.muted.contains(&business.id) {
            true => ("undrop", "Let callbacks out again"),
            false => ("drop", "Drop all callbacks"),
        };
        let all = [
            ("decide-all", "Decide everything now"),
            ("resend", "Resend all"),
            ("duplicate", "Duplicate all"),
            ("reorder", "Reorder all"),
            silence,
            ("forge", "Forge callbacks"),
            ("snap", "Send SNAP-signed ones"),
        ];
        let under = format!("/registrations/{}", business.business_id);
        self.orders(&under, business.name(), &all.map(|(action, label)| (action, label, json!({}))))
    }

    pub fn about_callback(&self, one: &Delivery) -> Orders {
        let drop = (one.state == "waiting").then_some(("drop", "Drop"));
        let rest = [("duplicate", "Duplicate"), ("forge", "Forge"), ("snap", "Send SNAP-signed")];
        let all = [("resend", "Resend")].into_iter().chain(drop).chain(rest);
        let all: Vec<_> = all.map(|(action, label)| (action, label, json!({}))).collect();
        self.orders(&format!("/callbacks/{}", one.id), &format!("callback {}", one.id), &all)
    }

    pub fn verdict(&self, business: &Business, entity: &Entity) -> Curl {
        let verdict = json!({ "entity": entity.kind, "id": entity.doku_id, "code": entity.code, "verdict": "REJECTED", "note": "Foto buram" });
        let path = format!("/registrations/{}/decide", business.business_id);
        Curl::new("Any word is a verdict", command(self.host, &path, &verdict))
    }

    pub fn more_registrations(&self) -> Pages {
        let last = self.registrations.last().map(|(business, _)| business.id);
        let older = self.more.then_some(Place { before: last, ..self.place });
        let newest = self.place.before.map(|_| Place { before: None, ..self.place });
        Pages::new(older, newest, "registrations")
    }

    pub fn more_requests(&self) -> Pages {
        let last = self.requests.last().map(|request| request.id);
        let older = self.more_requests.then_some(Place { requests_before: last, ..self.place });
        let newest = self.place.requests_before.map(|_| Place { requests_before: None, ..self.place });
        Pages::new(older, newest, "requests")
    }
}
