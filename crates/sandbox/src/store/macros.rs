//! Macros that bind values to one SQL text in their order and await it.

macro_rules! sql {
    ($query:ident, $how:ident, $db:expr, $text:expr $(, [$($value:expr),* $(,)?])? $(,)?) => {
        sqlx::$query($text)$($(.bind($value))*)?.$how(&mut *$db).await
    };
}
/// Returns the number of changed rows.
macro_rules! execute { ($($of:tt)*) => { sql!(query, execute, $($of)*).map(|done| done.rows_affected()) }; }
macro_rules! scalar { ($($of:tt)*) => { sql!(query_scalar, fetch_one, $($of)*) }; }
macro_rules! one { ($($of:tt)*) => { sql!(query_as, fetch_one, $($of)*) }; }
macro_rules! optional { ($($of:tt)*) => { sql!(query_as, fetch_optional, $($of)*) }; }
macro_rules! all { ($($of:tt)*) => { sql!(query_as, fetch_all, $($of)*) }; }
