//! Reads our own database.

use domain::{
    Millis,
    ids::{BusinessId, CallId},
    kyb::State,
};
use server::{
    fetch_all, fetch_one,
    random::Chance,
    store::{Conn, Store},
};
use std::collections::BTreeMap;

pub struct Facts(Store);

/// One application: its state, DOKU's id, and the verdict on each facet.
pub struct Application {
    pub state: State,
    pub doku_id: Option<String>,
    pub verdicts: BTreeMap<String, String>,
}

/// A callback as we keep it.
#[derive(sqlx::FromRow)]
pub struct Kept {
    pub request_id: String,
    pub status: String,
    pub deliveries: i64,
    /// The reason why it is flagged.
    pub problem: Option<String>,
    pub observations: i64,
}

/// A call that is not tried again by itself.
#[derive(sqlx::FromRow)]
pub struct Trouble {
    pub call: CallId,
    pub kind: String,
    pub problem: String,
    /// The name of its business.
    pub name: String,
}

macro_rules! count {
    ($facts:expr, $sql:literal $(, $arg:expr)*) => {{
        let (n,): (i64,) = fetch_one!(&mut $facts.db().await, $sql $(, $arg)*).await.unwrap();
        n
    }};
}

impl Facts {
    pub async fn open(url: &str) -> Self {
        Self(Store::open(url, &Chance::System).await.unwrap())
    }

    pub async fn close(self) {
        self.0.close().await;
    }

    pub async fn submitted(&self) -> i64 {
        count!(self, "select count(*) from businesses where revision > 0")
    }

    pub async fn with_the_partner(&self) -> i64 {
        count!(self, "select count(*) from businesses where state = 'partner_check'")
    }

    /// Counts the calls to DOKU, callbacks and read-backs that were dealt with so far.
    pub async fn dealt_with(&self) -> i64 {
        count!(
            self,
            "select (select count(*) from outbox where lane = 'doku' and done_at is not null)
            + (select count(*) from callbacks where status <> 'new') + (select count(*) from readbacks)"
        )
    }

    /// Counts the registrations that were sent, got no answer that says what became of them, and are to be sent again.
    pub async fn unanswered(&self) -> i64 {
        count!(
            self,
            "select count(*) from outbox where kind = 'register' and status = 'waiting' and first_sent_at is not null
            and problem is not null"
        )
    }

    /// Counts the jobs that are under way, and those that are due while DOKU may be called.
    pub async fn to_do(&self, now: Millis) -> i64 {
        let under_way = count!(self, "select count(*) from outbox where status = 'waiting' and leased_until > $1", now);
        let callbacks = count!(self, "select count(*) from callbacks where status = 'new'");
        if self.held_until().await > now {
            return under_way + callbacks;
        }
        let calls = count!(self, "select count(*) from outbox where status = 'waiting' and due_at <= $1", now);
        under_way + callbacks + calls + count!(self, "select count(*) from brands where next_read_at <= $1", now)
    }

    /// Lists the times at which calls to DOKU are tried again.
    pub async fn due(&self) -> Vec<Millis> {
        let due: Vec<(Millis,)> =
            fetch_all!(&mut self.db().await, "select due_at from outbox where status = 'waiting' and lane = 'doku'")
                .await
                .unwrap();
        let held_until = self.held_until().await;
        due.into_iter().map(|(at,)| at.max(held_until)).collect()
    }

    /// Returns the time until which the circuit breaker lets nothing pass; 0 when it is closed.
    async fn held_until(&self) -> Millis {
        Millis(count!(self, "select coalesce(max(open_until), 0) from breakers"))
    }

    pub async fn applications(&self) -> BTreeMap<String, Application> {
        let mut db = self.db().await;
        let rows: Vec<(BusinessId, State, Option<String>)> =
            fetch_all!(&mut db, "select id, state, doku_business_id from businesses").await.unwrap();
        let verdicts: Vec<(BusinessId, String, String)> =
            fetch_all!(&mut db, "select business_id, facet, verdict from facets").await.unwrap();
        let mut all: BTreeMap<String, Application> = rows
            .into_iter()
            .map(|(id, state, doku_id)| (id.to_string(), Application { state, doku_id, verdicts: BTreeMap::new() }))
            .collect();
        for (id, facet, verdict) in verdicts {
            all.get_mut(&id.to_string()).unwrap().verdicts.insert(facet, verdict);
        }
        all
    }

    pub async fn callbacks(&self) -> Vec<Kept> {
        fetch_all!(
            &mut self.db().await,
            "select request_id, status, problem, deliveries,
            (select count(*) from observations where fact_id = callbacks.id) as observations from callbacks"
        )
        .await
        .unwrap()
    }

    /// Lists the verdicts that only a read-back told, as business and facet.
    pub async fn healed(&self) -> Vec<(String, String)> {
        let told: Vec<(BusinessId, String)> =
            fetch_all!(&mut self.db().await, "select distinct business_id, facet from observations where healed")
                .await
                .unwrap();
        told.into_iter().map(|(business, facet)| (business.to_string(), facet)).collect()
    }

    /// Lists the calls to DOKU that need a person.
    pub async fn troubles(&self) -> Vec<Trouble> {
        fetch_all!(
            &mut self.db().await,
            "select outbox.id as call, outbox.kind as kind, outbox.problem as problem, businesses.name as name
            from outbox join businesses on businesses.id = outbox.business_id
            where outbox.status = 'needs_person' and outbox.lane = 'doku' order by outbox.done_at, outbox.id"
        )
        .await
        .unwrap()
    }

    /// Counts the updates that were ordered.
    pub async fn fixes(&self) -> i64 {
        count!(self, "select count(*) from outbox where kind = 'update'")
    }

    /// Counts the registrations that are not made yet or need a person.
    pub async fn unfinished(&self) -> i64 {
        count!(self, "select count(*) from outbox where kind <> 'mail' and status in ('waiting', 'needs_person')")
    }

    async fn db(&self) -> Conn {
        self.0.read().await.unwrap()
    }
}
