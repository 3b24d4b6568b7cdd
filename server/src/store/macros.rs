//! One SQL text for both databases: the macros that choose the driver.

/// Runs the same text on both databases; `[pg "words"]` between two pieces of it reaches PostgreSQL only.
#[macro_export]
macro_rules! execute {
    ($db:expr, $text:literal $([pg $word:literal] $more:literal)* $(, $arg:expr)* $(,)?) => { async {
        let db: &mut $crate::store::Conn = $db;
        db.goes_on()?;
        let outcome = match &mut db.link {
            $crate::store::Link::Lite(link) => sqlx::query(concat!($text $(, $more)*))$(.bind($arg))*.execute(&mut **link).await.map(|done| done.rows_affected()),
            $crate::store::Link::Pg(link) => sqlx::query(concat!($text $(, $word, $more)*))$(.bind($arg))*.execute(&mut **link).await.map(|done| done.rows_affected()),
        };
        db.seen(outcome)
    } };
}
#[macro_export]
macro_rules! fetch {
    ($how:ident, $db:expr, $text:literal $([pg $word:literal] $more:literal)* $(, $arg:expr)* $(,)?) => { async {
        let db: &mut $crate::store::Conn = $db;
        db.goes_on()?;
        let outcome = match &mut db.link {
            $crate::store::Link::Lite(link) => sqlx::query_as(concat!($text $(, $more)*))$(.bind($arg))*.$how(&mut **link).await,
            $crate::store::Link::Pg(link) => sqlx::query_as(concat!($text $(, $word, $more)*))$(.bind($arg))*.$how(&mut **link).await,
        };
        db.seen(outcome)
    } };
}
#[macro_export]
macro_rules! fetch_one { ($($rest:tt)*) => { $crate::fetch!(fetch_one, $($rest)*) }; }
#[macro_export]
macro_rules! fetch_optional { ($($rest:tt)*) => { $crate::fetch!(fetch_optional, $($rest)*) }; }
#[macro_export]
macro_rules! fetch_all { ($($rest:tt)*) => { $crate::fetch!(fetch_all, $($rest)*) }; }
/// For a text that depends on the request: the block is compiled once per database.
#[macro_export]
macro_rules! compose {
    (execute, $db:expr, |$q:ident| $block:block) => { $crate::compose!(@ $db, |$q| $block, |link| $q.build().execute(link).await.map(|done| done.rows_affected())) };
    ($how:ident, $db:expr, |$q:ident| $block:block) => { $crate::compose!(@ $db, |$q| $block, |link| $q.build_query_as().$how(link).await) };
    (@ $db:expr, |$q:ident| $block:block, |$link:ident| $run:expr) => { async {
        let db: &mut $crate::store::Conn = $db;
        db.goes_on()?;
        let outcome = match &mut db.link {
            $crate::store::Link::Lite(held) => { let mut $q = sqlx::QueryBuilder::<sqlx::Sqlite>::default(); $block let $link = &mut **held; $run }
            $crate::store::Link::Pg(held) => { let mut $q = sqlx::QueryBuilder::<sqlx::Postgres>::default(); $block let $link = &mut **held; $run }
        };
        db.seen(outcome)
    } };
}
