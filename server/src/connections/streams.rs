//! Streams of events, once they left hyper (docs/adr/019).

use super::budget::Connection;
use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::Request,
    response::Response,
};
use futures::StreamExt;
use http::{HeaderValue, Method, Version, header};
use hyper::{
    body::Frame,
    rt::{Read, ReadBufCursor, Write},
};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use std::{
    convert::Infallible,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{io::AsyncWriteExt, net::TcpStream, sync::watch};
use tower::ServiceExt;

/// Writes a body whose head hyper wrote, until either side ends it. `_open` holds its place, and a stop waits for it.
pub async fn stream(mut socket: TcpStream, body: Body, _open: (watch::Receiver<bool>, Arc<Connection>)) {
    let mut body = body.into_data_stream();
    loop {
        let bytes = tokio::select! {
            bytes = body.next() => bytes,
            // The client left, or sent something where nothing may follow.
            () = reads_or_closes(&socket) => return,
        };
        let written = match bytes {
            // An empty chunk would end the stream.
            Some(Ok(bytes)) if bytes.is_empty() => continue,
            Some(Ok(bytes)) => socket.write_all(&chunk(&bytes)).await,
            _ => break,
        };
        if written.is_err() {
            return;
        }
    }
    // The body is dropped first, so that its sender knows the end before the client does.
    drop(body);
    if socket.write_all(LAST_CHUNK).await.is_ok() {
        let _ = socket.shutdown().await;
    }
}

/// Returns when the client sends or closes. A readable socket may be a false alarm.
async fn reads_or_closes(socket: &TcpStream) {
    while socket.readable().await.is_ok() {
        match socket.try_read(&mut [0; 1]) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            _ => return,
        }
    }
}

const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// Returns a chunk. Source: RFC 9112, section 7.1.
fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

/// The stage of an answer that will be taken from hyper.
#[derive(Clone, Default)]
pub struct Answer(Arc<Mutex<Stage>>);

#[derive(Default)]
enum Stage {
    /// An answer that is no stream, or none.
    #[default]
    Usual,
    /// Hyper has got its head.
    Given(Body),
    /// Hyper asks for its body: the head is in hyper's buffer.
    Asked(Body),
    /// Hyper's buffer was written to the socket.
    Written(Body),
}

impl Answer {
    pub async fn keep(&self, request: Request, app: Router) -> Response {
        let in_chunks = request.method() == Method::GET && request.version() == Version::HTTP_11;
        let response = app.oneshot(request).await.unwrap_or_else(|never| match never {});
        let events = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        if !(in_chunks && events) {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        parts.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        *self.0.lock() = Stage::Given(body);
        Response::from_parts(parts, Body::new(Held(self.clone())))
    }

    fn asked(&self) {
        self.step(|stage| if let Stage::Given(body) = stage { Stage::Asked(body) } else { stage });
    }

    fn written(&self) {
        self.step(|stage| if let Stage::Asked(body) = stage { Stage::Written(body) } else { stage });
    }

    pub fn taken(&self) -> Poll<Body> {
        let mut stage = self.0.lock();
        match std::mem::take(&mut *stage) {
            Stage::Written(body) => Poll::Ready(body),
            other => {
                *stage = other;
                Poll::Pending
            }
        }
    }

    fn step(&self, step: impl FnOnce(Stage) -> Stage) {
        let mut stage = self.0.lock();
        *stage = step(std::mem::take(&mut *stage));
    }
}

/// The body that hyper gets instead: it yields no data and never ends.
struct Held(Answer);

impl HttpBody for Held {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        // No waker is needed: the connection is taken in this very poll, or when the socket takes the rest of the head.
        self.0.asked();
        Poll::Pending
    }
}

/// The socket that hyper gets. Hyper flushes when all its bytes were written, and only then.
pub struct Socket {
    pub io: TokioIo<TcpStream>,
    pub answer: Answer,
    pub connection: Arc<Connection>,
}

impl Read for Socket {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, to: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, to)
    }
}

impl Write for Socket {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        all: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(context, all)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = std::task::ready!(Pin::new(&mut self.io).poll_flush(context));
        self.answer.written();
        self.connection.flushed();
        Poll::Ready(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
