//! Counts what the server's database holds.

use server::{
    execute, fetch_all, fetch_one,
    random::Chance,
    store::{Conn, Store},
};
use std::collections::BTreeSet;

pub struct Facts(Store);

impl Facts {
    pub async fn open(url: &str) -> Self {
        Self(Store::open(url, &Chance::System).await.unwrap())
    }

    pub async fn close(self) {
        self.0.close().await;
    }

    pub async fn callbacks(&self) -> i64 {
        let (n,): (i64,) = fetch_one!(&mut self.db().await, "select count(*) from callbacks").await.unwrap();
        n
    }

    pub async fn callbacks_with(&self, status: &str) -> i64 {
        let (n,): (i64,) =
            fetch_one!(&mut self.db().await, "select count(*) from callbacks where status = $1", status).await.unwrap();
        n
    }

    /// Counts the arrivals of callbacks, repetitions included.
    pub async fn deliveries(&self) -> i64 {
        let (n,): (i64,) =
            fetch_one!(&mut self.db().await, "select cast(coalesce(sum(deliveries), 0) as bigint) from callbacks")
                .await
                .unwrap();
        n
    }

    /// Counts the verdicts of callbacks, one row for each.
    pub async fn told_by_callbacks(&self) -> i64 {
        let (n,): (i64,) =
            fetch_one!(&mut self.db().await, "select count(*) from observations where source = 'callback'")
                .await
                .unwrap();
        n
    }

    /// Counts the businesses to which DOKU gave an id.
    pub async fn registered(&self) -> i64 {
        let (n,): (i64,) =
            fetch_one!(&mut self.db().await, "select count(*) from businesses where doku_business_id is not null")
                .await
                .unwrap();
        n
    }

    pub async fn documents(&self) -> i64 {
        let (n,): (i64,) = fetch_one!(&mut self.db().await, "select count(*) from documents").await.unwrap();
        n
    }

    /// Counts the current documents that DOKU holds too.
    pub async fn documents_at_doku(&self) -> i64 {
        let (n,): (i64,) = fetch_one!(
            &mut self.db().await,
            "select count(*) from documents where replaced_at is null and doku_file_id is not null"
        )
        .await
        .unwrap();
        n
    }

    /// Puts another business's key in its place, which opens nothing of it.
    pub async fn lose_the_key_of_the_oldest(&self) {
        let mut tx = self.0.begin().await.unwrap();
        let lost = execute!(
            &mut tx,
            "update businesses set data_key = (select b.data_key from businesses b where b.id <> businesses.id)
            where created_at = (select min(created_at) from businesses)"
        );
        let lost: u64 = lost.await.unwrap();
        assert_eq!(lost, 1);
        tx.commit().await.unwrap();
    }

    /// Lists the names of files that rows know.
    pub async fn named_files(&self) -> BTreeSet<String> {
        let names = fetch_all!(&mut self.db().await, "select stored_as from documents").await.unwrap();
        names.into_iter().map(|(name,): (String,)| name).collect()
    }

    /// Lists the names of files that are in their slots.
    pub async fn standing_files(&self) -> BTreeSet<String> {
        let names = fetch_all!(&mut self.db().await, "select stored_as from documents where replaced_at is null")
            .await
            .unwrap();
        names.into_iter().map(|(name,): (String,)| name).collect()
    }

    async fn db(&self) -> Conn {
        self.0.read().await.unwrap()
    }
}
