//! Calls that need a person, and exchanges.

use super::{Fake, hours_ago};
use app::review::calls::*;
use domain::{kyb::State, outbox::Kind};

const CALL: &str = "0193504e-8c1f-7000-8000-0000000000c1";

impl Fake {
    /// Answers with one call of each kind.
    pub fn troubles_page(&self) -> TroublesPage {
        let row = |(n, (kind, problem, retry, give_up)): (usize, (Kind, &str, Retry, GiveUp))| Trouble {
            heading: Self { state: State::Sending, ..*self }.heading(),
            to_fix: 0,
            call: CALL.replace("c1", &format!("d{n}")).parse().expect("a fixed id"),
            kind,
            request_id: CALL.into(),
            since: hours_ago(3),
            attempts: 11,
            problem: Some(problem.parse().expect("a word of a call")),
            retry,
            give_up,
            uncertain: kind == Kind::Register && give_up == GiveUp::Partner,
            exchanges: self.exchanges_page().rows,
            cursor: "c".into(),
        };
        let all = [
            (Kind::Register, "no_answer", Retry::Look, GiveUp::Partner),
            (Kind::Register, "internal", Retry::Same, GiveUp::Partner),
            (Kind::Register, "doku_422", Retry::New, GiveUp::Merchant),
            (Kind::Update, "no_answer", Retry::New, GiveUp::Merchant),
            (Kind::Upload, "doku_401", Retry::New, GiveUp::Merchant),
            (Kind::Mail, "smtp_550", Retry::Same, GiveUp::Nothing),
            (Kind::Webhook, "webhook_timeout", Retry::Same, GiveUp::Nothing),
        ];
        TroublesPage {
            troubled: 7,
            skew_minutes: None,
            rows: if self.blank { Vec::new() } else { all.into_iter().enumerate().map(row).collect() },
            more: true,
        }
    }

    pub fn exchanges_page(&self) -> ExchangesPage {
        let row = |(attempt, status)| ExchangeRow {
            at: hours_ago(3),
            method: "POST".into(),
            path: "/adv-core-api/partner/v1.0/business".into(),
            status,
            took_ms: 30_001,
            request_id: CALL.into(),
            attempt,
            cursor: "c".into(),
        };
        let rows = [(4, None), (3, Some(502)), (2, Some(409)), (1, Some(200))];
        ExchangesPage { rows: rows.map(row).into(), request_id: None, more: true }
    }
}
