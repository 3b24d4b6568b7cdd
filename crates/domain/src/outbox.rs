//! Calls that are kept until they are made, and their outcomes.

use std::{
    error::Error,
    fmt::{self, Display, Formatter},
    num::ParseIntError,
    str::FromStr,
};

crate::words! {
    /// A queue of calls. Those of one lane wait for each other, never for those of another.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
    pub enum Lane {
        Doku = "doku",
        Mail = "mail",
        Webhook = "webhook",
    }
}

crate::words! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
    pub enum Kind {
        /// `POST /file`; the subject is a document.
        Upload = "upload",
        /// `POST /business`; the subject is a submission.
        Register = "register",
        /// An update that fixes what DOKU rejected; the subject is a submission.
        Update = "update",
        Mail = "mail",
        Webhook = "webhook",
    }
}

impl Kind {
    pub const fn lane(self) -> Lane {
        match self {
            Self::Upload | Self::Register | Self::Update => Lane::Doku,
            Self::Mail => Lane::Mail,
            Self::Webhook => Lane::Webhook,
        }
    }
}

/// The progress of one event for one endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "store", derive(sqlx::Type), sqlx(type_name = "TEXT", rename_all = "snake_case"))]
pub enum Delivery {
    Waiting,
    Delivered,
    /// All attempts are spent.
    Failed,
    /// The endpoint was off.
    Skipped,
}

/// The answer to a call: an HTTP status or a mail server's code; else the reason why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Status(u16),
    Timeout,
    NoAnswer,
    /// The address is one that we do not call.
    Barred,
}

impl Display for Answer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => status.fmt(f),
            Self::Timeout => f.write_str("timeout"),
            Self::NoAnswer => f.write_str("no_answer"),
            Self::Barred => f.write_str("barred"),
        }
    }
}

impl FromStr for Answer {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "timeout" => Self::Timeout,
            "no_answer" => Self::NoAnswer,
            "barred" => Self::Barred,
            status => Self::Status(status.parse()?),
        })
    }
}

/// The obstacle to a call, now or at its last try. It never has anybody's own words: those of DOKU's are sealed
/// elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nobody knows whether DOKU did the work, and it is too late to ask by repeating.
    NoAnswer,
    /// The partner gave up a registration, and nobody knows whether DOKU has it. An application has this, never a call.
    GivenUp,
    /// Something of our own goes wrong each time.
    Internal,
    /// Something of our own has gone wrong this many times so far.
    Broke(i64),
    /// DOKU refused the credential this many times for this call, while it took it for all others.
    Refused(i64),
    Doku(Answer),
    /// The answer is as in `Doku`, and the pause that follows is DOKU's wish.
    DokuAsked(Answer),
    /// No e-mail can be made of it.
    NotMade,
    Smtp(Answer),
    Webhook(Answer),
}

/// The text that stands in databases.
impl Display for Problem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer => f.write_str("no_answer"),
            Self::GivenUp => f.write_str("given_up"),
            Self::Internal => f.write_str("internal"),
            Self::Broke(times) => write!(f, "internal_{times}"),
            Self::Refused(times) => write!(f, "refused_{times}"),
            Self::Doku(answer) => write!(f, "doku_{answer}"),
            Self::DokuAsked(answer) => write!(f, "doku_{answer}_asked"),
            Self::NotMade => f.write_str("mail_not_made"),
            Self::Smtp(answer) => write!(f, "smtp_{answer}"),
            Self::Webhook(answer) => write!(f, "webhook_{answer}"),
        }
    }
}

impl FromStr for Problem {
    type Err = Box<dyn Error + Send + Sync>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.split_once('_').unwrap_or((text, "")) {
            ("no", "answer") => Self::NoAnswer,
            ("given", "up") => Self::GivenUp,
            ("internal", "") => Self::Internal,
            ("internal", times) => Self::Broke(times.parse()?),
            ("refused", times) => Self::Refused(times.parse()?),
            ("doku", answer) => match answer.strip_suffix("_asked") {
                Some(answer) => Self::DokuAsked(answer.parse()?),
                None => Self::Doku(answer.parse()?),
            },
            ("mail", "not_made") => Self::NotMade,
            ("smtp", answer) => Self::Smtp(answer.parse()?),
            ("webhook", answer) => Self::Webhook(answer.parse()?),
            _ => return Err(format!("{text} is no problem of a call").into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_databases_reads_as_it_was_written() {
        let answer = Answer::Status(422);
        for (problem, text) in [
            (Problem::NoAnswer, "no_answer"),
            (Problem::GivenUp, "given_up"),
            (Problem::Internal, "internal"),
            (Problem::Broke(4), "internal_4"),
            (Problem::Refused(3), "refused_3"),
            (Problem::Doku(answer), "doku_422"),
            (Problem::Doku(Answer::NoAnswer), "doku_no_answer"),
            (Problem::DokuAsked(answer), "doku_422_asked"),
            (Problem::NotMade, "mail_not_made"),
            (Problem::Smtp(answer), "smtp_422"),
            (Problem::Smtp(Answer::NoAnswer), "smtp_no_answer"),
            (Problem::Webhook(answer), "webhook_422"),
            (Problem::Webhook(Answer::Timeout), "webhook_timeout"),
            (Problem::Webhook(Answer::NoAnswer), "webhook_no_answer"),
            (Problem::Webhook(Answer::Barred), "webhook_barred"),
        ] {
            assert_eq!((problem.to_string().as_str(), text.parse().unwrap()), (text, problem));
        }
        assert!("webhook_".parse::<Problem>().is_err() && "".parse::<Problem>().is_err());
    }
}
