//! The least speed of a body. A client that sends a byte now and then holds a connection, and with an upload a place.

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
};
use doku::Clock;
use domain::Millis;
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Sleep, sleep};

/// The milliseconds of waiting that end a body. A phone in a tunnel or between two cells is silent for less.
const MOST_BEHIND: i64 = 30 * Millis::SECOND;
/// The milliseconds for a callback: DOKU sends from a data centre, all bytes at once, and repeats what failed.
const MOST_BEHIND_OF_CALLBACKS: i64 = 5 * Millis::SECOND;
/// A kilobyte makes up for a second of waiting. EDGE, the slowest network that people in Indonesia still meet, carries
/// 8 kB in a second, plain GPRS 2 to 3: a photo of 100 kB may take a minute and a half, and no honest sender is slower.
const BYTES_PER_MILLI: i64 = 1;
/// The clock is read this often while no bytes come.
pub const TICK: Duration = Duration::from_secs(1);

/// The progress of a body while others read it; a request carries it as an extension.
#[derive(Debug, Default)]
pub struct BodyProgress {
    behind_ms: AtomicI64,
    failed: AtomicBool,
}

impl BodyProgress {
    /// Returns the time waited for the body, less what its bytes made up for.
    pub fn behind_ms(&self) -> i64 {
        self.behind_ms.load(Ordering::Relaxed)
    }

    /// Tells whether it came too slowly or broke off: whatever the handler made of it, the sender is to try again.
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }
}

/// Watches the body of this request, and gives the request its `BodyProgress`.
pub fn watch(mut request: Request, clock: &Clock, is_callback: bool) -> Request {
    let progress = Arc::new(BodyProgress::default());
    request.extensions_mut().insert(progress.clone());
    let most_behind = if is_callback { MOST_BEHIND_OF_CALLBACKS } else { MOST_BEHIND };
    request
        .map(|body| Body::new(Watched { body, clock: clock.clone(), progress, most_behind, since: None, tick: None }))
}

struct Watched {
    body: Body,
    clock: Clock,
    progress: Arc<BodyProgress>,
    most_behind: i64,
    /// The start of the current wait. `None` while nobody reads: the time of a busy reader is not the sender's fault.
    since: Option<Millis>,
    /// Wakes the reader, so that silence is noticed too.
    tick: Option<Pin<Box<Sleep>>>,
}

impl Watched {
    /// Counts the wait until now. Returns false when it is too long.
    fn count_waiting(&mut self) -> bool {
        let now = self.clock.now();
        let waited = now.since(self.since.replace(now).unwrap_or(now)).max(0);
        let behind = self.progress.behind_ms.fetch_add(waited, Ordering::Relaxed).saturating_add(waited);
        behind <= self.most_behind
    }

    fn count_bytes(&mut self, bytes: usize) {
        (self.since, self.tick) = (None, None);
        let behind = made_up(self.progress.behind_ms(), bytes);
        self.progress.behind_ms.store(behind, Ordering::Relaxed);
    }

    fn fail<T>(&self, error: axum::Error) -> Poll<Option<Result<T, axum::Error>>> {
        self.progress.failed.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Err(error)))
    }

    fn wake_later(&mut self, context: &mut Context<'_>) {
        while self.tick.get_or_insert_with(|| Box::pin(sleep(TICK))).as_mut().poll(context).is_ready() {
            self.tick = None;
        }
    }
}

/// Returns what is left of the delay: fast bytes make up for a past wait only; they earn no later one.
fn made_up(behind_ms: i64, bytes: usize) -> i64 {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    behind_ms.saturating_sub(bytes / BYTES_PER_MILLI).max(0)
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let is_in_time = self.count_waiting();
        let polled = Pin::new(&mut self.body).poll_frame(context);
        match polled {
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Ready(Some(Err(error))) => self.fail(error),
            _ if !is_in_time => self.fail(axum::Error::new("too slow a body")),
            Poll::Ready(Some(Ok(frame))) => {
                self.count_bytes(frame.data_ref().map_or(0, Bytes::len));
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Pending => {
                self.wake_later(context);
                Poll::Pending
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells whether a body that sends so many bytes after each pause reaches its end.
    fn passes(pieces: impl IntoIterator<Item = (i64, usize)>) -> bool {
        let mut behind = 0;
        pieces.into_iter().all(|(pause, bytes)| {
            let waited = behind + pause;
            behind = made_up(waited, bytes);
            waited <= MOST_BEHIND
        })
    }

    #[test]
    fn slow_networks_pass_and_drips_do_not() {
        let second = Millis::SECOND;
        assert!(passes([(second, 8_000); 1_800]), "EDGE");
        assert!(passes([(25 * second, 0), (0, 30_000), (25 * second, 40_000)]), "EDGE with long pauses");
        assert!(passes([(second, 2_500); 6_000]), "GPRS");
        assert!(!passes([(second, 2); 40]), "two bytes a second");
        assert!(!passes([(0, 10_000_000), (31 * second, 10_000_000)]), "bytes of before, or that come too late");
        assert!(!passes([(20 * second, 10_000); 4]), "half of what is asked for");
    }
}
