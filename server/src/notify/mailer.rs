//! How a mail leaves: kept for the page `/mail`, or by SMTP.

use super::letter::Letter;
use crate::{config::Config, error::Stop};
use domain::{Millis, ids::MailId};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use reqwest::Url;
use secrecy::ExposeSecret;
use std::time::{Duration, UNIX_EPOCH};

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Mailer {
    /// `None`: mails stay with us.
    smtp: Option<AsyncSmtpTransport<Tokio1Executor>>,
    from: Mailbox,
    /// Behind the @ of a Message-ID.
    host: String,
    /// Host and port of the mail server, for operators.
    place: String,
}

/// Why a mail did not leave. Never the server's words: they repeat the address.
pub enum Trouble {
    /// This one will never be taken, for example since there is no such address.
    Final(String),
    Later(String),
}

/// What is wrong with the mail server, without its words.
pub enum Unwell {
    /// Nobody is there, or somebody who speaks no SMTP, or not the TLS that we ask for.
    Silent,
    /// By this code.
    Refuses(String),
}

impl Mailer {
    pub fn new(config: &Config) -> Result<Self, Stop> {
        let host = Url::parse(&config.public_url()).ok().and_then(|url| url.host_str().map(str::to_owned));
        let host = host.unwrap_or_else(|| "localhost".to_owned());
        let setting = config.mail.expose_secret();
        let smtp = if setting == "outbox" { None } else { Some(transport(setting)?) };
        if smtp.is_none() && config.sandbox == "off" {
            tracing::warn!("SERAMBI_MAIL is `outbox`: mails are kept here and nobody receives them");
        }
        let from = match &config.mail_from {
            Some(from) => from.clone(),
            None if smtp.is_some() => {
                return Err(Stop::Setting("Set SERAMBI_MAIL_FROM to the address that mail comes from."));
            }
            None => "serambi@localhost".to_owned(),
        };
        let from =
            from.parse().map_err(|_| Stop::Setting("SERAMBI_MAIL_FROM must be like `Name <name@example.co.id>`."))?;
        let place = Url::parse(setting).ok().and_then(|url| Some((url.host_str()?.to_owned(), url.port())));
        let place = place.map(|(host, port)| port.map_or(host.clone(), |port| format!("{host}:{port}")));
        Ok(Self { smtp, from, host, place: place.unwrap_or_default() })
    }

    /// Whether the mail server answers and takes our credential, and where it is. `None`: mails stay with us.
    pub async fn check(&self) -> Result<Option<&str>, (&str, Unwell)> {
        let Some(smtp) = &self.smtp else { return Ok(None) };
        match smtp.test_connection().await {
            Ok(true) => Ok(Some(&self.place)),
            Ok(false) => Err((&self.place, Unwell::Silent)),
            Err(error) => {
                let code = error.status().map(|code| code.to_string());
                Err((&self.place, code.map_or(Unwell::Silent, Unwell::Refuses)))
            }
        }
    }

    pub async fn send(&self, id: MailId, letter: &Letter, now: Millis) -> Result<(), Trouble> {
        let message = self.message(id, letter, now).map_err(|()| Trouble::Final("mail_not_made".to_owned()))?;
        let Some(smtp) = &self.smtp else { return Ok(()) };
        match smtp.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(trouble(&error)),
        }
    }

    fn message(&self, id: MailId, letter: &Letter, now: Millis) -> Result<Message, ()> {
        let to = letter.to.parse().map_err(drop)?;
        let seconds = u64::try_from(now.0 / Millis::SECOND).unwrap_or_default();
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            // The same for every attempt, so that a second copy is known for one.
            .message_id(Some(format!("<{id}@{}>", self.host)))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", &letter.lang));
        if let Some(address) = &letter.unsubscribe {
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{address}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        message.multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone())).map_err(drop)
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// `smtps://` speaks TLS from the first byte, `smtp://` changes to it; only this machine is spoken to without.
fn transport(setting: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, Stop> {
    const UNREADABLE: Stop = Stop::Setting(
        "SERAMBI_MAIL must be `outbox`, smtp://user:password@host:port or smtps://user:password@host:port.",
    );
    let url = Url::parse(setting).map_err(|_| UNREADABLE)?;
    let host = url.host_str().filter(|_| matches!(url.scheme(), "smtp" | "smtps")).ok_or(UNREADABLE)?;
    let here =
        host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    let mut url = url.clone();
    url.set_query((url.scheme() == "smtp" && !here).then_some("tls=required"));
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| UNREADABLE)?;
    Ok(builder.timeout(Some(PATIENCE)).build())
}

/// What is wrong with one address is final; what is wrong with us or with them is tried again.
fn trouble(error: &lettre::transport::smtp::Error) -> Trouble {
    let Some(code) = error.status().map(|code| code.to_string()) else {
        return Trouble::Later("smtp_no_answer".to_owned());
    };
    let word = format!("smtp_{code}");
    if matches!(code.as_str(), "550" | "551" | "553" | "556") { Trouble::Final(word) } else { Trouble::Later(word) }
}
