//! One SQL text for both databases: the macros that choose the driver.

use sqlx::{Database, Encode, QueryBuilder, Type};

/// The result of a statement, as its caller wants it: nothing, whether it changed any row, or how many.
pub trait Changed {
    fn of(rows: u64) -> Self;
}

impl Changed for () {
    fn of(_: u64) {}
}

impl Changed for bool {
    fn of(rows: u64) -> Self {
        rows > 0
    }
}

impl Changed for u64 {
    fn of(rows: u64) -> Self {
        rows
    }
}

/// Returns words that reach PostgreSQL only.
pub fn for_pg<D: Database>(_: &QueryBuilder<D>, words: &'static str) -> &'static str {
    if D::NAME == sqlx::Postgres::NAME { words } else { "" }
}

/// Appends ` in (…)` with each value bound. Without a value it matches nothing, on PostgreSQL too.
pub fn push_in<'t, D: Database, T: Encode<'t, D> + Type<D>>(q: &mut QueryBuilder<D>, all: impl IntoIterator<Item = T>) {
    q.push(" in (null");
    for one in all {
        q.push(", ").push_bind(one);
    }
    q.push(")");
}

/// Runs the same text on both databases. Values are in their places, `"delete from flags where name = " {name}`, or
/// behind a text that is read as a whole and numbers them, `"… $1 … $2 … $1", name, now`. `[pg "words"]` reach
/// PostgreSQL only.
#[macro_export]
macro_rules! execute {
    ($db:expr, $text:literal $([pg $word:literal] $more:literal)* $(, $arg:expr)* $(,)?) => { async {
        let db: &mut $crate::store::Conn = $db;
        db.goes_on()?;
        let outcome = match &mut db.link {
            $crate::store::Link::Lite(link) => sqlx::query(concat!($text $(, $more)*))$(.bind($arg))*.execute(&mut **link).await.map(|done| $crate::store::macros::Changed::of(done.rows_affected())),
            $crate::store::Link::Pg(link) => sqlx::query(concat!($text $(, $word, $more)*))$(.bind($arg))*.execute(&mut **link).await.map(|done| $crate::store::macros::Changed::of(done.rows_affected())),
        };
        db.seen(outcome)
    } };
    ($db:expr, $($piece:tt)+) => { $crate::compose!(execute, $db, |q| { $crate::push_all!(q, $($piece)+); }) };
}
#[macro_export]
macro_rules! fetch {
    ($query:ident $how:ident, $db:expr, $text:literal $([pg $word:literal] $more:literal)* $(, $arg:expr)* $(,)?) => { async {
        let db: &mut $crate::store::Conn = $db;
        db.goes_on()?;
        let outcome = match &mut db.link {
            $crate::store::Link::Lite(link) => sqlx::$query(concat!($text $(, $more)*))$(.bind($arg))*.$how(&mut **link).await,
            $crate::store::Link::Pg(link) => sqlx::$query(concat!($text $(, $word, $more)*))$(.bind($arg))*.$how(&mut **link).await,
        };
        db.seen(outcome)
    } };
    ($query:ident $how:ident, $db:expr, $($piece:tt)+) => {
        $crate::compose!($query $how, $db, |q| { $crate::push_all!(q, $($piece)+); })
    };
}
#[macro_export]
macro_rules! push_all {
    ($q:ident, $text:literal $($more:tt)*) => { $q.push($text); $crate::push_all!($q, $($more)*) };
    ($q:ident, { $value:expr } $($more:tt)*) => { $q.push_bind($value); $crate::push_all!($q, $($more)*) };
    ($q:ident, [pg $word:literal] $($more:tt)*) => {
        $q.push($crate::store::macros::for_pg(&$q, $word)); $crate::push_all!($q, $($more)*)
    };
    ($q:ident,) => {};
}
#[macro_export]
macro_rules! fetch_one { ($($rest:tt)*) => { $crate::fetch!(query_as fetch_one, $($rest)*) }; }
#[macro_export]
macro_rules! fetch_optional { ($($rest:tt)*) => { $crate::fetch!(query_as fetch_optional, $($rest)*) }; }
#[macro_export]
macro_rules! fetch_all { ($($rest:tt)*) => { $crate::fetch!(query_as fetch_all, $($rest)*) }; }
/// Runs a text that depends on the request: the block is compiled once per database.
#[macro_export]
macro_rules! compose {
    (execute, $db:expr, |$q:ident| $block:block) => { $crate::compose!(@ $db, |$q| $block, |link| $q.build().execute(link).await.map(|done| $crate::store::macros::Changed::of(done.rows_affected()))) };
    (query_as $how:ident, $db:expr, |$q:ident| $block:block) => { $crate::compose!($how, $db, |$q| $block) };
    (query_scalar $how:ident, $db:expr, |$q:ident| $block:block) => { $crate::compose!(@ $db, |$q| $block, |link| $q.build_query_scalar().$how(link).await) };
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

/// Returns one value of a row, rather than a row of one.
#[macro_export]
macro_rules! value { ($($rest:tt)*) => { $crate::fetch!(query_scalar fetch_one, $($rest)*) }; }
#[macro_export]
macro_rules! value_optional { ($($rest:tt)*) => { $crate::fetch!(query_scalar fetch_optional, $($rest)*) }; }
#[macro_export]
macro_rules! values { ($($rest:tt)*) => { $crate::fetch!(query_scalar fetch_all, $($rest)*) }; }

/// Adds a row: `insert!(db, table { column, other: value }, "on conflict do nothing")`. Columns that a struct has under
/// the same names: `insert!(db, table from row { column, other } with { third: value })`.
#[macro_export]
macro_rules! insert {
    ($db:expr, $table:ident { $($column:ident $(: $value:expr)?),* $(,)? } $(, $end:literal)?) => {
        $crate::insert!(@ $db, $table, [$(($column $(: $value)?))*] $(, $end)?)
    };
    ($db:expr, $table:ident from $row:ident { $($own:ident),* $(,)? } $(with { $($column:ident $(: $value:expr)?),* $(,)? })? $(, $end:literal)?) => {
        $crate::insert!(@ $db, $table, [$(($own: &$row.$own))* $($(($column $(: $value)?))*)?] $(, $end)?)
    };
    (@ $db:expr, $table:ident, [($first:ident $(: $value:expr)?) $(($column:ident $(: $more:expr)?))*] $(, $end:expr)?) => {
        $crate::compose!(execute, $db, |q| {
            q.push(concat!("insert into ", stringify!($table), " (", stringify!($first) $(, ", ", stringify!($column))*, ") values ("));
            q.push_bind($crate::given!($first $(: $value)?));
            $(q.push(", ").push_bind($crate::given!($column $(: $more)?));)*
            q.push(") ");
            $(q.push($end);)?
        })
    };
}
/// Changes rows: `update!(db, table { column, other: value } where { id }, "third is null")`.
#[macro_export]
macro_rules! update {
    ($db:expr, $table:ident { $first:ident $(: $value:expr)? $(, $column:ident $(: $more:expr)?)* $(,)? } where { $key:ident $(: $is:expr)? $(, $keys:ident $(: $are:expr)?)* } $(, $and:literal)?) => {
        $crate::compose!(execute, $db, |q| {
            q.push(concat!("update ", stringify!($table), " set ", stringify!($first), " = ")).push_bind($crate::given!($first $(: $value)?));
            $(q.push(concat!(", ", stringify!($column), " = ")).push_bind($crate::given!($column $(: $more)?));)*
            q.push(concat!(" where ", stringify!($key), " = ")).push_bind($crate::given!($key $(: $is)?));
            $(q.push(concat!(" and ", stringify!($keys), " = ")).push_bind($crate::given!($keys $(: $are)?));)*
            $(q.push(concat!(" and (", $and, ")"));)?
        })
    };
}
/// Updates the one row with this key, or adds it.
#[macro_export]
macro_rules! upsert {
    ($db:expr, $table:ident from $row:ident { $($own:ident),* $(,)? } where { $($key:ident $(: $is:expr)?),* }) => {
        $crate::upsert!($db, $table { $($own: &$row.$own),* } where { $($key $(: $is)?),* })
    };
    ($db:expr, $table:ident { $first:ident $(: $value:expr)? $(, $column:ident $(: $more:expr)?)* $(,)? } where { $key:ident $(: $is:expr)? $(, $keys:ident $(: $are:expr)?)* }) => {
        $crate::insert!(@ $db, $table, [($key $(: $is)?) $(($keys $(: $are)?))* ($first $(: $value)?) $(($column $(: $more)?))*], concat!(
            "on conflict (", stringify!($key) $(, ", ", stringify!($keys))*, ") do update set ",
            stringify!($first), " = excluded.", stringify!($first) $(, ", ", stringify!($column), " = excluded.", stringify!($column))*
        ))
    };
}
/// Returns a column's value; as in a struct, `name` is short for `name: name`.
#[macro_export]
macro_rules! given {
    ($name:ident) => {
        $name
    };
    ($name:ident: $value:expr) => {
        $value
    };
}
