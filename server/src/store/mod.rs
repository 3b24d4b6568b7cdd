//! SQL and nothing else, one file per table. This file alone knows that there are two databases; docs/adr/003.

#[macro_use]
pub mod macros;

pub mod accounts;
pub mod api_keys;
pub mod audit;
pub mod brands;
pub mod breakers;
pub mod businesses;
pub mod callbacks;
pub mod canary;
pub mod clocks;
pub mod counts;
pub mod decisions;
pub mod depths;
pub mod documents;
pub mod drafts;

pub mod exchanges;
pub mod facets;
pub mod familiar;
pub mod flags;
pub mod history;
pub mod hooks;
pub mod kept;
pub mod lookups;
pub mod mails;
pub mod mended;
pub mod news;
pub mod note_mappings;
pub mod observations;
pub mod old;
pub mod once;
pub mod outbox;
pub mod preferences;
pub mod purges;
pub mod queue;
pub mod readbacks;
pub mod reading;
pub mod receipts;
pub mod refused_callbacks;
pub mod requirements;
pub mod search;
pub mod sends;
pub mod sessions;
pub mod submissions;
pub mod updates;

use crate::random::Chance;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteSynchronous;
use sqlx::{
    Connection, Database, PgPool, Postgres, Sqlite, SqlitePool, Transaction, pool::PoolConnection,
    postgres::PgPoolOptions,
};
use std::{
    ops::{Deref, DerefMut},
    path::Path,
    time::Duration,
};

pub static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// Returns the steps of one database. A step for the other alone names that at its end, and has a number of its own.
fn migrations(other: &str) -> Migrator {
    Migrator::with_migrations(MIGRATIONS.iter().filter(|step| !step.description.ends_with(other)).cloned().collect())
}

/// SQLite samples some rows of each index, so that no writer waits for long. Statistics of small tables are deleted: a
/// connection keeps those that it found when it was opened, and with ten rows it would scan a million.
const ANALYZE: &str = "pragma analysis_limit = 1000; analyze; pragma optimize;
    delete from sqlite_stat1 where cast(stat as integer) < 10000; analyze sqlite_schema";

/// The longest time that a request waits for a connection.
const WAIT: Duration = Duration::from_secs(5);

