//! The answers to pages about mail, webhooks and keys.

use super::{BUSINESS, Fake, hours_ago, usual};
use app::{
    account::{Chosen, MailPage, MailRow},
    review::settings::data::*,
};
use domain::{
    kyb::{Standing, State, Verdict},
    outbox::{Answer, Delivery},
};

const URL: &str = "https://partner.example/a/rather/long/path/for/serambi?tenant=1";
pub const MAIL: &str = "0193504e-8c1f-7000-8000-0000000000bb";

fn row() -> MailRow {
    let id = MAIL.parse().expect("a fixed id");
    let subject = "Perlu perbaikan (1) · <Logipay>".into();
    MailRow { id, to: usual("contact", "email").into(), subject, sent_at: hours_ago(1) }
}

impl Fake {
    pub fn preferences(&self) -> Chosen {
        Chosen { lang: None, news: true }
    }
    pub fn mailbox(&self) -> Vec<MailRow> {
        if self.blank { Vec::new() } else { vec![row()] }
    }
    pub fn mail(&self) -> MailPage {
        MailPage { row: row(), text: "Perlu perbaikan\n\n<b>KTP</b>\n  https://serambi.example/x\n".into() }
    }

    pub fn settings(&self) -> SettingsPage {
        if self.blank {
            return SettingsPage {
                endpoints: Vec::new(),
                old_secret_hours: 24,
                deliveries: Vec::new(),
                more: false,
                keys: Vec::new(),
                snap: None,
            };
        }
        let id = |n: u32| format!("0193504e-8c1f-7000-8000-0000000000{n:02}");
        let working = [
            Working::On,
            Working::Failing(hours_ago(2)),
            Working::OffByHand(hours_ago(3)),
            Working::OffFailing(hours_ago(4)),
        ];
        let endpoints = working.into_iter().zip(10..).map(|(is, n)| EndpointRow {
            id: id(n).parse().expect("a fixed id"),
            url: URL.into(),
            is,
            old_until: (n == 11).then(|| hours_ago(-20)),
            tested: (n == 12).then(|| (Answer::NoAnswer, hours_ago(1))),
        });
        let statuses = [Delivery::Waiting, Delivery::Delivered, Delivery::Failed, Delivery::Skipped];
        let answers = [None, Some(Answer::Status(204)), Some(Answer::NoAnswer), Some(Answer::Timeout)];
        let deliveries = statuses.into_iter().zip(answers).zip(20..).map(|((status, answer), n)| DeliveryRow {
            id: id(n).parse().expect("a fixed id"),
            business: BUSINESS.parse().expect("a fixed id"),
            name: usual("business", "name").into(),
            url: URL.into(),
            what: match n {
                20 => None,
                21 => Some(About::Fixes(2)),
                22 => Some(About::Product("QRIS".into(), Verdict::Accepted)),
                _ => Some(About::Moved(Standing::In(State::InVerification), Standing::In(State::ActionNeeded))),
            },
            sequence: Some(7),
            status,
            attempts: 3,
            answer,
            created_at: hours_ago(5),
            tried_at: None,
            cursor: "1.2".into(),
        });
        let keys = [true, false].into_iter().zip(30..).map(|(revoked, n)| KeyRow {
            id: id(n).parse().expect("a fixed id"),
            name: "Sistem <toko>".into(),
            right: if revoked { Right::Read } else { Right::Refer },
            head: "sk_a1b2c3".into(),
            created_at: hours_ago(9),
            used_at: (!revoked).then(|| hours_ago(1)),
            revoked,
        });
        SettingsPage {
            endpoints: endpoints.collect(),
            old_secret_hours: 24,
            deliveries: deliveries.collect(),
            more: true,
            keys: keys.collect(),
            snap: Some((3, hours_ago(5))),
        }
    }
}
