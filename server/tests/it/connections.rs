//! Connections as sockets see them: the framing of a stream, its end, and the wait of a stop.

use crate::world::{World, on_both};
use server::connections;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::{sleep, timeout},
};

const PATIENCE: Duration = Duration::from_secs(10);

/// Asks for a page's news by hand, as a browser would.
async fn ask(base: &str, cookie: &str, path: &str, version: &str) -> TcpStream {
    let address = base.trim_start_matches("http://");
    let mut socket = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} {version}\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    socket
}

/// Reads the head of an answer, perhaps with some of its body.
async fn head_of(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = timeout(PATIENCE, socket.read_buf(&mut bytes)).await.expect("an answer within ten seconds").unwrap();
        assert!(read > 0, "hung up after {}", String::from_utf8_lossy(&bytes));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads until the text ends in `end`; returns all of it.
async fn until(socket: &mut TcpStream, end: &str) -> String {
    let mut bytes = Vec::new();
    while !bytes.ends_with(end.as_bytes()) {
        let read = timeout(PATIENCE, socket.read_buf(&mut bytes)).await.expect("an answer within ten seconds").unwrap();
        assert!(read > 0, "hung up after {}", String::from_utf8_lossy(&bytes));
    }
    String::from_utf8(bytes).unwrap()
}

/// Reads until the other side hangs up.
async fn rest(socket: &mut TcpStream) -> String {
    let mut text = String::new();
    timeout(PATIENCE, socket.read_to_string(&mut text)).await.expect("the end within ten seconds").unwrap();
    text
}

async fn counted(what: &str, is_so: impl Fn() -> bool) {
    let so = async {
        while !is_so() {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, so).await.unwrap_or_else(|_| panic!("waited too long for {what}"));
}

/// Waits until no stream is open any more.
async fn nobody_listens(world: &World) {
    let left = async {
        while world.services.live.subscriptions.streams() > 0 {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, left).await.expect("the stream ends with its client");
}

on_both! {
    a_stream_comes_in_chunks_and_ends_with_the_last, a_proxy_of_http_1_0_gets_the_stream_as_it_is,
    a_stream_ends_when_its_client_leaves_or_speaks_again, a_head_without_a_body_is_no_stream,
    a_stop_waits_for_streams_to_end, silent_connections_make_room_for_who_asks,
    callbacks_come_in_when_people_hold_every_connection, behind_a_proxy_one_client_has_so_many_requests_under_way,
    streams_leave_connections_to_pages
}

async fn a_stream_comes_in_chunks_and_ends_with_the_last(world: &World) {
    let owner = world.merchant().await;
    let id = owner.start_business().await;
    let mut socket = ask(&world.base, &owner.cookie, &format!("/businesses/{id}/live"), "HTTP/1.1").await;
    let head = until(&mut socket, "\r\n\r\n").await.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    for line in ["transfer-encoding: chunked", "connection: close", "content-type: text/event-stream"] {
        assert!(head.contains(line), "{line} is missing: {head}");
    }
    world.services.live.changed(id);
    assert_eq!(until(&mut socket, "\n\n\r\n").await, "18\r\nevent: changed\ndata: 1\n\n\r\n");
    world.services.live.close();
    assert_eq!(rest(&mut socket).await, "0\r\n\r\n");
}

async fn a_proxy_of_http_1_0_gets_the_stream_as_it_is(world: &World) {
    let owner = world.merchant().await;
    let id = owner.start_business().await;
    let mut socket = ask(&world.base, &owner.cookie, &format!("/businesses/{id}/live"), "HTTP/1.0").await;
    let head = until(&mut socket, "\r\n\r\n").await.to_ascii_lowercase();
    assert!(!head.contains("chunked"), "{head}");
    world.services.live.changed(id);
    assert_eq!(until(&mut socket, "\n\n").await, "event: changed\ndata: 1\n\n");
}

async fn a_stream_ends_when_its_client_leaves_or_speaks_again(world: &World) {
    let owner = world.merchant().await;
    let path = format!("/businesses/{}/live", owner.start_business().await);
    let mut leaves = ask(&world.base, &owner.cookie, &path, "HTTP/1.1").await;
    until(&mut leaves, "\r\n\r\n").await;
    assert_eq!(world.services.live.subscriptions.streams(), 1);
    drop(leaves);
    nobody_listens(world).await;
    let mut speaks = ask(&world.base, &owner.cookie, &path, "HTTP/1.1").await;
    until(&mut speaks, "\r\n\r\n").await;
    speaks.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    nobody_listens(world).await;
}

async fn a_head_without_a_body_is_no_stream(world: &World) {
    let owner = world.merchant().await;
    let url = format!("{}/businesses/{}/live", world.base, owner.start_business().await);
    let answer = world.http.head(&url).header("Cookie", &owner.cookie).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), world.services.live.subscriptions.streams()), (200, 0));
}