#[derive(Clone)]
pub struct Store {
    pub pools: Pools,
    chance: Chance,
}
#[derive(Clone)]
pub enum Pools {
    Lite { read: SqlitePool, write: SqlitePool },
    Pg(PgPool),
}
pub struct Conn {
    pub link: Link,
    /// The source of ids for new rows.
    pub chance: Chance,
    failed: bool,
}
pub enum Link {
    Lite(Held<Sqlite>),
    Pg(Held<Postgres>),
}
pub enum Held<D: Database> {
    Plain(PoolConnection<D>),
    Open(Transaction<'static, D>),
}
/// A transaction, rolled back when dropped without `commit`.
pub struct Tx(Conn);

impl Store {
    /// Opens SQLite. One write connection queues fairly; `FULL` keeps an acknowledged callback through a power cut.
    async fn lite(file: &Path) -> sqlx::Result<Pools> {
        let options = sqlite::options(file, SqliteSynchronous::Full)?.collation("C", |a, b| a.cmp(b));
        let pool = |size| sqlite::pool(size, WAIT);
        let write = pool(1).connect_with(options.clone()).await?;
        migrations("postgres").run(&write).await?;
        // The tables are analyzed before anybody reads, since a connection keeps the statistics that it found when it
        // was opened. A full disk stops no start.
        if let Err(error) = sqlx::raw_sql(ANALYZE).execute(&write).await {
            tracing::warn!(error = %crate::telemetry::causes(&error), "the tables could not be analyzed");
        }
        // Sorting happens in memory, so that reading goes on while the disk is full.
        let read = options.pragma("query_only", "on").pragma("temp_store", "memory");
        Ok(Pools::Lite { read: pool(8).connect_with(read).await?, write })
    }
    async fn pg(url: &str) -> sqlx::Result<Pools> {
        let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(WAIT);
        let pool = pool.after_release(|link, _| Box::pin(async move { Ok(!link.is_in_transaction()) }));
        let pool = pool.connect(url).await?;
        migrations("sqlite").run(&pool).await?;
        Ok(Pools::Pg(pool))
    }
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        let opened = async {
            Ok::<_, sqlx::Error>(match &self.pools {
                Pools::Lite { write, .. } => Link::Lite(Held::Open(write.begin_with("begin immediate").await?)),
                Pools::Pg(pool) => Link::Pg(Held::Open(begin_wholly(pool.acquire().await?).await?)),
            })
        };
        Ok(Tx(self.conn(apart(opened).await?)))
    }
    /// Begins a transaction, acts in it, and commits unless that failed.
    pub async fn write<T, E: From<sqlx::Error>>(
        &self,
        act: impl AsyncFnOnce(&mut Conn) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut tx = self.begin().await?;
        let done = act(&mut tx).await?;
        tx.commit().await?;
        Ok(done)
    }
    pub async fn read(&self) -> sqlx::Result<Conn> {
        let opened = async {
            Ok::<_, sqlx::Error>(match &self.pools {
                Pools::Lite { read, .. } => Link::Lite(Held::Plain(read.acquire().await?)),
                Pools::Pg(pool) => Link::Pg(Held::Plain(pool.acquire().await?)),
            })
        };
        Ok(self.conn(apart(opened).await?))
    }
    fn conn(&self, link: Link) -> Conn {
        Conn { link, chance: self.chance.clone(), failed: false }
    }
}
/// Boxes the wait for a connection, which takes 4 kB. Every layer and handler that may wait would keep them for as long
/// as its request lasts, and the form of a slow sender lasts for minutes.
fn apart<T>(opening: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
    Box::pin(opening)
}
/// Begins even when the caller goes away: between BEGIN and its answer sqlx counts no transaction yet, so it would give
/// the connection back with one open.
async fn begin_wholly(link: PoolConnection<Postgres>) -> sqlx::Result<Transaction<'static, Postgres>> {
    tokio::spawn(Transaction::begin(link, None)).await.map_err(|_| sqlx::Error::WorkerCrashed)?
}
impl Conn {
    /// Chooses a text by database, where none serves both.
    pub fn choose<T>(&self, lite: T, pg: T) -> T {
        match self.link {
            Link::Lite(_) => lite,
            Link::Pg(_) => pg,
        }
    }
    /// Refuses a statement after a failed one, as PostgreSQL does. SQLite may have ended the transaction with that one,
    /// and would run the next on its own.
    pub fn goes_on(&self) -> sqlx::Result<()> {
        let is_open = matches!(self.link, Link::Lite(Held::Open(_)) | Link::Pg(Held::Open(_)));
        if self.failed && is_open {
            return Err(sqlx::Error::Protocol("a statement after a failed one".into()));
        }
        Ok(())
    }
    /// Marks a failure: PostgreSQL drops the transaction after it, yet answers its COMMIT with success.
    pub fn seen<T>(&mut self, outcome: sqlx::Result<T>) -> sqlx::Result<T> {
        self.failed |= matches!(outcome, Err(sqlx::Error::Database(_)));
        outcome
    }
}
impl Tx {
    pub async fn commit(self) -> sqlx::Result<()> {
        match self.0.link {
            _ if self.0.failed => Err(sqlx::Error::Protocol("commit after a failed statement".into())),
            Link::Lite(Held::Open(tx)) => tx.commit().await,
            Link::Pg(Held::Open(tx)) => tx.commit().await,
            Link::Lite(Held::Plain(_)) | Link::Pg(Held::Plain(_)) => unreachable!("a Tx is always open"),
        }
    }
}
impl Deref for Tx {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.0
    }
}
impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}
impl<D: Database> Deref for Held<D> {
    type Target = D::Connection;
    fn deref(&self) -> &D::Connection {
        match self {
            Self::Plain(link) => link,
            Self::Open(tx) => tx,
        }
    }
}
impl<D: Database> DerefMut for Held<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        match self {
            Self::Plain(link) => link,
            Self::Open(tx) => tx,
        }
    }
}

pub type Result<T> = sqlx::Result<T>;

/// Returns a number of rows as a statement takes it.
pub fn as_limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

impl Store {
    /// Tells whether no other process works on this database.
    pub const fn is_one_process(&self) -> bool {
        matches!(self.pools, Pools::Lite { .. })
    }

    /// Opens `sqlite://path` or `postgres://…`.
    pub async fn open(url: &str, chance: &Chance) -> sqlx::Result<Self> {
        let pools = match url.strip_prefix("sqlite://") {
            Some(path) => Self::lite(Path::new(path.split('?').next().unwrap_or(path))).await?,
            None => Self::pg(url).await?,
        };
        Ok(Self { pools, chance: chance.clone() })
    }

    /// Updates the statistics of the tables, by which the planner chooses indexes.
    pub async fn analyze(&self) -> Result<()> {
        match &self.pools {
            Pools::Lite { write, .. } => sqlx::raw_sql(ANALYZE).execute(write).await.map(drop),
            Pools::Pg(pool) => sqlx::raw_sql("analyze").execute(pool).await.map(drop),
        }
    }

    /// Finishes what is under way and closes the files.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Lite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Pg(pool) => pool.close().await,
        }
    }
}
