//! Reads the sandbox's own file, so that nothing is rounded, cut or paged on the way.

use domain::{
    Millis,
    kyb::{EntityKind, FacetKey},
};
use serde_json::Value;
use sqlx::{SqlitePool, sqlite::SqliteConnectOptions, types::Json};
use std::{collections::BTreeMap, path::Path};

pub struct Held(SqlitePool);

/// One registration.
pub struct Registration {
    pub request_id: String,
    pub business_id: String,
    pub name: String,
    /// The status word of each part.
    pub parts: BTreeMap<FacetKey, String>,
}

impl Held {
    pub async fn open(folder: &Path) -> Self {
        let file = SqliteConnectOptions::new().filename(folder.join("data/sandbox.db"));
        Self(SqlitePool::connect_with(file.pragma("query_only", "on")).await.unwrap())
    }

    pub async fn registered(&self) -> i64 {
        sqlx::query_scalar("select count(*) from businesses").fetch_one(&self.0).await.unwrap()
    }

    /// Returns the greatest number of times that a part was sent: a fix that went out twice counts twice.
    pub async fn most_sent(&self) -> i64 {
        sqlx::query_scalar("select max(submissions) from entities").fetch_one(&self.0).await.unwrap()
    }

    /// Lists the times of the verdicts and callbacks that are to come.
    pub async fn due(&self) -> Vec<Millis> {
        let due = "select due_at from verdicts union all select due_at from deliveries where state = 'waiting'";
        let due: Vec<i64> = sqlx::query_scalar(due).fetch_all(&self.0).await.unwrap();
        due.into_iter().map(Millis).collect()
    }

    /// Counts the callbacks in this state, without repetitions and forgeries.
    pub async fn callbacks(&self, state: &str) -> i64 {
        let count = "select count(distinct request_id) from deliveries where state = $1 and not forged";
        sqlx::query_scalar(count).bind(state).fetch_one(&self.0).await.unwrap()
    }

    /// Lists the Request-Ids of genuine or of forged callbacks.
    pub async fn request_ids(&self, forged: bool) -> Vec<String> {
        let ids = "select distinct request_id from deliveries where forged = $1";
        sqlx::query_scalar(ids).bind(forged).fetch_all(&self.0).await.unwrap()
    }

    pub async fn registrations(&self) -> Vec<Registration> {
        let all: Vec<(i64, String, String, Json<Value>)> =
            sqlx::query_as("select id, request_id, business_id, document from businesses")
                .fetch_all(&self.0)
                .await
                .unwrap();
        let mut found = Vec::new();
        for (id, request_id, business_id, document) in all {
            let parts: Vec<(String, String, String)> =
                sqlx::query_as("select kind, slot, status from entities where business = $1")
                    .bind(id)
                    .fetch_all(&self.0)
                    .await
                    .unwrap();
            let parts = parts.into_iter().map(|(kind, slot, status)| (facet(&kind, &slot), status)).collect();
            let name = document.0["name"].as_str().unwrap().to_owned();
            found.push(Registration { request_id, business_id, name, parts });
        }
        found
    }
}

/// Turns a slot into its facet: `contacts/0/documents/KTP` is `document[KTP]`.
fn facet(kind: &str, slot: &str) -> FacetKey {
    let last = slot.rsplit('/').next().unwrap().to_owned();
    let n = || last.parse().unwrap();
    match EntityKind::read(kind).unwrap() {
        EntityKind::Business => FacetKey::Business,
        EntityKind::Brand => FacetKey::Brand(0),
        EntityKind::OperationalStatus => FacetKey::Operational(0),
        EntityKind::Contact => FacetKey::Contact(n()),
        EntityKind::Address => FacetKey::Address(n()),
        EntityKind::Bank => FacetKey::Bank(n()),
        EntityKind::PhotoProof => FacetKey::Photo(0, n()),
        EntityKind::Document => FacetKey::Document(last),
        EntityKind::SocialMedia => FacetKey::Social(0, last),
        EntityKind::Product => FacetKey::Product(0, last),
    }
}
