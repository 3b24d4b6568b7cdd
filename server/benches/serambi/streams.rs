//! Open streams, read as browsers read them, but lighter: a socket and a few hundred bytes each.

use crate::sample::business;
use futures::{StreamExt, stream};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

/// The news that streams heard, by business and arrival.
type Heard = Arc<Mutex<Vec<(u64, Instant)>>>;

pub struct Streams {
    heard: Heard,
    /// The number of streams by business.
    of: BTreeMap<u64, usize>,
    /// The tasks of the streams, which end with this.
    _tasks: JoinSet<()>,
}

impl Streams {
    /// Opens `count` streams, one for each of `of` businesses in turn.
    pub async fn open(base: &str, cookie: &str, count: u64, of: u64) -> Self {
        let heard = Heard::default();
        let sockets = stream::iter(0..count).map(|n| async move {
            (n % of, connect(base, cookie, &format!("/businesses/{}/live", business(n % of))).await)
        });
        let sockets: Vec<(u64, TcpStream)> = sockets.buffer_unordered(32).collect().await;
        let (mut tasks, mut businesses) = (JoinSet::new(), BTreeMap::new());
        for (business, socket) in sockets {
            *businesses.entry(business).or_default() += 1;
            tasks.spawn(listen(socket, business, heard.clone()));
        }
        Self { heard, of: businesses, _tasks: tasks }
    }

    pub fn forget(&self) {
        self.heard.lock().unwrap().clear();
    }

    /// Returns how long after its acknowledgement each stream of a business heard first, and how many never did. Each
    /// business was reported once since `forget`.
    pub fn after(&self, acknowledged: &[(u64, Duration, Instant)]) -> (Vec<Duration>, usize) {
        let heard = self.heard.lock().unwrap();
        let (mut times, mut missed) = (Vec::new(), 0);
        for (business, _, acknowledged) in acknowledged {
            let all = self.of.get(business).copied().unwrap_or_default();
            let first = heard.iter().filter(|(about, _)| about == business).take(all);
            let before = times.len();
            // A nudge may overtake the acknowledgement.
            times.extend(first.map(|(_, at)| at.saturating_duration_since(*acknowledged)));
            missed += all - (times.len() - before);
        }
        (times, missed)
    }
}

async fn connect(base: &str, cookie: &str, path: &str) -> TcpStream {
    let address = base.trim_start_matches("http://");
    let mut socket = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\
         Accept-Language: id-ID,id;q=0.9\r\nCache-Control: no-store\r\nReferer: {base}{path}\r\nSec-Fetch-Site: same-origin\r\n\
         User-Agent: Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36\r\n\
         Cookie: {cookie}\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        assert!(socket.read_buf(&mut head).await.unwrap() > 0, "the server hung up");
    }
    assert!(head.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&head));
    socket
}

async fn listen(mut socket: TcpStream, business: u64, heard: Heard) {
    let mut bytes = [0; 256];
    while let Ok(read @ 1..) = socket.read(&mut bytes).await {
        let now = Instant::now();
        if bytes[..read].windows(14).any(|word| word == b"event: changed") {
            heard.lock().unwrap().push((business, now));
        }
    }
}
