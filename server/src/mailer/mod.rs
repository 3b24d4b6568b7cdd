//! Sends mails by SMTP, or keeps them for the page `/mail`.

mod message;
mod smtp;

pub use message::Letter;
pub use smtp::Refusal;

use crate::{config::Config, error::Stop};
use domain::{
    Millis,
    ids::MailId,
    outbox::{Answer, Problem},
};
use lettre::{
    Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use reqwest::Url;
use secrecy::ExposeSecret;
use smtp::Smtp;
use std::time::{Duration, UNIX_EPOCH};

pub struct Mailer {
    /// The mail server; `None` when mails stay with us.
    smtp: Option<Smtp>,
    from: Mailbox,
    /// The host behind the @ of a Message-ID.
    host: String,
}

/// The reason why a mail did not leave. Never the server's words: they repeat the address.
pub enum Trouble {
    /// This one will never be taken, for example since there is no such address.
    Final(Problem),
    Later(Problem),
}

impl Mailer {
    pub fn new(config: &Config) -> Result<Self, Stop> {
        let host = Url::parse(&config.public_url()).ok().and_then(|url| url.host_str().map(str::to_owned));
        let host = host.unwrap_or_else(|| "localhost".to_owned());
        let setting = config.mail.expose_secret();
        let smtp = if setting == "outbox" { None } else { Some(Smtp::new(setting)?) };
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
        Ok(Self { smtp, from, host })
    }

    /// Checks that the mail server answers and takes our credential, and returns its place. `None` means that mails
    /// stay with us.
    pub async fn check(&self) -> Result<Option<String>, (String, Refusal)> {
        let Some(smtp) = &self.smtp else { return Ok(None) };
        smtp.check().await.map(|()| Some(smtp.place())).map_err(|refusal| (smtp.place(), refusal))
    }

    pub async fn send(&self, id: MailId, letter: &Letter, now: Millis) -> Result<(), Trouble> {
        let message = self.message(id, letter, now).map_err(|()| Trouble::Final(Problem::NotMade))?;
        let Some(smtp) = &self.smtp else { return Ok(()) };
        smtp.send(&message).await.map_err(trouble)
    }

    fn message(&self, id: MailId, letter: &Letter, now: Millis) -> Result<Message, ()> {
        let to = letter.to.parse().map_err(drop)?;
        let seconds = u64::try_from(now.0 / Millis::SECOND).unwrap_or_default();
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            // The id is the same for every attempt, so that a second copy is recognised.
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

/// Tells what follows from a refusal: an error about one address is final; an error about us or the server is tried
/// again.
fn trouble(refusal: Refusal) -> Trouble {
    match refusal {
        Refusal::Silent => Trouble::Later(Problem::Smtp(Answer::NoAnswer)),
        Refusal::Code(code @ (550 | 551 | 553 | 556)) => Trouble::Final(Problem::Smtp(Answer::Status(code))),
        Refusal::Code(code) => Trouble::Later(Problem::Smtp(Answer::Status(code))),
    }
}