async fn a_stop_waits_for_streams_to_end(world: &World) {
    let owner = world.merchant().await;
    let path = format!("/businesses/{}/live", owner.start_business().await);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let router = server::router(world.services.clone());
    let budget = world.services.connections.clone();
    let serving = tokio::spawn(connections::serve(listener, router, budget, async move { drop(stopped.await) }));
    let mut socket = ask(&base, &owner.cookie, &path, "HTTP/1.1").await;
    until(&mut socket, "\r\n\r\n").await;
    stop.send(()).unwrap();
    sleep(Duration::from_millis(100)).await;
    assert!(!serving.is_finished());
    world.services.live.close();
    timeout(PATIENCE, serving).await.expect("it stops within ten seconds").unwrap();
    assert_eq!(rest(&mut socket).await, "0\r\n\r\n");
}

async fn silent_connections_make_room_for_who_asks(world: &World) {
    let (services, base) = world.another(|config| config.connections = Some(16)).await;
    let address = base.trim_start_matches("http://");
    let mut silent = Vec::new();
    for n in 1..=16 {
        silent.push(TcpStream::connect(address).await.unwrap());
        counted("each of them", || services.connections.open() == n).await;
    }
    let mut socket = ask(&base, "", "/sign-in", "HTTP/1.1").await;
    assert!(head_of(&mut socket).await.starts_with("HTTP/1.1 200"));
    assert_eq!(rest(&mut silent[0]).await, "");
    assert!(timeout(Duration::from_millis(200), silent[1].read_u8()).await.is_err(), "more were closed than had to be");
}

async fn callbacks_come_in_when_people_hold_every_connection(world: &World) {
    let (services, base) = world.another(|config| config.connections = Some(16)).await;
    let address = base.trim_start_matches("http://");
    let head = |path: &str, length: usize| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{{}}"
        )
    };
    let mut held = Vec::new();
    for _ in 0..16 {
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket.write_all(head("/language", 90).as_bytes()).await.unwrap();
        held.push(socket);
    }
    counted("requests of all", || services.connections.open() == 16 && services.connections.idle() == 0).await;
    let mut page = ask(&base, "", "/sign-in", "HTTP/1.1").await;
    assert!(head_of(&mut page).await.starts_with("HTTP/1.1 503"));
    for _ in 0..40 {
        // Each of these sends half of a callback: the oldest of them go.
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(head("/webhooks/doku", 90).as_bytes()).await.unwrap();
        held.push(slow);
    }
    let mut callback = TcpStream::connect(address).await.unwrap();
    callback.write_all(head("/webhooks/doku", 2).as_bytes()).await.unwrap();
    assert!(head_of(&mut callback).await.starts_with("HTTP/1.1 401"));
    drop(held);
    counted("the end of all", || services.connections.open() < 4).await;
    assert!(head_of(&mut ask(&base, "", "/sign-in", "HTTP/1.1").await).await.starts_with("HTTP/1.1 200"));
}

async fn behind_a_proxy_one_client_has_so_many_requests_under_way(world: &World) {
    let (services, base) =
        world.another(|config| (config.trusted_proxies, config.connections_per_address) = (1, 16)).await;
    let address = base.trim_start_matches("http://");
    let head = |method: &str, path: &str, client: &str| {
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nX-Forwarded-For: {client}\r\nSec-Fetch-Site: same-origin\r\n"
        )
    };
    let mut held = Vec::new();
    for _ in 0..16 {
        let mut socket = TcpStream::connect(address).await.unwrap();
        let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90\r\n\r\nlang";
        socket.write_all(format!("{}{form}", head("POST", "/language", "10.0.0.1")).as_bytes()).await.unwrap();
        held.push(socket);
    }
    counted("requests of all", || services.connections.open() == 16 && services.connections.idle() == 0).await;
    let callback = head("POST", "/webhooks/doku", "10.0.0.1") + "Content-Length: 0\r\n";
    let cases = [
        (head("GET", "/sign-in", "10.0.0.1"), "HTTP/1.1 429"),
        (callback, "HTTP/1.1 401"),
        (head("GET", "/sign-in", "10.0.0.2"), "HTTP/1.1 200"),
        (head("GET", "/sign-in", "10.0.0.1, 10.0.0.2"), "HTTP/1.1 200"),
    ];
    for (request, status) in cases {
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket.write_all(format!("{request}\r\n").as_bytes()).await.unwrap();
        let told = head_of(&mut socket).await;
        assert!(told.starts_with(status), "{request}: {told}");
    }
}

async fn streams_leave_connections_to_pages(world: &World) {
    let owner = world.merchant().await;
    let path = format!("/businesses/{}/live", owner.start_business().await);
    let (_services, base) = world.another(|config| config.connections = Some(16)).await;
    let mut streams = Vec::new();
    for _ in 0..12 {
        let mut socket = ask(&base, &owner.cookie, &path, "HTTP/1.1").await;
        assert!(head_of(&mut socket).await.starts_with("HTTP/1.1 200"));
        streams.push(socket);
    }
    let mut more = ask(&base, &owner.cookie, &path, "HTTP/1.1").await;
    assert!(head_of(&mut more).await.starts_with("HTTP/1.1 503"));
    let mut page = ask(&base, &owner.cookie, "/businesses", "HTTP/1.1").await;
    assert!(head_of(&mut page).await.starts_with("HTTP/1.1 200"));
}
