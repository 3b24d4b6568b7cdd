//! Reads what no page shows: the database itself, and the sandbox's data.

use super::World;
use app::paths::{self, Side};
use domain::ids::BusinessId;
use server::{
    fetch_all,
    store::{Link, callbacks::Callback, outbox},
};
use sqlx::AssertSqlSafe;

impl World {
    /// Runs a query for one number, straight on the database.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut db = self.services.store.read().await.unwrap();
        match &mut db.link {
            Link::Lite(held) => sqlx::query_scalar(sql).fetch_one(&mut **held).await.unwrap(),
            Link::Pg(held) => sqlx::query_scalar(sql).fetch_one(&mut **held).await.unwrap(),
        }
    }

    /// Lists businesses by a query.
    pub async fn ids(&self, sql: &'static str) -> Vec<BusinessId> {
        let mut db = self.services.store.read().await.unwrap();
        match &mut db.link {
            Link::Lite(held) => sqlx::query_scalar(sql).fetch_all(&mut **held).await.unwrap(),
            Link::Pg(held) => sqlx::query_scalar(sql).fetch_all(&mut **held).await.unwrap(),
        }
    }

    /// Runs one statement, straight on the database.
    pub async fn run(&self, sql: &'static str) {
        let mut tx = self.services.store.begin().await.unwrap();
        match &mut tx.link {
            Link::Lite(held) => drop(sqlx::query(sql).execute(&mut **held).await.unwrap()),
            Link::Pg(held) => drop(sqlx::query(sql).execute(&mut **held).await.unwrap()),
        }
        tx.commit().await.unwrap();
    }

    /// Every table of PostgreSQL as text, bytes in hexadecimal; SQLite's is a file and read as such.
    pub async fn tables(&self) -> Vec<(String, Vec<u8>)> {
        let mut db = self.services.store.read().await.unwrap();
        let Link::Pg(held) = &mut db.link else { return Vec::new() };
        let names = "select table_name::text from information_schema.tables where table_schema = 'public'";
        let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut **held).await.unwrap();
        let mut found = Vec::new();
        for name in names {
            let rows = format!("select coalesce(string_agg(t::text, ' '), '') from {name} t");
            let text: String = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&mut **held).await.unwrap();
            found.push((name, text.into_bytes()));
        }
        found
    }

    /// Returns one column of bytes.
    pub async fn blobs(&self, sql: &'static str) -> Vec<Vec<u8>> {
        let mut db = self.services.store.read().await.unwrap();
        match &mut db.link {
            Link::Lite(held) => sqlx::query_scalar(sql).fetch_all(&mut **held).await.unwrap(),
            Link::Pg(held) => sqlx::query_scalar(sql).fetch_all(&mut **held).await.unwrap(),
        }
    }

    /// Returns the address of the file that is in a slot now.
    pub async fn file(&self, side: Side, id: BusinessId, slot: &str) -> String {
        paths::file(side, id, slot, self.case(id).await.documents[slot].id)
    }

    /// Lists the outbox of one business, oldest first.
    pub async fn calls(&self, id: BusinessId) -> Vec<outbox::Call> {
        let mut db = self.services.store.read().await.unwrap();
        fetch_all!(&mut db, "select * from outbox where business_id = $1 order by created_at, id", id).await.unwrap()
    }

    /// Lists the callbacks about one business, oldest first.
    pub async fn callbacks(&self, id: BusinessId) -> Vec<Callback> {
        let mut db = self.services.store.read().await.unwrap();
        fetch_all!(&mut db, "select * from callbacks where business_id = $1 order by received_at, id", id)
            .await
            .unwrap()
    }

    /// Lists the registrations at DOKU, newest first.
    pub async fn registrations(&self) -> Vec<serde_json::Value> {
        let url = format!("http://{}/sim/api/registrations", self.sandbox.address());
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    /// Gives the sandbox an order, such as `outage`.
    pub async fn order(&self, path: &str, order: &serde_json::Value) -> serde_json::Value {
        let request = self.http.post(format!("http://{}/sim/api/{path}", self.sandbox.address()));
        let request = request.header("Content-Type", "application/json").body(order.to_string());
        request.send().await.unwrap().json().await.unwrap()
    }
}
