//! A body that holds a value until it was written or dropped.

use axum::body::Body;
use http_body_util::BodyExt;

pub fn attached<T: Send + 'static>(body: Body, kept: T) -> Body {
    Body::new(body.inspect_frame(move |_| {
        let _ = &kept;
    }))
}
