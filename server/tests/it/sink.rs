//! The end of mail in tests.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A tiny SMTP server, which takes every mail, unless it was told other answers for the next recipients.
pub struct Sink {
    pub address: std::net::SocketAddr,
    mails: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Vec<String>>>,
}

/// The answer to somebody who signs in.
const WELCOME: &str = "235 welcome";

impl Sink {
    pub async fn open(answers: Vec<&str>) -> Self {
        Self::opened(answers, WELCOME).await
    }

    /// Opens one that gives this answer to whoever signs in.
    pub async fn open_but(welcome: &'static str) -> Self {
        Self::opened(Vec::new(), welcome).await
    }

    async fn opened(answers: Vec<&str>, welcome: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Self { address: listener.local_addr().unwrap(), mails: Arc::default(), answers: Arc::default() };
        sink.says(&answers);
        let (mails, answers) = (sink.mails.clone(), sink.answers.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, mails.clone(), answers.clone(), welcome));
            }
        });
        sink
    }

    pub fn says(&self, answers: &[&str]) {
        self.answers.lock().unwrap().extend(answers.iter().map(|answer| (*answer).to_owned()));
    }

    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap().clone()
    }
}

/// Repeats these bytes to every client. Counts the bytes that were taken from it.
pub async fn babbler(words: &'static [u8]) -> (std::net::SocketAddr, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, taken) = (listener.local_addr().unwrap(), Arc::new(AtomicU64::new(0)));
    let count = taken.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let count = count.clone();
            tokio::spawn(async move {
                while let Ok(bytes) = stream.write(words).await {
                    count.fetch_add(bytes as u64, Ordering::Relaxed);
                }
            });
        }
    });
    (address, taken)
}

async fn serve(
    stream: TcpStream,
    mails: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Vec<String>>>,
    welcome: &'static str,
) {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink\r\n").await.unwrap();
    loop {
        let Some(line) = read_line(&mut stream).await else { return };
        let word = line.split([' ', ':']).next().unwrap_or_default().trim().to_ascii_uppercase();
        let answer = match word.as_str() {
            "EHLO" => "250-sink\r\n250-AUTH PLAIN\r\n250 8BITMIME".to_owned(),
            "AUTH" => welcome.to_owned(),
            "RCPT" => {
                let mut answers = answers.lock().unwrap();
                if answers.is_empty() { "250 ok".to_owned() } else { answers.remove(0) }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.unwrap();
                let mut mail = String::new();
                while let Some(line) = read_line(&mut stream).await.filter(|line| line != ".\r\n") {
                    mail.push_str(&line);
                }
                mails.lock().unwrap().push(mail);
                "250 taken".to_owned()
            }
            "QUIT" => "221 bye".to_owned(),
            _ => "250 ok".to_owned(),
        };
        if stream.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok().filter(|read| *read > 0).map(|_| line)
}
