//! One mail over one connection: bounded in time and in what is read, whatever answers.

use crate::error::Stop;
use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters},
        extension::ClientId,
    },
};
use percent_encoding::percent_decode_str;
use reqwest::Url;
use std::{
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::timeout,
};

/// The longest time for a mail, from its first byte to its last.
const PATIENCE: Duration = Duration::from_secs(30);
/// More bytes than a server sends about one mail. lettre reads a line however long it is.
const MOST_READ: u64 = 64 * 1024;

pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    hello: ClientId,
}

#[derive(Clone, Copy)]
enum Tls {
    /// The connection is never encrypted: only with this machine.
    Never,
    /// Encryption begins after a clear greeting, which anybody between may have written.
    AfterTheFirstWords,
    /// The server has shown a certificate for its host, so only time is bounded.
    FromTheFirstByte,
}

/// The reason for a refusal, without the server's words: they repeat the address.
pub enum Refusal {
    /// No server answers, or it answers without SMTP, without end, or without the TLS that we ask for.
    Silent,
    /// The server refuses with this code.
    Code(u16),
}

impl Smtp {
    /// Reads the setting. `smtps://` speaks TLS from the first byte, `smtp://` changes to it; only with this machine is
    /// there none.
    pub fn new(setting: &str) -> Result<Self, Stop> {
        const UNREADABLE: Stop = Stop::Setting(
            "SERAMBI_MAIL must be `outbox`, smtp://user:password@host:port or smtps://user:password@host:port.",
        );
        let url = Url::parse(setting).map_err(|_| UNREADABLE)?;
        let host =
            url.host_str().filter(|host| !host.is_empty()).ok_or(UNREADABLE)?.trim_matches(['[', ']']).to_owned();
        let here = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        let (tls, usual) = match url.scheme() {
            "smtps" => (Tls::FromTheFirstByte, 465),
            "smtp" if here => (Tls::Never, 25),
            "smtp" => (Tls::AfterTheFirstWords, 587),
            _ => return Err(UNREADABLE),
        };
        let plain = |text: &str| percent_decode_str(text).decode_utf8().map(Into::into).map_err(|_| UNREADABLE);
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(plain(url.username())?, plain(password)?)),
            None => None,
        };
        Ok(Self { host, port: url.port().unwrap_or(usual), tls, credentials, hello: ClientId::default() })
    }

    /// Returns host and port, for operators.
    pub fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Checks that the server answers and takes our credential.
    pub async fn check(&self) -> Result<(), Refusal> {
        within(async {
            let mut connection = self.connect().await?;
            let _ = connection.quit().await;
            Ok(())
        })
        .await
    }

    pub async fn send(&self, message: &Message) -> Result<(), Refusal> {
        within(async {
            let mut connection = self.connect().await?;
            connection.send(message.envelope(), &message.formatted()).await?;
            // The mail is taken, whatever the server answers to QUIT.
            let _ = connection.quit().await;
            Ok(())
        })
        .await
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Refusal> {
        let (address, hello) = ((self.host.as_str(), self.port), &self.hello);
        let mut connection = match self.tls {
            Tls::FromTheFirstByte => {
                let tls = Some(TlsParameters::new(self.host.clone())?);
                AsyncSmtpConnection::connect_tokio1(address, Some(PATIENCE), hello, tls, None).await?
            }
            Tls::Never | Tls::AfterTheFirstWords => {
                let stream = TcpStream::connect(address).await.map_err(|_| Refusal::Silent)?;
                let stream = Box::new(Bounded { stream, left: MOST_READ });
                AsyncSmtpConnection::connect_with_transport(stream, hello).await?
            }
        };
        if let Tls::AfterTheFirstWords = self.tls {
            connection.starttls(TlsParameters::new(self.host.clone())?, hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

async fn within(work: impl Future<Output = Result<(), Refusal>>) -> Result<(), Refusal> {
    timeout(PATIENCE, work).await.unwrap_or(Err(Refusal::Silent))
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        error.status().map_or(Self::Silent, |code| Self::Code(code.into()))
    }
}

/// A stream that ends after a number of bytes.
#[derive(Debug)]
struct Bounded {
    stream: TcpStream,
    left: u64,
}

impl AsyncTokioStream for Bounded {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl AsyncRead for Bounded {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, into))?;
        let read = u64::try_from(into.filled().len().saturating_sub(before)).unwrap_or(u64::MAX);
        let Some(left) = self.left.checked_sub(read) else {
            return Poll::Ready(Err(io::Error::other("the mail server says too much")));
        };
        self.left = left;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Bounded {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
