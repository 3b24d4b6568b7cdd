//! Connections: hyper reads requests and writes answers. An answer that is a stream of events is taken from it once its
//! head is on the way, since hyper keeps two buffers of 8 kB for as long as an answer lasts, and thousands of streams
//! last for hours (docs/adr/019).

pub mod attached;
pub mod budget;
pub mod size;
mod streams;

use crate::{address::CALLBACK_PATH, error::Stop};
use attached::attached;
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    response::{IntoResponse, Response},
    serve::Listener,
};
use budget::{Connection, ConnectionBudget};
use http::{StatusCode, header};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    future::{Future, poll_fn},
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};
use streams::{Answer, Socket, stream};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// The longest time for the head of a request, and for silence between two.
const SLOWEST_HEAD: Duration = Duration::from_secs(30);
/// The most bytes of a head: our cookies and addresses are short.
const LONGEST_HEAD: usize = 32 * 1024;
/// The longest time that sent bytes may stay unacknowledged. A phone that left its network closes nothing, and its next
/// stream must not find the places taken by its former ones; beats make those fail.
#[cfg(target_os = "linux")]
const VANISHED: Duration = Duration::from_secs(60);

/// The longest time for which open connections delay a stop: a slow download must not do so for ever.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until `stop`. Requests that were read by then are answered; returns when the last connection has closed.
pub async fn serve(
    mut listener: TcpListener,
    app: Router,
    budget: Arc<ConnectionBudget>,
    stop: impl Future<Output = ()>,
) {
    let (tell, told) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let (socket, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stop => break,
        };
        if let Some(connection) = budget.connect(peer.ip()) {
            tokio::spawn(serve_one(socket, peer, app.clone(), Arc::new(connection), told.clone()));
        }
    }
    drop((listener, told));
    tell.send_replace(true);
    let _ = tokio::time::timeout(GRACE, tell.closed()).await;
}

async fn serve_one(
    socket: TcpStream,
    peer: SocketAddr,
    app: Router,
    connection: Arc<Connection>,
    mut told: watch::Receiver<bool>,
) {
    // Events are short and must not wait for more of them.
    let _ = socket.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = socket2::SockRef::from(&socket).set_tcp_user_timeout(Some(VANISHED));
    let answer = Answer::default();
    let service = service_fn(|request: http::Request<Incoming>| {
        let (app, answer, connection) = (app.clone(), answer.clone(), connection.clone());
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        async move {
            let has_room = connection.begin(is_vital(request.uri().path()));
            let response = if has_room { answer.keep(request, app).await } else { no_room() };
            Ok::<_, Infallible>(response.map(|body| attached(body, Answered(connection))))
        }
    });
    let socket = Socket { io: TokioIo::new(socket), answer: answer.clone(), connection: connection.clone() };
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
            () = connection.closed() => break None,
            changed = told.changed() => match changed {
                Ok(()) => Pin::new(&mut hyper).graceful_shutdown(),
                // The receiver was dropped.
                Err(_) => break None,
            },
        }
    };
    if let Some(body) = body {
        let socket = hyper.into_parts().io.io.into_inner();
        // The stream gets a task of its own, since this one is as large as hyper's part of it.
        tokio::spawn(stream(socket, body, (told, connection)));
    }
}

/// Tells whether a path must be answered while everything else is full.
fn is_vital(path: &str) -> bool {
    matches!(path, CALLBACK_PATH | "/livez" | "/readyz")
}

pub async fn listen(address: SocketAddr) -> Result<TcpListener, Stop> {
    TcpListener::bind(address).await.map_err(|problem| Stop::Listen { address, problem })
}

fn no_room() -> Response {
    let sentences =
        "Sedang ramai. Silakan coba lagi sebentar.\nToo many are here right now. Please try again in a moment.\n";
    let headers = [(header::CONNECTION, "close"), (header::RETRY_AFTER, "5")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, sentences).into_response()
}

/// The answer's end: dropped with its body, when hyper has all of it.
struct Answered(Arc<Connection>);

impl Drop for Answered {
    fn drop(&mut self) {
        self.0.answered();
    }
}
