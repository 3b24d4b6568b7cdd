//! A callback signed the SNAP way, which DOKU uses for other products: our app must keep it, refuse it and never act
//! upon it. Source: CONTRACT §8.4.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Millis;
use reqwest::RequestBuilder;
use ring::digest::{SHA256, digest};
use ring::hmac::{HMAC_SHA512, Key, sign};
use secrecy::ExposeSecret;

use crate::store::deliveries::Delivery;
use crate::world::World;

const WIB: i64 = 7 * Millis::HOUR;

/// Adds the headers of SNAP and none of ours.
pub fn signed(world: &World, request: RequestBuilder, path: &str, delivery: &Delivery) -> RequestBuilder {
    // `2026-11-22T10:00:00+07:00`
    let timestamp = world.clocks.wall.now().plus(WIB).to_iso().replace('Z', "+07:00");
    let body: String = digest(&SHA256, delivery.body.as_bytes()).as_ref().iter().map(|b| format!("{b:02x}")).collect();
    let key = Key::new(HMAC_SHA512, world.config.secret_key.expose_secret().as_bytes());
    let signature = sign(&key, format!("POST:{path}::{body}:{timestamp}").as_bytes());
    request
        .header("X-PARTNER-ID", &world.config.client_id)
        .header("X-EXTERNAL-ID", &delivery.request_id)
        .header("X-TIMESTAMP", &timestamp)
        .header("X-SIGNATURE", STANDARD.encode(signature))
        .header("CHANNEL-ID", "H2H")
}
