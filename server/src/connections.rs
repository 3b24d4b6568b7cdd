//! Connections: hyper reads requests and writes answers. An answer that is a stream of events is taken from it once its head
//! is on the way, since hyper keeps two buffers of 8 kB for as long as an answer lasts, and thousands of streams last for hours
//! (docs/adr/019).

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::{ConnectInfo, Request},
    response::Response,
    serve::Listener,
};
use futures::StreamExt;
use http::{HeaderValue, Method, Version, header};
use hyper::{
    body::{Frame, Incoming},
    rt::{Read, ReadBufCursor, Write},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tower::ServiceExt;

/// How long a client may take for the head of a request; so long it may also be silent between two.
const SLOWEST_HEAD: Duration = Duration::from_secs(30);
/// Bytes of a head: our cookies and addresses are short.
const LONGEST_HEAD: usize = 32 * 1024;
/// How long what was sent may stay unacknowledged. A phone that left its network says no goodbye, and its next stream must not
/// find the places taken by ghosts of the last ones; beats make them show.
#[cfg(target_os = "linux")]
const VANISHED: Duration = Duration::from_secs(60);

/// How long open connections hold up a stop: a slow download must not do so for ever.
const GRACE: Duration = Duration::from_secs(20);

/// Until `stop`; then requests that were read are answered, and it returns when the last connection closed.
pub async fn serve(mut listener: TcpListener, app: Router, stop: impl Future<Output = ()>) {
    let (tell, told) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let (socket, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stop => break,
        };
        tokio::spawn(connection(socket, peer, app.clone(), told.clone()));
    }
    drop((listener, told));
    tell.send_replace(true);
    let _ = tokio::time::timeout(GRACE, tell.closed()).await;
}

async fn connection(socket: TcpStream, peer: SocketAddr, app: Router, mut told: watch::Receiver<bool>) {
    // News are short and must not wait for more of them.
    let _ = socket.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(&socket).set_tcp_user_timeout(Some(VANISHED));
    let answer = Answer::default();
    let service = service_fn(|request: http::Request<Incoming>| {
        let (app, answer) = (app.clone(), answer.clone());
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        async move { Ok::<_, Infallible>(answer.keep(request, app).await) }
    });
    let socket = Socket { io: TokioIo::new(socket), answer: answer.clone() };
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(SLOWEST_HEAD).max_header_size(LONGEST_HEAD);
    let mut hyper = http.serve_connection(socket, service);
    let body = loop {
        let step = poll_fn(|context| match Pin::new(&mut hyper).poll(context) {
            Poll::Ready(_) => Poll::Ready(None),
            Poll::Pending => answer.taken().map(Some),
        });
        tokio::select! {
            ended = step => break ended,
            changed = told.changed() => match changed {
                Ok(()) => Pin::new(&mut hyper).graceful_shutdown(),
                // Nobody waits for it any longer.
                Err(_) => break None,
            },
        }
    };
    if let Some(body) = body {
        let socket = hyper.into_parts().io.io.into_inner();
        // A task of its own: this one is as large as hyper's part of it.
        tokio::spawn(stream(socket, body, told));
    }
}

/// Writes a body that hyper wrote the head for, until either side ends it. `_open`: a stop waits for this.
async fn stream(mut socket: TcpStream, body: Body, _open: watch::Receiver<bool>) {
    let mut body = body.into_data_stream();
    loop {
        let bytes = tokio::select! {
            bytes = body.next() => bytes,
            // Nobody asks for anything else on this connection: they left, or should.
            () = speaks_or_leaves(&socket) => return,
        };
        let written = match bytes {
            // An empty chunk would be the last.
            Some(Ok(bytes)) if bytes.is_empty() => continue,
            Some(Ok(bytes)) => socket.write_all(&chunk(&bytes)).await,
            _ => break,
        };
        if written.is_err() {
            return;
        }
    }
    // Whoever holds its other end knows that it ended before the client does.
    drop(body);
    if socket.write_all(LAST_CHUNK).await.is_ok() {
        let _ = socket.shutdown().await;
    }
}

/// That a socket is readable may be a false alarm.
async fn speaks_or_leaves(socket: &TcpStream) {
    while socket.readable().await.is_ok() {
        match socket.try_read(&mut [0; 1]) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            _ => return,
        }
    }
}

const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// Source: RFC 9112, section 7.1.
fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

/// How far the answer has come that will be taken from hyper.
#[derive(Clone, Default)]
struct Answer(Arc<Mutex<Stage>>);

#[derive(Default)]
enum Stage {
    /// An answer like any other, or none.
    #[default]
    Usual,
    /// Hyper has its head.
    Given(Body),
    /// Hyper asks for its body: the head stands in hyper's buffer.
    Asked(Body),
    /// That buffer was written to the socket.
    Written(Body),
}

impl Answer {
    async fn keep(&self, request: Request, app: Router) -> Response {
        let in_chunks = request.method() == Method::GET && request.version() == Version::HTTP_11;
        let response = app.oneshot(request).await.unwrap_or_else(|never| match never {});
        let events = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        if !(in_chunks && events) {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        parts.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        *self.stage() = Stage::Given(body);
        Response::from_parts(parts, Body::new(Held(self.clone())))
    }

    fn asked(&self) {
        self.step(|stage| if let Stage::Given(body) = stage { Stage::Asked(body) } else { stage });
    }

    fn written(&self) {
        self.step(|stage| if let Stage::Asked(body) = stage { Stage::Written(body) } else { stage });
    }

    fn taken(&self) -> Poll<Body> {
        let mut stage = self.stage();
        match std::mem::take(&mut *stage) {
            Stage::Written(body) => Poll::Ready(body),
            other => {
                *stage = other;
                Poll::Pending
            }
        }
    }

    fn step(&self, step: impl FnOnce(Stage) -> Stage) {
        let mut stage = self.stage();
        *stage = step(std::mem::take(&mut *stage));
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What hyper gets for a body: it never says a word, nor that it ended.
struct Held(Answer);

impl HttpBody for Held {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        // Nobody need be woken: the connection is taken in this very poll, or when the socket takes the rest of the head.
        self.0.asked();
        Poll::Pending
    }
}

/// The socket as hyper has it. Hyper flushes when all it had was written, and only then.
struct Socket {
    io: TokioIo<TcpStream>,
    answer: Answer,
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
        Poll::Ready(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}
