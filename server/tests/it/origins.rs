//! The names under which we answer, and the origins that may post here.

use crate::world::{World, on_both};
use reqwest::header;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(10);
const PROBES: [&str; 3] = ["/livez", "/readyz", "/metrics"];

/// Returns the status of the answer to a request made by hand: first line, then these headers.
async fn status(world: &World, first: &str, headers: &[&str]) -> u16 {
    let mut socket = TcpStream::connect(world.base.trim_start_matches("http://")).await.unwrap();
    let head: String = [first].iter().chain(headers).map(|line| format!("{line}\r\n")).collect();
    socket.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = timeout(PATIENCE, socket.read_buf(&mut bytes)).await.expect("an answer within ten seconds").unwrap();
        assert!(read > 0, "hung up after {}", String::from_utf8_lossy(&bytes));
    }
    String::from_utf8_lossy(&bytes).split(' ').nth(1).unwrap().parse().unwrap()
}

async fn posted(world: &World, origin: &str, host: Option<&str>) -> u16 {
    let mut request = world.http.post(format!("{}/language", world.base)).header(header::ORIGIN, origin);
    if let Some(host) = host {
        request = request.header(header::HOST, host);
    }
    let form = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body("lang=en");
    form.send().await.unwrap().status().as_u16()
}

on_both! {
    in_earnest_we_answer_to_the_name_of_the_public_address_alone(line), a_request_that_names_nobody_is_a_bad_one(line),
    in_earnest_only_pages_of_the_public_address_may_post(line),
    with_the_sandbox_this_machine_has_three_names_and_one_port
}

async fn in_earnest_we_answer_to_the_name_of_the_public_address_alone(world: &World) {
    let ours = world.base.trim_start_matches("http://");
    let port = ours.split(':').nth(1).unwrap();
    let foreign = [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("localhost:{port}"),
        "127.0.0.1".to_owned(),
        format!("{ours}.evil.example"),
        "a b".to_owned(),
    ];
    for path in
        ["/", "/sign-in", "/businesses", "/api/v1/businesses", "/api/v1/openapi.json", "/robots.txt", "/no/such/page"]
    {
        let at = format!("{}{path}", world.base);
        let known = world.http.get(&at).send().await.unwrap().status();
        assert_ne!(known, 421, "{path}");
        for name in &foreign {
            let answer = world.http.get(&at).header(header::HOST, name).send().await.unwrap();
            assert_eq!(answer.status(), 421, "{path} as {name}");
            let told = answer.text().await.unwrap();
            assert!(told.contains("SERAMBI_PUBLIC_URL") && told.contains(&world.base), "{told}");
        }
    }
    let callback = world.http.post(format!("{}/webhooks/doku", world.base)).header(header::HOST, "evil.example");
    assert_eq!(callback.send().await.unwrap().status(), 421);
    for path in PROBES {
        let answer =
            world.http.get(format!("{}{path}", world.base)).header(header::HOST, "10.1.2.3:3000").send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    }
}

async fn a_request_that_names_nobody_is_a_bad_one(world: &World) {
    let ours = world.base.trim_start_matches("http://");
    let host = format!("Host: {ours}");
    for version in ["HTTP/1.0", "HTTP/1.1"] {
        assert_eq!(status(world, &format!("GET /sign-in {version}"), &[]).await, 400, "{version}");
        assert_eq!(status(world, &format!("GET /sign-in {version}"), &[&host]).await, 200, "{version}");
        for path in PROBES {
            assert_eq!(status(world, &format!("GET {path} {version}"), &[]).await, 200, "{path} {version}");
        }
    }
    // The first line holds the whole address: both names must be ours.
    assert_eq!(status(world, &format!("GET http://{ours}/sign-in HTTP/1.1"), &[&host]).await, 200);
    assert_eq!(status(world, "GET http://evil.example/sign-in HTTP/1.1", &[&host]).await, 421);
    assert_eq!(status(world, &format!("GET http://{ours}/sign-in HTTP/1.1"), &["Host: evil.example"]).await, 421);
}

async fn in_earnest_only_pages_of_the_public_address_may_post(world: &World) {
    let ours = world.base.trim_start_matches("http://");
    let port = ours.split(':').nth(1).unwrap();
    assert_eq!(posted(world, &world.base, None).await, 303);
    let near =
        [format!("https://{ours}"), format!("http://localhost:{port}"), format!("{}1", world.base), ours.to_owned()];
    for origin in near.iter().map(String::as_str).chain(["http://127.0.0.1", "https://evil.example", "null", ""]) {
        assert_eq!(posted(world, origin, None).await, 403, "{origin}");
    }
    // A name of somebody else's that leads here is none of ours, even if the origin agrees.
    assert_eq!(posted(world, "http://evil.example", Some("evil.example")).await, 421);
}

async fn with_the_sandbox_this_machine_has_three_names_and_one_port(world: &World) {
    let port = world.base.rsplit(':').next().unwrap();
    for name in ["localhost", "127.0.0.1", "[::1]"] {
        assert_eq!(posted(world, &format!("http://{name}:{port}"), None).await, 303, "{name}");
        assert_eq!(
            posted(world, &format!("http://{name}:{port}"), Some(&format!("{name}:{port}"))).await,
            303,
            "{name}"
        );
        assert_eq!(posted(world, &format!("https://{name}:{port}"), None).await, 403, "{name} by https");
        // Another program on this machine has another port.
        assert_eq!(
            posted(world, &format!("http://{name}:9"), Some(&format!("{name}:9"))).await,
            403,
            "{name}, another port"
        );
        assert_eq!(posted(world, &format!("http://{name}"), Some(name)).await, 403, "{name}, no port");
    }
    for origin in ["https://evil.example", "http://localhost.evil.example", "null", "file://"] {
        assert_eq!(posted(world, origin, None).await, 403, "{origin}");
    }
    assert_eq!(status(world, "GET /sign-in HTTP/1.1", &[]).await, 400);
}
